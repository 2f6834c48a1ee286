"""Faults of a file of answers, with their places and fixes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem of a file, and its fix.

    `cell` is named as in spreadsheets, and empty for the whole file; `use` is that of the column. `can_be_open` tells
    whether it is an answer's cell, which can be read as don't know or as unanswered instead.
    """

    cell: str
    use: str
    problem: str
    fix: str
    can_be_open: bool = False
