"""Exact tests of a change over time, and verdicts that claim no more than the data allow."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.analysis.trends import exact_tests
from cxmaturity.scoring.matrices import Floats


@pytest.fixture(scope="module")
def stats() -> Any:
    """Import scipy.stats, which takes a second, when these tests run and not when they are collected."""
    from scipy import stats

    return stats


FIVE = (1, 2, 3, 4, 5)
"""The numbers of five levels."""


def array(*values: float) -> Floats:
    return np.array(values, dtype=float)


def test_the_paired_test_agrees_with_scipy(stats: Any) -> None:
    """Seven people: scipy gives the same p over all 128 sign flips, and the same t interval."""
    before, after = array(2.2, 2.4, 2.0, 2.6, 2.8, 2.4, 2.2), array(2.6, 2.6, 2.6, 2.8, 2.8, 3.0, 2.4)
    result = exact_tests.paired_test(before, after)
    assert result is not None
    theirs = stats.permutation_test((after - before,), np.mean, permutation_type="samples", n_resamples=np.inf)
    assert result.p == pytest.approx(theirs.pvalue)
    interval = stats.ttest_rel(after, before).confidence_interval()
    assert (result.low, result.high) == pytest.approx((interval.low, interval.high))


@pytest.mark.parametrize("sides", [(5, 5), (3, 8), (7, 7)])
def test_the_unpaired_test_agrees_with_scipy(sides: tuple[int, int], stats: Any) -> None:
    """Scipy gives the same p over all splits and the same Welch interval, for groups of equal and of other sizes."""
    chance = np.random.default_rng(sides)
    before, after = chance.integers(10, 40, sides[0]) / 10, chance.integers(15, 45, sides[1]) / 10
    result = exact_tests.unpaired_test(before, after)
    assert result is not None

    def apart(a: Floats, b: Floats, axis: int) -> Floats:
        distances: Floats = np.abs(np.mean(b, axis=axis) - np.mean(a, axis=axis))
        return distances

    theirs = stats.permutation_test((before, after), apart, n_resamples=np.inf, alternative="greater", vectorized=True)
    assert result.p == pytest.approx(theirs.pvalue)
    interval = stats.ttest_ind(after, before, equal_var=False).confidence_interval()
    assert (result.low, result.high) == pytest.approx((interval.low, interval.high))


def test_many_people_are_drawn_at_random_from_a_fixed_seed(stats: Any) -> None:
    """Above 16 people the flips are sampled; the seed is fixed, so the same data always gives the same p."""
    chance = np.random.default_rng(5)
    before = chance.normal(2.5, 0.5, 40)
    after = before + chance.normal(0.1, 0.3, 40)
    for test in (exact_tests.paired_test, exact_tests.unpaired_test):
        first, second = test(before, after), test(before, after)
        assert first == second
        assert first is not None
    result = exact_tests.paired_test(before, after)
    assert result is not None
    assert result.p == pytest.approx(stats.ttest_rel(after, before).pvalue, abs=0.01)


def test_many_people_take_no_longer() -> None:
    """Equal changes are drawn together, so thousands of people with few different levels take no longer than dozens."""
    before = np.repeat(array(2, 2.5, 3), 1000)
    after = before + np.tile(array(0, 0, 0.125), 1000)
    for test in (exact_tests.paired_test, exact_tests.unpaired_test):
        result = test(before, after)
        assert result is not None
        assert result.p == result.reachable == pytest.approx(1 / 20_001) or test is exact_tests.unpaired_test
        assert result.p < 0.01


@pytest.mark.parametrize("test", [exact_tests.paired_test, exact_tests.unpaired_test])
def test_drawn_and_counted_agree(test: Callable[[Floats, Floats], exact_tests.ChangeTest | None], stats: Any) -> None:
    """All flips of sixteen people are counted, those of the same people twice over are sampled.

    Both p are near that of scipy's t test.
    """
    chance = np.random.default_rng(7)
    before = chance.integers(16, 32, 20) / 8
    after = before + chance.integers(-2, 4, 20) / 8
    result = test(before, after)
    assert result is not None
    theirs = stats.ttest_rel if test is exact_tests.paired_test else stats.ttest_ind
    assert result.p == pytest.approx(theirs(after, before).pvalue, abs=0.02)


def test_an_interval_of_the_mean(stats: Any) -> None:
    """Four at 2 and four at 4: s² = 8/7, t(7) = 2.365, so 3 ± 0.894. Seven people have none."""
    eight = array(2, 2, 2, 2, 4, 4, 4, 4)
    result = exact_tests.mean_interval(eight)
    assert result is not None
    theirs = stats.t.interval(0.95, 7, loc=3, scale=stats.sem(eight))
    assert (result.low, result.high) == pytest.approx(tuple(theirs))
    assert exact_tests.mean_interval(eight[1:]) is None


def test_the_counts_of_one_question_give_the_test_of_welch(stats: Any) -> None:
    """Ten people at 1 or 5, then at 4 or 5, half each: the counts alone give the same result as the single levels."""
    before, after = [1] * 5 + [5] * 5, [4] * 5 + [5] * 5
    result = exact_tests.counts_test([[5, 0, 0, 0, 5]], [[0, 0, 0, 5, 5]], [1.0], FIVE)
    welch = stats.ttest_ind(after, before, equal_var=False)
    interval = welch.confidence_interval(0.95)
    assert result is not None
    assert (result.change, result.people, result.reachable) == (1.5, (10, 10), 0.0)
    assert (result.low, result.high, result.p) == pytest.approx((interval.low, interval.high, welch.pvalue))


def test_the_counts_of_two_people_are_enough_for_a_test() -> None:
    """1 and 3, then 3 and 5: means 2 and 4, each with error 1, so 2 ± 4.303 · √2 and p = 1 − √2/√(2 + 2) = 0.293."""
    result = exact_tests.counts_test([[1, 0, 1, 0, 0]], [[0, 0, 1, 0, 1]], [1.0], FIVE)
    assert result is not None
    assert (result.change, result.people) == (2.0, (2, 2))
    assert (result.low, result.high, result.p) == pytest.approx((2 - 6.085, 2 + 6.085, 0.2929), abs=1e-3)


def test_one_person_gets_no_test() -> None:
    """One person each time gives no interval, no p and no verdict."""
    assert exact_tests.paired_test(array(2), array(3)) is None
    assert exact_tests.unpaired_test(array(2), array(3, 4)) is None
    assert exact_tests.counts_test([[0, 1, 0, 0, 0]], [[0, 0, 1, 1, 0]], [1.0], FIVE) is None


def test_equal_levels_give_no_change() -> None:
    """The same levels both times: a change of 0, an interval of width 0, and p = 1."""
    for test in (exact_tests.paired_test, exact_tests.unpaired_test):
        result = test(array(3, 3, 3), array(3, 3, 3))
        assert result is not None
        assert (result.change, result.low, result.high, result.p) == (0, 0, 0, 1)


def risen(people: int, by: float) -> exact_tests.ChangeTest:
    before = np.linspace(2, 3, people)
    result = exact_tests.paired_test(before, before + by + np.linspace(-0.01, 0.01, people))
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("people", "by", "kind"),
    [
        (7, 1.0, "too few people to tell"),  # 5 · 2/2⁷ = 0.078
        (8, 1.0, "real"),  # 5 · 2/2⁸ = 0.039
        (8, 0.24, "too close to call"),  # clear, but small
        (8, 0.26, "real"),
        (8, -1.0, "real"),
        (8, 0.0, "too close to call"),
    ],
)
def test_verdicts_on_five_dimensions(people: int, by: float, kind: str) -> None:
    """If all changed alike, a verdict depends on whether the smallest p is significant after Holm's correction."""
    result = exact_tests.judge_changes({name: risen(people, by) for name in "ABCDE"})
    assert {v.kind for v in result.values()} == {kind}


