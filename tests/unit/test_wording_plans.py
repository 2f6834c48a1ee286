"""Why a first step is proposed, and why there are fewer than three."""

import pytest

from cxmaturity.wording import plans
from tests.build import equal
from tests.outcomes import outcome_of


def test_each_reason_names_what_it_is_about() -> None:
    """A is held at 4 by A8; C1 is a quick win; B stands lowest at 2."""
    outcome = outcome_of(equal(8, 2, 2, ease={"C1": 5}), [5, 5, 5, 5, 5, 5, 5, 2], [3, 1], [2, 3])
    assert [plans.step_reason(outcome, step) for step in outcome.first_steps] == [
        "It holds A at stage 4",
        "A quick win",
        "It lifts your lowest dimension, B",
    ]
    assert plans.why_fewer_steps(outcome) is None


def test_a_step_of_several_lowest_dimensions_is_of_the_first() -> None:
    """B and C are equally low: the step is from B, and says that B is one of them."""
    outcome = outcome_of(equal(2, 2, 2), [3, 3], [2, 2], [2, 2])
    (step,) = outcome.first_steps
    assert step.gap.question.id == "B1"
    assert plans.step_reason(outcome, step) == "It lifts B, one of your lowest dimensions"


def test_where_nothing_is_left_in_the_first_the_next_of_equals_follows() -> None:
    """B and C both at 2; B has a target of 2, so that only C lacks anything."""
    outcome = outcome_of(equal(2, 2, 2), [3, 3], [2, 2], [2, 2], targets={"B": 2})
    assert [(s.gap.question.id, s.reason) for s in outcome.first_steps] == [("C1", "lowest_dimension")]


@pytest.mark.parametrize(
    ("row", "ease", "sentence"),
    [
        (
            [3, 3, 3],
            3,
            "Only one step: no answer holds a stage back and no other gap that matters can be closed in half a day.",
        ),
        ([3, 3, 3], 5, "Only two steps: no answer holds a stage back."),
        (
            [5, 5, 5, 1],
            5,
            "Only one step: no other gap that matters can be closed in half a day and no other gap is left in A.",
        ),
    ],
)
def test_fewer_than_three_steps_are_explained(row: list[int], ease: int, sentence: str) -> None:
    """What is missing of the three kinds is said in one line."""
    model = equal(len(row), ease={f"A{i}": ease for i in range(1, len(row) + 1)})
    assert plans.why_fewer_steps(outcome_of(model, row)) == sentence


def test_no_step_at_all_has_another_sentence() -> None:
    """From the lowest answers, or nothing answered, or nothing above."""
    assert plans.why_fewer_steps(outcome_of(equal(2), [5, 5])) is None
    assert plans.steps_from_lowest(True, 0) == "From your lowest answers, the easiest first:"
    assert plans.steps_from_lowest(False, 3) == "Answer a question to see its next step."
    assert plans.steps_from_lowest(False, 0) == "No answer has a next step."
