"""What moved between two closed assessments of a team, which answers moved it, and whether it is real (section 9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import comb
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from cxmaturity.questionnaire.schema import Dimension
from cxmaturity.scoring.matrices import Floats

MIN_CHANGE = 0.25
"""The least change of a level, on the scale 1..K, that is called real."""

MIN_PEOPLE_FOR_INTERVAL = 8
"""The least number of people for an interval of their mean to be drawn."""

SIGNIFICANCE_LEVEL = 0.05
_RANDOM_DRAWS = 20_000  # random ones, where going through all would take too long
_MAX_EXACT_PAIRS = 16  # people
_MAX_EXACT_ASSIGNMENTS = 70_000  # ways to split the people in two; about as many as there are signs
_SEED = 20_260
_TOLERANCE = 1e-9  # two sums in another order count as equal

VerdictKind = Literal["real", "too close to call", "too few people to tell"]


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A question rated both times: its levels then and now, and what it adds to its dimension's change."""

    question_id: str
    before: int
    after: int
    adds: float


@dataclass(frozen=True, slots=True)
class ChangeBreakdown:
    """A dimension's change, taken apart. All in levels on 1..K; the parts add up to `total` exactly.

    `shared` holds the questions rated both times in order, also those that stayed; `entered` and `left` are the ids of
    those rated only now and only then, `by_entering` and `by_leaving` what that adds. `like_for_like` is the change of
    the shared questions alone. `before`, `after` are the full levels.
    """

    shared: tuple[QuestionChange, ...]
    entered: tuple[str, ...]
    left: tuple[str, ...]
    by_entering: float
    by_leaving: float
    like_for_like: float
    before: float
    after: float

    @property
    def total(self) -> float:
        """The change of the full level."""
        return self.after - self.before


def break_down_change(
    before: Mapping[str, int], after: Mapping[str, int], dimension_then: Dimension, dimension_now: Dimension
) -> ChangeBreakdown | None:
    """Return the change of a dimension taken apart, from the levels by question id; None when nothing is shared.

    A question removed or added by a version counts as left or entered. Weights of shared questions are those of now.
    Whether the dimension has a level both times is the caller's to know: the parts are shown only then.
    """
    weights_then = {q.id: q.weight for q in dimension_then.questions if q.id in before}
    weights_now = {q.id: q.weight for q in dimension_now.questions if q.id in after}
    shared = [name for name in weights_now if name in weights_then]
    if not shared:
        return None
    whole = sum(weights_now[name] for name in shared)
    moved = tuple(
        QuestionChange(n, before[n], after[n], weights_now[n] * (after[n] - before[n]) / whole) for n in shared
    )
    full_then, full_now = _mean(before, weights_then), _mean(after, weights_now)
    weights_shared = {name: weights_now[name] for name in shared}
    shared_then, shared_now = _mean(before, weights_shared), _mean(after, weights_shared)
    return ChangeBreakdown(
        shared=moved,
        entered=tuple(name for name in weights_now if name not in weights_then),
        left=tuple(name for name in weights_then if name not in weights_now),
        by_entering=full_now - shared_now,
        by_leaving=shared_then - full_then,
        like_for_like=shared_now - shared_then,
        before=full_then,
        after=full_now,
    )


def _mean(levels: Mapping[str, int], weights: Mapping[str, float]) -> float:
    return sum(w * levels[name] for name, w in weights.items()) / sum(weights.values())


@dataclass(frozen=True, slots=True)
class Interval:
    """The 95 % t interval of the mean of people's own levels."""

    low: float
    high: float


def mean_interval(levels: Floats) -> Interval | None:
    """Return the interval of the mean of these levels, one entry a person; None below eight people."""
    n = len(levels)
    if n < MIN_PEOPLE_FOR_INTERVAL:
        return None
    mean, reach = float(levels.mean()), float(stdtrit(n - 1, 0.975) * levels.std(ddof=1)) / n**0.5
    return Interval(mean - reach, mean + reach)


@dataclass(frozen=True, slots=True)
class ChangeTest:
    """A change of n people's levels: its mean, its 95 % interval, the exact p and the smallest p it could reach."""

    change: float
    low: float
    high: float
    p: float
    reachable: float
    people: tuple[int, int]
    is_linked: bool


