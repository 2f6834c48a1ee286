"""Whether a database server that stopped answering answers again: one asks on behalf of all who want to know."""

from collections.abc import Callable
from threading import Lock
from time import monotonic

from cxmaturity.store.database.failures import server_silent


class ServerProbe:
    """Spares everyone the wait for a server that hangs; `ask` returns whether it answers, within a second."""

    def __init__(self, ask: Callable[[], bool]) -> None:
        self._ask = ask
        self._is_suspect = False
        self._asked_at = 0.0  # when the last reply or the end of the wait for it came
        self._lock = Lock()

    def suspect(self) -> None:
        """Note that the server gave no reply in time."""
        self._is_suspect = True

    def check(self, max_age_seconds: float = 0) -> None:
        """Return at once while all is well; otherwise ask the server, and raise DatabaseUnavailable if it is silent.

        Whoever has waited for it already is content with a result that is `max_age_seconds` old.
        """
        if not self._is_suspect:
            return
        arrived_at = monotonic()
        with self._lock:
            if self._asked_at < arrived_at - max_age_seconds:  # nobody asked while this one waited
                self._is_suspect = not self._ask()
                self._asked_at = monotonic()
        if self._is_suspect:
            raise server_silent()
