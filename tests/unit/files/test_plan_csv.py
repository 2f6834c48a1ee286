"""The plan as CSV: it opens in a spreadsheet with its accents, and no cell is run as a formula."""

import csv
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest

from cxmaturity.files.plan_csv import plan_csv
from cxmaturity.records import Action
from cxmaturity.wording.plans import AskedQuestion
from tests.build import ACTION

ASKED = {"a1": AskedQuestion("Is it so?", "level 0.25 to 0.5", from_level=0.25)}


def rows(*actions: Action) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(plan_csv(actions, ASKED).decode("utf-8-sig"), newline="")))


def test_the_whole_file() -> None:
    """A byte-order mark, the headings, one row for the action, line ends as in RFC 4180.

    The level has the number that its questionnaire gives the second level, 0.25.
    """
    assert plan_csv([ACTION], ASKED) == (
        b"\xef\xbb\xbf"
        b"step,owner,review on,status,worked,note,worked if,question,from level,taken on\r\n"
        b"Write it down,Zo\xc3\xab,2026-03-31,done,partly,Half of it,It is on the wall,P1,0.25,2026-02-01\r\n"
    )


def test_an_empty_plan_is_the_header() -> None:
    """Without actions the file has only its headings."""
    assert len(plan_csv([], {}).splitlines()) == 1


def test_a_missing_value_is_an_empty_cell() -> None:
    """A missing date, outcome or question is an empty cell, never the word None."""
    written = replace(ACTION, id="own", due=None, outcome=None, outcome_note="", question_id=None, from_level=None)
    [row] = rows(written)
    assert [row[c] for c in ("review on", "worked", "note", "question", "from level")] == [""] * 5
    assert b"None" not in plan_csv([written], ASKED)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
@pytest.mark.parametrize(("field", "column"), [("do", "step"), ("owner", "owner"), ("outcome_note", "note")])
def test_no_cell_is_a_formula(start: str, field: str, column: str) -> None:
    """Cells that a spreadsheet would run get an apostrophe in front, which makes them text."""
    text = f'{start}HYPERLINK("http://x","y")'
    change: dict[str, Any] = {field: text}
    [row] = rows(replace(ACTION, **change))
    assert row[column] == f"'{text}"


@pytest.mark.parametrize("text", ["1 = 1", "a-b", "me@example.org", "'quoted'", " = later"])
def test_other_cells_are_left_as_they_are(text: str) -> None:
    """The same characters inside a cell change nothing."""
    assert rows(replace(ACTION, owner=text))[0]["owner"] == text


@pytest.mark.parametrize("text", ['She said "no"', "one, two", "first\nsecond", "first\r\nsecond", "a;b", '"'])
def test_quotes_commas_and_line_breaks_stay_in_their_cell(text: str) -> None:
    """One action is one row of ten cells, which read back as written."""
    [row] = rows(replace(ACTION, outcome_note=text))
    assert row["note"] == text
    assert (row["worked if"], row["taken on"]) == ("It is on the wall", "2026-02-01")


def test_actions_keep_their_order() -> None:
    """Rows stand in the order of the plan."""
    assert [r["step"] for r in rows(*(replace(ACTION, do=d) for d in "bca"))] == ["b", "c", "a"]
