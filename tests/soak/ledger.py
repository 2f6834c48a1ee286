"""Records what was sent and what was confirmed, to compare with what is stored after a fault."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any


@dataclass
class _Cell:
    """One place that is written repeatedly: its last confirmed value, and later ones sent without a reply."""

    acknowledged: object = None
    is_acknowledged: bool = False
    uncertain: list[object] = field(default_factory=list)


class Ledger:
    """The values of cells.

    Each cell has one writer, who sends the next value after the last one has a reply or can get none.
    """

    def __init__(self) -> None:
        self._cells: dict[Hashable, _Cell] = {}
        self._lock = Lock()
        self.acknowledged = 0
        """How many values were acknowledged in all."""

    def send(self, cell: Hashable, value: object) -> None:
        """Record that a value was sent: from now on it may be stored."""
        with self._lock:
            self._cells.setdefault(cell, _Cell()).uncertain.append(value)

    def acknowledge(self, cell: Hashable, value: object) -> None:
        """Record that a value was confirmed: from now on no earlier one may be stored."""
        with self._lock:
            self._cells[cell] = _Cell(value, True)
            self.acknowledged += 1

    def refuse(self, cell: Hashable) -> None:
        """Record that the last value was refused: it must not be stored."""
        with self._lock:
            self._cells[cell].uncertain.pop()

    def faults(self, stored: Mapping[Any, object], prefix: tuple[object, ...] = ()) -> list[str]:
        """Return a sentence for each lost value and for each value that nobody sent.

        With `prefix`, only for cells that start with it.
        """
        with self._lock:
            cells = {cell: noted for cell, noted in self._cells.items() if not prefix or _begins(cell, prefix)}
        faults = []
        for cell, noted in cells.items():
            if cell in stored:
                if stored[cell] not in [*noted.uncertain, *([noted.acknowledged] if noted.is_acknowledged else [])]:
                    faults.append(f"{cell}: {noted.acknowledged!r} was acknowledged, {stored[cell]!r} is stored")
            elif noted.is_acknowledged:
                faults.append(f"{cell}: {noted.acknowledged!r} was acknowledged, nothing is stored")
        return faults + [
            f"{cell}: {stored[cell]!r} is stored, which nobody sent" for cell in stored if cell not in cells
        ]


def _begins(cell: Hashable, prefix: tuple[object, ...]) -> bool:
    return isinstance(cell, tuple) and cell[: len(prefix)] == prefix
