"""The actions that a team planned after its last milestones."""

from collections.abc import Iterable, Sequence

from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment
from cxmaturity.records import Action, Assessment
from cxmaturity.store import plans
from cxmaturity.store.database.engine import Database


def steps_by_milestone(
    database: Database, team_id: str, milestones: Sequence[ClosedAssessment]
) -> list[tuple[ClosedAssessment, list[Action]]]:
    """Return each of a team's last two milestones with the actions planned after it, earlier milestone first.

    `milestones` are the team's newest, oldest first. The newest milestone is left out when there is another and no
    action was planned after it.
    """
    with database.reading() as connection:
        actions = plans.actions(connection, team_id)
    last, newest = milestones[-2:-1], milestones[-1:]
    between = [(m, planned_between(actions, m.assessment, newest[0].assessment)) for m in last]
    since = [(m, [a for a in actions if _is_planned_after(a, m.assessment)]) for m in newest]
    return between + [(m, steps) for m, steps in since if steps or not between]


def planned_between(actions: Iterable[Action], earlier: Assessment, later: Assessment) -> list[Action]:
    """Return the actions planned after one assessment and not after a later one, in the same order."""
    return [a for a in actions if _is_planned_after(a, earlier) and not _is_planned_after(a, later)]


def _is_planned_after(action: Action, assessment: Assessment) -> bool:
    """Return whether an action was added after an assessment was closed, or for its result.

    Those for its result may be older than its closing: a workshop plans before its end, and one may be reopened.
    """
    is_later = assessment.closed_at is not None and action.created_at > assessment.closed_at
    return is_later or action.assessment_id == assessment.id
