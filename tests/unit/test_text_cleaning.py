"""Cleaning of typed text: characters that a database, page or spreadsheet cannot hold are removed, all others stay."""

import csv
import re
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.files.csv_writer import write_csv
from cxmaturity.text_cleaning import alphabetical, clean_text, escape_formula, searchable, to_one_line, unescape_formula


@pytest.mark.parametrize("unfit", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\udbff", "\ufffe", "\uffff"])
def test_characters_that_cannot_be_stored_are_removed(unfit: str) -> None:
    """Control characters, single surrogates and the two noncharacters."""
    assert clean_text(f"a{unfit}b") == "ab"


@pytest.mark.parametrize("text", ["a\tb\nc", "Größe 顧客 🙂 👩‍🚀 é", "\u00a0\u2028\ufeff", "=1+1 <b> 'x' \\"])
def test_all_else_stays(text: str) -> None:
    """Tabs, line breaks, every script, composed emoji and marks of any kind are unchanged."""
    assert clean_text(text) == text


def test_line_breaks_become_alike() -> None:
    """Line breaks of Windows, old Mac and Unix become \n, one each."""
    assert clean_text("a\r\nb\rc\nd\r\n\r\ne") == "a\nb\nc\nd\n\ne"


def test_letters_with_accents_stand_among_those_without() -> None:
    """Whatever their case and however they are composed; equal otherwise, the one without comes first."""
    names = ["Zoë", "Zoe", "Émile", "emil", "A\u0308nna", "ana"]
    assert sorted(names, key=alphabetical) == ["ana", "A\u0308nna", "emil", "Émile", "Zoe", "Zoë"]
    assert searchable("E\u0301MILE") == searchable("émile") == "emile"


def test_cleaned_text_can_be_encoded() -> None:
    """Any input gives text that encodes as UTF-8."""
    every = "".join(map(chr, range(0x110000)))
    assert clean_text(every).encode("utf-8").decode("utf-8") == clean_text(every)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  North \t\n desk  ", "North desk"),
        ("a\u00a0\u2003b", "a b"),
        ("a\x00\r\nb", "a b"),
        ("\u200b\u200d\ufeff", ""),  # nothing of it can be seen
        ("\u200b \u200b", ""),
        ("\u3164 \u2800\u115f", ""),  # a letter and signs that are drawn empty
        ("\ufe0f\u0301", ""),  # marks without what they mark
        ("\x00\x01", ""),
        ("\u202eA\u2066b\u2069", "Ab"),  # they would turn the sentence around
        ("\u200fשלום", "\u200fשלום"),
        (" \n ", ""),
        ("👩‍🚀 crew", "👩‍🚀 crew"),
    ],
)
def test_one_line(text: str, line: str) -> None:
    """Runs of blanks become one space; a name of invisible characters only is empty."""
    assert to_one_line(text) == line


@pytest.mark.parametrize("cell", ["=1+1", "+49 1", "-5", "@x", "\tx", "\rx", "'=1", "''@x"])
def test_formulas_are_guarded_and_restored(cell: str) -> None:
    """Also if a person typed the apostrophe: reading back gives exactly the typed text."""
    assert escape_formula(cell) == f"'{cell}"
    assert unescape_formula(escape_formula(cell)) == cell


@pytest.mark.parametrize(
    ("cell", "escaped"),
    [
        ("a;=HYPERLINK(1)", "a;'=HYPERLINK(1)"),  # where ; separates, this is two cells
        ('a;"=1+1"', 'a;"\'=1+1"'),
        ("a;;=1;@b", "a;;'=1;'@b"),
        ("a\t=1|+2", "a\t'=1|'+2"),
        ("Good:\n- quick\r\n-kind", "Good:\n'- quick\r\n'-kind"),
        ("\n=1", "'\n'=1"),
        ("\r\n\t@x", "'\r\n\t'@x"),
        ("＝1+1", "'＝1+1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("−1", "'−1"),
        ("x;＠y", "x;'＠y"),
        ('"=1', "\"'=1"),
        ("a;'=1", "a;''=1"),
    ],
)
def test_no_locale_sees_a_formula(cell: str, escaped: str) -> None:
    """Also where another separator, line break or quotation mark would start a formula.

    Full-width characters included.
    """
    assert escape_formula(cell) == escaped
    assert unescape_formula(escaped) == cell


_PIECES = st.sampled_from(["=", "+", "-", "@", "'", '"', ";", "|", "\t", "\r", "\n", ",", "a", " ", "＝", "1"])


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_whatever_is_written_reads_back(cell: str) -> None:
    """The text reads back unchanged.

    However a line is split, with or without quotation marks, no part of it starts a formula.
    """
    assert unescape_formula(escape_formula(cell)) == cell
    line = write_csv([cell, cell], []).decode("utf-8-sig")
    for part in re.split(r"[;|\t\r\n]", line):
        assert part.lstrip('"')[:1] not in tuple("=+-@＝＋－＠−")
    assert next(csv.reader(StringIO(line, newline=""))) == [escape_formula(cell)] * 2


@pytest.mark.parametrize("cell", ["", "3", "a=b", "'quoted'", "'", "''", " =1", "1-2", "a; b - c", "me@x.org; you"])
def test_other_cells_stay_as_they_are_both_ways(cell: str) -> None:
    """An apostrophe that a person typed is not removed."""
    assert escape_formula(cell) == unescape_formula(cell) == cell
