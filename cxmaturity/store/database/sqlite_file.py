"""The file of an SQLite database: private, still the one that was opened, and whole by itself when nobody writes.

While the app runs, what was written last stands in a second file beside it, the write-ahead log (-wal).
"""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic, sleep
from typing import Literal

from sqlalchemy import Engine

from cxmaturity.errors import DatabaseUnavailable
from cxmaturity.store.database.overwriting import OverwriteWatch, count_checkpoint

IDLE_SECONDS = 3.0
"""At least so long after the last write, and twice that at most, all that was written is in the file itself."""

_COMPANIONS = ("-wal", "-shm")

Identity = tuple[int, int]
"""Device and number of a file, by which the system tells files apart."""


def make_private(path: Path) -> None:
    """Make the file and its folder, where they are missing, so that only this user can read them; raises OSError."""
    if not path.parent.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


class SqliteFile:
    """The file at `path`, which is open as long as this is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._log_path = path.with_name(f"{path.name}-wal")
        for companion in ("", *_COMPANIONS):
            with suppress(OSError):  # not there, or another user's
                os.chmod(f"{path}{companion}", 0o600)
        # Kept open: when the last connection of all is closed, SQLite takes the log away.
        # It waits only briefly for readers: while it does, nobody can write.
        self._connection = sqlite3.connect(path, timeout=0.1, isolation_level=None, check_same_thread=False)
        self._keeps_log = self._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # opens the log
        self._identity = _identity(path)
        self._log_identity = _identity(self._log_path) if self._keeps_log else None
        self._overwrites = OverwriteWatch(path, self._log_path) if self._keeps_log else None
        self._connection_lock, self._due_lock = Lock(), Lock()
        self._written_at = 0.0
        self._is_checkpoint_due = False
        self._closed = Event()
        if self._overwrites and not self._overwrites.is_ready:
            self._checkpoint()

    def check(self) -> None:
        """Raise DatabaseUnavailable when the file or its log is another one than was opened, or was copied over."""
        if (
            _identity(self.path) != self._identity
            or (self._keeps_log and _identity(self._log_path) != self._log_identity)
            or self._is_overwritten()
        ):
            raise DatabaseUnavailable(
                "The database file was moved, replaced or removed while the app runs; nothing more is stored.",
                "Stop the app, put the file in its place, and start the app again.",
            )

    def note_write(self) -> None:
        """Note that something was written just now, and see to it that it gets into the file itself."""
        if not self._keeps_log:
            return
        with self._due_lock:
            self._written_at = monotonic()
            if not self._is_checkpoint_due:
                self._is_checkpoint_due = True
                Thread(target=self._checkpoint_when_idle, name="checkpoint", daemon=True).start()

    def close(self) -> None:
        """Move everything into the file, and close it."""
        self._closed.set()
        with self._connection_lock, suppress(sqlite3.Error):
            self._checkpoint()
            self._connection.close()
            if self._overwrites:
                self._overwrites.close()
                self._overwrites = None

    def _checkpoint_when_idle(self) -> None:
        while not self._closed.wait(IDLE_SECONDS):
            written_at = self._written_at
            if monotonic() < written_at + IDLE_SECONDS:
                continue
            with self._connection_lock:
                is_done = self._closed.is_set() or self._checkpoint()
            with self._due_lock:
                if is_done and self._written_at == written_at:
                    self._is_checkpoint_due = False
                    return

    def _checkpoint(self) -> bool:
        """Move the log's content into the file and empty the log; False when somebody still needs it."""
        try:
            if _identity(self.path) != self._identity or self._is_overwritten():
                return True  # not our file any more
            if self._overwrites and (self._log_path.stat().st_size or not self._overwrites.is_ready):
                count_checkpoint(self._connection)
            [busy] = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[:1]
            self._is_overwritten()  # takes note of how the file is now
        except (sqlite3.Error, OSError):
            return True  # the disk is full, or gone: the log has it all, and the next write tries again
        return not busy

    def _is_overwritten(self) -> bool:
        return self._overwrites is not None and self._overwrites.is_overwritten()


def _identity(path: Path) -> Identity | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def set_journal_mode(engine: Engine, mode: Literal["WAL", "DELETE"], busy_seconds: float) -> None:
    """Set how SQLite keeps what is being written: in a log beside the file (WAL), or, where that cannot work, not.

    Where two do so at once, SQLite lets one fail without waiting, so we wait ourselves.
    """
    until = monotonic() + busy_seconds
    with closing(engine.raw_connection()) as raw:  # the mode cannot be changed inside a transaction
        while True:
            try:
                raw.cursor().execute(f"PRAGMA journal_mode = {mode}")
                return
            except sqlite3.OperationalError:
                if monotonic() > until:
                    raise
                sleep(0.01)
