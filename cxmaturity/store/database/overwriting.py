"""Noticing that another program copied something over an SQLite file while it is open.

To the system it stays the same file then. So a number in its header (SQLite's user_version) grows with each checkpoint,
from a random one on: an earlier copy has a smaller number, another database one that is far away.
"""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from secrets import randbelow
from threading import Lock

_MOST_CHECKPOINTS = 100_000  # of other processes, between two looks
_FIRST_NUMBERS = 2**30
_NO_NUMBER = 0


class OverwriteWatch:
    """Whether the SQLite file at `path`, which is open with a write-ahead log, was copied over."""

    def __init__(self, path: Path, log_path: Path) -> None:
        self._path, self._log_path = path, log_path
        self._lock = Lock()
        self._is_overwritten = False
        self._last_write = _last_write(path)
        self._number = _number_in_file(path)

    @property
    def is_ready(self) -> bool:
        """Whether there is a number in the file already."""
        return self._number != _NO_NUMBER

    def is_overwritten(self) -> bool:
        """Return whether it was; from then on the log is empty, for the next start would write it into the copy.

        False also where the file cannot be looked at just now.
        """
        with self._lock, suppress(OSError, sqlite3.OperationalError):
            last_write = _last_write(self._path)
            if not self._is_overwritten and last_write != self._last_write:
                number = _number_in_file(self._path)
                if not self.is_ready or self._number <= number <= self._number + _MOST_CHECKPOINTS:
                    self._last_write, self._number = last_write, number
                else:
                    self._is_overwritten = True
                    os.truncate(self._log_path, 0)
        return self._is_overwritten


def count_checkpoint(connection: sqlite3.Connection) -> None:
    """Write the next number, which the checkpoint that follows moves into the file; a full disk leaves the last one."""
    with suppress(sqlite3.Error):
        connection.execute("BEGIN IMMEDIATE")
        try:
            [number] = connection.execute("PRAGMA user_version").fetchone()
            connection.execute(f"PRAGMA user_version = {1 + (number or randbelow(_FIRST_NUMBERS))}")
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def _last_write(path: Path) -> tuple[int, int]:
    status = os.stat(path)
    return status.st_mtime_ns, status.st_size


def _number_in_file(path: Path) -> int:
    """Return the number in the file itself, whatever the log holds; that of no database is as if it had none.

    SQLite opens it: to close a file that we opened would end the locks that SQLite holds on it.
    """
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as connection:
        try:
            number: int = connection.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:  # not a database any more
            return _NO_NUMBER
        return number