def paired_test(before: Floats, after: Floats) -> ChangeTest | None:
    """Return the test of paired levels, one entry a person in both; None below two people.

    t interval; sign flips: all of them up to 16 people, else 20,000 at random from a fixed seed.
    """
    changes = after - before
    n = len(changes)
    if n < 2:
        return None
    mean, spread = float(changes.mean()), float(changes.std(ddof=1)) / n**0.5
    reach = float(stdtrit(n - 1, 0.975)) * spread
    if n <= _MAX_EXACT_PAIRS:
        p = _p_value(_all_signs(n) @ changes / n, mean)
    else:
        # Who moved equally far may be flipped as one: how many of them go up is all that counts, however many they are.
        far, people = np.unique(np.abs(changes), return_counts=True)
        up = np.random.default_rng(_SEED).binomial(people, 0.5, size=(_RANDOM_DRAWS, len(far)))
        p = _p_value((2 * up - people) @ far / n, mean, drawn=True)
    smallest = 2 / 2**n if n <= _MAX_EXACT_PAIRS else 1 / (_RANDOM_DRAWS + 1)
    return ChangeTest(mean, mean - reach, mean + reach, p, smallest, (n, n), True)


def unpaired_test(before: Floats, after: Floats) -> ChangeTest | None:
    """Return the test of the levels of people who may be others each time; None below two people on either side.

    Welch interval; permutation of who belongs to which time: all splits where feasible, else 20,000 at random.
    """
    n, m = len(before), len(after)
    if min(n, m) < 2:
        return None
    change = float(after.mean() - before.mean())
    of_before, of_after = float(before.var(ddof=1)) / n, float(after.var(ddof=1)) / m
    variance = of_before + of_after
    freedom = variance**2 / (of_before**2 / (n - 1) + of_after**2 / (m - 1)) if variance else n + m - 2
    reach = float(stdtrit(freedom, 0.975)) * variance**0.5
    everyone = np.concatenate([before, after])
    ways = comb(n + m, n)
    if ways <= _MAX_EXACT_ASSIGNMENTS:
        p = _p_value(_mean_differences(everyone[_all_assignments(n, m)].sum(axis=1), everyone, n, m), change)
    else:
        levels, people = np.unique(everyone, return_counts=True)  # as above: who has the same level is the same
        drawn = np.random.default_rng(_SEED).multivariate_hypergeometric(people, m, _RANDOM_DRAWS, method="marginals")
        p = _p_value(_mean_differences(drawn @ levels, everyone, n, m), change, drawn=True)
    smallest = (2 if n == m else 1) / ways if ways <= _MAX_EXACT_ASSIGNMENTS else 1 / (_RANDOM_DRAWS + 1)
    return ChangeTest(change, change - reach, change + reach, p, smallest, (n, m), False)


# The same number of people comes again at once, for every dimension.


@lru_cache(maxsize=2)
def _all_signs(n: int) -> Floats:
    """Return every way to give n people a sign, a row for each."""
    return (1 - 2 * ((np.arange(2**n)[:, None] >> np.arange(n)) & 1)).astype(np.float64)


@lru_cache(maxsize=2)
def _all_assignments(n: int, m: int) -> npt.NDArray[np.intp]:
    """Return every way to choose m of n + m people, a row for each."""
    return np.array(list(combinations(range(n + m), m)), dtype=np.intp)


def _mean_differences(sums: Floats, everyone: Floats, n: int, m: int) -> Floats:
    changes: Floats = sums / m - (everyone.sum() - sums) / n
    return changes


def _p_value(by_chance: Floats, observed: float, drawn: bool = False) -> float:
    """Return how often chance is as far from 0 as what was seen; among random draws what was seen counts as one."""
    hits = int(np.sum(np.abs(by_chance) >= abs(observed) - _TOLERANCE))
    return (hits + 1) / (len(by_chance) + 1) if drawn else hits / len(by_chance)


def holm(ps: Sequence[float]) -> list[float]:
    """Return the p values adjusted for their number, in the order given."""
    adjusted, highest = [0.0] * len(ps), 0.0
    for rank, place in enumerate(sorted(range(len(ps)), key=lambda i: ps[i])):
        highest = max(highest, min(1.0, (len(ps) - rank) * ps[place]))
        adjusted[place] = highest
    return adjusted


@dataclass(frozen=True, slots=True)
class StatisticalVerdict:
    """Whether a dimension really moved. `adjusted` is the p value after Holm."""

    kind: VerdictKind
    test: ChangeTest
    adjusted: float


def judge_changes(tests: Mapping[str, ChangeTest]) -> dict[str, StatisticalVerdict]:
    """Return the verdict on each dimension from the tests of all dimensions that have one."""
    adjusted = holm([test.p for test in tests.values()])
    return {
        name: StatisticalVerdict(_verdict_kind(test, p, len(tests)), test, p)
        for (name, test), p in zip(tests.items(), adjusted, strict=True)
    }


def _verdict_kind(test: ChangeTest, adjusted: float, compared: int) -> VerdictKind:
    if test.reachable * compared >= SIGNIFICANCE_LEVEL:
        return "too few people to tell"
    is_clear = adjusted < SIGNIFICANCE_LEVEL and not test.low <= 0 <= test.high
    return "real" if is_clear and abs(test.change) >= MIN_CHANGE else "too close to call"
