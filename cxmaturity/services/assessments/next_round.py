"""Starts the next round of an assessment: same team, questions, people and settings."""

from datetime import datetime
from typing import Any

from cxmaturity.errors import NotFound
from cxmaturity.records import Assessment
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments import creation
from cxmaturity.services.assessments.creation import (
    StartCommand,
    StartedAssessment,
    StartSolo,
    StartSurvey,
    StartWorkshop,
)
from cxmaturity.services.surveys import schedule
from cxmaturity.store import assessments, responses
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop import workshops
from cxmaturity.text_cleaning import alphabetical, clean_name
from cxmaturity.wording.errors import NO_ASSESSMENT


def find_last_round(database: Database, assessment_id: str) -> Assessment:
    """Return the assessment that the next round repeats; raises NotFound."""
    with database.reading() as connection:
        row = assessments.assessment(connection, assessment_id)
    if row is None:
        raise NotFound(*NO_ASSESSMENT)
    return row


def start_next_round(database: Database, assessment_id: str, label: str, now: datetime) -> StartedAssessment:
    """Start the next round of an assessment under a new label; raises NotFound and the errors of `creation.start`.

    It asks the same questions of the same people on the same terms, without the warm-up of a workshop. People known by
    name in a survey get a personal link; the links of a repeating survey lead to its next round.
    """
    row = find_last_round(database, assessment_id)
    if row.mode == "survey" and row.series_id is not None:
        name = clean_name(label, "The assessment")
        return StartedAssessment(schedule.begin_next_round(database, row.id, now, now.date(), name))
    return creation.start(database, _command(database, row, label), now)


def _command(database: Database, row: Assessment, label: str) -> StartCommand:
    questions: dict[str, Any] = {
        "questionnaire": questionnaires.archived_questionnaire(database, row.digest),
        "team_name": row.team_name,
        "label": label,
        "scope": row.scope,
        "variant": row.variant,
    }
    if row.mode == "solo":
        return StartSolo(**questions)
    terms: dict[str, Any] = {
        "privacy": row.privacy,
        "asks_role": row.asks_role,
        "expected": row.expected,
        "needs_slips": row.slips is not None,
    }
    with database.reading() as connection:
        names = responses.participant_names(connection, row.id)
        workshop = workshops.workshop(connection, row.id)
    if workshop is not None:
        asked: dict[str, Any] = {"dimensions": row.dimensions or ()}
        if row.questions is not None:
            asked = {"questions": workshop.state.order}
        return StartWorkshop(**questions, **terms, **asked, pace=workshop.pace, asks_why=workshop.state.asks_why)
    by_name = sorted(names.values(), key=alphabetical) if len(names) > 1 else []
    return StartSurvey(**questions, **terms, is_linked=row.is_linked, is_shared=row.is_shared, names=by_name)
