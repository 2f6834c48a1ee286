"""Importing a round that was answered elsewhere as a closed assessment."""

from collections.abc import Callable, Sequence
from datetime import datetime
from secrets import token_hex

from cxmaturity.analysis.groups import summarise_group
from cxmaturity.answers import Privacy
from cxmaturity.errors import Refused
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import ParticipantResponse
from cxmaturity.services.assessments import closing, views
from cxmaturity.services.surveys.codes import new_code, participant_key
from cxmaturity.services.surveys.setup import create_survey
from cxmaturity.store import assessments, responses
from cxmaturity.store.engine import Database


def import_round(
    database: Database,
    questionnaire: Questionnaire,
    team_name: str,
    label: str,
    variant: str,
    brought: Sequence[RespondentAnswers],
    privacy: Privacy,
    closed_at: datetime,
    now: datetime,
    progress: Callable[[int, int], None] | None = None,
) -> str:
    """Store a round answered elsewhere as a closed survey, all of it or nothing, and return its id.

    `progress` is told how many of how many answers are written. Raises Refused.
    """
    if not brought:
        raise Refused("There is nobody's answer in it.", "Choose a file with a row for each person.")
    if closed_at > now:
        raise Refused("A past round cannot have ended in the future.", "Choose another date.")
    asks_role = any(person.role for person in brought)
    terms = {"privacy": privacy, "asks_role": asks_role, "is_linked": False, "expected": len(brought)}
    with database.writing() as connection:
        row = create_survey(connection, questionnaire, team_name, label, "full", variant, closed_at, terms)
        assessments.add_assessment(connection, row, None)
        rows = [(token_hex(10), participant_key(row, new_code()), p.role, p.answers) for p in brought]
        responses.save_responses(connection, row.id, rows, closed_at, progress)
        names = [p.name if privacy == "open" else None for p in brought]
        if privacy == "open":
            responses.save_names(
                connection, row.id, [(own, p.name) for (_, own, *_), p in zip(rows, brought, strict=True)]
            )
        # As they would be read back, which with many people takes as long as writing them.
        everyone = [
            ParticipantResponse(own, said, r, dict(a), True) for (_, own, r, a), said in zip(rows, names, strict=True)
        ]
        everyone.sort(key=lambda person: person.key)
        seen = summarise_group(row, questionnaire, questionnaire.questions, everyone, {})
        assessments.mark_closed(connection, row.id, closed_at)
        content = closing.freeze(views.for_group(row, questionnaire, seen, {}))
        assessments.add_frozen_result(connection, row.id, *content, closed_at)
    return row.id
