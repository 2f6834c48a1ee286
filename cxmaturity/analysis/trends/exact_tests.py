"""Whether the change between two closed assessments of a team is real: exact tests, intervals and verdicts.

The exact permutation tests are our own: `scipy.stats.permutation_test` gives the same p values (the tests compare them)
but takes a hundred times longer where many people have equal levels, because it cannot treat equal levels as one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import comb
from typing import Literal

import numpy as np
import numpy.typing as npt

from cxmaturity.scoring.equality import TOLERANCE
from cxmaturity.scoring.matrices import Floats

MIN_CHANGE = 0.25
"""The smallest change of a level that is called real, in mean distances between neighbouring levels."""

CHANCE_MOVE = 0.375
"""The move of a group's level that chance alone causes, or exceeds, in about one dimension of ten; as MIN_CHANGE.

It equals three middle answers of eight that jump by one level. Simulated (`make bench verdict`) without any true
change: 7 % of dimensions move so far with 30 people who answer both times, 20 % with 8; with different people each
time, 20 % and 41 %.
"""

MIN_PEOPLE_FOR_INTERVAL = 8
"""The smallest number of people for whom an interval of their mean is shown."""

SIGNIFICANCE_LEVEL = 0.05
_RANDOM_DRAWS = 20_000  # where trying all would take too long
_MAX_EXACT_PAIRS = 16  # people; all signs are tried up to this number
_MAX_EXACT_ASSIGNMENTS = 70_000  # ways to split people in two; about as many as signs of 16 people
_SEED = 20_260

VerdictKind = Literal["real", "too close to call", "too few people to tell"]


@dataclass(frozen=True, slots=True)
class Interval:
    """The 95 % t interval of the mean of people's levels."""

    low: float
    high: float


def mean_interval(levels: Floats) -> Interval | None:
    """Return the interval of the mean of these levels, one entry per person; None for fewer than eight people."""
    n = len(levels)
    if n < MIN_PEOPLE_FOR_INTERVAL:
        return None
    mean, reach = float(levels.mean()), _reach(n - 1, float(levels.std(ddof=1))) / n**0.5
    return Interval(mean - reach, mean + reach)


def _reach(freedom: float, error: float) -> float:
    """Return half the width of the 95 % t interval of this standard error."""
    from scipy.special import stdtrit  # a file's reader or a command without statistics starts in half the time

    return float(stdtrit(freedom, 0.975)) * error


def _two_sided_p(freedom: float, t: float) -> float:
    """Return how likely a t value is that is as far from zero as this one, or further."""
    from scipy.special import stdtr

    return float(2 * stdtr(freedom, -abs(t)))


@dataclass(frozen=True, slots=True)
class ChangeTest:
    """A tested change of people's levels: mean, 95 % interval, p value, and the smallest p the test can reach."""

    change: float
    low: float
    high: float
    p: float
    reachable: float
    people: tuple[int, int]
    is_linked: bool


def paired_test(before: Floats, after: Floats) -> ChangeTest | None:
    """Return the test of paired levels, one entry per person in both arrays; None for fewer than two people.

    The interval is a t interval. The p value comes from a sign-flip test with all signs for up to 16 people, else with
    20,000 random ones from a fixed seed.
    """
    changes = after - before
    n = len(changes)
    if n < 2:
        return None
    mean, spread = float(changes.mean()), float(changes.std(ddof=1)) / n**0.5
    reach = _reach(n - 1, spread)
    if n <= _MAX_EXACT_PAIRS:
        p = _p_value(all_signs(n) @ changes / n, mean)
    else:
        # People who moved equally far are drawn together: the sum depends only on how many of them go up.
        far, people = np.unique(np.abs(changes), return_counts=True)
        up = np.random.default_rng(_SEED).binomial(people, 0.5, size=(_RANDOM_DRAWS, len(far)))
        p = _p_value((2 * up - people) @ far / n, mean, drawn=True)
    return ChangeTest(mean, mean - reach, mean + reach, p, smallest_paired_p(n), (n, n), True)


def smallest_paired_p(n: int) -> float:
    """Return the smallest p that the test of n linked people can reach; 1 for fewer than two."""
    if n < 2:
        return 1.0
    return 2 / 2**n if n <= _MAX_EXACT_PAIRS else 1 / (_RANDOM_DRAWS + 1)


def unpaired_test(before: Floats, after: Floats) -> ChangeTest | None:
    """Return the test of the levels of people who are not linked; None for fewer than two people on either side.

    The interval is Welch's. The p value comes from a permutation test with all ways to split the people where feasible,
    else with 20,000 random ones from a fixed seed.
    """
    n, m = len(before), len(after)
    if min(n, m) < 2:
        return None
    change = float(after.mean() - before.mean())
    variance_before, variance_after = float(before.var(ddof=1)) / n, float(after.var(ddof=1)) / m  # of the means
    variance = variance_before + variance_after
    parts = variance_before**2 / (n - 1) + variance_after**2 / (m - 1)
    freedom = variance**2 / parts if variance else n + m - 2
    reach = _reach(freedom, variance**0.5)
    everyone = np.concatenate([before, after])
    ways = comb(n + m, n)
    if ways <= _MAX_EXACT_ASSIGNMENTS:
        p = _p_value(_mean_differences(everyone[_all_assignments(n, m)].sum(axis=1), everyone, n, m), change)
    else:
        levels, people = np.unique(everyone, return_counts=True)  # equal levels are drawn together
        drawn = np.random.default_rng(_SEED).multivariate_hypergeometric(people, m, _RANDOM_DRAWS, method="marginals")
        p = _p_value(_mean_differences(drawn @ levels, everyone, n, m), change, drawn=True)
    return ChangeTest(change, change - reach, change + reach, p, smallest_unpaired_p(n, m), (n, m), False)


