"""Text that people typed, shown as they typed it: never as Markdown or HTML."""

import re

_MARKS = re.compile(r"([!-/:-@\[-`{-~])")  # every ASCII punctuation mark: Markdown takes any of them after a backslash


def plain(text: str) -> str:
    """Return `text` so that a Markdown element shows exactly its characters, in one line.

    One nicety is Streamlit's own, beyond any backslash: a free-standing -> or >= is drawn as → or ≥.
    """
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
