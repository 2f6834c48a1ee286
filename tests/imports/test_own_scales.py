"""Answers to models with their own scales: from 0, with values such as 0.25, and yes/no practices."""

import pytest

from cxmaturity.errors import ValidationErrors
from cxmaturity.files.imports.mapping import FileMapping
from tests.build import equal
from tests.imports.reading import faults, read, used
from tests.own_scales import from_zero, of_practices, reshaped, with_values

_SEVEN = equal(7).dimensions[0]
_NUMBERED = tuple(q.model_copy(update={"id": q.id[1:]}) for q in _SEVEN.questions)
NUMBERED = reshaped(equal(7), dimensions=(_SEVEN.model_copy(update={"questions": _NUMBERED}),))
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


def test_answers_that_are_ids_of_questions() -> None:
    """In a model whose ids are 1 to 7, the first person's answers below headings that name none are no headings."""
    people = [["Ana", "2", "1"], ["Bo", "3 - So so", "3"]]
    output = read([["Name", "First", "Second"], *people], NUMBERED)
    assert (output["header_rows"], output["people"], used(output)) == (1, 2, {"Name": "name"})
    output = read([["Name", "1", "2"], *people, ["Cy", "DK", "1"]], NUMBERED)
    assert (output["people"], output["answers"]) == (3, {"1": {"2": 1, "3": 1}, "2": {"1": 2, "3": 1}})
    output = read([["", "Our survey", ""], ["Name", "1", "2"], *people], NUMBERED)
    assert (output["people"], output["answers"]) == (2, {"1": {"2": 1, "3": 1}, "2": {"1": 1, "3": 1}})
    output = read([["1. How?", "2. When?"], ["1 - So so", "3"], ["2 - Well", "1"]], NUMBERED)
    assert (output["people"], output["answers"]) == (2, {"1": {"1": 1, "2": 1}, "2": {"1": 1, "3": 1}})
    output = read([["Day", "1"], ["2026-10-01", "2"], ["2026-10-02", "3/5"], ["2026-10-03", "1"]], NUMBERED)
    assert (output["people"], output["answers"]) == (3, {"1": {"1": 1, "2": 1, "3": 1}})
    with pytest.raises(ValidationErrors) as refused:
        read([["Question", "Ana"], *([str(n), "3"] for n in range(1, 8))], NUMBERED)
    assert "Transpose" in refused.value.issues[0].fix
