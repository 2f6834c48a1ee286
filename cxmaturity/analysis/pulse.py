"""A team's pulse over time: the index of each closed assessment's pulse questions."""

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment


@dataclass(frozen=True, slots=True)
class PulsePoint:
    """The pulse of one closed assessment. `index` is 0..100; None where too little is rated or may be shown.

    `previous` is the index of the point before it; None for the first point, and where the two asked different
    questions.
    """

    closed: ClosedAssessment
    index: float | None
    previous: float | None


def pulse_points(closed: Sequence[ClosedAssessment]) -> list[PulsePoint]:
    """Return the pulse points of these assessments, in their order, which is oldest first."""
    points: list[PulsePoint] = []
    for place, assessment in enumerate(closed):
        index = assessment.frozen.pulse_index(assessment.questionnaire)
        compares = place > 0 and _asked(closed[place - 1]) == _asked(assessment)
        points.append(PulsePoint(assessment, index, points[-1].index if compares else None))
    return points


def _asked(closed: ClosedAssessment) -> object:
    """Return the comparison key with the ids of the pulse questions: equal for two points whose indices compare."""
    return closed.comparison_key, tuple(q.id for q in closed.questionnaire.pulse)
