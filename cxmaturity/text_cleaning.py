"""Names that people give to teams and assessments."""

import re

from cxmaturity.errors import Refused

MAX_NAME_LENGTH = 80
"""The longest name of a team, an assessment or a person, in characters."""


def clean_name(text: str, what: str) -> str:
    """Return the name as one line; raises Refused when it is empty or too long. `what` begins the sentence."""
    name = to_one_line(text)
    if not name or len(name) > MAX_NAME_LENGTH:
        raise Refused(f"{what} needs a name of 1 to {MAX_NAME_LENGTH} characters.", "Change it and try again.")
    return name


# What no database, page or spreadsheet takes or shows: control characters but tab and line break, and half characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean_text(text: str) -> str:
    """Return `text` without characters that cannot be kept, its line breaks alike."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def to_one_line(text: str) -> str:
    """Return `text` as one line, every run of blanks a single space; empty when nothing of it can be seen."""
    line = " ".join(clean_text(text).split())
    return line if any(c.isprintable() for c in line) else ""


# What a spreadsheet takes for a formula, and the same behind the apostrophes that make it text.
_FORMULA = re.compile("'*[=+@\t\r-]")


def escape_formula(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; `unescape_formula` undoes it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unescape_formula(cell: str) -> str:
    """Return what `escape_formula` was given for what it returned; other cells stay as they are."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
