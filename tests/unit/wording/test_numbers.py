"""Shown numbers are rounded half up in decimal, whatever the binary float."""

from decimal import Decimal

import pytest

from cxmaturity.wording.language import numbers


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
def test_halves_go_away_from_zero(value: float, digits: int, shown: str) -> None:
    """Python rounds halves to even, and by the binary value: 52.5 gives 52, 2.675 gives 2.67."""
    assert str(numbers.half_up(value, digits)) == shown


def test_an_index_is_whole_and_goes_up_at_the_half() -> None:
    """Mean levels of 3.1 and 3.7 on 1..5 are indices of 52.5 and 67.5, shown as 53 and 68."""
    assert numbers.format_index(100 * (3.1 - 1) / 4) == "53"
    assert numbers.format_index(100 * (3.7 - 1) / 4) == "68"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(2.64, "2.6"), (2.25, "2.3"), (2.75, "2.8"), (3.125, "3.1"), (4.0, "4.0"), (None, "–"), (float("nan"), "–")],
)
def test_a_level_has_one_decimal_and_none_is_a_dash(value: float | None, shown: str) -> None:
    """None and NaN are shown as a dash, never as 0."""
    assert numbers.format_level(value) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (1.0, "100 %"),
        (0.999, "99.9 %"),
        (37 / 38, "97 %"),
        (2 / 3, "67 %"),
        (0.7, "70 %"),
        (25 / 36, "69 %"),
        (0.6999, "69.99 %"),
        (19 / 27, "70.4 %"),
        (0.29, "29 %"),
        (0.004, "0.4 %"),
        (0.0, "0 %"),
        (None, "–"),
    ],
)
def test_percent_is_rounded_half_up_but_never_onto_a_share_that_decides(share: float | None, shown: str) -> None:
    """100 % is shown only for all, 0 % only for none, 70 % only for the least coverage.

    0.29 × 100 is 28.999999999999996 in binary.
    """
    assert numbers.format_percent(share) == shown


@pytest.mark.parametrize(
    ("change", "digits", "shown"),
    [
        (0.125, 2, "+0.13"),
        (-0.125, 2, "-0.13"),
        (0.25, 1, "+0.25"),  # the least change that counts: +0.3 would be more
        (0.2497, 2, "+0.2497"),  # less than that
        (-0.2497, 2, "-0.2497"),
        (0.35, 1, "+0.4"),
        (0.0, 2, "+0.00"),
        (-0.001, 2, "-0.001"),  # it fell, however little
        (-1e-12, 2, "+0.00"),
        (None, 2, "–"),
    ],
)
def test_a_change_carries_its_sign_and_is_never_shown_as_none(change: float | None, digits: int, shown: str) -> None:
    """A change that is not 0 is never shown as “+0.00”, and “-0.00” is never shown."""
    assert numbers.signed(change, digits, (-0.25, 0, 0.25)) == shown


@pytest.mark.parametrize(
    ("p", "shown"),
    [(0.0004, "< 0.001"), (0.001, "0.001"), (0.0125, "0.013"), (0.0499, "0.0499"), (1.0, "1.000"), (None, "–")],
)
def test_a_probability_has_three_decimals_or_is_less_than_that(p: float | None, shown: str) -> None:
    """A smaller one is shown as “< 0.001”, never as 0.000."""
    assert numbers.format_probability(p) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (2.5, "2.5"),
        (2.497, "2.497"),
        (2.47, "2.47"),
        (2.45, "2.45"),
        (2.449, "2.4"),
        (2.52, "2.52"),
        (2.55, "2.6"),
        (2.4999999, "2.4999999"),
        (2.5 - 1e-10, "2.5"),  # equal but for float arithmetic
        (4.5, "4.5"),
    ],
)
def test_a_level_is_never_shown_on_a_boundary_it_does_not_stand_on(value: float, shown: str) -> None:
    """2.47 is stage 2 and 2.5 is stage 3: the shown level always belongs to the shown stage."""
    assert numbers.format_level(value) == shown


def test_an_overall_level_is_clear_of_where_it_begins_to_stand_between_two_stages() -> None:
    """“Between stages” begins a tenth below 2.5: 2.397 is below that limit, and is not shown as 2.4."""
    assert numbers.format_overall_level(2.397) == "2.397"
    assert numbers.format_overall_level(2.4) == "2.4"
    assert numbers.format_overall_level(2.62) == "2.62"
    assert numbers.format_overall_level(2.397, 2) == "2.397"
    assert numbers.format_overall_level(None) == "–"


@pytest.mark.parametrize(
    ("level", "target", "gap"),
    [("2.3", 3, "0.7"), ("2.98", 3, "0.02"), ("3.4", 3, "0.0"), ("0.38", 0.75, "0.37"), ("32.5", 80, "47.5")],
)
def test_a_gap_is_the_difference_of_what_is_shown(level: str, target: float, gap: str) -> None:
    """A level of 2.25 is shown as 2.3: the gap to 3 is 0.7 then, and not 0.75 rounded to 0.8."""
    assert numbers.shown_gap(level, target) == gap


@pytest.mark.parametrize(
    ("value", "shown"), [(1.0, "1"), (0.1 + 0.2, "0.3"), (1.0000001, "1.0000001"), (1e6, "1000000")]
)
def test_a_weight_has_all_its_decimals(value: float, shown: str) -> None:
    """0.1 and 0.2 are 0.3, and no digit of a weight is cut."""
    assert numbers.plain_decimal(value) == shown


def test_thousands_are_set_apart() -> None:
    """Numbers from 1,000 on have a thousands separator."""
    assert numbers.grouped(20_000) == "20,000"


@pytest.mark.parametrize(
    ("level", "shown"), [(0.25, "0.25"), (1 / 3, "0.33"), (0.5, "0.5"), (0.0, "0.0"), (0.3, "0.3"), (1.25, "1.3")]
)
def test_a_level_below_1_keeps_two_decimals_where_it_needs_them(level: float, shown: str) -> None:
    """Where levels have the values 0, 0.25, 0.5 and 1, 0.25 is not shown as 0.3."""
    assert numbers.format_level(level) == shown


@pytest.mark.parametrize(
    ("parts", "total", "shown"),
    [
        ((0.128, 0.125, 0.126), "0.38", ["0.13", "0.12", "0.13"]),  # 0.39: 0.125 was raised most
        ((0.124, 0.121, 0.122), "0.37", ["0.13", "0.12", "0.12"]),  # 0.36: 0.124 was cut most
        ((0.1, -0.1), "0.00", ["0.10", "-0.10"]),
    ],
)
def test_rounded_parts_are_adjusted_where_rounding_moved_them_most(
    parts: tuple[float, ...], total: str, shown: list[str]
) -> None:
    """Their sum is the rounded total."""
    assert [str(part) for part in numbers.shown_parts(parts, Decimal(total))] == shown
