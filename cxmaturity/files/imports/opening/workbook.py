"""Reads the rows of workbooks: Excel (.xlsx), and OpenDocument (.ods) as LibreOffice writes it."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any, Literal
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from cxmaturity.errors import Refused
from cxmaturity.files.imports.opening.ods_marks import ods_marks
from cxmaturity.files.imports.opening.raw_table import Row, cell_name, merged_cell
from cxmaturity.files.imports.opening.sheet_marks import sheet_marks

MAX_CELLS = 5_000_000
"""The most cells a sheet may span."""

_MAX_UNPACKED = 400 << 20  # bytes a workbook may claim to unpack to
_MAX_TEXT = 20_000_000  # characters of different texts in a sheet, as many as an accepted CSV file can have
_HEAD = 2_000  # bytes of a part in which a declaration would stand
_SAVE_AS_CSV = (
    "Open it in your spreadsheet program, save the one sheet with the answers as CSV (UTF-8), and import that."
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, its rows with content and their numbers from 1, and its hidden rows and columns."""

    name: str
    rows: list[Row]
    hidden: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


class Workbook:
    """A workbook whose sheets are read one at a time.

    A workbook of one kilobyte can take any amount of memory, so `reader_process` reads it in a limited process.
    """

    def __init__(self, data: bytes) -> None:
        """Open a workbook; raises Refused for a file that is not a workbook."""
        kind = _check_archive(data)
        self._data = data
        self._read_marks = ods_marks if kind == "ods" else sheet_marks
        try:
            self._book = CalamineWorkbook.from_filelike(BytesIO(data))
        except CalamineError:
            raise _damaged() from None
        worksheets = [m for m in self._book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
        visible = [m.name for m in worksheets if m.visible == SheetVisibleEnum.Visible]
        self.names = tuple(visible or [m.name for m in worksheets])
        """The names of the visible sheets, or of all sheets when none is visible."""
        self.hidden_names = tuple(m.name for m in worksheets if m.name not in self.names)
        if not self.names:
            raise Refused("This workbook has no sheet with cells.", _SAVE_AS_CSV)

    def sheet(self, name: str) -> Sheet:
        """Return a sheet by its name; raises Refused when it cannot be read."""
        try:
            sheet = self._book.get_sheet_by_name(name)
            rows = _rows(sheet)
            marks = self._read_marks(self._data, name)
        except (CalamineError, KeyError, StopIteration, ParseError, BadZipFile):
            raise _damaged() from None
        for (number, column), cell in marks.cells.items():
            _put(rows, number, column, cell)
        if rows:
            for number, column, cell in _merged_cells(marks.merged, max(rows), max(map(len, rows.values()))):
                _put(rows, number, column, cell)
        return Sheet(name, [(number, rows[number]) for number in sorted(rows)], marks.hidden, marks.hidden_columns)


def _damaged() -> Refused:
    return Refused("This workbook is damaged or protected by a password.", _SAVE_AS_CSV)


def _check_archive(data: bytes) -> Literal["ods", "xlsx"]:
    """Return the kind of workbook of an archive; raises Refused when it is none, or would unpack to too much."""
    try:
        with ZipFile(BytesIO(data)) as parts:
            listed = parts.infolist()
    except (BadZipFile, NotImplementedError, ValueError, OSError):
        raise Refused("This workbook is damaged: its archive cannot be opened.", "Save it anew.") from None
    names = {part.filename for part in listed}
    is_ods = "content.xml" in names and "mimetype" in names
    if not is_ods and not any(name.startswith("xl/") for name in names):
        raise Refused("This is an archive, but no workbook.", "Import a CSV file or a workbook (.xlsx, .ods).")
    if any(part.filename.endswith("workbook.bin") for part in listed):
        raise Refused("This is a binary Excel workbook (.xlsb).", "Save it as an Excel workbook (.xlsx).")
    if sum(part.file_size for part in listed) > _MAX_UNPACKED:
        raise Refused("Unpacked, this workbook is too large.", _SAVE_AS_CSV)
    if _declares_entities(data, names):
        raise Refused(
            "This workbook declares characters of its own (DOCTYPE), as no spreadsheet program does.", "Save it anew."
        )
    return "ods" if is_ods else "xlsx"


def _declares_entities(data: bytes, names: Iterable[str]) -> bool:
    """Return whether a part with cells declares entities, which calamine leaves out of a cell without a word."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            for name in names:
                if name == "content.xml" or name.startswith(("xl/worksheets/", "xl/sharedStrings")):
                    with archive.open(name) as part:
                        if b"<!DOCTYPE" in part.read(_HEAD).replace(b"\0", b""):
                            return True
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        raise _damaged() from None
    return False


def _put(rows: dict[int, list[str]], number: int, column: int, cell: str) -> None:
    """Set a marked cell, adding its row if it is missing."""
    cells = rows.setdefault(number, [])
    cells.extend([""] * (column + 1 - len(cells)))
    cells[column] = cell


def _merged_cells(
    ranges: Iterable[tuple[int, int, int, int]], height: int, width: int
) -> Iterator[tuple[int, int, str]]:
    """Yield the cells within the sheet that are merged into another one, as (row, column, mark)."""
    count = 0
    for top, left, bottom, right in ranges:
        mark = merged_cell(cell_name(top, left))
        for row in range(top, min(bottom, height) + 1):
            for column in range(left, min(right + 1, width)):
                count += 1
                if count > MAX_CELLS:
                    raise Refused("The sheet has too many merged cells.", _SAVE_AS_CSV)
                if (row, column) != (top, left):
                    yield row, column, mark


def _rows(sheet: Any) -> dict[int, list[str]]:
    """Return the rows with content; equal texts share one object, because most cells of a survey are repeated."""
    if sheet.start is None:
        return {}
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise Refused(f"The sheet holds more than {MAX_CELLS:,} cells.", _SAVE_AS_CSV)
    texts: dict[str, str] = {}
    left_margin, length = [""] * sheet.start[1], 0
    rows = {}
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = []
        for value in values:
            text = value if isinstance(value, str) else _text(value)
            kept = texts.get(text)
            if kept is None:
                kept = texts[text] = text
                length += len(text)
            cells.append(kept)
        if any(cells):
            rows[number] = left_margin + cells
        if length > _MAX_TEXT:
            raise Refused("The sheet holds too much text.", _SAVE_AS_CSV)
    return rows


def _text(value: object) -> str:
    """Return a cell's value as a person would type it: 3.0 as 3."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, float):
        return f"{value:.15g}"  # as many digits as Excel shows: a calculated 3 may be stored as 3.0000000000000004
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    return value.isoformat() if isinstance(value, date) else str(value)
