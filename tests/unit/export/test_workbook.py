"""Excel workbooks as read for an import: the texts of their cells, and what is reported of cells without a plain
value."""

from collections.abc import Sequence
from datetime import date, datetime

import pytest

from cxmaturity.errors import Refused
from cxmaturity.files.imports.opening import workbook as workbook_reader
from cxmaturity.files.imports.opening.raw_table import NO_VALUE, Row, error_cell, merged_cell
from cxmaturity.files.imports.opening.workbook import Sheet, Workbook
from tests.workbooks import Cell, workbook, zipped


def sheet(content: bytes) -> Sheet:
    book = Workbook(content)
    return book.sheet(book.names[0])


def rows(*cells: Sequence[Cell]) -> list[Row]:
    return sheet(workbook({"S": cells})).rows


def test_cells_are_what_someone_would_have_typed() -> None:
    """Excel stores numbers as floats: 3.0 reads as 3, a date as a date, true as yes."""
    day, moment = date(2026, 3, 4), datetime(2026, 3, 4, 15, 30)  # noqa: DTZ001
    [(number, cells)] = rows((3.0, 3.5, "By design", True, False, day, moment, 12_345_678_901))
    assert number == 1
    assert cells == ["3", "3.5", "By design", "yes", "no", "2026-03-04", "2026-03-04 15:30:00", "12345678901"]


def test_texts_keep_their_characters() -> None:
    """Spaces, markup and emoji are unchanged."""
    texts = (" two\nlines ", "<b>&amp;</b>", "👩\u200d🔧", "=1+1", "_x000D_")
    assert rows(texts) == [(1, list(texts))]


def test_line_breaks_as_some_form_tools_write_them() -> None:
    """A carriage return written as _x000D_ is read as one."""
    content = '<row r="1"><c r="A1" t="inlineStr"><is><t>a_x000D_\nb</t></is></c></row>'
    assert sheet(workbook({"S": content})).rows == [(1, ["a\r\nb"])]


def test_rows_and_columns_keep_their_places() -> None:
    """Rows have Excel's numbers also below empty rows; an empty first column is kept."""
    assert rows((), (None, "P1"), (), (None, 3)) == [(2, ["", "P1"]), (4, ["", "3"])]


def test_only_visible_sheets_are_offered() -> None:
    """Hidden sheets, such as lists of choices, are not offered."""
    content = workbook({"Empty": [], "Lists": [("x",)], "Answers": [("P1",)]}, hidden=["Lists"])
    book = Workbook(content)
    assert book.names == ("Empty", "Answers")
    assert (book.sheet("Empty").rows, book.sheet("Answers").rows) == ([], [(1, ["P1"])])


def test_cells_without_a_plain_value_are_marked() -> None:
    """calamine reads an error, and a formula without a result, as an empty cell, which would be no answer."""
    content = (
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>1+1</f></c><c r="C1"><f>2</f><v>2</v></c></row>'
        '<row r="2" hidden="1"><c r="A2" t="str"><f>""</f><v></v></c><c r="C2"><f>A1*2</f><v></v></c></row>'
        "<row><c><v>7</v></c><c t='e'><f>1/0</f><v>#DIV/0!</v></c></row>"
    )
    result = sheet(workbook({"S": content}))
    assert result.rows == [
        (1, [error_cell("#N/A"), NO_VALUE, "2"]),
        (2, ["", "", NO_VALUE]),
        (3, ["7", error_cell("#DIV/0!"), ""]),
    ]
    assert result.hidden == {2}


def test_cells_that_are_merged_into_another_are_marked() -> None:
    """Only within the used range, however far the merge extends."""
    content = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="B2"><v>3</v></c></row>'
    book = workbook({"S": f'{content}</sheetData><mergeCells><mergeCell ref="A1:A1000"/></mergeCells><sheetData>'})
    assert sheet(book).rows == [(1, ["1", "2"]), (2, [merged_cell("A1"), "3"])]


def test_a_text_that_rows_repeat_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is on different texts: "P1" and "abcde" are 7 characters, however many people answered alike."""
    content = workbook({"S": [("P1",), ("abcde",), ("abcde",), ("abcde",)]})
    monkeypatch.setattr(workbook_reader, "_MAX_TEXT", 7)
    assert sheet(content).rows == [(1, ["P1"]), (2, ["abcde"]), (3, ["abcde"]), (4, ["abcde"])]
    monkeypatch.setattr(workbook_reader, "_MAX_TEXT", 6)
    with pytest.raises(Refused, match="The sheet holds too much text"):
        sheet(content)


def test_an_empty_workbook_has_no_rows() -> None:
    """It is not an error here; the caller decides."""
    assert sheet(workbook({"A": [], "B": []})).rows == []


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sizes in its directory are checked first."""
    content = zipped({"xl/worksheets/s1.xml": " " * 1_000_000})
    assert len(content) < 2_000
    monkeypatch.setattr(workbook_reader, "_MAX_UNPACKED", 999_999)
    with pytest.raises(Refused, match="Unpacked, this workbook is too large"):
        sheet(content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04 and no more", "its archive cannot be opened"),
        (workbook({"S": [("P1",)]})[:-40], "its archive cannot be opened"),
        (zipped({"word/document.xml": "<w/>"}), "This is an archive, but no workbook"),
        (zipped({"xl/workbook.bin": "x"}), r"a binary Excel workbook \(.xlsb\)"),
        (zipped({"xl/worksheets/s1.xml": '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "3">]><x/>'}), "DOCTYPE"),
        (zipped({"xl/workbook.xml": "<workbook"}), "damaged or protected"),
        (workbook({"S": '<row r="1"><c r="A1">'}), "damaged or protected"),
        (workbook({"S": '<row r="1"><c r="A1" t="b"><v>perhaps</v></c></row>'}), "damaged or protected"),
    ],
)
def test_a_broken_workbook_is_refused(content: bytes, message: str) -> None:
    """The error says what to do; no traceback."""
    with pytest.raises(Refused, match=message) as refused:
        sheet(content)
    assert refused.value.fix
