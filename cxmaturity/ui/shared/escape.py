"""Text that people typed, shown as they typed it: never as Markdown or HTML."""

import re

# Every ASCII punctuation mark that could mean something: Markdown takes any of them after a backslash.
_MARKS = re.compile(r"([!#$&*+./:<=>@\[\\\]^_`{|}~-]|(?<=\d)\))")

# Addresses become links after all backslashes are read, so an invisible character has to part them. Browsers pass over
# it when such an address is copied into them.
_ADDRESS = re.compile(r"(?<=www)(?=\.)|(?<=https://)|(?<=http://)|(?<=@)(?=[-\w]+\.[-\w])", re.IGNORECASE)
_JOINER = "\u2060"


def plain(text: str) -> str:
    """Return `text` so that a Markdown element shows exactly its characters, in one line, and makes no link of them.

    One nicety is Streamlit's own, beyond any backslash: a free-standing -> or >= is drawn as → or ≥.
    """
    return _MARKS.sub(r"\\\1", _ADDRESS.sub(_JOINER, " ".join(text.split())))


def named(label: str, name: str) -> str:
    """Return the label of a control that repeats on a page with `name`, whose it is, which only those who hear it get.

    To be used on buttons and links: the styles of the pages keep it from being seen.
    """
    return f"{label} :gray[{plain(name)}]"


def plain_lines(text: str) -> str:
    """Return `text` as `plain` does, each of its lines on a line of its own."""
    return "  \n".join(plain(line) for line in text.splitlines() if line.strip())
