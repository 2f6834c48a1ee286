"""Opening the database, bringing it to the newest schema, and reading and writing it safely."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, inspect, text
from sqlalchemy import Connection as Connection  # services hand it on from one function to the next
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from cxmaturity.errors import DatabaseUnavailable
from cxmaturity.store import postgresql
from cxmaturity.store.failures import ANOTHER_PROGRAM_WRITES, OTHERS_WRITE, unavailable
from cxmaturity.store.sqlite_file import SqliteFile, make_private
from cxmaturity.store.tables import NEWEST_MIGRATION

_BUSY_SECONDS = 4  # SQLite: to wait for writes of this process, then for another program's
_MIGRATION_LOCK = 4_201_838  # any number; the same for every process of ours on one PostgreSQL server

_OUR_TABLES = {"alembic_version", "questionnaire_archive"}  # tables that tell our database from another's


class Database:
    """A database ready to use. Share one between all threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.file: SqliteFile | None = None  # of an SQLite database, once it is open
        self._probe = postgresql.watch(engine) if engine.dialect.name == "postgresql" else None
        # SQLite takes one writer at a time. Waiting here costs a third of waiting in its own busy loop.
        self._write_turn = Lock() if engine.dialect.name == "sqlite" else None
        self._counts = Lock()
        self._waiting = 0  # threads that wait for the turn
        self._turns = 0  # turns taken so far
        self._has_begun = False  # whether the thread whose turn it is waits for no other program any more

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
    def writing(self, is_long: bool = False) -> Iterator[Connection]:
        """Yield a connection whose transaction is committed when the block ends and rolled back if it raises.

        A statement may take some seconds; with `is_long` minutes, for what rewrites much of the database at once.
        Raises DatabaseUnavailable.
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
                    self.file.check()  # before anyone is told that it is saved
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
        if self._write_turn is None:
            yield
            return
        with self._counts:
            self._waiting += 1
        is_ours = self._write_turn.acquire(timeout=_BUSY_SECONDS)
        with self._counts:
            self._waiting -= 1
            self._turns += is_ours
        if is_ours:
            try:
                yield
            finally:
                self._has_begun = False
                self._write_turn.release()
        else:
            raise DatabaseUnavailable(*(OTHERS_WRITE if self._has_begun else ANOTHER_PROGRAM_WRITES))

    def give_way(self) -> None:
        """Wait until all who now wait to write have had their turn, at most a second.

        To be called between two of many transactions in a row: a lock of threads goes to anyone, so that the thread
        which has just released it would mostly get it again at once.
        """
        with self._counts:
            turns = self._turns + self._waiting
        until = monotonic() + 1
        while self._turns < turns and monotonic() < until:
            sleep(0.001)

    def close(self) -> None:
        """Close every connection; all that was written is then in an SQLite file itself."""
        self.engine.dispose()
        if self.file:
            self.file.close()


def open_database(url: str) -> Database:
    """Return the database at `url`, created or brought to the newest schema where needed.

    Raises DatabaseUnavailable when it cannot be used; one that is not ours or from a newer version stays untouched.
    """
    try:
        engine = _engine(make_url(url))
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise DatabaseUnavailable(
            "CXMATURITY_DATABASE_URL is not the address of a database we can use.",
            "Write sqlite:///path/to/file.db or postgresql://user:password@host/name.",
        ) from error
    except OSError as error:
        raise unavailable(error) from error
    database = Database(engine)
    try:
        _migrate(database)
        if path := sqlite_path(engine.url):
            database.file = SqliteFile(path)
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        database.close()
        raise unavailable(error) from error
    except DatabaseUnavailable:
        database.close()
        raise
    return database


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return _postgresql(url)
    if url.get_backend_name() != "sqlite" or url.database in (
        None,
        "",
        ":memory:",
    ):  # what is in memory is lost at the end
        raise ArgumentError("neither PostgreSQL nor an SQLite file")
    if path := sqlite_path(url):
        make_private(path)
    options: dict[str, Any] = {"pool_size": 10, "max_overflow": 40, "connect_args": {"timeout": _BUSY_SECONDS}}
    engine = create_engine(url, hide_parameters=True, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def sqlite_path(url: URL) -> Path | None:
    """Return the file of an SQLite address; None where its name is an address in its turn, with options of its own."""
    return None if url.get_backend_name() != "sqlite" or "uri" in url.query else Path(str(url.database))


def _postgresql(url: URL) -> Engine:
    url, arguments = postgresql.driver_address(url)
    options: dict[str, Any] = {"pool_size": 10, "max_overflow": 20, "pool_timeout": postgresql.REPLY_SECONDS}
    return create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=arguments, **options)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: the driver would begin too late to hold the lock
    cursor = connection.cursor()
    # FULL: a committed answer survives a power cut. Secure: what was taken back is overwritten.
    for pragma in ("foreign_keys = ON", "synchronous = FULL", "secure_delete = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(database: Database) -> None:
    with database.engine.connect() as connection:
        if _schema_version(connection) == NEWEST_MIGRATION:
            return
    if database.engine.dialect.name == "sqlite":
        _enable_write_ahead_log(database.engine)
    with database.writing(is_long=True) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL lock_timeout = 0"))  # another process may take long to bring it up
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        if _schema_version(connection) != NEWEST_MIGRATION:  # another process may have been first
            from cxmaturity.store.migrations import upgrade  # alembic is slow to import and seldom needed

            upgrade(connection)


def _enable_write_ahead_log(engine: Engine) -> None:
    """Set SQLite's WAL mode. Where two do so at once, SQLite lets one fail without waiting, so we wait ourselves."""
    until = monotonic() + _BUSY_SECONDS
    with closing(engine.raw_connection()) as raw:  # the mode cannot be changed inside a transaction
        while True:
            try:
                raw.cursor().execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError:
                if monotonic() > until:
                    raise
                sleep(0.01)


def _schema_version(connection: Connection) -> str | None:
    """Return the schema version, None for an empty database; raises DatabaseUnavailable for one that is not ours."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    version = connection.scalar(text("SELECT version_num FROM alembic_version")) if tables >= _OUR_TABLES else None
    if version is None:
        raise DatabaseUnavailable(
            "This database holds something else; it was left untouched.",
            "Point CXMATURITY_DATABASE_URL to an empty or a CX Maturity database.",
        )
    if version > NEWEST_MIGRATION:
        raise DatabaseUnavailable(
            "This database was written by a newer version of CX Maturity; it was left untouched.",
            "Update CX Maturity, or point CXMATURITY_DATABASE_URL to another database.",
        )
    return str(version)
