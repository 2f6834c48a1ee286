"""Faults of the server and its database while people use the app."""

import os
import random
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import psutil

from tests.server import Server
from tests.store.fixtures import hanging

_CLOCK_JUMPS = (-3600, -60, 60, 3600, 86_400)


class SoakServer(Server):
    """The app's server, with a clock that can be set."""

    def __init__(self, folder: Path, url: str) -> None:
        super().__init__(folder)
        self.database_url = url
        self.offset = folder / "clock"
        self.offset.write_text("0", encoding="utf-8")

    def command(self) -> list[str]:
        """Return the command that starts it."""
        return [sys.executable, "-m", "tests.soak.served", str(self.port), str(self.offset)]

    def memory(self) -> float:
        """Return the memory that it uses, in MB."""
        assert self._process
        return float(psutil.Process(self._process.pid).memory_info().rss) / 1e6


class Faults:
    """The faults of one run; `postgresql` is the folder of the database server, None for an SQLite file."""

    def __init__(self, server: SoakServer, postgresql: Path | None, chance: random.Random) -> None:
        self.server, self.postgresql, self.chance = server, postgresql, chance
        self.counts: dict[str, int] = {}

    def strike(self, *, may_kill: bool) -> None:
        """Let one fault happen and end, each kind in turn."""
        kinds = [self.set_clock, self.hang if self.postgresql else self.fill_disk]
        kinds = [self.kill, *kinds] if may_kill else kinds
        kind = kinds[sum(self.counts.values()) % len(kinds)]
        name = kind.__name__
        self.counts[name] = self.counts.get(name, 0) + 1
        kind()

    def set_clock(self) -> None:
        """Set the app's clock forwards or backwards."""
        seconds = float(self.server.offset.read_text(encoding="utf-8")) + self.chance.choice(_CLOCK_JUMPS)
        self.server.offset.with_suffix(".new").write_text(str(seconds), encoding="utf-8")
        os.replace(self.server.offset.with_suffix(".new"), self.server.offset)

    def kill(self) -> None:
        """Kill the server and start it again."""
        self.server.kill()
        self.server.start()

    def fill_disk(self) -> None:
        """Prevent files from growing for some seconds."""
        folder = self.server.file.parent
        self.server.limit_files(max(path.stat().st_size for path in folder.iterdir() if path.is_file()))
        time.sleep(self.chance.uniform(1, 3))
        self.server.limit_files(None)

    def hang(self) -> None:
        """Suspend every process of the database's server for some seconds."""
        assert self.postgresql
        with ExitStack() as stack:
            stack.enter_context(hanging(self.postgresql))
            time.sleep(self.chance.uniform(1, 6))

    def end(self) -> None:
        """End the server as a service manager does."""
        self.server.stop(signal.SIGTERM)
