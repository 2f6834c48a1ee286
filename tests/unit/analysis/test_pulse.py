"""The points of the pulse over time, and which of them are compared."""

from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment
from cxmaturity.analysis.frozen.frozen_result import FrozenResult, FrozenScores
from cxmaturity.analysis.pulse import pulse_points
from cxmaturity.questionnaire.schema import Questionnaire
from tests.build import MOMENT, assessment, equal

SPRING = equal(2, pulse=["A1"])
OTHER_QUESTION = equal(2, pulse=["A2"])
NEXT_MAJOR = SPRING.model_copy(update={"version": "2.0.0"})


def closed(model: Questionnaire, index: float) -> ClosedAssessment:
    """Return a closed pulse with this index."""
    return ClosedAssessment(
        assessment(scope="pulse"), MOMENT, model, FrozenResult("d", {}, {}, FrozenScores(index=index))
    )


def test_a_pulse_compares_with_the_one_just_before_it() -> None:
    """A pulse is compared with the previous one if both have the same questions and major version."""
    pulses = [
        (SPRING, 40.0),
        (SPRING, 50.0),
        (OTHER_QUESTION, 60.0),
        (SPRING, 70.0),
        (NEXT_MAJOR, 80.0),
        (NEXT_MAJOR, 90.0),
    ]
    points = pulse_points([closed(model, index) for model, index in pulses])
    assert [(point.index, point.previous) for point in points] == [
        (40.0, None),
        (50.0, 40.0),
        (60.0, None),
        (70.0, None),
        (80.0, None),
        (90.0, 80.0),
    ]
