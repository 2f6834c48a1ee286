"""Reads the rows of a CSV file with any delimiter."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import StringIO
from itertools import islice

from cxmaturity.errors import Issue, ValidationErrors
from cxmaturity.files.imports.opening.raw_table import Row

MAX_CELL = csv.field_size_limit()
"""The longest cell that is read, in characters."""

_DELIMITERS = (",", ";", "\t", "|")
_NO_DELIMITER = "\x1f"  # stands in no text
_SAMPLE_ROWS = 50  # rows used to detect the delimiter
_SAMPLE_LENGTH = 100_000
_DECIMAL = re.compile(r'\s*"?\d+,\d+"?\s*')  # a line of a file with one column of numbers, whose comma is decimal
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?[,;\t|]*(?:\r\n?|\n)', re.IGNORECASE)  # Excel writes such a line


def csv_rows(text: str, file: str) -> Iterator[Row]:
    """Yield every record with its number; raises ValidationErrors when quotation marks are not balanced."""
    number = 1
    separator_line = _SEPARATOR_LINE.match(text)
    if separator_line:
        text, number = text[separator_line.end() :], 2
    text = _without_outer_quotes(text)
    reader = _reader(text, separator_line[1] if separator_line else _delimiter(text))
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise ValidationErrors("The file", [_csv_error(file, number, error)]) from None
        if cells is None:
            return
        yield number, [_text_of_formula(cell) if cell.startswith('="') else cell for cell in cells]
        number += 1


def _text_of_formula(cell: str) -> str:
    """Return the text in a cell such as ="03", a notation with which some tools keep Excel from changing a text."""
    return cell[2:-1].replace('""', '"') if cell.endswith('"') and len(cell) > 2 else cell


def _without_outer_quotes(text: str) -> str:
    """Return a text without outer quotes if each line is one quoted cell that contains the cells; else unchanged.

    The cells must be as many in each line. A blank after a mark in the first line is that of a sentence, which is the
    heading of the only column.
    """
    lines = text[:_SAMPLE_LENGTH].splitlines()[:_SAMPLE_ROWS]
    if len(lines) < 2 or not all(line.startswith('"') and line.endswith('"') for line in lines if line):
        return text
    with suppress(csv.Error):
        inner = "\n".join(cells[0] for cells in _reader(text, _NO_DELIMITER) if cells)
        sample = [cells for cells in islice(_reader(inner, _delimiter(inner)), _SAMPLE_ROWS) if cells]
        widths = {len(cells) for cells in sample}
        is_row = len(widths) == 1 and widths != {1}
        if is_row and not any(cell.startswith(" ") for cell in sample[0][1:]):
            return inner
    return text


def long_cell(file: str, place: str) -> Issue:
    """Return the fault of a cell of more than MAX_CELL characters, at `place`, a cell or a row."""
    return Issue(file, place, f"a cell is longer than {MAX_CELL:,} characters", "Shorten or clear it")


def _csv_error(file: str, number: int, error: csv.Error) -> Issue:
    if "field limit" in str(error):
        return long_cell(file, f"row {number}")
    fix = 'Write a quotation mark within a cell twice (""), and one at each end of the cell'
    return Issue(file, f"row {number}", "a quotation mark is without its partner, so the cell does not end", fix)


def _reader(text: str, delimiter: str) -> "Iterator[list[str]]":
    # strict, because otherwise all rows after a stray quotation mark would become one cell and be lost
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _delimiter(text: str) -> str:
    """Return the delimiter with the most uniform row lengths, of equals the one with most columns.

    In a file of one column it is a character that no text contains. The standard library's Sniffer accepts letters as
    delimiters and fails with a title above the table.
    """

    def fitness(delimiter: str) -> tuple[bool, float, int]:
        rows: list[list[str]] = []
        with suppress(csv.Error):
            rows.extend(cells for cells in islice(_reader(text, delimiter), _SAMPLE_ROWS) if any(cells))
        widths = Counter(map(len, rows))
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(0, 0))
        return _are_columns(rows), count / max(len(rows), 1), width

    first, *others = text[:_SAMPLE_LENGTH].splitlines()[:_SAMPLE_ROWS] or [""]
    is_decimals = "," not in first and all(_DECIMAL.fullmatch(line) for line in others if line.strip())
    best = max(_DELIMITERS, key=fitness)
    return _NO_DELIMITER if is_decimals or not fitness(best)[0] else best


def _are_columns(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the cells of these rows are columns, and not parts of the texts of one column; True without rows.

    If the first row has several cells, half of the others must. A title above the table may as well be the heading of
    one column: then the first row of several cells must be one of headings. Most rows below it must have several cells,
    but no more than there are headings, and its cells do not all stand in their columns again.
    """
    start = next((place for place, cells in enumerate(rows) if len(cells) > 1), 0)
    head, *below = rows[start:] or [["", ""]]
    if len(head) == 1:
        return False
    if start == 0:
        return 2 * sum(len(cells) > 1 for cells in below) >= len(below)
    fitting = sum(1 < len(cells) <= len(head) for cells in below)
    others = [cells for cells in below if cells != head]
    is_repeated = all(any(cells[place : place + 1] == [cell] for cells in others) for place, cell in enumerate(head))
    return bool(below) and 3 * fitting >= 2 * len(below) and not is_repeated
