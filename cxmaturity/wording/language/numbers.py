"""Numbers as text, rounded half up: levels, changes, indices, shares and counts.

Every number is rounded by `half_up`. A boundary is a value at which a rule decides, such as the end of a stage. A shown
number is always on the same side of each boundary as the exact number, so that a reader who applies the rule to the
shown number gets the shown result.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from math import floor, isnan

from cxmaturity.analysis.trends.exact_tests import SIGNIFICANCE_LEVEL
from cxmaturity.scoring.between_stages import NEAR_BOUNDARY
from cxmaturity.scoring.equality import is_equal
from cxmaturity.scoring.levels import MIN_COVERAGE

NO_NUMBER = "–"
"""The text for a missing number."""

_MOST_DIGITS = 9  # decimals at most; numbers that differ from a boundary by less count as equal to it
_LEAST_PROBABILITY = 0.001


def half_up(value: float, digits: int = 0, boundaries: Iterable[float] = ()) -> Decimal:
    """Return a value rounded half up to `digits` decimals, or to more if it would otherwise reach a boundary.

    A value below or above a boundary is never rounded to it or beyond; a value on a boundary stays on it. Halves are
    rounded away from zero: 52.5 → 53, 2.345 → 2.35, −0.5 → −1. The value is taken as its shortest decimal notation, so
    that 2.675 is 2.675 and not the binary number just below. A result of zero has no sign.
    """
    limits = [_exact(boundary) for boundary in boundaries]
    exact = next((limit for limit in limits if is_equal(value, float(limit))), _exact(value))
    for count in range(digits, _MOST_DIGITS):
        shown = _rounded(exact, count)
        if all(_side(shown, limit) == _side(exact, limit) for limit in limits):
            return shown
    return exact


def _exact(value: float) -> Decimal:
    return _rounded(Decimal(repr(float(value))), _MOST_DIGITS)


def _rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP) + 0


def _side(value: Decimal, limit: Decimal) -> int:
    return (value > limit) - (value < limit)


def shown_change(
    before: float,
    after: float,
    digits: int = 2,
    boundaries: Iterable[float] = (0,),
    stage_ends: Iterable[float] | None = None,
) -> tuple[Decimal, Decimal, Decimal]:
    """Return two rounded numbers and their difference, which is the difference of the rounded numbers.

    All three have `digits` decimals, or more if the difference would otherwise reach one of the `boundaries`. With
    `stage_ends` the two are levels: none is rounded to one of these or beyond, and each rounds on to the level that
    pages show to one decimal (2.6486 is shown as 2.6 there, so here it is 2.649 and not 2.65).
    """
    pair, limits = (_exact(before), _exact(after)), [_exact(boundary) for boundary in boundaries]
    ends = None if stage_ends is None else [_exact(end) for end in stage_ends]
    change = next((limit for limit in limits if is_equal(after - before, float(limit))), pair[1] - pair[0])
    for count in range(digits, _MOST_DIGITS):
        then, now = (_rounded(number, count) for number in pair)
        is_level_kept = ends is None or all(_is_same_level(*both, ends) for both in ((then, pair[0]), (now, pair[1])))
        if is_level_kept and all(_side(now - then, limit) == _side(change, limit) for limit in limits):
            return then, now, now - then + 0
    return *pair, change


def distinct_levels(
    levels: tuple[float, float], shown: tuple[str, str], stage_ends: Iterable[float]
) -> tuple[str, str]:
    """Return two levels as they are shown, with more decimals if they differ and would look equal."""
    if shown[0] != shown[1] or is_equal(*levels):
        return shown
    then, now, _ = shown_change(*levels, 1, stage_ends=stage_ends)
    return f"{then:f}", f"{now:f}"


def _is_same_level(shown: Decimal, exact: Decimal, ends: Sequence[Decimal]) -> bool:
    same_side = all(_side(shown, end) == _side(exact, end) for end in ends)
    return same_side and _rounded(shown, 1) == _rounded(exact, 1)


def shown_parts(parts: Sequence[float], total: Decimal) -> list[Decimal]:
    """Return the parts of a rounded total with as many decimals, adjusted as little as possible to add up to it."""
    digits = -int(total.as_tuple().exponent)
    unit, shown = Decimal(1).scaleb(-digits), [half_up(part, digits) for part in parts]
    while (missing := total - sum(shown)) != 0:
        step = 1 if missing > 0 else -1
        furthest = max(range(len(parts)), key=lambda i: step * (parts[i] - float(shown[i])))
        shown[furthest] += step * unit
    return shown


def format_level(value: float | None, digits: int = 1, also: Iterable[float] = ()) -> str:
    """Return a level, or the end of a range, with one decimal; more near a boundary between two stages or in `also`.

    A level below 1 has two decimals if it needs them, because scales from 0 to 1 have levels such as 0.25. A dash for
    None.
    """
    if value is None or isnan(value):
        return NO_NUMBER
    if 0 < value < 1 and not is_equal(value, float(half_up(value, digits))):
        digits = max(digits, 2)
    return f"{half_up(value, digits, (floor(value) + 0.5, *also)):f}"


def format_overall_level(value: float | None, digits: int = 1, also: Iterable[float] = ()) -> str:
    """Return an overall level as `format_level` does; the limits of being between two stages are boundaries too."""
    nearest = 0.0 if value is None or isnan(value) else floor(value) + 0.5
    return format_level(value, digits, (nearest - NEAR_BOUNDARY, nearest + NEAR_BOUNDARY, *also))


def shown_gap(level: str, target: float) -> str:
    """Return how far a level as it is shown is below its target: the difference of the two, 0 if it is not below."""
    wanted = plain_decimal(target)
    digits = max(len(number.partition(".")[2]) for number in (level, wanted))
    return f"{_rounded(max(Decimal(wanted) - Decimal(level), Decimal()), digits):f}"


def two_decimals(value: float | None, boundaries: Iterable[float] = ()) -> str:
    """Return a number to two decimals, more near a boundary; a dash for None."""
    return _fixed(value, 2, boundaries)


def format_index(value: float | None) -> str:
    """Return an index on 0..100 as a whole number; a dash for None."""
    return _fixed(value, 0)


def signed(value: float | None, digits: int = 2, boundaries: Iterable[float] = (0,)) -> str:
    """Return a change with its sign, zero as +0; more decimals near a boundary. A dash for None."""
    return NO_NUMBER if value is None or isnan(value) else f"{half_up(value, digits, boundaries):+f}"


def format_percent(share: float | None) -> str:
    """Return a share 0..1 as whole percent, with decimals near 0, MIN_COVERAGE and 1; a dash for None."""
    boundaries = (0, 100 * MIN_COVERAGE, 100)
    return NO_NUMBER if share is None or isnan(share) else f"{half_up(share * 100, 0, boundaries):f} %"


def format_probability(p: float | None) -> str:
    """Return a probability to three decimals, smaller ones as "< 0.001"; a dash for None."""
    if p is not None and p < _LEAST_PROBABILITY:
        return f"< {_LEAST_PROBABILITY}"
    return _fixed(p, 3, (SIGNIFICANCE_LEVEL,))


def plain_decimal(value: float) -> str:
    """Return a weight, or a sum of weights, with exactly its decimals."""
    return f"{_exact(value).normalize():f}"


def grouped(count: int) -> str:
    """Return a whole number with thousands separators."""
    return f"{count:,}"


def _fixed(value: float | None, digits: int, boundaries: Iterable[float] = ()) -> str:
    return NO_NUMBER if value is None or isnan(value) else f"{half_up(value, digits, boundaries):f}"
