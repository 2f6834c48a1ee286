"""Text as people type or paste it, made fit to be stored, shown and exported."""

import re

# What no database, page or spreadsheet takes or shows: control characters but tab and line break, and half characters.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def cleaned(text: str) -> str:
    """Return `text` without characters that cannot be kept, its line breaks alike."""
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Return `text` as one line, every run of blanks a single space; empty when nothing of it can be seen."""
    line = " ".join(cleaned(text).split())
    return line if any(c.isprintable() for c in line) else ""


# What a spreadsheet takes for a formula, and the same behind the apostrophes that make it text.
_FORMULA = re.compile("'*[=+@\t\r-]")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; `as_typed` undoes it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def as_typed(cell: str) -> str:
    """Return what `harmless` was given for what it returned; other cells stay as they are."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
