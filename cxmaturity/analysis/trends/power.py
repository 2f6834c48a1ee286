"""What the comparison of two rounds could show, worked out before anybody answers (section 9).

Assumed: as many people answer both times; their own levels of a dimension are spread by SPREAD; where the same people
answer both times, their levels go together by CORRELATION; one dimension changes, alike for everyone but for chance,
and the others do not. The tests compare the figures with rounds that are simulated answer by answer.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import floor

import numpy as np

from cxmaturity.analysis.trends.change import MIN_CHANGE, SIGNIFICANCE_LEVEL, all_signs, smallest_unpaired_p
from cxmaturity.analysis.trends.compared_levels import can_tell
from cxmaturity.answers import Privacy
from cxmaturity.scoring.matrices import Floats

SPREAD = 0.75
"""The standard deviation between people of their own levels of a dimension, on five levels."""

CORRELATION = 0.75
"""How far a person's levels of a dimension in two rounds go together."""

GOOD_POWER = 0.8
"""The share of comparisons in which a change has to be seen for `Power.smallest_change`."""

HALF_LEVEL = 0.5

_QUESTIONS = 8  # of a dimension
_DRAWS, _SEED = 500, 20_260
_MAX_COUNTED_PAIRS = 11  # people; beyond, the t test is as near and much faster
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Power:
    """What a comparison of so many people each time could show of one dimension.

    `half_level` is the probability that a change of half a level is called real. `smallest_change` is the change in
    levels that is called real with a probability of GOOD_POWER, None where none on the scale is. `is_linked` is whether
    the same people are compared. `can_tell` is False where no change whatever could be called real.
    """

    people: int
    is_linked: bool
    can_tell: bool
    half_level: float
    smallest_change: float | None


@lru_cache(maxsize=256)
def expected_power(people: int, tests: int, privacy: Privacy, scale_max: int, *, is_linked: bool) -> Power:
    """Return what two rounds of so many people could show; `tests` is the number of dimensions, `scale_max` is K.

    Linked people are compared as if they were not where they are too few, as verdicts do.
    """
    uses_linked = is_linked and can_tell((people, people), tests, privacy, is_linked=True)
    if not can_tell((people, people), tests, privacy, is_linked=uses_linked):
        return Power(people, uses_linked, can_tell=False, half_level=0.0, smallest_change=None)
    spread = SPREAD * (scale_max - 1) / 4
    level = SIGNIFICANCE_LEVEL / tests  # Holm's first step: the other dimensions do not change

    def power(change: float) -> float:
        return _power_linked(people, change, spread, level) if uses_linked else _power(people, change, spread, level)

    low, high = 0.0, float(scale_max - 1)
    if power(high) < GOOD_POWER:
        return Power(people, uses_linked, can_tell=True, half_level=power(HALF_LEVEL), smallest_change=None)
    while high - low > 0.02:
        middle = (low + high) / 2
        low, high = (low, middle) if power(middle) >= GOOD_POWER else (middle, high)
    return Power(people, uses_linked, can_tell=True, half_level=power(HALF_LEVEL), smallest_change=high)


def _power_linked(people: int, change: float, spread: float, level: float) -> float:
    """Return how often the sign-flip test of so many people calls a change real."""
    deviation = spread * (2 * (1 - CORRELATION)) ** 0.5  # of one person's change
    if people > _MAX_COUNTED_PAIRS:
        return _power_of_t(people - 1, change, deviation / people**0.5, level)
    # In steps of one answer, as ties make the exact test more careful.
    changes = np.rint((change + deviation * _standard_normal(people)) * _QUESTIONS).astype(np.float32)
    flipped = np.abs(changes @ all_signs(people)[: 2 ** (people - 1)].T.astype(np.float32))  # the rest mirrors these
    sums = np.abs(changes.sum(axis=1))
    p = (flipped >= sums[:, None]).mean(axis=1)
    return float(np.mean((p < level) & (sums >= MIN_CHANGE * _QUESTIONS * people)))


@lru_cache(maxsize=_MAX_COUNTED_PAIRS)
def _standard_normal(people: int) -> Floats:
    return np.random.default_rng(_SEED).standard_normal((_DRAWS, people))


def _power(people: int, change: float, spread: float, level: float) -> float:
    """Return how often the permutation test of so many people then and as many others now calls a change real."""
    smallest = smallest_unpaired_p(people, people)
    attainable = floor(level / smallest + _TOLERANCE) * smallest  # p of the exact test is a multiple of the smallest
    return _power_of_t(2 * people - 2, change, spread * (2 / people) ** 0.5, attainable)


def _power_of_t(freedom: int, change: float, error: float, level: float) -> float:
    """Return how often the t test calls a change real, which the permutation test comes close to.

    `error` is the standard error of the change.
    """
    from scipy.special import nctdtr, ndtr, stdtrit  # not with the module, as in change.py

    significant = 1 - float(nctdtr(freedom, change / error, stdtrit(freedom, 1 - level / 2)))
    large_enough = float(ndtr((change - MIN_CHANGE) / error))
    return min(significant, large_enough)