def smallest_unpaired_p(n: int, m: int) -> float:
    """Return the smallest p that the test of n people before and m others after can reach; 1 if either is below two."""
    if min(n, m) < 2:
        return 1.0
    ways = comb(n + m, n)
    return (2 if n == m else 1) / ways if ways <= _MAX_EXACT_ASSIGNMENTS else 1 / (_RANDOM_DRAWS + 1)


@lru_cache(maxsize=2)  # all dimensions of a comparison have the same number of people
def all_signs(n: int) -> Floats:
    """Return every way to give n people a sign, one per row: shape (2^n, n)."""
    return (1 - 2 * ((np.arange(2**n)[:, None] >> np.arange(n)) & 1)).astype(np.float64)


@lru_cache(maxsize=2)  # all dimensions have the same numbers of people
def _all_assignments(n: int, m: int) -> npt.NDArray[np.intp]:
    """Return every way to choose m of n + m people, one per row, as indices."""
    return np.array(list(combinations(range(n + m), m)), dtype=np.intp)


def _mean_differences(sums: Floats, everyone: Floats, n: int, m: int) -> Floats:
    """Return the mean of m people minus that of the n others in `everyone`, for each of the m people's `sums`."""
    changes: Floats = sums / m - (everyone.sum() - sums) / n
    return changes


def _p_value(by_chance: Floats, observed: float, drawn: bool = False) -> float:
    """Return the share of chance changes at least as far from 0 as the observed one; with `drawn`, it counts itself."""
    hits = int(np.sum(np.abs(by_chance) >= abs(observed) - TOLERANCE))
    return (hits + 1) / (len(by_chance) + 1) if drawn else hits / len(by_chance)


def holm(ps: Sequence[float]) -> list[float]:
    """Return these p values adjusted for multiple tests by Holm's method, in the same order."""
    adjusted, highest = [0.0] * len(ps), 0.0
    for rank, place in enumerate(sorted(range(len(ps)), key=ps.__getitem__)):
        highest = max(highest, min(1.0, (len(ps) - rank) * ps[place]))
        adjusted[place] = highest
    return adjusted


def counts_test(
    before: Sequence[Sequence[int]],
    after: Sequence[Sequence[int]],
    weights: Sequence[float],
    numbers: Sequence[float],
) -> ChangeTest | None:
    """Return a cautious test of the change of people's mean, computed only from how many people chose each level.

    `before` and `after` hold, for each question, how many people chose each level, lowest first; `weights` are the
    weights of the questions, `numbers` the numbers of the levels. The mean is the weighted mean of the questions'
    means. Counts do not show which answers belong to the same person, so the standard error is the largest possible
    one: the weighted mean of the questions' standard errors, which is never too small (Minkowski). The t interval and
    t test use the number of people of the least answered question. None for fewer than two people. `reachable` is 0,
    because some counts lead to any p.
    """
    mean_before, error_before, n = _mean_of_counts(before, weights, numbers)
    mean_after, error_after, m = _mean_of_counts(after, weights, numbers)
    if min(n, m) < 2:
        return None
    change, error = mean_after - mean_before, float(np.hypot(error_before, error_after))
    parts = error_before**4 / (n - 1) + error_after**4 / (m - 1)
    freedom = error**4 / parts if parts else n + m - 2
    reach = _reach(freedom, error)
    p = _two_sided_p(freedom, change / error) if error else float(abs(change) <= TOLERANCE)
    return ChangeTest(change, change - reach, change + reach, p, 0.0, (n, m), False)


def _mean_of_counts(
    counts: Sequence[Sequence[int]], weights: Sequence[float], numbers: Sequence[float]
) -> tuple[float, float, int]:
    """Return the weighted mean of the questions' means, its largest standard error, and the fewest answers to one."""
    table, share = np.array(counts, dtype=float), np.array(weights) / sum(weights)
    levels, n = np.array(numbers[: table.shape[1]], dtype=float), table.sum(axis=1)
    means = table @ levels / n
    variances = (table * (levels - means[:, None]) ** 2).sum(axis=1) / np.maximum(n - 1, 1)
    return float(share @ means), float(share @ np.sqrt(variances / n)), int(n.min())


@dataclass(frozen=True, slots=True)
class StatisticalVerdict:
    """Whether the change of a dimension is real. `adjusted` is the p value after Holm's adjustment."""

    kind: VerdictKind
    test: ChangeTest
    adjusted: float


def is_significant(p: float) -> bool:
    """Return whether a p value, adjusted for all tests, is below SIGNIFICANCE_LEVEL."""
    return p < SIGNIFICANCE_LEVEL - TOLERANCE


def judge_changes(tests: Mapping[str, ChangeTest], unit: float = 1.0) -> dict[str, StatisticalVerdict]:
    """Return the verdict on each dimension, by the keys of `tests`, which must hold every dimension tested.

    `unit` is the mean distance between two neighbouring levels; a real change is at least MIN_CHANGE of it.
    """
    adjusted = holm([test.p for test in tests.values()])
    return {
        name: StatisticalVerdict(_verdict_kind(test, p, len(tests), unit), test, p)
        for (name, test), p in zip(tests.items(), adjusted, strict=True)
    }


def _verdict_kind(test: ChangeTest, adjusted: float, compared: int, unit: float) -> VerdictKind:
    """Return the kind of the verdict on one of `compared` tests, with its `adjusted` p value."""
    if not is_significant(test.reachable * compared):
        return "too few people to tell"
    is_clear = is_significant(adjusted) and not test.low <= 0 <= test.high
    is_large = abs(test.change) >= MIN_CHANGE * unit - TOLERANCE
    return "real" if is_clear and is_large else "too close to call"
