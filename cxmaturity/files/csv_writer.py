"""CSV that spreadsheet programs open as it was written."""

import csv
from collections.abc import Iterable
from io import StringIO

from cxmaturity.text_cleaning import escape_formula


def write_csv(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """Return a table as CSV in UTF-8 with a byte-order mark, which spreadsheets need to read accents right.

    A cell that a spreadsheet would take for a formula is escaped.
    """
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(map(escape_formula, headings))
    writer.writerows(map(escape_formula, row) for row in rows)
    return text.getvalue().encode("utf-8-sig")
