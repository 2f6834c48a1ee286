"""Answers to models with their own scales: from 0, with values such as 0.25, and yes/no practices."""

import pytest

from cxmaturity.files.imports.mapping import FileMapping
from tests.imports.reading import faults, read
from tests.own_scales import from_zero, of_practices, with_values

SAMM_LIKE, PRACTICES, FROM_0 = with_values(2), of_practices((1, 1)), from_zero(2)


@pytest.mark.parametrize("cell", ["0.25", "0,25", ".25", "0.250", "25%", "0.25 - Some", "(0.25) Some", "level 0.25"])
def test_a_value_is_read_as_a_number(cell: str) -> None:
    """With any number of decimals, and with the level's text after it."""
    assert read([["A1", "A2"], [cell, "1"]], SAMM_LIKE)["answers"] == {"A1": {"0.25": 1}, "A2": {"1": 1}}


@pytest.mark.parametrize("cell", ["0.75", "0.5 Most", "B1", "50", "2"])
def test_a_value_off_the_scale_is_a_fault(cell: str) -> None:
    """A number between two values, one that its words contradict, a code, and numbers off the scale."""
    assert faults(read([["A1"], [cell], ["0"]], SAMM_LIKE)) == ["A2"]


@pytest.mark.parametrize(
    ("yes", "no"), [("TRUE", "FALSE"), ("y", "N"), ("Ja", "nein"), ("Checked", "unchecked"), ("☑", "☐"), ("1", "0")]
)
def test_practices_that_are_done_or_not(yes: str, no: str) -> None:
    """The forms' words for yes and no; an empty cell is unanswered, not a no."""
    output = read([["name", "A1", "A2"], ["Ana", yes, no], ["Bo", "", yes]], PRACTICES)
    assert output["answers"] == {"A1": {"1": 1}, "A2": {"0": 1, "1": 1}}
    assert output["faults"] == []


def test_yes_and_no_are_no_levels_of_a_longer_scale() -> None:
    """Which levels they mean is unknown, so they are faults."""
    assert faults(read([["A1"], ["yes"], ["no"]], FROM_0)) == ["A2", "A3"]


def test_numbers_from_1_for_levels_from_0() -> None:
    """4 is not on the scale 0 to 3, so the lowest value is asked for.

    Without a 4 it is asked too, and read as it stands.
    """
    rows = [["A1", "A2"], ["1", "4"], ["3", "2"]]
    output = read(rows, FROM_0)
    assert faults(output) == ["B2"]
    assert output["faults"][0]["mend"].startswith("Is 1 the lowest level in this file?")
    shifted = read(rows, FROM_0, FileMapping(lowest=1))
    assert (shifted["answers"], shifted["faults"]) == ({"A1": {"0": 1, "2": 1}, "A2": {"1": 1, "3": 1}}, [])
    asked = read([["A1"], ["1"], ["3"]], FROM_0)
    assert asked["questions"] == [
        "The numbers in the answers go from 1 to 3. Is 1 the lowest level in this file? "
        "It was read with 0 as the lowest."
    ]
    assert read([["A1"], ["0"], ["3"]], FROM_0)["questions"] == []
