"""Excel workbooks: what their cells say, and that none of them can harm the process that serves everyone."""

from datetime import date, datetime

import pytest

from cxmaturity.errors import Refused
from cxmaturity.files import excel_process
from cxmaturity.files.excel_process import read_workbook
from tests.workbooks import workbook, zipped


def rows(*cells: tuple[object, ...]) -> list[tuple[int, list[str]]]:
    return read_workbook(workbook({"S": cells})).rows  # type: ignore[dict-item]  # any cell


def test_cells_are_what_someone_would_have_typed() -> None:
    """Excel keeps every number as a float: 3.0 means 3; a date is a date, true is yes."""
    day, moment = date(2026, 3, 4), datetime(2026, 3, 4, 15, 30)  # noqa: DTZ001
    [(number, cells)] = rows((3.0, 3.5, "By design", True, False, day, moment, 12_345_678_901))
    assert number == 1
    assert cells == ["3", "3.5", "By design", "yes", "no", "2026-03-04", "2026-03-04 15:30:00", "12345678901"]


def test_texts_keep_their_characters() -> None:
    """Blanks, markup and emoji are left as they are."""
    texts = (" two\nlines ", "<b>&amp;</b>", "👩\u200d🔧", "=1+1", "_x000D_")
    assert rows(texts) == [(1, list(texts))]


def test_line_breaks_as_some_form_tools_write_them() -> None:
    """By their number in the character set."""
    content = '<row r="1"><c r="A1" t="inlineStr"><is><t>a_x000D_\nb</t></is></c></row>'
    assert read_workbook(workbook({"S": content})).rows == [(1, ["a\r\nb"])]


def test_rows_and_columns_keep_their_places() -> None:
    """Rows are told by the numbers Excel shows, also below empty ones; a column left free in front is there."""
    assert rows((), (None, "P1"), (), (None, 3)) == [(2, ["", "P1"]), (4, ["", "3"])]


def test_the_first_visible_sheet_with_anything_in_it_is_read() -> None:
    """Empty and hidden sheets before it do not count."""
    content = workbook({"Empty": [], "Lists": [("x",)], "Answers": [("P1",)], "More": [("P2",)]}, hidden=["Lists"])
    sheet = read_workbook(content)
    assert (sheet.name, sheet.names) == ("Answers", ("Empty", "Answers", "More"))
    assert sheet.rows == [(1, ["P1"])]


def test_a_text_that_rows_repeat_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is on different texts: "P1" and "abcde" are 7 characters, however many people answered alike."""
    content = workbook({"S": [("P1",), ("abcde",), ("abcde",), ("abcde",)]})
    monkeypatch.setattr(excel_process, "_MAX_TEXT", 7)
    assert excel_process._read_in_child(content)["rows"] == [(1, [1]), (2, [2]), (3, [2]), (4, [2])]
    monkeypatch.setattr(excel_process, "_MAX_TEXT", 6)
    assert excel_process._read_in_child(content)["refused"] == "The sheet holds too much text."


def test_an_empty_workbook_has_no_rows() -> None:
    """Whether that is a fault, the caller says."""
    assert read_workbook(workbook({"A": [], "B": []})).rows == []


BOMBS = {
    "a cell a million rows down": workbook(
        {"S": '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'}
    ),
    "a place beyond counting": workbook({"S": '<row r="99999999999"><c r="ZZZZZZZ99999999999"><v>1</v></c></row>'}),
    "a million characters in every cell": workbook(
        {"S": "".join(f'<row r="{n}">' + '<c t="s"><v>0</v></c>' * 20 + "</row>" for n in range(1, 2001))},
        shared=f"<si><t>{'x' * 1_000_000}</t></si>",
    ),
}


@pytest.mark.parametrize("bomb", list(BOMBS))
def test_a_workbook_that_asks_for_too_much_ends_only_its_reader(bomb: str) -> None:
    """A few kilobytes that claim gigabytes would end the server if it read them itself."""
    assert len(BOMBS[bomb]) < 100_000
    with pytest.raises(Refused, match=r"too much memory|more than 5,000,000 cells") as refused:
        read_workbook(BOMBS[bomb])
    assert "save the one sheet with the answers as CSV" in refused.value.fix


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its table of contents says so."""
    content = zipped({"xl/worksheets/s1.xml": " " * 1_000_000})
    assert len(content) < 2_000
    monkeypatch.setattr(excel_process, "_MAX_UNPACKED", 999_999)
    with pytest.raises(Refused, match="Unpacked, this workbook is too large"):
        read_workbook(content)


def test_a_workbook_that_takes_too_long_is_accepted_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its reader is ended."""
    monkeypatch.setattr(excel_process, "TIME_LIMIT_SECONDS", 0)
    with pytest.raises(Refused, match="took longer than 0 seconds"):
        read_workbook(workbook({"S": [("P1",)]}))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04 and no more", "its archive cannot be opened"),
        (workbook({"S": [("P1",)]})[:-40], "its archive cannot be opened"),
        (zipped({"word/document.xml": "<w/>"}), "no Excel workbook"),
        (zipped({"xl/workbook.xml": "<workbook"}), "damaged or protected"),
        (workbook({"S": '<row r="1"><c r="A1">'}), "damaged or protected"),
        (workbook({"S": '<row r="1"><c r="A1" t="b"><v>perhaps</v></c></row>'}), "damaged or protected"),
    ],
)
def test_what_is_broken_is_told(content: bytes, message: str) -> None:
    """No traceback, and what to do about it."""
    with pytest.raises(Refused, match=message) as refused:
        read_workbook(content)
    assert refused.value.fix
