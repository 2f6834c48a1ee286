"""The actions that a team planned after its last milestones."""

from collections.abc import Sequence

from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment
from cxmaturity.records import Action
from cxmaturity.store import plans
from cxmaturity.store.database.engine import Database


def steps_by_milestone(
    database: Database, team_id: str, milestones: Sequence[ClosedAssessment]
) -> list[tuple[ClosedAssessment, list[Action]]]:
    """Return each of a team's last two milestones with the actions planned after it, earlier milestone first.

    `milestones` are the team's newest, oldest first. The actions of a milestone are those added before the next one was
    closed. The newest milestone is left out when there is another and no action was added after it.
    """
    with database.reading() as connection:
        actions = plans.actions(connection, team_id)
    last, newest = milestones[-2:-1], milestones[-1:]
    between = [(m, [a for a in actions if m.closed_at < a.created_at <= newest[0].closed_at]) for m in last]
    since = [(m, [a for a in actions if a.created_at > m.closed_at]) for m in newest]
    return between + [(m, steps) for m, steps in since if steps or not between]
