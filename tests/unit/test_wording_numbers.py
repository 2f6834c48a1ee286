"""Shown numbers are those of a pencil: halves go up, whatever the binary number beneath."""

import pytest

from cxmaturity.wording import numbers


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (52.5, 0, "53"),
        (67.5, 0, "68"),
        (0.5, 0, "1"),
        (2.25, 1, "2.3"),
        (1.45, 1, "1.5"),  # stored as 1.4499999999999999556
        (2.345, 2, "2.35"),  # stored as 2.34500000000000019984
        (2.675, 2, "2.68"),  # stored as 2.67499999999999982236
        ((4 + 2.69) / 2, 2, "3.35"),  # 3.345, of which the sum leaves 3.3449999999999998
        (2.3449, 2, "2.34"),
        (-0.5, 0, "-1"),  # a fall is the mirror of a rise
        (-0.125, 2, "-0.13"),
        (-0.04, 1, "0.0"),
        (3, 0, "3"),
        (1e-12, 2, "0.00"),
    ],
)
def test_halves_go_away_from_zero_as_a_pencil_says(value: float, digits: int, shown: str) -> None:
    """Python rounds halves to the even neighbour, and on the binary number: 52.5 gives 52, 2.675 gives 2.67."""
    assert str(numbers.half_up(value, digits)) == shown


def test_an_index_is_whole_and_goes_up_at_the_half() -> None:
    """A mean level of 3.1 on 1..5 is an index of 52.5, and one of 3.7 of 67.5: a pencil says 53 and 68."""
    assert numbers.format_index(100 * (3.1 - 1) / 4) == "53"
    assert numbers.format_index(100 * (3.7 - 1) / 4) == "68"


@pytest.mark.parametrize(
    ("value", "shown"), [(2.64, "2.6"), (2.25, "2.3"), (4.0, "4.0"), (None, "–"), (float("nan"), "–")]
)
def test_a_level_has_one_decimal_and_none_is_a_dash(value: float | None, shown: str) -> None:
    """Missing is never zero: neither None nor the NaN of a table is a number."""
    assert numbers.format_level(value) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [(1.0, "100 %"), (0.999, "99 %"), (0.7, "70 %"), (0.29, "29 %"), (0.0, "0 %"), (None, "–")],
)
def test_percent_is_rounded_down_so_that_100_means_all(share: float | None, shown: str) -> None:
    """0.29 × 100 is 28.999999999999996 in binary and 29 with a pencil; 99.9 % is not all."""
    assert numbers.format_percent(share) == shown


@pytest.mark.parametrize(
    ("change", "digits", "shown"),
    [
        (0.125, 2, "+0.13"),
        (-0.125, 2, "-0.13"),
        (0.25, 1, "+0.3"),
        (0.0, 2, "+0.00"),
        (-0.001, 2, "+0.00"),
        (None, 2, "–"),
    ],
)
def test_a_change_carries_its_sign_and_zero_never_a_minus(change: float | None, digits: int, shown: str) -> None:
    """ "-0.00" would say that something fell."""
    assert numbers.signed(change, digits) == shown


@pytest.mark.parametrize(("p", "shown"), [(0.0004, "< 0.001"), (0.0125, "0.013"), (1.0, "1.000"), (None, "–")])
def test_a_probability_has_three_decimals_or_is_less_than_that(p: float | None, shown: str) -> None:
    """A probability is never shown as 0.000: chance is never ruled out."""
    assert numbers.format_probability(p) == shown


def test_thousands_are_set_apart() -> None:
    """Twenty thousand people are read at a glance."""
    assert numbers.grouped(20_000) == "20,000"
