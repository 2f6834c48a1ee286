"""The statistical power of comparing two rounds, worked out before anybody answers.

Assumptions: the same number of people answers both times; their own levels of a dimension have the standard deviation
SPREAD; where the same people answer both times, the two levels of a person correlate by CORRELATION; one dimension
changes, by the same amount for everybody except for chance, and the others do not change. The tests check the figures
against rounds simulated answer by answer.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import floor, isnan

import numpy as np

from cxmaturity.analysis.trends.compared_levels import can_reach_verdict
from cxmaturity.analysis.trends.exact_tests import MIN_CHANGE, SIGNIFICANCE_LEVEL, all_signs, smallest_unpaired_p
from cxmaturity.answers import Privacy
from cxmaturity.scoring.equality import TOLERANCE
from cxmaturity.scoring.matrices import Floats

SPREAD = 0.75
"""The standard deviation of people's own levels of a dimension, on five levels."""

CORRELATION = 0.75
"""The correlation of a person's levels of a dimension in two rounds."""

GOOD_POWER = 0.8
"""The probability with which `Power.smallest_change` is called real."""

HALF_LEVEL = 0.5

_QUESTIONS = 8  # in a dimension
_DRAWS, _SEED = 500, 20_260
_MAX_COUNTED_PAIRS = 11  # people; for more, the t test is as accurate and much faster


@dataclass(frozen=True, slots=True)
class Power:
    """What a comparison with this many people each time can show of one dimension.

    `half_level` is the probability that a change of half a level is called real. `smallest_change` is the change, in
    levels, that is called real with probability GOOD_POWER; None where no change on the scale is. `is_linked` is
    whether the same people are compared. `can_reach_verdict` is False where no change at all could be called real.
    """

    people: int
    is_linked: bool
    can_reach_verdict: bool
    half_level: float
    smallest_change: float | None


@lru_cache(maxsize=256)
def expected_power(people: int, tests: int, privacy: Privacy, scale_max: int, *, is_linked: bool) -> Power:
    """Return the power of comparing two rounds of `people` each; `tests` is the number of dimensions, `scale_max` is K.

    Too few linked people are compared as if they were not linked, as in `verdicts`.
    """
    uses_linked = is_linked and can_reach_verdict((people, people), tests, privacy, is_linked=True)
    if not can_reach_verdict((people, people), tests, privacy, is_linked=uses_linked):
        return Power(people, uses_linked, can_reach_verdict=False, half_level=0.0, smallest_change=None)
    spread = SPREAD * (scale_max - 1) / 4
    level = SIGNIFICANCE_LEVEL / tests  # Holm's first step, as no other dimension changes

    def power(change: float) -> float:
        return _power_linked(people, change, spread, level) if uses_linked else _power(people, change, spread, level)

    low, high = 0.0, float(scale_max - 1)
    if power(high) < GOOD_POWER:
        return Power(people, uses_linked, can_reach_verdict=True, half_level=power(HALF_LEVEL), smallest_change=None)
    while high - low > 0.02:
        middle = (low + high) / 2
        low, high = (low, middle) if power(middle) >= GOOD_POWER else (middle, high)
    return Power(people, uses_linked, can_reach_verdict=True, half_level=power(HALF_LEVEL), smallest_change=high)


def _power_linked(people: int, change: float, spread: float, level: float) -> float:
    """Return the probability that the sign-flip test of this many people calls a change real."""
    deviation = spread * (2 * (1 - CORRELATION)) ** 0.5  # standard deviation of one person's change
    if people > _MAX_COUNTED_PAIRS:
        return _power_of_t(people - 1, change, deviation / people**0.5, level)
    # Changes are rounded to steps of one answer, because ties make the exact test more cautious.
    changes = np.rint((change + deviation * _standard_normal(people)) * _QUESTIONS).astype(np.float32)
    flipped = np.abs(changes @ all_signs(people)[: 2 ** (people - 1)].T.astype(np.float32))  # half: others mirror it
    sums = np.abs(changes.sum(axis=1))
    p = (flipped >= sums[:, None]).mean(axis=1)
    return float(np.mean((p < level) & (sums >= MIN_CHANGE * _QUESTIONS * people)))


@lru_cache(maxsize=_MAX_COUNTED_PAIRS)
def _standard_normal(people: int) -> Floats:
    """Return the same standard normal numbers in each call, shape (draws, people)."""
    return np.random.default_rng(_SEED).standard_normal((_DRAWS, people))


def _power(people: int, change: float, spread: float, level: float) -> float:
    """Return the probability that the permutation test of two groups of this many people calls a change real."""
    smallest = smallest_unpaired_p(people, people)
    attainable = floor(level / smallest + TOLERANCE) * smallest  # p of an exact test is a multiple of its smallest p
    return _power_of_t(2 * people - 2, change, spread * (2 / people) ** 0.5, attainable)


def _power_of_t(freedom: int, change: float, error: float, level: float) -> float:
    """Return the probability that the t test calls a change real; the permutation test comes close to it.

    `error` is the standard error of the change.
    """
    from scipy.special import nctdtr, ndtr, stdtrit  # not with the module, as in exact_tests.py

    missed = float(nctdtr(freedom, change / error, stdtrit(freedom, 1 - level / 2)))
    significant = 1 - (0.0 if isnan(missed) else missed)  # NaN where it is below 1e-50
    large_enough = float(ndtr((change - MIN_CHANGE) / error))
    return min(significant, large_enough)
