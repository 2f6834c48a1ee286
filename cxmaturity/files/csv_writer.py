"""CSV that spreadsheet programs open as it was written."""

import re
from collections.abc import Iterable

from cxmaturity.text_cleaning import escape_formula

_SEPARATES = re.compile(r'[,;|\t\r\n"]')  # what any spreadsheet may take for the end of a cell


def write_csv(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """Return a table as CSV in UTF-8 with a byte-order mark, which spreadsheets need to read accents right.

    In no cell any spreadsheet sees a formula, whatever its locale takes for a separator.
    """
    lines = [",".join(map(_cell, row)) for row in (headings, *rows)]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def _cell(text: str) -> str:
    text = escape_formula(text)
    return '"' + text.replace('"', '""') + '"' if _SEPARATES.search(text) else text
