"""Kinds of rows that are nobody's answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from cxmaturity.files.imports.opening.raw_table import Row

RowKind = Literal[
    "above", "empty", "preview", "unfinished", "summary", "footer", "again", "headings", "hidden", "choice", "table"
]
"""What a row is that is nobody's answers; `again` is the same person again."""


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """A row that is not read: its number, what kind of row it is, and why it was taken for one."""

    row: int
    kind: RowKind
    why: str


Reason = Callable[[Row], LeftOutRow | None]
"""Tells of a row why it is not read; None when it may be somebody's."""
