"""Shown numbers, rounded half up as with a pencil: levels, changes, indices, shares and counts as text."""

from decimal import ROUND_HALF_UP, Decimal
from math import isnan

NO_NUMBER = "–"
"""What stands where there is no number to show."""

# Sums of fractions miss the exact half by far less than this: (4 + 2.69) / 2 is stored as 3.3449999999999998.
_NOISE = Decimal("1e-9")


def half_up(value: float, digits: int = 0) -> Decimal:
    """Return a value rounded to `digits` decimals, halves away from zero: 52.5 → 53, 2.345 → 2.35, −0.5 → −1.

    The value is read as its shortest decimal notation, so that 2.675 is 2.675 and not the binary number just below.
    A result of zero has no sign.
    """
    exact = Decimal(repr(float(value)))
    return (exact + _NOISE.copy_sign(exact)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP) + 0


def format_level(value: float | None) -> str:
    """Return a level, or the end of a range, to one decimal; a dash when there is none."""
    return _fixed(value, 1)


def two_decimals(value: float | None) -> str:
    """Return a number to two decimals, as it stands in sums; a dash when there is none."""
    return _fixed(value, 2)


def format_index(value: float | None) -> str:
    """Return an index on 0..100 as a whole number; a dash when there is none."""
    return _fixed(value, 0)


def signed(value: float | None, digits: int = 2) -> str:
    """Return a change with its sign, zero as +0; a dash when there is none."""
    return NO_NUMBER if value is None or isnan(value) else f"{half_up(value, digits):+}"


def format_percent(share: float | None) -> str:
    """Return a share 0..1 as whole percent, rounded down so that 100 % means all; a dash when there is none."""
    return NO_NUMBER if share is None or isnan(share) else f"{int(share * 100 + float(_NOISE))} %"


def format_probability(p: float | None) -> str:
    """Return a probability to three decimals, very small ones as less than that; a dash when there is none."""
    return "< 0.001" if p is not None and p < 0.001 else _fixed(p, 3)


def grouped(count: int) -> str:
    """Return a whole number with its thousands set apart."""
    return f"{count:,}"


def _fixed(value: float | None, digits: int) -> str:
    return NO_NUMBER if value is None or isnan(value) else str(half_up(value, digits))
