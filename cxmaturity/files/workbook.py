"""The rows of an Excel workbook."""

from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from cxmaturity.errors import Refused

MAX_CELLS = 5_000_000
"""The most cells a sheet may span."""

_MAX_UNPACKED = 400 << 20  # bytes a workbook may claim to unpack to
_MAX_TEXT = 20_000_000  # characters of different texts in a sheet, as many as a CSV file can hold
_SAVE_AS_CSV = (
    "Open it in your spreadsheet program, save the one sheet with the answers as CSV (UTF-8), and import that."
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, the names of all visible sheets, and its rows with content, with their numbers from 1."""

    name: str
    names: tuple[str, ...]
    rows: list[tuple[int, list[str]]]


def read_workbook(data: bytes) -> Sheet:
    """Return the first visible sheet with content, the first of all when none has any; raises Refused.

    A workbook of one kilobyte can ask for any amount of memory: `reader_process` calls this where that harms nobody.
    """
    _check_archive(data)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        worksheets = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
        visible = [m.name for m in worksheets if m.visible == SheetVisibleEnum.Visible] or [m.name for m in worksheets]
        if not visible:
            raise Refused("This workbook has no sheet with cells.", _SAVE_AS_CSV)
        for name in visible:
            sheet = book.get_sheet_by_name(name)
            if sheet.start is not None:
                break
        else:
            sheet = book.get_sheet_by_name(name := visible[0])
        return Sheet(name, tuple(visible), _rows(sheet))
    except CalamineError:
        raise Refused("This Excel file is damaged or protected by a password.", _SAVE_AS_CSV) from None


def _check_archive(data: bytes) -> None:
    """Raise Refused when the archive's table of contents is not that of a workbook, or unpacks to too much."""
    try:
        with ZipFile(BytesIO(data)) as parts:
            listed = parts.infolist()
    except (BadZipFile, NotImplementedError, ValueError, OSError):
        raise Refused("This Excel file is damaged: its archive cannot be opened.", "Save it anew.") from None
    if not any(part.filename.startswith("xl/") for part in listed):
        raise Refused("This is an archive, but no Excel workbook.", "Import a CSV file or a workbook (.xlsx).")
    if sum(part.file_size for part in listed) > _MAX_UNPACKED:
        raise Refused("Unpacked, this workbook is too large.", _SAVE_AS_CSV)


def _rows(sheet: Any) -> list[tuple[int, list[str]]]:
    """Return the rows with content; equal texts are one object, for most cells of a survey repeat one another."""
    if sheet.start is None:
        return []
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise Refused(f"The sheet holds more than {MAX_CELLS:,} cells.", _SAVE_AS_CSV)
    texts: dict[str, str] = {}
    left_margin, length = [""] * sheet.start[1], 0
    rows = []
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
            rows.append((number, left_margin + cells))
        if length > _MAX_TEXT:
            raise Refused("The sheet holds too much text.", _SAVE_AS_CSV)
    return rows


def _text(value: object) -> str:
    """Return a cell's value as someone would type it: 3.0 is 3."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    return value.isoformat() if isinstance(value, date) else str(value)
