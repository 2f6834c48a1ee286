"""What a team planned after its last milestones."""

from collections.abc import Sequence

from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment
from cxmaturity.records import Action
from cxmaturity.store import plans
from cxmaturity.store.database.engine import Database


def promises(
    database: Database, team_id: str, milestones: Sequence[ClosedAssessment]
) -> list[tuple[ClosedAssessment, list[Action]]]:
    """Return each of a team's last two milestones with the steps planned after it, the earlier milestone first.

    `milestones` are the newest of the team, the oldest first. The steps of a milestone are those planned before the
    next one was finished. The newest milestone is left out where another is there and no step was planned after it.
    """
    with database.reading() as connection:
        actions = plans.actions(connection, team_id)
    last, newest = milestones[-2:-1], milestones[-1:]
    between = [(m, [a for a in actions if m.closed_at < a.created_at <= newest[0].closed_at]) for m in last]
    since = [(m, [a for a in actions if a.created_at > m.closed_at]) for m in newest]
    return between + [(m, steps) for m, steps in since if steps or not between]
