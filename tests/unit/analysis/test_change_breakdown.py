"""A change over time is split into parts that add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.analysis.trends.change_breakdown import break_down_change
from cxmaturity.questionnaire.schema import Dimension
from tests.build import questionnaire


def sizes(*weights: float) -> Dimension:
    """Return a dimension A with questions A1, A2 … of these weights."""
    return questionnaire([list(weights)]).dimensions[0]


FOUR = sizes(1, 1, 1, 1)
NUMBERS = range(1, 8)


def test_only_answers_moved() -> None:
    """2, 3, 4, 3 → 3, 3, 4, 5: A1 adds 1/4, A4 adds 2/4, together 0.75, all of it like for like."""
    result = break_down_change(
        {"A1": 2, "A2": 3, "A3": 4, "A4": 3}, {"A1": 3, "A2": 3, "A3": 4, "A4": 5}, FOUR, FOUR, NUMBERS
    )
    assert result is not None
    assert [(m.question_id, m.before, m.after, m.adds) for m in result.shared] == [
        ("A1", 2, 3, 0.25),
        ("A2", 3, 3, 0.0),
        ("A3", 4, 4, 0.0),
        ("A4", 3, 5, 0.5),
    ]
    assert (result.entered, result.left, result.by_entering, result.by_leaving) == ((), (), 0.0, 0.0)
    assert (result.before, result.after, result.total, result.like_for_like) == (3.0, 3.75, 0.75, 0.75)


def test_questions_that_came_and_went() -> None:
    """A4 at 1 went, A3 at 5 came, A1 and A2 stayed at 3: all of the rise from 7/3 to 11/3 is a change of questions.

    Without A4 the level then was 3, two thirds more than with it; A3 lifts it from 3 to 11/3.
    """
    result = break_down_change({"A1": 3, "A2": 3, "A4": 1}, {"A1": 3, "A2": 3, "A3": 5}, FOUR, FOUR, NUMBERS)
    assert result is not None
    assert (result.entered, result.left) == (("A3",), ("A4",))
    assert result.by_entering == pytest.approx(2 / 3)
    assert result.by_leaving == pytest.approx(2 / 3)
    assert result.like_for_like == 0
    assert result.total == pytest.approx(4 / 3)


def test_weights_count_and_nothing_shared_is_nothing_to_compare() -> None:
    """A1 weighs 3 of 4: its rise by 1 adds 0.75."""
    heavy = sizes(3, 1)
    result = break_down_change({"A1": 2, "A2": 2}, {"A1": 3, "A2": 2}, heavy, heavy, NUMBERS)
    assert result is not None
    assert [m.adds for m in result.shared] == [0.75, 0.0]
    assert result.by_weights == 0
    assert break_down_change({"A1": 2}, {"A2": 2}, heavy, heavy, NUMBERS) is None


def test_other_weights_are_a_part_of_their_own() -> None:
    """A1 at 5 counts 3 times as much now, A2 at 1 stayed, A3 at 3 left: from 3 to 4 by weights alone."""
    before, after = {"A1": 5, "A2": 1, "A3": 3}, {"A1": 5, "A2": 1}
    result = break_down_change(before, after, sizes(1, 1, 1), sizes(3, 1, 1), NUMBERS)
    assert result is not None
    assert (result.before, result.after) == (3, 4)
    assert [*result.parts] == [0, 0, 0, 1]
    assert result.left == ("A3",)


def test_the_longest_scale_is_broken_down_too() -> None:
    """From 5 to 7 on seven levels, the only question: 2."""
    result = break_down_change({"A1": 5}, {"A1": 7}, sizes(1), sizes(1), NUMBERS)
    assert result is not None
    assert (result.before, result.after, result.like_for_like) == (5, 7, 2)


LEVELS = st.dictionaries(st.sampled_from(["A1", "A2", "A3", "A4"]), st.integers(1, 5), min_size=1)


WEIGHTS = st.lists(st.floats(0.1, 9), min_size=4, max_size=4)


@given(LEVELS, LEVELS, WEIGHTS, WEIGHTS)
def test_the_parts_add_up(before: dict[str, int], after: dict[str, int], first: list[float], then: list[float]) -> None:
    """Answers that moved, questions that entered or left, other weights: together the change of the full level."""
    model = sizes(*first)
    result = break_down_change(before, after, model, sizes(*then), NUMBERS)
    if result is None:
        assert not set(before) & set(after)
        return
    moved = sum(m.adds for m in result.shared)
    assert moved == pytest.approx(result.like_for_like)
    assert sum(result.parts) == pytest.approx(result.total)
    same_again = break_down_change(before, before, model, model, NUMBERS)
    assert same_again is not None
    assert same_again.total == same_again.like_for_like == 0
