"""Writes sheets of a workbook: cells with a text, a number, or a formula and its value, in a few formats."""

from collections.abc import Sequence
from datetime import date, datetime, time
from math import ceil
from typing import Any, Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from cxmaturity.charts.palette import MUTED, THEMES

Look = Literal["text", "bold", "title", "head", "number", "level", "share", "input", "quiet", "date"]

_INPUT = "#FFF6D6"
_A3, _A4, _WIDE = 8, 9, 200  # paper sizes by Excel's numbers; characters from which a sheet is printed on A3
_LINE, _LETTER, _MOST_LINES = 15, 1.1, 27  # points per line; characters per unit of width; the highest row possible
_LEVEL = "0.0###"  # enough decimals to distinguish 2.497 from 2.5
_LOOKS: dict[Look, dict[str, Any]] = {
    "text": {"text_wrap": True},
    "bold": {"bold": True, "text_wrap": True},
    "title": {"bold": True, "font_size": 16, "text_wrap": True},
    "head": {"bold": True, "text_wrap": True, "bg_color": THEMES["light"]["secondaryBackgroundColor"], "bottom": 1},
    "number": {"num_format": "0", "align": "center"},
    "level": {"num_format": _LEVEL, "align": "center"},
    "share": {"num_format": "0.0%", "align": "center"},
    "input": {"bg_color": _INPUT, "border": 1, "border_color": MUTED, "align": "center"},
    "quiet": {"font_color": MUTED, "num_format": _LEVEL, "align": "center"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
}

Value = float | int | str | None
NO_VALUE = "#N/A"
"""The value of a formula that charts skip; they would draw an empty text as zero."""


class Book:
    """A workbook that is being written, with the formats of its cells."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self.workbook = workbook
        # Keeps a text that begins like a formula a text, even when somebody edits the cell.
        self._formats: dict[Look, Format] = {
            look: workbook.add_format({"valign": "top", "quote_prefix": look in ("text", "bold"), **properties})
            for look, properties in _LOOKS.items()
        }

    def look(self, look: Look) -> Format:
        """Return the cell format for a look."""
        return self._formats[look]

    def sheet(self, name: str, widths: Sequence[float]) -> "Sheet":
        """Add a sheet with these column widths in characters, which is printed one page wide."""
        return Sheet(self, name, widths)


class _Worksheet(Worksheet):  # type: ignore[misc]  # it carries no types
    """A worksheet that leaves formulas as they are.

    XlsxWriter searches each formula for some fifty functions of newer Excel, which took half of the time of a workbook.
    No formula here uses one of them.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


class Sheet:
    """A sheet. Rows and columns are counted from 0, as XlsxWriter counts them."""

    def __init__(self, book: Book, name: str, widths: Sequence[float]) -> None:
        self._book, self.name, self._widths = book, name, widths
        self._lines: dict[int, int] = {}
        self.worksheet = book.workbook.add_worksheet(name, _Worksheet)
        for column, width in enumerate(widths):
            self.worksheet.set_column(column, column, width)
        self.worksheet.set_landscape()
        self.worksheet.set_paper(_A3 if sum(widths) > _WIDE else _A4)
        self.worksheet.fit_to_pages(1, 0)

    def headings(self, headings: Sequence[str]) -> None:
        """Write headings into the first row, which is frozen and printed on every page."""
        for column, heading in enumerate(headings):
            self.text(0, column, heading, "head")
        self.worksheet.freeze_panes(1, 2)
        self.worksheet.repeat_rows(0)

    def text(self, row: int, column: int, text: str, look: Look = "text") -> None:
        """Write a text, never as a formula, a number or a link."""
        self.worksheet.write_string(row, column, text, self._book.look(look))
        self._make_room(row, text, self._widths[column])

    def wide_text(self, row: int, last_column: int, text: str, look: Look = "text") -> None:
        """Write a text across the columns from the first to `last_column`."""
        self.worksheet.merge_range(row, 0, row, last_column, "", self._book.look(look))
        self.worksheet.write_string(row, 0, text, self._book.look(look))
        self._make_room(row, text, sum(self._widths[: last_column + 1]))

    def _make_room(self, row: int, text: str, width: float) -> None:
        """Set the height of a row for its longest text, because not every program does so automatically."""
        lines = sum(max(1, ceil(len(part) * _LETTER / width)) for part in text.splitlines())
        if lines > self._lines.get(row, 1):
            self._lines[row] = min(lines, _MOST_LINES)
            self.worksheet.set_row(row, _LINE * self._lines[row])

    def value(self, row: int, column: int, value: Value, look: Look = "number") -> None:
        """Write a number or a text; for None only the format."""
        if value is None:
            self.worksheet.write_blank(row, column, None, self._book.look(look))
        elif isinstance(value, str):
            self.text(row, column, value, look)
        else:
            self.worksheet.write_number(row, column, value, self._book.look(look))

    def formula(self, row: int, column: int, formula: str, value: Value, look: Look = "number") -> None:
        """Write a formula with its value, for viewers that do not calculate; None is written as an empty text."""
        written = "" if value is None else value
        self.worksheet.write_formula(row, column, f"={formula}", self._book.look(look), written)
        if isinstance(value, str):
            self._make_room(row, value, self._widths[column])

    def date(self, row: int, column: int, day: date) -> None:
        """Write a day."""
        self.worksheet.write_datetime(row, column, datetime.combine(day, time()), self._book.look("date"))


def here(row: int, column: int) -> str:
    """Return the address of a cell for formulas of the same sheet."""
    return str(xl_rowcol_to_cell(row, column))
