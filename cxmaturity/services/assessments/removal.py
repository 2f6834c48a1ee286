"""Removing an assessment, which leaves all lists, results and trends, and putting it back."""

from datetime import datetime

from cxmaturity.errors import NotFound
from cxmaturity.records import Assessment
from cxmaturity.services.assessments.views import REMOVED
from cxmaturity.store import assessments
from cxmaturity.store.database.engine import Database


def remove_assessment(database: Database, assessment_id: str, now: datetime) -> None:
    """Mark an assessment as removed: nobody sees or answers it, and nothing of it is lost; raises NotFound.

    Actions taken on from it stay in the plan. `closing.remove_assessment` removes it for good.
    """
    with database.writing() as connection:
        if assessments.assessment(connection, assessment_id, for_update=True) is None:
            raise NotFound(*REMOVED)
        assessments.change_assessment(connection, assessment_id, {"removed_at": now})


def list_removed(database: Database) -> list[Assessment]:
    """Return the viewer's own assessments that can be put back, the one removed last first."""
    with database.reading() as connection:
        return [row for row in assessments.removed_assessments(connection) if not row.is_demo]


def restore_assessment(database: Database, assessment_id: str) -> None:
    """Put a removed assessment back as it was; one that is there already stays, one that is gone for good raises."""
    with database.writing() as connection:
        if not assessments.change_assessment(connection, assessment_id, {"removed_at": None}):
            raise NotFound("This assessment was removed for good.", "Go to Home to see those that are here.")
