"""Guards the file of an SQLite database: keeps it private, detects a replaced file, and checkpoints it when idle.

While the app runs, the latest writes are in a second file beside it, the write-ahead log (-wal).
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
"""At least this long after the last write, and at most twice as long, the file itself contains every write."""

_COMPANIONS = ("-wal", "-shm")

Identity = tuple[int, int]
"""Device and inode, by which the operating system tells files apart."""


def make_private(path: Path) -> None:
    """Create the file and its folder where missing, so that only this user can read them.

    Raises OSError, and DatabaseUnavailable when the log of a file that was moved away is there: SQLite would delete it.
    """
    if not path.parent.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        log = _log_of(path)
        if log.is_file() and log.stat().st_size:
            raise DatabaseUnavailable(
                f"{log} may hold the latest writes of a database file that was moved away; nothing was changed.",
                "Move it to where that file is, and name it after that file, with -wal at the end.",
            )
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


class SqliteFile:
    """The database file at `path`, kept open until `close`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._log_path = _log_of(path)
        for companion in ("", *_COMPANIONS):
            with suppress(OSError):  # missing, or another user's
                os.chmod(f"{path}{companion}", 0o600)
        # Kept open, because SQLite removes the log when the last connection closes. Its timeout is short, because
        # nobody can write while a checkpoint waits for readers.
        self._connection = sqlite3.connect(path, timeout=0.1, isolation_level=None, check_same_thread=False)
        self._keeps_log = self._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # makes SQLite open the log
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
        """Raise DatabaseUnavailable if the file or its log was replaced, or the file was copied over."""
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
        """Note that something was just written, and schedule the checkpoint that moves it into the file."""
        if not self._keeps_log:
            return
        with self._due_lock:
            self._written_at = monotonic()
            if not self._is_checkpoint_due:
                self._is_checkpoint_due = True
                Thread(target=self._checkpoint_when_idle, name="checkpoint", daemon=True).start()

    def close(self) -> None:
        """Checkpoint and close the file."""
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
        """Move the log's content into the file and empty the log; False while somebody still needs the log."""
        try:
            if _identity(self.path) != self._identity or self._is_overwritten():
                return True  # the file was replaced
            if self._overwrites and (self._log_path.stat().st_size or not self._overwrites.is_ready):
                count_checkpoint(self._connection)
            [busy] = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[:1]
            self._is_overwritten()  # remembers the file's new state
        except (sqlite3.Error, OSError):
            return True  # disk full or gone: the log has everything; the next write tries again
        return not busy

    def _is_overwritten(self) -> bool:
        return self._overwrites is not None and self._overwrites.is_overwritten()


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _identity(path: Path) -> Identity | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def set_journal_mode(engine: Engine, mode: Literal["WAL", "DELETE"], busy_seconds: float) -> None:
    """Set SQLite's journal mode: WAL, a log beside the file, or DELETE for places where a log cannot work.

    When two processes do so at once, SQLite lets one fail without waiting; hence the waiting loop.
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
