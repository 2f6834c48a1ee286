"""Reads from a workbook what calamine does not: errors, formulas without a result, hidden rows, merged cells.

calamine reads an error, and a formula without a stored result, as an empty cell, which would count as no answer.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

from cxmaturity.files.imports.opening.raw_table import NO_VALUE, error_cell

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_ERROR = re.compile(rb"""<(?:\w+:)?c\b([^>]*\bt=["']e["'][^>]*)>""")
_END_OF_CELL = re.compile(rb"</(?:\w+:)?c>")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_NO_VALUE = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
_NUMBER = re.compile(rb"""\br=["'](\d+)["']""")
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\b[^>]*\bref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""",
)
_COLUMNS = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_MIN, _MAX = re.compile(rb"""\bmin=["'](\d+)["']"""), re.compile(rb"""\bmax=["'](\d+)["']""")
_LAST_COLUMN = 1000  # the last column examined; no accepted table has more
_FORMAT = re.compile(rb"""<(?:\w+:)?numFmt\b[^>]*\bnumFmtId=["'](\d+)["'][^>]*\bformatCode=["']([^"']*)["']""")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b[^>]*>(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\b[^>]*>")
_FORMAT_ID = re.compile(rb"""\bnumFmtId=["'](\d+)["']""")
_PERCENT = re.compile(
    rb"""<(?:\w+:)?c\b((?=[^>]*\bs=["'](\d+)["'])[^>]*)>(?:<(?:\w+:)?f\b[^<]*(?:/>|</(?:\w+:)?f>))?"""
    rb"""<(?:\w+:)?v>(-?[\d.]+(?:[eE][-+]?\d+)?)<"""
)
_TYPED = re.compile(rb"""\bt=["'](?!n["'])""")
_TEXT_RESULT = re.compile(rb"""\bt=["']str["']""")


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """The marked cells of a sheet by (row from 1, column from 0), hidden rows and columns, and merged ranges.

    A range is (first row, first column, last row, last column). Cells formatted as a percentage are included with the
    text shown, because calamine reads 100 % as 1.
    """

    cells: Mapping[tuple[int, int], str]
    hidden: frozenset[int]
    merged: tuple[tuple[int, int, int, int], ...]
    hidden_columns: frozenset[int] = frozenset()


def sheet_marks(data: bytes, sheet: str) -> SheetMarks:
    """Return the marks of a sheet of a workbook in the format of Excel 2007 and later; raises KeyError, ParseError."""
    with ZipFile(BytesIO(data)) as archive:
        content = archive.read(_sheet_part(archive, sheet))
        percentages = _percentages(archive)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16").encode()
    cells = {}
    for match in _ERROR.finditer(content):
        end = _END_OF_CELL.search(content, match.end())
        value = _VALUE.search(content, match.end(), end.start() if end else len(content))
        cells[_place(content, match)] = error_cell(
            value[1].decode("utf-8", "replace")[:20] if value else "of a formula"
        )
    for match in _NO_VALUE.finditer(content):
        # The stored result of ="" is an empty text, unlike a missing result.
        if not (match[2] and _TEXT_RESULT.search(match[1])):
            cells[_place(content, match)] = NO_VALUE
    if percentages:
        for match in _PERCENT.finditer(content):
            if int(match[2]) in percentages and not _TYPED.search(match[1]):
                cells[_place(content, match)] = f"{round(float(match[3]) * 100, 6):g}%"
    merged = tuple((int(m[2]), _column(m[1]), int(m[4]), _column(m[3])) for m in _MERGED.finditer(content))
    hides = b"hidden=" in content
    rows, columns = (_hidden_rows(content), _hidden_columns(content)) if hides else ((), ())
    return SheetMarks(cells, frozenset(rows), merged, frozenset(columns))


def _percentages(archive: ZipFile) -> frozenset[int]:
    """Return the indices of cell styles that show a number as a percentage."""
    try:
        content = archive.read("xl/styles.xml")
    except KeyError:
        return frozenset()
    formats = {b"9", b"10"} | {number for number, code in _FORMAT.findall(content) if b"%" in code}
    styles = _STYLES.search(content)
    used = [_FORMAT_ID.search(style) for style in _STYLE.findall(styles[1])] if styles else []
    return frozenset(place for place, match in enumerate(used) if match and match[1] in formats)


def _sheet_part(archive: ZipFile, sheet: str) -> str:
    """Return the name of the archive's part with a sheet."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    link = next(
        value
        for element in book.iterfind(".//{*}sheet")
        if element.get("name") == sheet
        for key, value in element.items()
        if key.endswith("}id")
    )
    target = next(e.get("Target", "") for e in links.iter() if e.get("Id") == link)
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _hidden_columns(content: bytes) -> Iterator[int]:
    for match in _COLUMNS.finditer(content):
        if _HIDDEN.search(match[1]):
            first, last = (_bound.search(match[1]) for _bound in (_MIN, _MAX))
            if first and last:
                yield from range(int(first[1]) - 1, min(int(last[1]), _LAST_COLUMN))


def _hidden_rows(content: bytes) -> Iterator[int]:
    number = 0
    for match in _ROW.finditer(content):
        stated = _NUMBER.search(match[1])
        number = int(stated[1]) if stated else number + 1
        if _HIDDEN.search(match[1]):
            yield number


def _place(content: bytes, cell: "re.Match[bytes]") -> tuple[int, int]:
    """Return the row from 1 and the column from 0 of a cell; a cell without a reference follows the one before it."""
    stated = _PLACE.search(cell[1])
    if stated:
        return int(stated[2]), _column(stated[1])
    start = max(content.rfind(b"<row", 0, cell.start()), content.rfind(b":row", 0, cell.start()))
    column = -1
    for match in _CELL.finditer(content, start, cell.end()):
        place = _PLACE.search(match[1])
        column = _column(place[1]) if place else column + 1
        if match.start() == cell.start():
            break
    number = 0
    for match in _ROW.finditer(content, 0, cell.start()):
        row = _NUMBER.search(match[1])
        number = int(row[1]) if row else number + 1
    return number, column


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
