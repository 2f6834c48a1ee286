"""Reads the sheets of a workbook, or a CSV file, as rows of texts."""

from pathlib import Path

from cxmaturity.errors import Refused
from cxmaturity.files.imports.opening.csv_rows import csv_rows
from cxmaturity.files.imports.opening.model_sheets import MAX_CELL
from cxmaturity.files.imports.opening.text_encoding import decode
from cxmaturity.files.imports.reader_process import read_model_sheets

MAX_BYTES = 20 << 20
Rows = list[list[str]]
CHECK_NAME = "Check the name of the file."


def too_large(path: Path, whole: str) -> Refused:
    """Return the error for a file of more than MAX_BYTES; `whole` names what it should contain."""
    return Refused(f"{path.name} is larger than {MAX_BYTES >> 20} MB.", f"Leave out what is no part of the {whole}.")


def read_sheets(path: Path) -> dict[str, Rows]:
    """Return the rows of each sheet by its name in lower case; a CSV file is one sheet with the file's name.

    All rows of a sheet are filled to the same length. Raises Refused when the file cannot be read, and ValidationErrors
    for quotation marks without a partner.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.", CHECK_NAME) from None
    if len(data) > MAX_BYTES:
        raise too_large(path, "model")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return {title: _square(rows) for title, rows in read_model_sheets(path.name, data).items()}
    decoded = decode(data)
    if decoded.is_guess:
        raise Refused(f"{path.name} is not Unicode text.", "Save it as CSV (UTF-8) or as a workbook.")
    rows: Rows = []
    for number, cells in csv_rows(decoded.text, path.name):
        rows += [[] for _ in range(number - len(rows) - 1)]  # a line that names the separator
        rows.append(cells)
    return {path.stem.strip().lower(): _square(rows)}


def _square(rows: Rows) -> Rows:
    width = max(map(len, rows), default=0)
    return [[cell[:MAX_CELL].strip() for cell in row] + [""] * (width - len(row)) for row in rows]
