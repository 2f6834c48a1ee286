"""Copies of SQLite files, compared row by row."""

import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from cxmaturity.store.database.sqlite_file import make_private


@dataclass(frozen=True, slots=True)
class Digest:
    """How many rows a table has, and a checksum of them that does not depend on their order."""

    rows: int
    content: int


Digests = Mapping[str, Digest]
"""The digest of each table, by its name."""


def digest(rows: Iterable[tuple[Any, ...]]) -> Digest:
    """Return the digest of `rows`."""
    count = content = 0
    for row in rows:
        count += 1
        content += int.from_bytes(sha256(repr(row).encode("utf-8", "surrogatepass")).digest(), "big")
    return Digest(count, content % (1 << 256))


def copy_sqlite_file(source: Path, target: Path) -> Digests:
    """Copy an SQLite database, which may be in use, to a new file that only this user can read, and compare all rows.

    Returns the digests of both. Raises sqlite3.Error and OSError, after removing `target`.
    """
    make_private(target)
    try:
        with closing(sqlite3.connect(source, isolation_level=None)) as read:
            read.execute("BEGIN")  # the copy and the comparison read the same state
            expected = _digests(read)
            with closing(sqlite3.connect(target, isolation_level=None)) as written:
                read.backup(written)
                written.execute("PRAGMA journal_mode = DELETE").fetchone()  # one file, without a log beside it
                if written.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",) or _digests(written) != expected:
                    raise sqlite3.DatabaseError("malformed: the copy differs from the database")
        with target.open("rb+") as file:
            os.fsync(file.fileno())
        return expected
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _digests(connection: sqlite3.Connection) -> Digests:
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
    quoted = {name: '"' + name.replace('"', '""') + '"' for name in names}
    return {name: digest(connection.execute(f"SELECT * FROM {quoted[name]}")) for name in names}
