"""Opening the database, bringing it to the newest schema, and reading and writing it safely."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from cxmaturity.errors import StoreTrouble
from cxmaturity.store.tables import HEAD

_BUSY_SECONDS = 4  # how long to wait for another program's write before saying so
_MIGRATION_LOCK = 4_201_838  # any number; the same for every process of ours on one PostgreSQL server

_KNOWN_TROUBLE = (
    (
        ("locked", "busy"),
        "Another program is using the database.",
        "Close it or wait a moment, then try again; what you entered is still on this page.",
    ),
    (
        ("readonly", "read-only", "permission denied"),
        "The database can be read but not written.",
        "Give this user the right to write the database file and its folder, then try again.",
    ),
    (("full", "no space left"), "The disk is full.", "Free some space, then try again; nothing was half-written."),
    (
        ("not a database", "malformed"),
        "The database file cannot be read as a database; it was left untouched.",
        "Put a backup in its place, or move it away to begin anew.",
    ),
    (
        ("unable to open", "no such file", "not a directory"),
        "The database file cannot be opened.",
        "Check that its folder exists and that this user may write there.",
    ),
)


def _trouble(error: SQLAlchemyError | OSError) -> StoreTrouble:
    """Return what happened in plain words; the driver's own words stay in the chained error."""
    words = str(getattr(error, "orig", None) or error).lower()
    for signs, what, mend in _KNOWN_TROUBLE:
        if any(sign in words for sign in signs):
            return StoreTrouble(what, mend)
    return StoreTrouble("The database does not answer.", "Check that it runs and can be reached, then try again.")


class Database:
    """A database ready to use. Share one between all threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        # SQLite takes one writer at a time. Waiting here costs a third of waiting in its own busy loop, and keeps order.
        self._turn: AbstractContextManager[Any] = Lock() if engine.dialect.name == "sqlite" else nullcontext()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection for reading; raises StoreTrouble."""
        try:
            with self.engine.connect() as connection:
                yield connection
        except (DBAPIError, OSError) as error:
            raise _trouble(error) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection whose work is kept when the block ends and undone if it raises; raises StoreTrouble."""
        try:
            with self._turn, self.engine.connect() as connection:
                with connection.execution_options(writes=True).begin():
                    yield connection
        except (DBAPIError, OSError) as error:
            raise _trouble(error) from error

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """Return the database at `url`, created or brought to the newest schema where needed.

    Raises StoreTrouble when it cannot be used; a database that is not ours, or from a newer version, stays untouched.
    """
    try:
        engine = _engine(url)
        database = Database(engine)
        _bring_up(database)
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreTrouble(
            "CXMATURITY_DATABASE_URL is not the address of a database we can use.",
            "Write sqlite:///path/to/file.db or postgresql://user:password@host/name.",
        ) from error
    except (SQLAlchemyError, OSError) as error:
        raise _trouble(error) from error
    return database


def _engine(address: str) -> Engine:
    url = make_url(address)
    if url.get_backend_name() == "postgresql":
        socket = url.query.get("host")  # libpq's way of naming a socket's folder; our driver wants the socket itself
        arguments = {"unix_sock": f"{socket}/.s.PGSQL.{url.port or 5432}"} if socket else {}
        url = url.set(drivername="postgresql+pg8000").difference_update_query(["host"])
        return create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True, connect_args=arguments)
    if url.get_backend_name() != "sqlite":
        raise ArgumentError(f"unknown database {url.get_backend_name()}")
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, pool_size=10, max_overflow=40, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: the driver would begin too late to hold the lock
    cursor = connection.cursor()
    for pragma in ("foreign_keys = ON", "synchronous = FULL"):  # FULL: what was said to be saved survives a power cut
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_up(database: Database) -> None:
    with database.engine.connect() as connection:
        if _version(connection) == HEAD:
            return
    if database.engine.dialect.name == "sqlite":
        raw = database.engine.raw_connection()  # the journal's mode cannot be changed inside a transaction
        raw.cursor().execute("PRAGMA journal_mode = WAL")
        raw.close()
    with database.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        if _version(connection) != HEAD:  # another process may have been first
            from cxmaturity.store.migrations import upgrade  # alembic is slow to import and seldom needed

            upgrade(connection)


def _version(connection: Connection) -> str | None:
    """Return the schema version, None for an empty database; raises StoreTrouble when it is not ours to touch."""
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        if tables:
            raise StoreTrouble(
                "This database holds something else; it was left untouched.",
                "Point CXMATURITY_DATABASE_URL to an empty or a CX Maturity database.",
            )
        return None
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version is not None and not isinstance(version, str) or (version or "") > HEAD:
        raise StoreTrouble(
            "This database was written by a newer version of CX Maturity; it was left untouched.",
            "Update CX Maturity, or point CXMATURITY_DATABASE_URL to another database.",
        )
    return version
