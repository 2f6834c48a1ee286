"""Reads the sheets of a workbook, or a CSV file, as rows of texts."""

import csv
from io import StringIO
from pathlib import Path

from cxmaturity.errors import Refused

MAX_BYTES = 20 << 20
_MAX_CELLS = 2_000_000
_MAX_CELL = 20_000  # characters; no text of a questionnaire is longer
Rows = list[list[str]]
CHECK_NAME = "Check the name of the file."


def too_large(path: Path, whole: str) -> Refused:
    """Return the error for a file of more than MAX_BYTES; `whole` names what it should contain."""
    return Refused(f"{path.name} is larger than {MAX_BYTES >> 20} MB.", f"Leave out what is no part of the {whole}.")


def read_sheets(path: Path) -> dict[str, Rows]:
    """Return the rows of each sheet by its name in lower case; a CSV file is one sheet with the file's name.

    All rows of a sheet are filled to the same length. Raises Refused when the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.", CHECK_NAME) from None
    if len(data) > MAX_BYTES:
        raise too_large(path, "model")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _workbook(data, path.name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(f"{path.name} is not UTF-8 text.", "Save it as CSV (UTF-8) or as a workbook.") from None
    return {path.stem.strip().lower(): _square(list(csv.reader(StringIO(text, newline=""), _dialect(text))))}


def _dialect(text: str) -> type[csv.Dialect]:
    try:
        return csv.Sniffer().sniff(text[:10_000].partition("\n")[0], delimiters=",;\t|")
    except csv.Error:
        return csv.excel


def _workbook(data: bytes, name: str) -> dict[str, Rows]:
    from io import BytesIO

    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = {}
        for title in book.sheet_names:
            rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
            if sum(map(len, rows)) > _MAX_CELLS:
                raise Refused(f"The sheet {title} of {name} is too large.", "Leave out what is no part of the model.")
            sheets[title.strip().lower()] = _square([[_text(cell) for cell in row] for row in rows])
    except CalamineError:
        raise Refused(f"{name} is damaged or protected by a password.", "Save it anew as a workbook.") from None
    return sheets


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell)


def _square(rows: Rows) -> Rows:
    width = max(map(len, rows), default=0)
    return [[cell[:_MAX_CELL].strip() for cell in row] + [""] * (width - len(row)) for row in rows]
