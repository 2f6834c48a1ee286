"""The rows of an Excel workbook, read by a process of its own.

A workbook of one kilobyte can claim a cell a million rows down, or a text of a megabyte in every cell, and whatever
reads it then asks for more memory than there is. Here that ends a child with bounded memory, not the server of everyone
else; and while the child reads, other people's pages go on.
"""

import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from cxmaturity.errors import Refused

_PACKAGE_PARENT = Path(__file__).resolve().parents[2]  # where the child finds this package

TIME_LIMIT_SECONDS = 60
"""How long reading a workbook may take."""

_MEMORY = 1 << 30  # bytes the child may ask for
_UNPACKED = 400 << 20  # bytes a workbook may claim to unpack to
_TEXT = 50_000_000  # characters of different texts in a sheet
MAX_CELLS = 5_000_000
"""The most cells a sheet may span."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, the names of all sheets, and its rows that hold anything, by row number (from 1)."""

    name: str
    names: tuple[str, ...]
    rows: list[tuple[int, list[str]]]


def read_workbook(data: bytes) -> Sheet:
    """Return the first visible sheet that holds anything, the first of all when none does; raises Refused."""
    _check_archive(data)
    command = [sys.executable, "-m", "cxmaturity.files.excel_process"]
    try:
        child = subprocess.run(
            command, input=data, capture_output=True, cwd=_PACKAGE_PARENT, timeout=TIME_LIMIT_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise Refused(f"Reading this workbook took longer than {TIME_LIMIT_SECONDS} seconds.", _SAVE_AS_CSV) from None
    if child.returncode:  # it was stopped for its memory, or the workbook broke it
        raise Refused("This workbook cannot be read: it is damaged, or asks for too much memory.", _SAVE_AS_CSV)
    said = json.loads(child.stdout)
    if "refused" in said:
        raise Refused(said["refused"], _SAVE_AS_CSV)
    texts = said["texts"]
    rows = [(number, [texts[t] for t in cells]) for number, cells in said["rows"]]
    return Sheet(said["name"], tuple(said["names"]), rows)


_SAVE_AS_CSV = (
    "Open it in your spreadsheet program, save the one sheet with the answers as CSV (UTF-8), and import that."
)


def _check_archive(data: bytes) -> None:
    """Raise Refused for what is no workbook, as far as its table of contents tells."""
    try:
        with ZipFile(BytesIO(data)) as parts:
            listed = parts.infolist()
    except (BadZipFile, NotImplementedError, ValueError, OSError):
        raise Refused("This Excel file is damaged: its archive cannot be opened.", "Save it anew.") from None
    if not any(part.filename.startswith("xl/") for part in listed):
        raise Refused("This is an archive, but no Excel workbook.", "Import a CSV file or a workbook (.xlsx).")
    if sum(part.file_size for part in listed) > _UNPACKED:
        raise Refused("Unpacked, this workbook is too large.", _SAVE_AS_CSV)


# From here on: what the child does.


def _limit_memory() -> None:
    """Let this process have no more than so much memory, where the system can see to that."""
    with suppress(ImportError, ValueError, OSError):  # not on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _read_in_child(data: bytes) -> dict[str, Any]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        of_cells = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
        visible = [m.name for m in of_cells if m.visible == SheetVisibleEnum.Visible] or [m.name for m in of_cells]
        if not visible:
            return {"refused": "This workbook has no sheet with cells."}
        for name in visible:
            sheet = book.get_sheet_by_name(name)
            if sheet.start is not None:
                break
        else:
            sheet = book.get_sheet_by_name(name := visible[0])
        return {"name": name, "names": visible} | _cells(sheet)
    except CalamineError:
        return {"refused": "This Excel file is damaged or protected by a password."}


def _cells(sheet: Any) -> dict[str, Any]:
    """Return the rows as numbers of texts, each different text once: most cells of a survey say what others say."""
    texts: dict[str, int] = {"": 0}
    if sheet.start is None:
        return {"texts": [""], "rows": []}
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        return {"refused": f"The sheet holds more than {MAX_CELLS:,} cells."}
    before, length = [0] * sheet.start[1], 0
    rows = []
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = []
        for value in values:
            text = value if isinstance(value, str) else _text(value)
            place = texts.setdefault(text, len(texts))
            if place == len(texts) - 1:
                length += len(text)
            cells.append(place)
        if any(cells):
            rows.append((number, before + cells))
        if length > _TEXT:
            return {"refused": "The sheet holds too much text."}
    return {"texts": list(texts), "rows": rows}


def _text(value: object) -> str:
    """Return a cell's value as someone would type it: 3.0 is 3."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    return value.isoformat() if isinstance(value, date) else str(value)


if __name__ == "__main__":
    _limit_memory()
    sys.stdout.write(json.dumps(_read_in_child(sys.stdin.buffer.read())))
