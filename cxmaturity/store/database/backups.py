"""Backs up, restores and checks a database; no file is overwritten, and every row is compared.

A backup is one SQLite file, whatever the database, and can be restored to SQLite or PostgreSQL.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Table, exists, func, insert, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from cxmaturity.errors import DatabaseUnavailable, Refused
from cxmaturity.store.database import schema
from cxmaturity.store.database.engine import Connection, Database, connect_database, open_database, sqlite_path
from cxmaturity.store.database.failures import DAMAGED, NO_FIT, WITHOUT_TABLES, unavailable
from cxmaturity.store.database.sqlite_address import sqlite_address
from cxmaturity.store.database.sqlite_copy import Digests, copy_sqlite_file, digest
from cxmaturity.store.tables import NEWEST_MIGRATION, metadata

_ROWS_AT_ONCE = 2_000
_SQLITE_START = b"SQLite format 3\0"
_NAME_A_BACKUP = "Name the file of a backup."
_NAME_ANOTHER = "Name the file of another backup."
_NO_DATABASE = ("There is no database yet.", "Set CXMATURITY_DATABASE_URL to the one you mean.")
_OLDER = (
    "This database was last used by an older version of CX Maturity.",
    "Start this version once, which brings it up to date, or use the older version.",
)
_OF_BACKUPS = {
    DAMAGED: ("is damaged: it cannot be read as a database", _NAME_ANOTHER),
    NO_FIT: ("is damaged: it lacks rows to which others belong", _NAME_ANOTHER),
    WITHOUT_TABLES: ("is damaged: it lacks tables that it should have", _NAME_ANOTHER),
    schema.OTHER_CONTENT: ("holds something else", _NAME_A_BACKUP),
    schema.NEWER: ("was written by a newer version of CX Maturity", "Update CX Maturity, or name another backup."),
    _NO_DATABASE: ("holds no database", _NAME_A_BACKUP),
    _OLDER: ("was written by an older version of CX Maturity", "Restore it, which brings what it holds up to date."),
}
"""What is said of a backup in place of what is said of the app's own database."""


def back_up(url: str, file: Path) -> Digests:
    """Write the whole database at `url` to a new `file`, even while the app runs, and return digests of its tables.

    The file appears only once it is complete and was compared with the database. Raises Refused when the file exists,
    and DatabaseUnavailable.
    """
    with _existing(url) as database, _in_place_when_done(file) as unfinished:
        if path := sqlite_path(database.engine.url):
            return copy_sqlite_file(path, unfinished)
        with database.snapshot() as source:
            _refuse_older_schema(source)
            with closing(open_database(sqlite_address(unfinished))) as copy:
                digests = _copy_rows(source, copy)
        with closing(sqlite3.connect(unfinished)) as whole:
            whole.execute("PRAGMA journal_mode = DELETE").fetchone()  # one file, without a log beside it
        return digests


def restore(url: str, file: Path) -> Digests:
    """Write a whole backup to the database at `url`, which must be new or empty, and return digests of its tables.

    A backup of an older version is migrated to the newest schema on the way; the backup file itself is not changed.
    Raises Refused and DatabaseUnavailable.
    """
    if not file.is_file():
        raise Refused(f"There is no file {file}.", _NAME_A_BACKUP)
    _refuse_other_file(file)
    with TemporaryDirectory(prefix="cxmaturity-") as folder:  # readable by this user alone
        newest = Path(folder) / "backup.db"
        with _errors_of_backup(file):
            with _driver_errors_translated():
                copy_sqlite_file(file, newest)
            with _existing(sqlite_address(newest)):
                pass  # only checks that the database is ours
        if _holds_anything(url):
            raise Refused(
                "The database already holds something, so nothing was restored.",
                "Set CXMATURITY_DATABASE_URL to a new one, or stop the app and move the database file away.",
            )
        with (
            _errors_of_backup(file),
            closing(open_database(sqlite_address(newest))) as backup,
            closing(open_database(url)) as database,
            backup.snapshot() as rows,
        ):
            return _copy_rows(rows, database)


def check(url: str) -> tuple[Digests, list[str]]:
    """Read every row of the database at `url`; return digests of its tables, and a sentence for each fault.

    Raises DatabaseUnavailable when it cannot be read or has an older schema.
    """
    with _existing(url) as database, database.snapshot() as connection:
        faults: list[str] = []
        if connection.dialect.name == "sqlite":
            lines = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars()
            faults += [f"SQLite finds: {line}." for line in lines if line != "ok"]
        _refuse_older_schema(connection)
        return _digests(connection), [*faults, *_dangling_references(connection)]


def check_backup(file: Path) -> tuple[Digests, list[str]]:
    """Return what `check` returns of the database in a backup; raises Refused for a file that is none."""
    _refuse_other_file(file)
    with _errors_of_backup(file):
        return check(sqlite_address(file))


