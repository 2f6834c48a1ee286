"""Connections to PostgreSQL that wait for no reply longer than a person does."""

import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from pg8000.exceptions import DatabaseError, Error, InterfaceError
from pg8000.legacy import Connection as DriverConnection
from sqlalchemy import URL, Connection, Engine, event, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError

from cxmaturity.store.database.server_probe import ServerProbe

LOCK_SECONDS, STATEMENT_SECONDS, REPLY_SECONDS = 3.0, 3.5, 4.0
"""How long others' locks, a statement and the server's reply are waited for, each a little longer than the one before.

Together with the probe of a silent server, nobody waits for more than five seconds.
"""

_PROBE_SECONDS = 0.7
_LONG_SECONDS = 600  # for what rewrites much of the database
_QUOTES_ROWS = ("D", "W", "q")  # fields of an error that may quote rows and values: detail, context and query


class _Connection(DriverConnection):  # type: ignore[misc]  # the driver has no types
    """The driver's connection, whose errors quote nothing that people wrote: they are logged.

    A reply that does not come in time ends it; the driver itself would go on with it.
    """

    def handle_messages(self, context: Any) -> None:
        """Read the server's messages up to the end of a statement; raises the driver's errors only."""
        try:
            super().handle_messages(context)
        except DatabaseError as error:
            if isinstance(fields := error.args[0], dict):
                error.args = ({name: text for name, text in fields.items() if name not in _QUOTES_ROWS},)
            raise
        except TimeoutError as error:
            raise InterfaceError("network error: no reply in time") from error


def driver_address(url: URL) -> tuple[URL, dict[str, Any]]:
    """Return the driver's form of an address as libpq reads it, as far as it can: ?host=/folder and ?sslmode=…

    Raises ArgumentError for other options.
    """
    host, mode = url.query.get("host"), url.query.get("sslmode", "prefer")
    modes = {"disable": False, "allow": None, "prefer": None, "require": True}
    if set(url.query) - {"host", "sslmode"} or mode not in (*modes, "verify-ca", "verify-full"):
        raise ArgumentError("an option that is not known here")
    arguments: dict[str, Any] = {"timeout": REPLY_SECONDS}
    if host:  # nothing to encrypt on the way to a socket, and asking costs 40 ms a connection
        arguments |= {"unix_sock": f"{host}/.s.PGSQL.{url.port or 5432}", "ssl_context": False}
    else:
        arguments["ssl_context"] = modes[str(mode)] if mode in modes else ssl.create_default_context()
    return url.set(drivername="postgresql+pg8000").difference_update_query(["host", "sslmode"]), arguments


def watch(engine: Engine) -> ServerProbe:
    """Limit the time of all that is asked through `engine`, and return the probe of its server.

    From the first reply that does not come in time, nobody else waits for a server that the probe finds silent.
    """
    arguments: dict[str, Any] = {}  # of the last connection

    def answers() -> bool:
        try:
            with closing(_Connection(**{**arguments, "timeout": _PROBE_SECONDS})) as connection:
                connection.cursor().execute("SELECT 1")
        except (Error, OSError):
            return False
        return True

    probe = ServerProbe(answers)

    def connect(_dialect: Any, _record: Any, _arguments: Any, named: dict[str, Any]) -> DriverConnection:
        arguments.update(named)
        probe.check(max_age_seconds=1)
        try:
            return _Connection(**named)
        except TimeoutError as error:
            raise InterfaceError("no reply in time") from error

    def note_silence(context: ExceptionContext) -> None:
        if isinstance(context.original_exception.__cause__, TimeoutError):
            probe.suspect()

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "connect", _limit_times)
    event.listen(engine, "handle_error", note_silence)
    return probe


def _limit_times(connection: Any, _record: Any) -> None:
    limits = {"lock_timeout": LOCK_SECONDS, "statement_timeout": STATEMENT_SECONDS}
    connection.cursor().execute("; ".join(f"SET {name} = '{seconds * 1000:.0f}ms'" for name, seconds in limits.items()))
    connection.commit()


@contextmanager
def patience(connection: Connection) -> Iterator[None]:
    """Let the statements of this transaction take minutes."""
    socket = connection.connection.dbapi_connection._usock  # type: ignore[union-attr]  # the driver sets it only at the start
    connection.execute(text(f"SET LOCAL statement_timeout = '{_LONG_SECONDS}s'"))
    socket.settimeout(_LONG_SECONDS)
    try:
        yield
    finally:
        socket.settimeout(REPLY_SECONDS)
