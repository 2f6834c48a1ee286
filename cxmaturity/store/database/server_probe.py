"""Finds out whether a silent database server answers again: one thread asks on behalf of all."""

from collections.abc import Callable
from threading import Lock
from time import monotonic

from cxmaturity.store.database.failures import server_silent


class ServerProbe:
    """Spares all but one thread the wait for a silent server; `ask` returns within a second whether it answers."""

    def __init__(self, ask: Callable[[], bool]) -> None:
        self._ask = ask
        self._is_suspect = False
        self._asked_at = 0.0  # when the last question was answered or given up
        self._lock = Lock()

    def suspect(self) -> None:
        """Note that the server did not reply in time."""
        self._is_suspect = True

    def check(self, max_age_seconds: float = 0) -> None:
        """Return at once unless the server is suspected; else ask it, and raise DatabaseUnavailable if it is silent.

        A result that is up to `max_age_seconds` old is used again.
        """
        if not self._is_suspect:
            return
        arrived_at = monotonic()
        with self._lock:
            if self._asked_at < arrived_at - max_age_seconds:  # no other thread asked while this one waited
                self._is_suspect = not self._ask()
                self._asked_at = monotonic()
        if self._is_suspect:
            raise server_silent()