@contextmanager
def _errors_of_backup(file: Path) -> Iterator[None]:
    """Context manager: errors about the database in a backup name its file, not the app's own database."""
    try:
        yield
    except DatabaseUnavailable as error:
        if (error.message, error.fix) not in _OF_BACKUPS:
            raise
        what, fix = _OF_BACKUPS[error.message, error.fix]
        raise Refused(f"{file} {what}.", fix) from error


def _refuse_other_file(file: Path) -> None:
    with file.open("rb") as opened:
        if opened.read(len(_SQLITE_START)) != _SQLITE_START:
            raise Refused(f"{file} is no backup.", _NAME_A_BACKUP)


@contextmanager
def _existing(url: str) -> Iterator[Database]:
    """Yield the database at `url` without migrating it; raises DatabaseUnavailable if it is missing or not ours."""
    with _driver_errors_translated(), closing(connect_database(url)) as database:
        if not _is_there(database) or _version(database) is None:
            raise DatabaseUnavailable(*_NO_DATABASE)
        yield database


def _is_there(database: Database) -> bool:
    path = sqlite_path(database.engine.url)
    return path is None or path.is_file()  # opening a missing file would create it


def _version(database: Database) -> str | None:
    with database.snapshot() as connection:
        return schema.schema_version(connection)


@contextmanager
def _driver_errors_translated() -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise unavailable(error) from error


def _refuse_older_schema(connection: Connection) -> None:
    if schema.schema_version(connection) != NEWEST_MIGRATION:
        raise DatabaseUnavailable(*_OLDER)


def _digests(connection: Connection) -> Digests:
    streamed = connection.execution_options(yield_per=_ROWS_AT_ONCE)
    tables = [table for table in metadata.sorted_tables if inspect(connection).has_table(table.name)]
    return {table.name: digest(map(tuple, streamed.execute(select(table)))) for table in tables}


def _copy_rows(source: Connection, target: Database) -> Digests:
    """Copy all rows to a database of the same schema in one transaction, and compare them."""
    streamed = source.execution_options(yield_per=_ROWS_AT_ONCE)
    with target.writing(is_long=True) as connection:
        for table in metadata.sorted_tables:
            for rows in streamed.execute(select(table)).mappings().partitions():
                connection.execute(insert(table), [dict(row) for row in rows])
        written = _digests(connection)
        if written != _digests(source):
            raise DatabaseUnavailable("What was written differs from what was read; nothing was kept.", "Try again.")
    return written


def _holds_anything(url: str) -> bool:
    """Return whether the database at `url` has any row; raises DatabaseUnavailable for one that is not ours."""
    with _driver_errors_translated(), closing(connect_database(url)) as database:
        if not _is_there(database) or _version(database) is None:
            return False
        with database.snapshot() as connection:
            names = set(inspect(connection).get_table_names()) - {"alembic_version"}
            return any(connection.exec_driver_sql(f'SELECT 1 FROM "{name}" LIMIT 1').first() for name in names)


def _dangling_references(connection: Connection) -> list[str]:
    """Return a sentence for each reference from one table to another whose row is missing."""
    faults = []
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            count = connection.scalar(_dangling(table, key))
            if count:
                faults.append(f"{count} rows of {table.name} belong to no {key.column.table.name}.")
    return faults


def _dangling(table: Table, key: Any) -> Any:
    referenced = exists().where(key.column == key.parent).correlate(table)
    return select(func.count()).select_from(table).where(key.parent.is_not(None), ~referenced)


@contextmanager
def _in_place_when_done(file: Path) -> Iterator[Path]:
    """Yield a temporary name beside `file`; the file there becomes `file` when the block ends without an error."""
    if file.exists() or file.is_symlink():
        raise Refused(f"There is a file {file} already; it was left as it is.", "Name one that is not there yet.")
    if not file.parent.is_dir():
        raise Refused(f"There is no folder {file.parent}.", "Name a file in a folder that is there.")
    if not os.access(file.parent, os.W_OK | os.X_OK):
        raise Refused(f"This user may not write to the folder {file.parent}.", "Name a file in another one.")
    unfinished = file.with_name(f".{file.name}.{token_hex(4)}")
    try:
        yield unfinished
        _give_name(unfinished, file)
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            file.with_name(f"{unfinished.name}{ending}").unlink(missing_ok=True)


def _give_name(unfinished: Path, file: Path) -> None:
    """Rename a finished file to its final name; raises Refused if that name was taken in the meantime."""
    try:
        os.link(unfinished, file)  # unlike a rename, it fails if the name is taken
    except OSError:
        if file.exists():
            raise Refused(f"There is a file {file} already; it was left as it is.", "Name another one.") from None
        os.rename(unfinished, file)  # a file system without hard links, such as that of most USB sticks
