"""A team's pulse over time: the index of its finished assessments, a full one read as its pulse (section 10)."""

from dataclasses import dataclass
from datetime import datetime

from cxmaturity.questionnaire.schema import ComparisonKey, Questionnaire
from cxmaturity.records import Assessment
from cxmaturity.services.trends.milestones import closed_assessments, frozen_results
from cxmaturity.store import trends as stored
from cxmaturity.store.engine import Database
from cxmaturity.wording.numbers import half_up

POINTS_SHOWN = 12
"""How many of a team's newest points are shown."""


@dataclass(frozen=True, slots=True)
class PulsePoint:
    """One finished assessment read as its pulse. `index` is 0..100, None where too little is rated or may be shown.

    `change` is the difference of the shown indices (whole numbers, rounded half up) from the point before; None where
    there is no index on one side or the two did not ask the same questions.
    """

    assessment: Assessment
    closed_at: datetime
    index: float | None
    change: int | None


def pulse_points(database: Database, team_id: str) -> list[PulsePoint]:
    """Return a team's newest points, the oldest first; empty where none of its finished assessments is a pulse."""
    with database.reading() as connection:
        rows = stored.newest_with_pulses(connection, team_id, POINTS_SHOWN)
        results = frozen_results(connection, rows)
    points: list[PulsePoint] = []
    asked_before, index_before = None, None
    for closed in closed_assessments(database, rows[::-1], results):
        asked, index = _asked(closed.questionnaire), closed.frozen.pulse_index(closed.questionnaire)
        comparable = index_before if asked_before == asked else None
        change = None if index is None or comparable is None else int(half_up(index) - half_up(comparable))
        points.append(PulsePoint(closed.assessment, closed.closed_at, index, change))
        asked_before, index_before = asked, index
    return points


def _asked(questionnaire: Questionnaire) -> tuple[ComparisonKey, tuple[str, ...]]:
    """Return what two points must share for their indices to compare: the key and the ids of the pulse questions."""
    return questionnaire.comparison_key, tuple(q.id for q in questionnaire.pulse)
