"""Reads CSV files and workbooks of form tools as tables of texts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cxmaturity.errors import Refused, ValidationErrors
from cxmaturity.files.imports.opening.csv_rows import MAX_CELL, csv_rows, long_cell
from cxmaturity.files.imports.opening.raw_table import RawTable, Row, cell_name
from cxmaturity.files.imports.opening.text_encoding import decode
from cxmaturity.files.imports.opening.workbook import MAX_CELLS, Workbook
from cxmaturity.text_cleaning import to_one_line
from cxmaturity.wording.errors import OWN_WORKBOOK, SPLIT_FILE
from cxmaturity.wording.exports import workbook as words

MAX_BYTES = 20 << 20
MAX_ROWS = 100_000
MAX_COLUMNS = 500

_ROWS_BESIDE = 100  # headings, titles and totals allowed in addition to MAX_ROWS people
_OWN_SHEETS = {words.SUMMARY, words.ANSWERS, words.QUESTIONNAIRE, words.METHOD}  # of each workbook of an assessment
_SAMPLE_LINES, _SAMPLE_LENGTH = 3, 200
_AS_CSV = "Save it as CSV (UTF-8) or as an Excel workbook (.xlsx), and import that."
_RIGHT_FILE = "Choose the file with the answers that your form tool exported."
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{|\[\s*[\[{])")
_OTHER_FILE_TYPES = {
    b"%PDF": "This is a PDF file, and no whole report of CX Maturity.",
    b"\xd0\xcf\x11\xe0": "This is an old Excel workbook (.xls), or one protected by a password.",
    b"\x89PNG": "This is a picture.",
    b"\xff\xd8\xff": "This is a picture.",
    b"{\\rtf": "This is a text document.",
}


@dataclass(frozen=True, slots=True)
class FileContent:
    """The tables of a file: one for a CSV file, one for each readable sheet with content of a workbook.

    `sheets` names the visible sheets of a workbook, `hidden_sheets` the hidden ones, which are not read. `encoding` is
    that of a CSV file. If it `is_guess`, `sample_lines` are the first lines that another encoding would read
    differently.
    """

    file: str
    tables: Iterable[RawTable]
    sheets: tuple[str, ...] = ()
    encoding: str | None = None
    is_guess: bool = False
    sample_lines: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()


def read_file(name: str, data: bytes, encoding: str | None = None, sheet: str | None = None) -> FileContent:
    """Return the tables of a CSV file or a workbook; raises Refused, or ValidationErrors.

    `name` is the file's name for messages; the kind of file is detected from its content. Tables are read, and errors
    raised, while iterating. With `sheet`, only this sheet of a workbook is read.
    """
    file = to_one_line(name)[:80] or "The file"
    if len(data) > MAX_BYTES:
        raise Refused(f"The file is larger than {MAX_BYTES >> 20} MB.", "Take out columns without answers.")
    for start, kind in _OTHER_FILE_TYPES.items():
        if data.startswith(start):
            raise Refused(kind, _AS_CSV)
    if data.startswith(b"PK"):
        book = Workbook(data)
        if set(book.names) >= _OWN_SHEETS:
            raise Refused(*OWN_WORKBOOK)
        if sheet is not None and sheet not in book.names:
            named = ", ".join(f"'{to_one_line(name)}'" for name in book.names)
            raise Refused(f"The workbook has no visible sheet '{to_one_line(sheet)[:80]}'.", f"It has {named}.")
        return FileContent(file, _sheet_tables(book, file, sheet), book.names, hidden_sheets=book.hidden_names)
    if _JSON.match(data):
        raise Refused("This is a JSON file, not a table.", _AS_CSV)
    decoded = decode(data, encoding)
    lines = [line for line in decoded.text.splitlines() if not line.isascii()][:_SAMPLE_LINES]
    samples = tuple(to_one_line(line)[:_SAMPLE_LENGTH] for line in lines)
    tables = [RawTable(_bounded(csv_rows(decoded.text, file), file))]
    return FileContent(file, tables, (), decoded.encoding, decoded.is_guess, samples)


def _sheet_tables(book: Workbook, file: str, only: str | None) -> Iterator[RawTable]:
    """Yield the table of every sheet with content; raises Refused when none can be read."""
    refused: Refused | None = None
    is_read = False
    for name in [only] if only is not None else book.names:
        try:
            sheet = book.sheet(name)
            table = (
                RawTable(_bounded(sheet.rows, file), name, sheet.hidden, sheet.hidden_columns) if sheet.rows else None
            )
        except Refused as error:  # one unreadable sheet must not prevent reading the others
            refused = refused or error
            continue
        if table:
            is_read = True
            yield table
    if not is_read:
        raise refused or _empty()


def _empty() -> Refused:
    return Refused("The file is empty.", _RIGHT_FILE)


def _bounded(rows: Iterable[Row], file: str) -> list[Row]:
    """Return the rows with content, filled to the same width; raises Refused above the limits."""
    kept: list[Row] = []
    width = 0
    for number, cells in rows:
        while cells and (not cells[-1] or cells[-1].isspace()):
            cells.pop()
        if not cells:
            continue
        width = max(width, len(cells))
        if width > MAX_COLUMNS:
            raise Refused(f"Row {number} has more than {MAX_COLUMNS} columns.", "Take out columns without answers.")
        if len(kept) > MAX_ROWS + _ROWS_BESIDE:
            raise Refused(f"The file has more than {MAX_ROWS:,} rows.", SPLIT_FILE)
        if max(map(len, cells)) > MAX_CELL:
            place = f"cell {cell_name(number, max(range(len(cells)), key=lambda column: len(cells[column])))}"
            raise ValidationErrors("The file", [long_cell(file, place)])
        kept.append((number, cells))
        if len(kept) * width > MAX_CELLS:
            raise Refused(f"The table has more than {MAX_CELLS:,} cells.", "Take out columns without answers.")
    if not kept:
        raise _empty()
    for _, cells in kept:
        cells.extend([""] * (width - len(cells)))
    return kept
