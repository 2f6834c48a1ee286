"""Detects that another program copied a file over an SQLite file while it is open.

The operating system then still reports the same file. So a number in the file's header (SQLite's user_version) starts
at random and grows with each checkpoint: an earlier copy has a smaller number, another database a distant one.
"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from secrets import randbelow
from threading import Lock

_MOST_CHECKPOINTS = 100_000  # by other processes, between two checks
_FIRST_NUMBERS = 2**30
_NO_NUMBER = 0
_MAGIC = b"SQLite format 3\0"
_NUMBER_PLACE = slice(60, 64)  # bytes of user_version in the header


class OverwriteWatch:
    """Checks whether the open SQLite file at `path`, which has a write-ahead log, was copied over."""

    def __init__(self, path: Path, log_path: Path) -> None:
        self._path, self._log_path = path, log_path
        self._lock = Lock()
        self._is_overwritten = False
        self._descriptor = _open_files.take(path)
        self._last_write = _last_write(path)
        self._number = _open_files.number(self._descriptor)

    @property
    def is_ready(self) -> bool:
        """Whether the file already has a number."""
        return self._number != _NO_NUMBER

    def is_overwritten(self) -> bool:
        """Return whether the file was copied over; if so, empty the log, which a restart would write into the copy.

        False also while the file cannot be read.
        """
        with self._lock, suppress(OSError):
            last_write = _last_write(self._path)
            if not self._is_overwritten and last_write != self._last_write:
                number = _open_files.number(self._descriptor)
                if not self.is_ready or self._number <= number <= self._number + _MOST_CHECKPOINTS:
                    self._last_write, self._number = last_write, number
                else:
                    self._is_overwritten = True
                    os.truncate(self._log_path, 0)
        return self._is_overwritten

    def close(self) -> None:
        """Stop watching; the caller has closed its connections to the file."""
        _open_files.give_back(self._descriptor)


def count_checkpoint(connection: sqlite3.Connection) -> None:
    """Write the next number, which the following checkpoint moves into the file; skipped when the disk is full."""
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


class _OpenFiles:
    """One shared descriptor per file: closing any descriptor of a file would end all locks of SQLite on it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: dict[tuple[int, int], tuple[int, int]] = {}  # descriptor and number of users, by device and inode

    def take(self, path: Path) -> int:
        """Return the descriptor of the file, opened for reading."""
        with self._lock:
            status = os.stat(path)
            descriptor, users = self._open.get((status.st_dev, status.st_ino), (-1, 0))
            if not users:
                descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            self._open[status.st_dev, status.st_ino] = descriptor, users + 1
            return descriptor

    def number(self, descriptor: int) -> int:
        """Return the number in the header of the file itself, ignoring the log; _NO_NUMBER without a header.

        The bytes are read directly, because SQLite reports a file that grows in a running checkpoint as damaged.
        """
        with self._lock:
            os.lseek(descriptor, 0, os.SEEK_SET)
            header = os.read(descriptor, _NUMBER_PLACE.stop)
        return int.from_bytes(header[_NUMBER_PLACE], "big") if header.startswith(_MAGIC) else _NO_NUMBER

    def give_back(self, descriptor: int) -> None:
        """Close the descriptor once nobody uses it; the caller has closed its connections."""
        with self._lock:
            identity = next(key for key, (number, _) in self._open.items() if number == descriptor)
            users = self._open[identity][1] - 1
            if users:
                self._open[identity] = descriptor, users
            else:
                del self._open[identity]
                os.close(descriptor)


_open_files = _OpenFiles()
