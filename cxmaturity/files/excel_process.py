"""The rows of an Excel workbook, read by a separate process with bounded memory.

A workbook of one kilobyte can claim a cell a million rows down, or a text of a megabyte in every cell, and reading it
then asks for more memory than there is. Here that ends the child process, not the server; and the child does not hold
the lock of the Python interpreter, so other people's pages go on.
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

_PACKAGE_PARENT = Path(__file__).resolve().parents[2]  # from where the child can import this package

TIME_LIMIT_SECONDS = 60
"""How long reading a workbook may take."""

_MAX_MEMORY = 1 << 30  # bytes the child may allocate
_MAX_UNPACKED = 400 << 20  # bytes a workbook may claim to unpack to
_MAX_TEXT = 50_000_000  # characters of different texts in a sheet
MAX_CELLS = 5_000_000
"""The most cells a sheet may span."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, the names of all visible sheets, and its rows with content, with their numbers from 1."""

    name: str
    names: tuple[str, ...]
    rows: list[tuple[int, list[str]]]


def read_workbook(data: bytes) -> Sheet:
    """Return the first visible sheet with content, the first of all when none has any; raises Refused."""
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
    output = json.loads(child.stdout)
    if "refused" in output:
        raise Refused(output["refused"], _SAVE_AS_CSV)
    texts = output["texts"]
    rows = [(number, [texts[t] for t in cells]) for number, cells in output["rows"]]
    return Sheet(output["name"], tuple(output["names"]), rows)


_SAVE_AS_CSV = (
    "Open it in your spreadsheet program, save the one sheet with the answers as CSV (UTF-8), and import that."
)


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


# Everything below runs in the child process.


def _limit_memory() -> None:
    """Limit the memory of this process, where the operating system can."""
    with suppress(ImportError, ValueError, OSError):  # not on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY, _MAX_MEMORY))


def _read_in_child(data: bytes) -> dict[str, Any]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        worksheets = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
        visible = [m.name for m in worksheets if m.visible == SheetVisibleEnum.Visible] or [m.name for m in worksheets]
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
    """Return the rows as indices into a list of the different texts: most cells of a survey repeat one another."""
    texts: dict[str, int] = {"": 0}
    if sheet.start is None:
        return {"texts": [""], "rows": []}
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        return {"refused": f"The sheet holds more than {MAX_CELLS:,} cells."}
    left_margin, length = [0] * sheet.start[1], 0
    rows = []
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = []
        for value in values:
            text = value if isinstance(value, str) else _text(value)
            index = texts.get(text)
            if index is None:
                index = texts[text] = len(texts)
                length += len(text)
            cells.append(index)
        if any(cells):
            rows.append((number, left_margin + cells))
        if length > _MAX_TEXT:
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
