"""Removes an assessment from all lists, results and trends, restores it, or deletes it permanently."""

from collections.abc import Iterable
from datetime import datetime

from cxmaturity.errors import ChangedElsewhere, NotFound
from cxmaturity.records import Assessment
from cxmaturity.services.locking import lock_assessment
from cxmaturity.store import assessments
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.database.engine import Database
from cxmaturity.wording.errors import ASSESSMENT_DELETED
from cxmaturity.wording.language.other_windows import done_elsewhere


def remove_assessment(database: Database, assessment_id: str, now: datetime) -> None:
    """Mark an assessment as removed: it is hidden and takes no answers, but nothing is deleted. Raises NotFound.

    The actions that came from it stay in the plan. `delete_assessment` deletes it permanently.
    """
    with database.writing() as connection:
        lock_assessment(connection, assessment_id)
        assessments.change_assessment(connection, assessment_id, {"removed_at": now})


def list_removed(database: Database) -> list[Assessment]:
    """Return the user's own removed assessments, last removed first."""
    with database.reading() as connection:
        return [row for row in assessments.removed_assessments(connection) if not row.is_demo]


def restore_assessment(database: Database, assessment_id: str) -> None:
    """Restore a removed assessment; no effect on one that is not removed. Raises NotFound if it was deleted."""
    with database.writing() as connection:
        if not assessments.change_assessment(connection, assessment_id, {"removed_at": None}):
            raise NotFound(*ASSESSMENT_DELETED)


def delete_assessment(database: Database, assessment_id: str) -> None:
    """Delete a removed assessment permanently; the actions that came from it stay in the plan.

    Raises ChangedElsewhere when it is not removed any more.
    """
    with database.writing(is_long=True) as connection:
        is_deleted = assessments.delete_assessment(connection, assessment_id, only_removed=True)
        if not is_deleted and assessments.assessment(connection, assessment_id) is not None:
            is_back = done_elsewhere("This assessment", "put back")
            raise ChangedElsewhere(f"{is_back} Nothing was removed.", "Look again.")


def is_any_left(database: Database, ids: Iterable[str]) -> bool:
    """Return whether any of these ids is that of an assessment or team that still exists."""
    with database.reading() as connection:
        teams = {team.id for team in stored_teams.every_team(connection)}
        return any(name in teams or assessments.assessment(connection, name) for name in ids)
