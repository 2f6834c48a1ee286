"""Reads the marks of an OpenDocument spreadsheet's cells, like `sheet_marks` for Excel."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from cxmaturity.files.imports.opening.raw_table import NO_VALUE, error_cell
from cxmaturity.files.imports.opening.sheet_marks import SheetMarks

_MAX_REPEATED = 200_000  # rows or columns that one element may repeat; more are the empty rest of a sheet
_HIDDEN = ("collapse", "filter")


def ods_marks(data: bytes, sheet: str) -> SheetMarks:
    """Return the marks of a sheet of an OpenDocument spreadsheet; raises KeyError, ParseError."""
    with ZipFile(BytesIO(data)) as archive, archive.open("content.xml") as content:
        reader = _Reader()
        is_inside = False
        for event, element in ElementTree.iterparse(content, events=("start", "end")):
            tag = _local(element.tag)
            if tag == "table":
                if event == "start":
                    is_inside = _attribute(element, "name") == sheet
                elif is_inside:
                    break
            elif is_inside and event == "end" and tag == "table-column":
                reader.column(element)
            elif event == "end" and tag == "table-row":
                if is_inside:
                    reader.row(element)
                element.clear()
    return SheetMarks(reader.cells, frozenset(reader.hidden), tuple(reader.merged), frozenset(reader.hidden_columns))


class _Reader:
    """Walks through the rows and columns of a sheet and collects the marks."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], str] = {}
        self.hidden: set[int] = set()
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden_columns: set[int] = set()
        self._row, self._column = 1, 0

    def column(self, element: Any) -> None:
        count = _repeated(element, "number-columns-repeated")
        if _attribute(element, "visibility") in _HIDDEN and count < _MAX_REPEATED:
            self.hidden_columns.update(range(self._column, self._column + count))
        self._column += count

    def row(self, element: Any) -> None:
        count = _repeated(element, "number-rows-repeated")
        column, has_content = 0, False
        for cell in element:
            tag, repeated = _local(cell.tag), _repeated(cell, "number-columns-repeated")
            mark = _mark(cell) if tag == "table-cell" else None
            has_content |= mark is not None or _attribute(cell, "value-type") is not None
            if mark is not None and repeated < _MAX_REPEATED and count < _MAX_REPEATED:
                places = ((row, c) for row in self._numbers(count) for c in range(column, column + repeated))
                self.cells.update(dict.fromkeys(places, mark))
            height, width = _repeated(cell, "number-rows-spanned"), _repeated(cell, "number-columns-spanned")
            if height > 1 or width > 1:
                self.merged.append((self._row, column, self._row + height - 1, column + width - 1))
            column += repeated
        if has_content and _attribute(element, "visibility") in _HIDDEN:
            self.hidden.update(self._numbers(min(count, _MAX_REPEATED)))
        self._row += count

    def _numbers(self, count: int) -> Iterator[int]:
        return iter(range(self._row, self._row + count))


def _mark(cell: Any) -> str | None:
    """Return the mark of a cell whose value differs from the text shown; None for all others."""
    kinds = [value for key, value in cell.items() if _local(key) == "value-type"]
    if "error" in kinds:
        return error_cell("".join(cell.itertext()).strip()[:20] or "of a formula")
    if "percentage" in kinds:
        try:
            return f"{round(float(_attribute(cell, 'value') or '') * 100, 6):g}%"
        except ValueError:
            return NO_VALUE
    formula = (_attribute(cell, "formula") or "").upper()
    if formula.endswith(("=TRUE()", "=FALSE()")):  # stored as 1 and 0
        return "yes" if formula.endswith("=TRUE()") else "no"
    return NO_VALUE if formula and not kinds else None


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def _attribute(element: Any, name: str) -> str | None:
    return next((value for key, value in element.items() if _local(key) == name), None)


def _repeated(element: Any, name: str) -> int:
    stated = _attribute(element, name) or "1"
    return int(stated) if stated.isdecimal() else 1
