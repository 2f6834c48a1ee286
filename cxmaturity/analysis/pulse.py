"""A team's pulse over time: the index of its closed assessments, a full one read as its pulse (section 10)."""

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment


@dataclass(frozen=True, slots=True)
class PulsePoint:
    """One closed assessment read as its pulse. `index` is 0..100, None where too little is rated or may be shown.

    `previous` is the index of the point before; None where there is none, or where the two did not ask the same
    questions.
    """

    closed: ClosedAssessment
    index: float | None
    previous: float | None


def pulse_points(closed: Sequence[ClosedAssessment]) -> list[PulsePoint]:
    """Return these assessments, the oldest first, as points of the pulse in the same order."""
    points: list[PulsePoint] = []
    for place, assessment in enumerate(closed):
        index = assessment.frozen.pulse_index(assessment.questionnaire)
        compares = place > 0 and _asked(closed[place - 1]) == _asked(assessment)
        points.append(PulsePoint(assessment, index, points[-1].index if compares else None))
    return points


def _asked(closed: ClosedAssessment) -> object:
    """Return what two points must share for their indices to compare: the key and the ids of the pulse questions."""
    return closed.comparison_key, tuple(q.id for q in closed.questionnaire.pulse)
