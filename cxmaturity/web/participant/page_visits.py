"""Pages with the field for a join code that were opened: each gives one code that is looked up, whatever others tried.

A whole room may share one network with somebody who guesses. Addresses do not tell them apart, and a cookie would go
along with everything that is anonymous; a page that was opened some seconds ago and sends one code does.
"""

from collections.abc import Callable
from secrets import token_urlsafe
from threading import Lock
from time import monotonic

from cachetools import TTLCache

from cxmaturity.web.rate_limits import RateLimiter

MAX_OPENED_PER_CLIENT = 60
"""How many pages opened from one network within a minute give such a code."""
MAX_OPENED_OVERALL = 600
"""How many pages opened from all networks within a minute give one before those that opened some just now get none."""
MIN_SECONDS = 2.0
"""How long a page must have been open; nobody types six characters faster."""

_MINUTE = 60.0
_KEPT_SECONDS = 60 * 60.0
_MAX_KEPT = 20_000


class PageVisits:
    """The pages that are open and have sent no code yet. One for each process."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._opened: TTLCache[str, float] = TTLCache(_MAX_KEPT, _KEPT_SECONDS, clock)
        self._limiter = RateLimiter(MAX_OPENED_PER_CLIENT, MAX_OPENED_OVERALL, _MINUTE, clock)

    def open(self, client: str) -> str:
        """Return a token for a page that this client opens, empty when too many were opened just now."""
        if not self._limiter.allows(client):
            return ""
        self._limiter.record_failure(client)  # counts whatever is limited
        token = token_urlsafe(12)
        with self._lock:
            self._opened[token] = self._clock()
        return token

    def use(self, token: str) -> bool:
        """Return whether the page of this token was open long enough; it counts once."""
        with self._lock:
            opened_at = self._opened.pop(token, None)
        return opened_at is not None and self._clock() - opened_at >= MIN_SECONDS
