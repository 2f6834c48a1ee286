"""Imports a round that was answered with another tool, as a closed assessment."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from secrets import token_hex

from cxmaturity.analysis.groups import summarise_group
from cxmaturity.answers import Privacy
from cxmaturity.errors import DatabaseUnavailable, Refused
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Assessment, ParticipantResponse, Team
from cxmaturity.services.assessments import closing, creation, views
from cxmaturity.services.assessments.creation import StartSurvey
from cxmaturity.services.assessments.recent_results import questions_shown_too_recently
from cxmaturity.services.surveys.codes import new_code, participant_key
from cxmaturity.store import assessments, responses
from cxmaturity.store import frozen_results as stored_results
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.database.engine import Database
from cxmaturity.store.responses import NewResponse
from cxmaturity.wording.errors import CLOSED_IN_FUTURE

_ANSWERS_AT_ONCE = 20_000  # in one transaction: other writers wait a third of a second


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

    The answers are written in many short transactions to an assessment of an unpublished team, which no list shows; the
    last transaction moves it to its own team and closes it. `progress` is called with the number of answers written so
    far and the number of all. Raises Refused.
    """
    if not people:
        raise Refused("There is nobody's answer in it.", "Choose a file with a row for each person.")
    if closed_at > now:
        raise Refused(*CLOSED_IN_FUTURE)
    command = StartSurvey(
        questionnaire=questionnaire,
        team_name=team_name,
        label=label,
        variant=variant,
        privacy=privacy,
        asks_role=any(person.role for person in people),
    )
    unpublished = Team(token_hex(10), stored_teams.UNPUBLISHED, False)
    row = creation.new_assessment(command, unpublished, closed_at)
    with database.writing() as connection:
        creation.find_team(connection, team_name)  # refuses a bad name before all the work
        stored_teams.add_team(connection, unpublished, now)
        stored_teams.change_team(connection, unpublished.id, {"archived_at": now})
        creation.archive(connection, questionnaire)
        assessments.add_assessment(connection, row, None)
    try:
        everyone = _write_responses(database, row, people, len(questionnaire.questions), closed_at, progress)
        hidden = _shown_too_recently(database, row, questionnaire, team_name, closed_at)
        content = _freeze(row, questionnaire, everyone, hidden)
        with database.writing() as connection:
            refuse_abandoned(assessments.assessment(connection, row.id, for_update=True))
            team = creation.find_or_add_team(connection, team_name, closed_at)
            # Checked again in the publishing transaction, because another result may have been shown meanwhile.
            hidden_now = questions_shown_too_recently(
                connection, replace(row, team_id=team.id), questionnaire, closed_at
            )
            if hidden_now != hidden:
                content = _freeze(row, questionnaire, everyone, hidden_now)
            assessments.change_assessment(connection, row.id, {"team_id": team.id})
            assessments.mark_closed(connection, row.id, closed_at)
            stored_results.add_frozen_result(connection, row.id, *content, closed_at)
            stored_teams.delete_team(connection, unpublished.id)
    except BaseException:
        with suppress(DatabaseUnavailable):  # the next start of the app then removes it
            discard_unpublished(database, unpublished)
        raise
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
        team = creation.find_team(connection, team_name)
        of_team = replace(row, team_id=team.id) if team else row
        return questions_shown_too_recently(connection, of_team, questionnaire, closed_at)


def remove_unfinished_imports(database: Database) -> None:
    """Remove the rows of imports that the end of their process cut off; called when the app starts.

    An import that is running in another process at that moment is refused when it continues.
    """
    with database.reading() as connection:
        unpublished = stored_teams.unpublished_teams(connection)
    for team in unpublished:
        discard_unpublished(database, team)


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
    for start in range(0, len(pairs), size := max(1, _ANSWERS_AT_ONCE // questions)):
        chunk = pairs[start : start + size]
        with database.writing() as connection:
            refuse_abandoned(assessments.assessment(connection, row.id, for_share=True))
            stored_at = row.recorded_time(finished_at)
            responses.save_responses(connection, row.id, [response for response, _ in chunk], stored_at)
            if row.privacy == "open":
                responses.save_names(connection, row.id, [(response.key, person.name) for response, person in chunk])
        database.give_way()
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


def refuse_abandoned(row: Assessment | None) -> None:
    """Raise Refused when another process, started meanwhile, has begun to remove this import."""
    if row is None or not row.is_open:
        raise Refused("CX Maturity was started anew meanwhile, so nothing was stored.", "Import the file again.")


def discard_unpublished(database: Database, unpublished: Team) -> None:
    """Remove an unpublished team with its answers in short transactions; closing its assessment stops the import."""
    with database.writing() as connection:
        abandoned = assessments.close_all_of_team(connection, unpublished.id)
    for assessment_id in abandoned:
        while True:
            with database.writing() as connection:
                if not responses.delete_some(connection, assessment_id, 500):
                    break
    with database.writing() as connection:
        stored_teams.delete_team(connection, unpublished.id)
