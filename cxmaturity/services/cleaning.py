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
