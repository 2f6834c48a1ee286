"""Deadlines of surveys: a survey closes by itself at its deadline."""

from datetime import datetime

from cxmaturity.errors import NotFound, Refused
from cxmaturity.services.assessments import closing
from cxmaturity.store import assessments
from cxmaturity.store.database.engine import Database
from cxmaturity.wording.errors import SURVEY_REMOVED


def set_deadline(database: Database, assessment_id: str, closes_at: datetime | None, now: datetime) -> None:
    """Set when a survey closes by itself, as a time with the owner's UTC offset; None for no deadline.

    Raises NotFound, and Refused for a time in the past or a closed survey.
    """
    if closes_at is not None and closes_at <= now:
        raise Refused("That day is past.", "Choose today or a later day.")
    with database.writing() as connection:
        row = assessments.assessment(connection, assessment_id, for_update=True)
        if row is None or row.mode != "survey":
            raise NotFound(*SURVEY_REMOVED)
        if not row.is_open:
            raise Refused("This survey is closed.", "Reopen it first.")
        text = closes_at.isoformat() if closes_at else None
        assessments.change_assessment(connection, assessment_id, {"closes_at": text})


def close_overdue(database: Database, now: datetime) -> list[str]:
    """Close every survey whose deadline has passed, dated at its deadline, and return their ids."""
    with database.reading() as connection:
        overdue = [row for row in assessments.open_with_deadline(connection) if row.is_overdue(now)]
    for row in overdue:
        closing.close_assessment(database, row.id, row.deadline or now)
    return [row.id for row in overdue]
