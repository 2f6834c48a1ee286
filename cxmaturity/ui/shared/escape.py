"""Escapes typed text so that pages show it literally, never as Markdown or HTML."""

import re

# Every ASCII punctuation mark with a meaning in Markdown; after a backslash it is literal.
_MARKS = re.compile(r"([!#$&*+./:<=>@\[\\\]^_`{|}~-]|(?<=\d)\))")

# Markdown turns addresses into links after it has read the backslashes, so an invisible character must split them.
# Browsers ignore that character in a copied address.
_ADDRESS = re.compile(r"(?<=www)(?=\.)|(?<=https://)|(?<=http://)|(?<=@)(?=[-\w]+\.[-\w])", re.IGNORECASE)
_JOINER = "\u2060"


def plain(text: str) -> str:
    """Return `text` escaped for Markdown: shown literally, in one line, without links.

    One exception cannot be escaped: Streamlit draws a free-standing -> or >= as → or ≥.
    """
    return _MARKS.sub(r"\\\1", _ADDRESS.sub(_JOINER, " ".join(text.split())))


def named(label: str, name: str) -> str:
    """Return the label of a repeated button or link, followed by the `name` of its subject for screen readers only.

    The styles of the pages hide the name.
    """
    return f"{label} :gray[{plain(name)}]"


def plain_lines(text: str) -> str:
    """Return `text` escaped as by `plain`, with its line breaks kept."""
    return "  \n".join(plain(line) for line in text.splitlines() if line.strip())
