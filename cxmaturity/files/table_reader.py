"""CSV files and Excel workbooks, as form tools export them, read as a table of texts."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from cxmaturity.errors import Issue, Refused, ValidationErrors
from cxmaturity.files.workbook import MAX_CELLS, read_workbook
from cxmaturity.text_cleaning import to_one_line, unescape_formula

MAX_BYTES = 20 << 20
MAX_ROWS = 100_000
MAX_COLUMNS = 500
MAX_HEADING = 1000
"""The longest heading that is read, in characters."""

MAX_CELL = csv.field_size_limit()
"""The longest cell that is read, in characters."""

Row = tuple[int, list[str]]
"""A row's number as a spreadsheet counts, from 1, and its cells."""

_AS_CSV = "Save it as CSV (UTF-8) or as an Excel workbook (.xlsx), and import that."
_RIGHT_FILE = "Choose the file with the answers that your form tool exported."
_OTHER_FILE_TYPES = {
    b"%PDF": "This is a PDF file.",
    b"\xd0\xcf\x11\xe0": "This is an old Excel workbook (.xls), or one protected by a password.",
    b"\x89PNG": "This is a picture.",
    b"\xff\xd8\xff": "This is a picture.",
    b"{\\rtf": "This is a text document.",
}
_MARKUP = re.compile(r"\s*<(!doctype|html|\?xml)", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MAX_CONTROL = 0.05  # the highest share of control characters in a text
_DELIMITERS = (",", ";", "\t")
_SAMPLE_ROWS = 50  # rows by which the delimiter is chosen


@dataclass(frozen=True, slots=True)
class Table:
    """The content of a file: its headings, each one line and all different, and the rows below them.

    Every row has as many cells as there are headings; empty rows are left out. A heading is empty only where its whole
    column is. `sheets` names the sheets of a workbook, `sheet` the one that was read; both are empty for CSV.
    """

    file: str
    headings: tuple[str, ...]
    rows: list[Row]
    sheet: str | None = None
    sheets: tuple[str, ...] = ()


def column_letter(column: int) -> str:
    """Return the letters by which spreadsheets name a column counted from 0: A, B … Z, AA …"""
    return (column_letter(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)


def read_table(name: str, data: bytes) -> Table:
    """Return the table in a CSV file or an Excel workbook (its first sheet); raises Refused, or ValidationErrors.

    `name` is the file's name, for messages; the kind of file is recognised by its content.
    """
    file = to_one_line(name)[:80] or "The file"
    if len(data) > MAX_BYTES:
        raise Refused(f"The file is larger than {MAX_BYTES >> 20} MB.", "Take out columns without answers.")
    for start, kind in _OTHER_FILE_TYPES.items():
        if data.startswith(start):
            raise Refused(kind, _AS_CSV)
    if data.startswith(b"PK"):
        sheet = read_workbook(data)
        return _table(file, sheet.rows, sheet.name, sheet.names)
    return _table(file, _csv_rows(_decode(data), file))


def _table(file: str, rows: Iterable[Row], sheet: str | None = None, sheets: tuple[str, ...] = ()) -> Table:
    """Return the table whose headings are the first row with content; raises Refused above the size limits."""
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
        if len(kept) > MAX_ROWS:
            raise Refused(f"The file has more than {MAX_ROWS:,} rows.", "Split it into several assessments.")
        if max(map(len, cells)) > MAX_CELL:
            raise ValidationErrors("The file", [_long_cell(file, number)])
        kept.append((number, cells))
        if len(kept) * width > MAX_CELLS:
            raise Refused(f"The table has more than {MAX_CELLS:,} cells.", "Take out columns without answers.")
    if not kept:
        raise Refused("The file is empty.", _RIGHT_FILE)
    if len(kept) == 1:
        raise Refused("The file has headings, but no row of answers below them.", _RIGHT_FILE)
    for _, cells in kept:
        cells.extend([""] * (width - len(cells)))
    headings = tuple(to_one_line(unescape_formula(cell))[:MAX_HEADING] for cell in kept[0][1])
    if issues := [*_missing_headings(file, headings, kept[1:]), *_duplicate_headings(file, headings)]:
        raise ValidationErrors("The first row of the file", issues)
    return Table(file, headings, kept[1:], sheet, sheets)


def _missing_headings(file: str, headings: tuple[str, ...], rows: list[Row]) -> Iterator[Issue]:
    for column, heading in enumerate(headings):
        first = None if heading else next((n for n, cells in rows if cells[column].strip()), None)
        if first is not None:
            problem = f"it has no heading, yet row {first} has something there"
            yield Issue(file, f"column {column_letter(column)}", problem, "Give it a heading, or clear the column")


def _duplicate_headings(file: str, headings: tuple[str, ...]) -> Iterator[Issue]:
    places = defaultdict(list)
    for column, heading in enumerate(headings):
        if heading:
            places[heading.casefold()].append(column)
    for same in places.values():
        if len(same) > 1:
            where = f"columns {', '.join(map(column_letter, same[:-1]))} and {column_letter(same[-1])}"
            yield Issue(file, where, f"they have the same heading, '{headings[same[0]][:60]}'", "Rename all but one")


def _decode(data: bytes) -> str:
    """Return the text of a CSV file in UTF-8, UTF-16 or Windows-1252; raises Refused when it is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data[1:200:2].count(0) > len(data[1:200:2]) / 2:
        encodings = ["utf-16-le"]
    elif data[0:200:2].count(0) > len(data[0:200:2]) / 2:
        encodings = ["utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        start = text[:65_536]
        if not _MARKUP.match(start) and len(_CONTROL.findall(start)) <= len(start) * _MAX_CONTROL:
            return text
    raise Refused("This file is no table.", _AS_CSV)


def _csv_rows(text: str, file: str) -> Iterator[Row]:
    """Yield every record with its number; raises ValidationErrors where the quotation marks do not pair up."""
    first = 1
    separator_line = re.match(r"sep=([,;\t])\r?\n", text, re.IGNORECASE)  # Excel writes and reads such a line
    if separator_line:
        text, first = text[separator_line.end() :], 2
    reader = _reader(text, separator_line[1] if separator_line else _delimiter(text))
    number = first
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise ValidationErrors("The file", [_csv_error(file, number, error)]) from None
        if cells is None:
            return
        yield number, cells
        number += 1


def _csv_error(file: str, number: int, error: csv.Error) -> Issue:
    if "field limit" in str(error):
        return _long_cell(file, number)
    fix = 'Write a quotation mark within a cell twice (""), and one at each end of the cell'
    return Issue(file, f"row {number}", "a quotation mark is without its partner, so the cell does not end", fix)


def _long_cell(file: str, number: int) -> Issue:
    return Issue(file, f"row {number}", f"a cell is longer than {MAX_CELL:,} characters", "Shorten or clear it")


def _reader(text: str, delimiter: str) -> "Iterator[list[str]]":
    # A reader that is not strict takes all rows after a stray quotation mark for one cell, and loses them.
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _delimiter(text: str) -> str:
    """Return the delimiter that makes the rows most alike in length, of equals the one that makes most columns."""

    def fitness(delimiter: str) -> tuple[bool, float, int]:
        widths = []
        with suppress(csv.Error):
            for cells in islice(_reader(text, delimiter), _SAMPLE_ROWS):
                widths += [len(cells)] * bool(cells)
        wide = widths[0] if widths else 0
        return wide > 1, widths.count(wide) / max(len(widths), 1), wide

    return max(_DELIMITERS, key=fitness)
