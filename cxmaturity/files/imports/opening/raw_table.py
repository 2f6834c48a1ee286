"""A sheet or a CSV file as rows of texts; cells without plain text contain a mark."""

from dataclasses import dataclass

Row = tuple[int, list[str]]
"""A row's number as a spreadsheet counts, from 1, and its cells."""

_MARK = "\ufdd0"  # a Unicode noncharacter, which no program writes
_ERROR, _FORMULA, _MERGED = "error", "formula", "merged"

NO_VALUE = f"{_MARK}{_FORMULA}"
"""The marked cell of a formula whose result is not stored in the file."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """The rows with content of one sheet, or of a CSV file (`sheet` is None), all of the same width.

    `hidden` are the numbers of rows that the spreadsheet hides, by hand or by a filter.
    `hidden_columns` are counted from 0.
    """

    rows: list[Row]
    sheet: str | None = None
    hidden: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def column_letter(column: int) -> str:
    """Return the letters of a column counted from 0, as in spreadsheets: A, B … Z, AA …"""
    return (column_letter(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)


def cell_name(row: int, column: int) -> str:
    """Return a cell's name in spreadsheets, such as C8; `row` counts from 1, `column` from 0."""
    return f"{column_letter(column)}{row}"


def error_cell(text: str) -> str:
    """Return the marked cell of an error value such as #N/A."""
    return f"{_MARK}{_ERROR} {text}"


def merged_cell(first: str) -> str:
    """Return the marked cell for one that is merged into the cell named `first`."""
    return f"{_MARK}{_MERGED} {first}"


def is_marked(cell: str) -> bool:
    """Return whether a cell is marked as having no plain text."""
    return cell.startswith(_MARK)


def marked_problem(cell: str) -> tuple[str, str]:
    """Return the problem of a marked cell, and its fix."""
    kind, _, detail = cell.removeprefix(_MARK).partition(" ")
    if kind == _ERROR:
        return f"it holds the error {detail}", "Mend the formula in the spreadsheet, or type the answer"
    if kind == _MERGED:
        return f"it is merged with cell {detail}", "Split the merged cells in the spreadsheet, and fill in each"
    return (
        "it holds a formula whose result is not in the file",
        "Open the file in a spreadsheet program, save it there, and choose it again",
    )


def visible_text(cell: str) -> str:
    """Return the text of a heading's cell; empty for a marked cell."""
    return "" if is_marked(cell) else cell
