"""Locks an assessment or a workshop until the transaction ends, and raises NotFound when there is none."""

from cxmaturity.errors import NotFound
from cxmaturity.records import Assessment
from cxmaturity.store import assessments
from cxmaturity.store.database.engine import Connection
from cxmaturity.store.workshop import workshops
from cxmaturity.store.workshop.workshops import WorkshopRow
from cxmaturity.wording.errors import ASSESSMENT_REMOVED, NO_WORKSHOP, SURVEY_REMOVED


def lock_assessment(
    connection: Connection,
    assessment_id: str,
    missing: tuple[str, str] = ASSESSMENT_REMOVED,
    *,
    for_share: bool = False,
) -> Assessment:
    """Return an assessment, locked as `store.assessments.assessment` does; `missing` is the message without one."""
    row = assessments.assessment(connection, assessment_id, for_update=not for_share, for_share=for_share)
    if row is None:
        raise NotFound(*missing)
    return row


def lock_survey(connection: Connection, assessment_id: str) -> Assessment:
    """Return a survey, locked against other writers; raises NotFound for other assessments too."""
    row = lock_assessment(connection, assessment_id, SURVEY_REMOVED)
    if row.mode != "survey":
        raise NotFound(*SURVEY_REMOVED)
    return row


def lock_workshop(connection: Connection, assessment_id: str) -> WorkshopRow:
    """Return the workshop of an assessment, locked against other writers; lock the assessment first where both are."""
    workshop = workshops.workshop(connection, assessment_id, for_update=True)
    if workshop is None:
        raise NotFound(*NO_WORKSHOP)
    return workshop
