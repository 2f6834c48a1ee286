"""Equality of computed floats: sums of decimal weights differ in their last digits."""

from collections.abc import Mapping

TOLERANCE = 1e-9
"""Levels, stages, shares and boundaries that differ by no more than this are equal."""


def is_equal(one: float, other: float) -> bool:
    """Return whether two numbers differ by no more than TOLERANCE."""
    return abs(one - other) <= TOLERANCE


def keys_of_lowest(values: Mapping[str, float]) -> tuple[str, ...]:
    """Return the keys of all values equal to the lowest, in the order of `values`; empty when there are none."""
    lowest = min(values.values(), default=0.0)
    return tuple(key for key, value in values.items() if is_equal(value, lowest))


def keys_of_highest(values: Mapping[str, float]) -> tuple[str, ...]:
    """Return the keys of all values equal to the highest, in the order of `values`; empty when there are none."""
    return keys_of_lowest({key: -value for key, value in values.items()})