def test_one_dimension_alone_needs_six_people() -> None:
    """With one dimension compared, six people reach 2/2⁶ = 0.031; five reach only 2/2⁵ = 0.0625."""
    assert exact_tests.judge_changes({"A": risen(5, 1)})["A"].kind == "too few people to tell"
    assert exact_tests.judge_changes({"A": risen(6, 1)})["A"].kind == "real"
    assert exact_tests.judge_changes({}) == {}


def test_verdicts_at_their_limits() -> None:
    """A change of exactly a quarter is large enough, and an adjusted p of exactly 0.05 is not small enough.

    As floats the first is 0.24999999999999997: six of eight people rise by a third of a level.
    The second, 11 · 1/220, is 0.049999999999999996: three people before are all below nine others after.
    """
    before, rises = np.array([9, 9, 3, 7, 11, 10, 9, 7]), np.array([1, 1, 1, 1, 1, 1, 0, 0])
    quarter = exact_tests.paired_test(before / 3, (before + rises) / 3)
    assert quarter is not None
    assert quarter.change < 0.25
    assert exact_tests.judge_changes({"A": quarter})["A"].kind == "real"
    apart = exact_tests.unpaired_test(array(1, 1, 1.2), np.linspace(4, 5, 9))
    assert apart is not None
    kinds = {v.kind for v in exact_tests.judge_changes(dict.fromkeys("ABCDEFGHIJK", apart)).values()}
    assert kinds == {"too few people to tell"}


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_keeps_the_order_and_only_raises(ps: list[float]) -> None:
    """Holm's correction keeps the order of p values, lowers none, and keeps all within 0 to 1."""
    adjusted = exact_tests.holm(ps)
    assert all(p <= a <= 1 for p, a in zip(ps, adjusted, strict=True))
    in_order = [a for _, a in sorted(zip(ps, adjusted, strict=True))]
    assert all(a <= b for a, b in pairwise(in_order))
