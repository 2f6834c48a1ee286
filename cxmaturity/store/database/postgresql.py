"""Connections to PostgreSQL whose waiting time is limited."""

import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any

from pg8000.converters import TIMESTAMPTZ, make_params
from pg8000.core import NULL_BYTE, SYNC_MSG, Context
from pg8000.exceptions import DatabaseError, Error, InterfaceError
from pg8000.legacy import Connection as DriverConnection
from sqlalchemy import URL, Connection, Engine, event, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError

from cxmaturity.store.database.server_probe import ServerProbe

LOCK_SECONDS, STATEMENT_SECONDS, REPLY_SECONDS = 3.0, 3.5, 4.0
"""The longest wait for a lock, for a statement, and for the server's reply; each a little longer than the one before.

Including the probe of a silent server, nobody waits longer than five seconds.
"""

_PROBE_SECONDS = 0.7
_LONG_SECONDS = 600  # for transactions that rewrite much of the database
_QUOTES_ROWS = ("D", "W", "q")  # error fields that may quote values: detail, context, query


class _Connection(DriverConnection):  # type: ignore[misc]  # the driver has no types
    """A pg8000 connection whose errors contain nothing that people wrote, because errors are logged.

    A reply that does not arrive in time closes it; pg8000 itself would go on using it.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        # pg8000 tries patterns that offsets such as +05:30 fit none of, which takes a hundred times as long.
        self.register_in_adapter(TIMESTAMPTZ, datetime.fromisoformat)

    def execute_unnamed(self, statement: str, vals: Any = (), oids: Any = (), stream: Any = None) -> Context:
        """Run a statement in one exchange with the server, and return its result.

        pg8000 waits for the server three times: until it has read the statement, then its parameters, and for the
        result.
        """
        if stream is not None:
            return super().execute_unnamed(statement, vals, oids, stream)
        context = Context(statement)
        self.send_PARSE(NULL_BYTE, statement, oids)
        self.send_DESCRIBE_STATEMENT(NULL_BYTE)
        self.send_BIND(NULL_BYTE, make_params(self.py_types, vals))
        self.send_EXECUTE()
        try:
            self._sock.write(SYNC_MSG)
            self._sock.flush()
        except OSError as error:
            raise InterfaceError("network error") from error
        self.handle_messages(context)
        return context

    def handle_messages(self, context: Any) -> None:
        """Read the server's messages up to the end of a statement; raises only the driver's own errors."""
        try:
            super().handle_messages(context)
        except DatabaseError as error:
            if isinstance(fields := error.args[0], dict):
                error.args = ({name: text for name, text in fields.items() if name not in _QUOTES_ROWS},)
            raise
        except TimeoutError as error:
            raise InterfaceError("network error: no reply in time") from error


def driver_address(url: URL) -> tuple[URL, dict[str, Any]]:
    """Return the address and arguments for the driver; `url` may have libpq's options ?host=/folder and ?sslmode=….

    Raises ArgumentError for other options, and without a user, which the driver needs.
    """
    if not url.username:
        raise ArgumentError("no user")
    host, mode = url.query.get("host"), url.query.get("sslmode", "prefer")
    modes = {"disable": False, "allow": None, "prefer": None, "require": True}
    if set(url.query) - {"host", "sslmode"} or mode not in (*modes, "verify-ca", "verify-full"):
        raise ArgumentError("an option that is not known here")
    arguments: dict[str, Any] = {"timeout": REPLY_SECONDS}
    if host:  # a socket needs no encryption; asking for it costs 40 ms per connection
        arguments |= {"unix_sock": f"{host}/.s.PGSQL.{url.port or 5432}", "ssl_context": False}
    else:
        arguments["ssl_context"] = modes[str(mode)] if mode in modes else ssl.create_default_context()
    return url.set(drivername="postgresql+pg8000").difference_update_query(["host", "sslmode"]), arguments


def watch(engine: Engine) -> ServerProbe:
    """Limit the time of everything sent through `engine`, and return the probe of its server.

    After the first reply that does not arrive in time, nobody else waits for a server that the probe finds silent.
    """
    arguments: dict[str, Any] = {}  # those of the last connection

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
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "handle_error", note_silence)
    return probe


def _set_up(connection: Any, _record: Any) -> None:
    limits = {"lock_timeout": LOCK_SECONDS, "statement_timeout": STATEMENT_SECONDS}
    settings = {name: f"{seconds * 1000:.0f}ms" for name, seconds in limits.items()}
    settings["datestyle"] = "ISO"  # a server may be set up for another way to write times, which could not be read
    connection.cursor().execute("; ".join(f"SET {name} = '{value}'" for name, value in settings.items()))
    connection.commit()


@contextmanager
def patience(connection: Connection) -> Iterator[None]:
    """Allow the statements of this transaction to take minutes."""
    socket = connection.connection.dbapi_connection._usock  # type: ignore[union-attr]  # set at the start
    connection.execute(text(f"SET LOCAL statement_timeout = '{_LONG_SECONDS}s'"))
    socket.settimeout(_LONG_SECONDS)
    try:
        yield
    finally:
        socket.settimeout(REPLY_SECONDS)
