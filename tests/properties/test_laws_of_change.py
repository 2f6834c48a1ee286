"""Laws of change over time: the parts of a change lead from one level to the other."""

from collections.abc import Sequence
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.analysis.trends import change_breakdown, exact_tests
from cxmaturity.scoring.result import score_response
from tests.build import DK, NA, AnswerValue, filled, questionnaire

ANSWERS = st.lists(st.sampled_from([1, 2, 3, 4, 5, NA, DK, None]), min_size=6, max_size=6)


@given(ANSWERS, ANSWERS, st.lists(st.floats(0.1, 9), min_size=6, max_size=6))
def test_the_parts_of_a_change_join_both_levels(
    then: list[AnswerValue], now: list[AnswerValue], weights: list[float]
) -> None:
    """If a dimension has both levels, `before` and `after` equal them, and the parts add up to their difference."""
    model = questionnaire([weights])
    dimension = model.dimensions[0]
    sides = [filled(model, row) for row in (then, now)]
    before, after = (score_response(model, side).dimensions["A"].level for side in sides)
    then_rated, now_rated = (
        {q.id: level for q in model.questions if (level := side.level_of(q.id)) is not None} for side in sides
    )
    result = change_breakdown.break_down_change(then_rated, now_rated, dimension, dimension, model.level_numbers)
    if before is None or after is None or result is None:
        return
    assert (result.before, result.after) == pytest.approx((before, after))
    assert sum(m.adds for m in result.shared) == pytest.approx(result.like_for_like)
    assert result.before + sum(result.parts) == pytest.approx(after)


LEVELS = st.lists(st.integers(8, 40), min_size=2, max_size=24)


@given(LEVELS, st.randoms(use_true_random=False))
def test_the_order_of_people_changes_no_verdict(levels: Sequence[int], chance: Random) -> None:
    """People in another order, or all changes mirrored, give the same p, and a mirrored interval."""
    before = np.array(levels) / 8
    after = before + np.array([x % 5 - 2 for x in levels]) / 8
    order = np.array(chance.sample(range(len(before)), len(before)))
    for test in (exact_tests.paired_test, exact_tests.unpaired_test):
        one, other, back = test(before, after), test(before[order], after[order]), test(after, before)
        assert one is not None
        assert other is not None
        assert back is not None
        assert (one.p, one.low, one.high) == pytest.approx((other.p, other.low, other.high))
        assert (back.low, back.high) == pytest.approx((-one.high, -one.low), abs=1e-9)
        assert back.p == pytest.approx(one.p, abs=0.02)
