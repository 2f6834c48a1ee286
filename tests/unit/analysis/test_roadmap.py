"""The roadmap: every gap stands in exactly one of now, next and later."""

from cxmaturity.analysis.roadmap import roadmap
from tests.build import equal
from tests.outcomes import outcome_of


def test_steps_stand_by_how_soon_they_can_be_taken() -> None:
    """A: 1, 1, 1, 1 is stage 1, so each gap to 2 is 1. A1 is first; A2 takes an hour, A3 a week, A4 a budget."""
    asked = equal(4, ease={"A1": 5, "A2": 5, "A3": 3, "A4": 1})
    outcome = outcome_of(asked, (1, 1, 1, 1))
    plan = roadmap(outcome)
    ids = [[gap.question.id for gap in part] for part in (plan.first, plan.next, plan.later)]
    assert ids[0] == [step.gap.question.id for step in outcome.first_steps]
    assert ids[1:] == [[name for name in ("A2", "A3") if name not in ids[0]], ["A4"]]


def test_without_gaps_the_roadmap_is_empty() -> None:
    """With all answers at the top the roadmap is empty."""
    plan = roadmap(outcome_of(equal(2), (5, 5)))
    assert (plan.first, plan.next, plan.later) == ((), (), ())
