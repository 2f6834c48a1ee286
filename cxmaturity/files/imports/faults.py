"""What cannot be read in a file, where, and how to mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be read, and how to mend it.

    `cell` is named as spreadsheets do, and empty for the whole file; `use` is what the column is read as. `can_be_open`
    tells whether it is an answer's cell, which may be read as don't know or left open.
    """

    cell: str
    use: str
    problem: str
    fix: str
    can_be_open: bool = False
