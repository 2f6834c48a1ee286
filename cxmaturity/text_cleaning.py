"""Texts that people type or upload: names, characters that cannot be stored, spreadsheet formulas."""

import re
from unicodedata import category, normalize

from cxmaturity.errors import Refused

MAX_NAME_LENGTH = 80
"""The longest name of a team, an assessment or a person, in characters."""


def clean_name(text: str, what: str) -> str:
    """Return a name as one line; raises Refused, whose text begins with `what`, when it is empty or too long."""
    name = to_one_line(text)
    if not name or len(name) > MAX_NAME_LENGTH:
        raise Refused(f"{what} needs a name of 1 to {MAX_NAME_LENGTH} characters.", "Change it and try again.")
    return name


def cut(text: str, most: int) -> str:
    """Return `text`, if it is longer than `most` characters cut to so many, which end in …"""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def comparable_name(name: str) -> str:
    """Return a form of a name that is equal for all that look like it.

    These may be in capitals, full-width, or have invisible characters.
    """
    line = to_one_line(name)[: MAX_NAME_LENGTH + 1]  # so much tells a longer one from every name
    return "".join(c for c in normalize("NFKC", line).casefold() if category(c) != "Cf")


def searchable(text: str) -> str:
    """Return a form of a text in which it is found without regard to case, width and accents."""
    return "".join(c for c in normalize("NFKD", text.casefold()) if not category(c).startswith("M"))


def alphabetical(text: str) -> tuple[str, str]:
    """Return a key that sorts texts with accents among those without, not after all of them."""
    return searchable(text), text


# What databases, pages or spreadsheets reject: control characters except tab and line break, and lone surrogates.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean_text(text: str) -> str:
    """Return `text` without characters that cannot be stored, with \\n as its only line break."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


# What turns the direction of all that follows: a name stands within a sentence, beside other names and their numbers.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BLANK = " \u115f\u1160\u2800\u3164\uffa0"  # printable, says Unicode, but nothing of them can be seen


def to_one_line(text: str) -> str:
    """Return `text` as one line with single spaces; empty when none of its characters is visible."""
    line = " ".join(_TURNING.sub("", clean_text(text)).split())
    return line if any(_is_visible(c) for c in line) else ""


def _is_visible(character: str) -> bool:
    """Return whether a character can be seen by itself, which one that marks another cannot."""
    return character.isprintable() and character not in _BLANK and not category(character).startswith("M")


# Where a spreadsheet may see a formula: the start of a cell, and what follows a character at which another separator
# would split it, as `;` does where the decimal point is a comma; quotation marks there are read over. The signs are
# those that begin a formula, the full-width ones of East Asian keyboards too.
_BEFORE_SIGN = "(?:^|(?<=[;|\t\r\n]))[\"']*"
_SIGN = "(?=[=+@\u2212\uff1d\uff0b\uff20\uff0d-])"
_BEFORE_GAP, _GAP = "^'*", "(?=[\t\r\n])"  # some programs read over these, and what follows begins the cell
_FORMULA = re.compile(f"{_BEFORE_SIGN}{_SIGN}|{_BEFORE_GAP}{_GAP}")
_ESCAPED_FORMULA = re.compile(f"{_BEFORE_SIGN}'{_SIGN}|{_BEFORE_GAP}'{_GAP}")


def escape_formula(cell: str) -> str:
    """Return a cell in which no spreadsheet of any locale sees a formula; `unescape_formula` undoes it."""
    return _FORMULA.sub(r"\g<0>'", cell)


def unescape_formula(cell: str) -> str:
    """Return the cell before `escape_formula`; other cells are returned unchanged."""
    return _ESCAPED_FORMULA.sub(lambda match: match[0][:-1], cell)
