"""Opening the database, bringing it to the newest schema, and reading and writing it safely."""

import sqlite3
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
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
from cxmaturity.store.tables import NEWEST_MIGRATION

_BUSY_SECONDS = 4  # to wait for writes of this process, then for another program's
_MIGRATION_LOCK = 4_201_838  # any number; the same for every process of ours on one PostgreSQL server

_OUR_TABLES = {"alembic_version", "questionnaire_archive"}  # tables that tell our database from another's

_BUSY = (
    "Another program is using the database.",
    "Close it or wait a moment, then try again; what you entered is still on this page.",
)
_KNOWN_FAILURES = (
    (
        ("constraint",),  # first: PostgreSQL's message quotes the row, which may hold any word below
        "This does not fit with what the database holds; nothing was changed.",
        "Reload the page and try again.",
    ),
    (("locked", "busy", "lock timeout", "deadlock"), *_BUSY),
    (
        ("readonly", "read-only", "permission denied"),
        "The database can be read but not written.",
        "Give this user the right to write to it (an SQLite file: to its folder too), then try again.",
    ),
    (("full", "no space left"), "The disk is full.", "Free some space, then try again; nothing was half-written."),
    (
        ("not a database", "malformed"),
        "The database file cannot be read as a database; it was left untouched.",
        "Put a backup in its place, or move it away to begin anew.",
    ),
    (
        ("unable to open", "no such file", "not a directory", "file exists"),
        "The database file cannot be opened.",
        "Check that its folder exists and that this user may write there.",
    ),
)


def _unavailable(error: SQLAlchemyError | sqlite3.Error | OSError) -> DatabaseUnavailable:
    """Return the error for the user; the driver's own message stays in the chained error."""
    driver_message = str(getattr(error, "orig", None) or error).lower()
    for parts, message, fix in _KNOWN_FAILURES:
        if any(part in driver_message for part in parts):
            return DatabaseUnavailable(message, fix)
    return DatabaseUnavailable(
        "The database does not answer.", "Check that it runs and can be reached, then try again."
    )


class Database:
    """A database ready to use. Share one between all threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        # SQLite takes one writer at a time. Waiting here costs a third of waiting in its own busy loop.
        self._write_turn = Lock() if engine.dialect.name == "sqlite" else None
        self._counts = Lock()
        self._waiting = 0  # threads that wait for the turn
        self._turns = 0  # turns taken so far

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection for reading; raises DatabaseUnavailable."""
        try:
            with self.engine.connect() as connection:
                yield connection
        except (DBAPIError, PoolTimeout, OSError) as error:
            raise _unavailable(error) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection whose transaction is committed when the block ends and rolled back if it raises.

        Raises DatabaseUnavailable.
        """
        try:
            with self._write_lock(), self.engine.connect() as connection:
                connection.execution_options(writes=True)
                with connection.begin():
                    yield connection
        except (DBAPIError, PoolTimeout, OSError) as error:
            raise _unavailable(error) from error

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
                self._write_turn.release()
        else:  # those before us wait for another program, one after the other
            raise DatabaseUnavailable(*_BUSY)

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
        """Close every connection."""
        self.engine.dispose()


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
        raise _unavailable(error) from error
    database = Database(engine)
    try:
        _migrate(database)
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        database.close()
        raise _unavailable(error) from error
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
    if "uri" not in url.query:  # then the name is an address in its turn, with options of its own
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, pool_size=10, max_overflow=40, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgresql(url: URL) -> Engine:
    """Return an engine for an address as libpq reads it, as far as our driver can: ?host=/folder and ?sslmode=…"""
    host, mode = url.query.get("host"), url.query.get("sslmode", "prefer")
    modes = {"disable": False, "allow": None, "prefer": None, "require": True}
    if set(url.query) - {"host", "sslmode"} or mode not in (*modes, "verify-ca", "verify-full"):
        raise ArgumentError("an option that is not known here")
    arguments: dict[str, Any]
    if host:  # nothing to encrypt on the way to a socket, and asking costs 40 ms a connection
        arguments = {"unix_sock": f"{host}/.s.PGSQL.{url.port or 5432}", "ssl_context": False}
    else:
        arguments = {"ssl_context": modes[str(mode)] if mode in modes else ssl.create_default_context()}
    url = url.set(drivername="postgresql+pg8000").difference_update_query(["host", "sslmode"])
    engine = create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True, connect_args=arguments)
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    connection.cursor().execute(f"SET lock_timeout = '{_BUSY_SECONDS}s'")
    connection.commit()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: the driver would begin too late to hold the lock
    cursor = connection.cursor()
    for pragma in ("foreign_keys = ON", "synchronous = FULL"):  # FULL: a committed answer survives a power cut
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
    with database.writing() as connection:
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
