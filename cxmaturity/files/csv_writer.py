"""Writes CSV that spreadsheet programs show unchanged."""

import re
from collections.abc import Iterable

from cxmaturity.text_cleaning import escape_formula

_SEPARATES = re.compile(r'[,;|\t\r\n"]')  # characters at which some spreadsheet program may end a cell


def write_csv(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """Return a table as CSV in UTF-8 with a byte-order mark, without which spreadsheets misread accents.

    Cells are written so that no spreadsheet program reads a formula in them, whatever separator its locale uses.
    """
    lines = [",".join(map(_cell, row)) for row in (headings, *rows)]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def _cell(text: str) -> str:
    text = escape_formula(text)
    return '"' + text.replace('"', '""') + '"' if _SEPARATES.search(text) else text
