"""What was sent and what was acknowledged, to be compared with what is stored after a fault."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from threading import Lock


@dataclass
class _Cell:
    """One thing that is written again and again: its last acknowledged value, and those sent since without a reply."""

    acknowledged: object = None
    is_acknowledged: bool = False
    uncertain: list[object] = field(default_factory=list)


class Ledger:
    """The values of cells that each have one writer, who sends the next one once there is a reply or no hope of one."""

    def __init__(self) -> None:
        self._cells: dict[Hashable, _Cell] = {}
        self._lock = Lock()
        self.acknowledged = 0
        """How many values were acknowledged in all."""

    def send(self, cell: Hashable, value: object) -> None:
        """Note that a value is on its way: from now on it may be stored."""
        with self._lock:
            self._cells.setdefault(cell, _Cell()).uncertain.append(value)

    def acknowledge(self, cell: Hashable, value: object) -> None:
        """Note that a value is said to be stored: from now on no earlier one may be."""
        with self._lock:
            self._cells[cell] = _Cell(value, True)
            self.acknowledged += 1

    def refuse(self, cell: Hashable) -> None:
        """Note that the value sent last was refused: it may not be stored."""
        with self._lock:
            self._cells[cell].uncertain.pop()

    def faults(self, stored: Mapping[Hashable, object], prefix: tuple[object, ...] = ()) -> list[str]:
        """Return a sentence for each value that is lost, and for each that nobody sent.

        With `prefix` only cells that begin with it are looked at.
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
