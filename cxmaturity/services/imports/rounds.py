"""Imports a round that was answered with another tool, as a closed assessment."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from cxmaturity.analysis.groups import summarise_group
from cxmaturity.answers import Privacy
from cxmaturity.errors import Refused
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Assessment, ParticipantResponse
from cxmaturity.services.assessments import closing, creation, views
from cxmaturity.services.assessments.creation import StartSurvey
from cxmaturity.services.assessments.recent_results import questions_shown_too_recently
from cxmaturity.services.imports import staging
from cxmaturity.services.surveys.codes import new_code, participant_key
from cxmaturity.store import frozen_results as stored_results
from cxmaturity.store import responses
from cxmaturity.store.database.engine import Database
from cxmaturity.store.responses import NewResponse
from cxmaturity.wording.errors import CLOSED_IN_FUTURE, CLOSED_TOO_EARLY

EARLIEST_DAY = date(2000, 1, 1)
"""The first day on which an imported assessment may have been closed; an earlier one is a slip, such as 0206."""


def import_round(
    database: Database,
    questionnaire: Questionnaire,
    team_name: str,
    label: str,
    variant: str,
    people: Sequence[RespondentAnswers],
    privacy: Privacy,
    closed_at: datetime,
    now: datetime,
    progress: Callable[[int, int], None] | None = None,
) -> str:
    """Store a round that was answered elsewhere as a closed survey, all or nothing, and return its id.

    `progress` is called with the number of answers written so far and the number of all. Raises Refused.
    """
    if not people:
        raise Refused("There is nobody's answer in it.", "Choose a file with a row for each person.")
    if closed_at > now:
        raise Refused(*CLOSED_IN_FUTURE)
    if closed_at.date() < EARLIEST_DAY:
        raise Refused(*CLOSED_TOO_EARLY)
    with database.reading() as connection:  # it refuses a bad name before all the work
        closed_at = creation.first_free_second(connection, team_name, closed_at)
    command = StartSurvey(
        questionnaire=questionnaire,
        team_name=team_name,
        label=label,
        variant=variant,
        privacy=privacy,
        asks_role=any(person.role for person in people),
    )
    with staging.unpublished_team(database) as unpublished:
        row = creation.new_assessment(command, unpublished, closed_at)
        with database.writing() as connection:
            creation.archive(connection, questionnaire)
            staging.begin_round(connection, row, unpublished, now)
        everyone = _write_responses(database, row, people, len(questionnaire.questions), closed_at, progress)
        hidden = _shown_too_recently(database, row, questionnaire, team_name, closed_at)
        content = _freeze(row, questionnaire, everyone, hidden)
        with database.writing() as connection:
            team = creation.find_or_add_team(connection, team_name, closed_at)
            staging.publish_round(connection, row.id, unpublished, team.id, closed_at)
            # Checked again in the publishing transaction, because another result may have been shown meanwhile.
            hidden_now = questions_shown_too_recently(
                connection, replace(row, team_id=team.id), questionnaire, closed_at
            )
            if hidden_now != hidden:
                content = _freeze(row, questionnaire, everyone, hidden_now)
            stored_results.add_frozen_result(connection, row.id, *content, closed_at)
    return row.id


def _freeze(
    row: Assessment, questionnaire: Questionnaire, everyone: Sequence[ParticipantResponse], hidden: frozenset[str]
) -> tuple[str, str]:
    """Return the frozen result of everybody's answers without the `hidden` questions, and its digest."""
    group = summarise_group(row, questionnaire, questionnaire.questions, everyone, {}, hidden)
    return closing.freeze(views.GroupView(row, questionnaire, {}, group))


def _shown_too_recently(
    database: Database, row: Assessment, questionnaire: Questionnaire, team_name: str, closed_at: datetime
) -> frozenset[str]:
    """Return the ids of the questions to hide because another anonymous result of that team has shown them."""
    with database.reading() as connection:
        team = creation.find_own_team(connection, team_name)
        of_team = replace(row, team_id=team.id) if team else row
        return questions_shown_too_recently(connection, of_team, questionnaire, closed_at)


def _write_responses(
    database: Database,
    row: Assessment,
    people: Sequence[RespondentAnswers],
    questions: int,
    finished_at: datetime,
    progress: Callable[[int, int], None] | None,
) -> list[ParticipantResponse]:
    """Write everybody's answers in transactions of some thousand rows, and return the responses as a read would return
    them.

    Reading them back instead would take as long as writing them.
    """
    total, done = sum(len(person.answers) for person in people), 0
    new = [NewResponse(participant_key(row, new_code()), p.role, p.answers) for p in people]
    # Sorted by response, so that each answer goes to the end of the table's index.
    pairs = sorted(zip(new, people, strict=True), key=lambda pair: pair[0].id)
    for start in range(0, len(pairs), size := max(1, staging.ANSWERS_AT_ONCE // questions)):
        chunk = pairs[start : start + size]
        with staging.writing_part(database, row.id) as connection:
            stored_at = row.recorded_time(finished_at)
            responses.save_responses(connection, row.id, [response for response, _ in chunk], stored_at)
            if row.privacy == "open":
                responses.save_names(connection, row.id, [(response.key, person.name) for response, person in chunk])
        done += sum(len(response.answers) for response, _ in chunk)
        if progress and total:
            progress(done, total)
    everyone = [
        ParticipantResponse(
            key=response.key,
            name=person.name if row.privacy == "open" else None,
            role=response.role,
            answers=dict(response.answers),
        )
        for response, person in pairs
    ]
    return sorted(everyone, key=lambda response: response.key)
