"""Recognises repeated headings within a table, and a second table below the first."""

import re

from cxmaturity.files.imports.columns.headings import Headings
from cxmaturity.files.imports.left_out.kinds import LeftOutRow, LeftOutRule
from cxmaturity.files.imports.opening.raw_table import RawTable, Row
from cxmaturity.files.imports.table_shape import InnerHeadings

_RULE = re.compile(r"[-=_─+|]{2,}|:[-=]+:?|[-=]+:")
_MIN_RULE = 5  # characters of a line in a single cell


def headings_again(table: RawTable, headings: Headings, inner: InnerHeadings) -> LeftOutRule:
    """Return the function that recognises repeated headings, a one-cell title above them, and a line of dashes."""
    first = headings.start + headings.count
    rows = [cells for _, cells in table.rows[headings.start : first]]
    again = {number for number, cells in table.rows[first:] if number in inner.same or cells in rows}

    def reason(row: Row) -> LeftOutRow | None:
        number, cells = row
        if number in again:
            return LeftOutRow(number, "headings", "the headings again")
        if (number + 1 in again or number + 1 == inner.other) and sum(map(bool, cells)) == 1:
            return LeftOutRow(number, "headings", "a title above the headings of another table")
        filled = [cell for cell in cells if cell]
        is_long = len(filled) > 1 or len("".join(filled)) >= _MIN_RULE
        if is_long and all(_RULE.fullmatch(cell.strip()) for cell in filled):
            return LeftOutRow(number, "headings", "a line drawn below the headings")
        return None

    return reason


def second_table(inner: InnerHeadings) -> LeftOutRule:
    """Return the function that recognises the rows of a second table, from its headings on."""
    start = inner.other
    return lambda row: (
        LeftOutRow(row[0], "table", f"it belongs to the second table, which begins in row {start}")
        if start is not None and row[0] >= start
        else None
    )
