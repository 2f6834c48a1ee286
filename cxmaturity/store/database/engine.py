"""Opens the database and gives out connections for reading and writing."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy import Connection as Connection  # re-exported: services pass connections on
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from cxmaturity.errors import DatabaseUnavailable
from cxmaturity.store.database import postgresql, schema
from cxmaturity.store.database.failures import ANOTHER_PROGRAM_WRITES, OTHERS_WRITE, unavailable
from cxmaturity.store.database.network_folders import is_on_network
from cxmaturity.store.database.sqlite_file import SqliteFile, make_private, set_journal_mode
from cxmaturity.store.database.write_queue import WriteQueue

_BUSY_SECONDS = 4  # SQLite: wait for this process's writers, then for other programs'


class Database:
    """An open database. One instance is shared by all threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.file: SqliteFile | None = None  # set by `open_database` for SQLite
        self._probe = postgresql.watch(engine) if engine.dialect.name == "postgresql" else None
        # SQLite takes one writer at a time. Waiting for this lock costs a third of waiting in SQLite's busy loop.
        self._writers = WriteQueue() if engine.dialect.name == "sqlite" else None
        self._has_begun = False  # whether the thread whose turn it is has begun its transaction

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection for reading; raises DatabaseUnavailable."""
        self._check()
        try:
            with self.engine.connect() as connection:
                yield connection
        except (DBAPIError, PoolTimeout, OSError) as error:
            raise unavailable(error) from error

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Yield a connection that shows the database as it was at one moment, however long the reading takes.

        Raises DatabaseUnavailable.
        """
        self._check()
        try:
            with self.engine.connect() as connection:
                if self._probe:
                    connection.execution_options(isolation_level="REPEATABLE READ")
                with connection.begin(), self._patience(connection, is_long=True):
                    yield connection
        except (DBAPIError, PoolTimeout, OSError) as error:
            raise unavailable(error) from error

    @contextmanager
    def writing(self, is_long: bool = False) -> Iterator[Connection]:
        """Yield a connection whose transaction is committed when the block ends and rolled back if it raises.

        A statement may take a few seconds; with `is_long` it may take minutes, for use cases that rewrite much of the
        database. Raises DatabaseUnavailable.
        """
        try:
            with self._write_lock():
                self._check()
                with self.engine.connect() as connection:
                    connection.execution_options(writes=True)
                    with connection.begin(), self._patience(connection, is_long):
                        self._has_begun = True
                        yield connection
                if self.file:
                    self.file.check()  # before anyone sees it as saved
                    self.file.note_write()
        except (DBAPIError, PoolTimeout, OSError) as error:
            raise unavailable(error) from error

    def _patience(self, connection: Connection, is_long: bool) -> AbstractContextManager[None]:
        return postgresql.patience(connection) if is_long and self._probe else nullcontext()

    def _check(self) -> None:
        if self.file:
            self.file.check()
        if self._probe:
            self._probe.check()

    @contextmanager
    def _write_lock(self) -> Iterator[None]:
        if self._writers is None:
            yield
        elif self._writers.acquire(timeout=_BUSY_SECONDS):
            try:
                yield
            finally:
                self._has_begun = False
                self._writers.release()
        else:
            raise DatabaseUnavailable(*(OTHERS_WRITE if self._has_begun else ANOTHER_PROGRAM_WRITES))

    def give_way(self) -> None:
        """Wait until all threads that now wait to write have had their turn, for at most a second.

        Call it between two of many transactions in a row.
        """
        if self._writers and self._writers.acquire(timeout=1, is_in_order=True):
            self._writers.release()

    def close(self) -> None:
        """Close every connection; after it an SQLite file contains everything written, without its log."""
        self.engine.dispose()
        if self.file:
            self.file.close()


def open_database(url: str) -> Database:
    """Return the database at `url`, created or migrated to the newest schema where needed.

    Raises DatabaseUnavailable when it cannot be used. A database that is not ours, or of a newer version, is not
    changed.
    """
    database = connect_database(url)
    try:
        path = sqlite_path(database.engine.url)
        if path:
            make_private(path)
        if path and is_on_network(path.parent):  # the log needs shared memory
            set_journal_mode(database.engine, "DELETE", _BUSY_SECONDS)
        if not schema.is_newest(database.engine):
            if database.engine.dialect.name == "sqlite" and not (path and is_on_network(path.parent)):
                set_journal_mode(database.engine, "WAL", _BUSY_SECONDS)
            with database.writing(is_long=True) as connection:
                schema.upgrade(connection, path)
        database.file = SqliteFile(path) if path else None
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        database.close()
        raise unavailable(error) from error
    except DatabaseUnavailable:
        database.close()
        raise
    return database


def connect_database(url: str) -> Database:
    """Return the database at `url` without checking its schema; raises DatabaseUnavailable for a wrong address."""
    try:
        return Database(_engine(make_url(url)))
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise DatabaseUnavailable(
            "CXMATURITY_DATABASE_URL is not the address of a database we can use.",
            "Write sqlite:///path/to/file.db or postgresql://user:password@host/name.",
        ) from error


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return _postgresql(url)
    if url.get_backend_name() != "sqlite" or url.database in (
        None,
        "",
        ":memory:",
    ):  # a database in memory is lost at the end
        raise ArgumentError("neither PostgreSQL nor an SQLite file")
    options: dict[str, Any] = {"pool_size": 10, "max_overflow": 40, "connect_args": {"timeout": _BUSY_SECONDS}}
    engine = create_engine(url, hide_parameters=True, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def sqlite_path(url: URL) -> Path | None:
    """Return the file of an SQLite address; None for PostgreSQL and for a "file:" URI with options of its own."""
    return None if url.get_backend_name() != "sqlite" or "uri" in url.query else Path(str(url.database))


def _postgresql(url: URL) -> Engine:
    url, arguments = postgresql.driver_address(url)
    options: dict[str, Any] = {"pool_size": 10, "max_overflow": 20, "pool_timeout": postgresql.REPLY_SECONDS}
    return create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=arguments, **options)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver would send BEGIN too late to hold the lock: `_begin_sqlite` does
    cursor = connection.cursor()
    # FULL: a committed answer survives a power cut. secure_delete: deleted text is overwritten in the file.
    for pragma in ("foreign_keys = ON", "synchronous = FULL", "secure_delete = ON", "temp_store = MEMORY"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
