"""The kinds of rows that are not a person's answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from cxmaturity.files.imports.opening.raw_table import Row

RowKind = Literal[
    "above",
    "empty",
    "blank",
    "preview",
    "unfinished",
    "summary",
    "footer",
    "again",
    "headings",
    "hidden",
    "choice",
    "table",
]
"""The kinds of rows that are left out; `again` is another row of the same person, `blank` one without a cell in use."""


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """A row that is left out: its number, its kind, and the text that shows the kind."""

    row: int
    kind: RowKind
    why: str


LeftOutRule = Callable[[Row], LeftOutRow | None]
"""A function that returns why a row is left out; None for a row that may be a person's."""
