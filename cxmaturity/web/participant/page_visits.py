"""Opened pages for a join code: each may send one code that is looked up whatever the rate limits.

People in a workshop may share a network with somebody who guesses codes. Addresses do not tell them apart, and a cookie
would follow people to pages that are anonymous; but a page that was opened some seconds ago and sends a single code is
not a guesser's.
"""

from collections.abc import Callable
from secrets import token_urlsafe
from threading import Lock
from time import monotonic

from cachetools import TTLCache

from cxmaturity.web.security.rate_limits import RateLimiter

MAX_OPENED_PER_CLIENT = 60
"""How many pages that one network opens within a minute may send such a code."""
MAX_OPENED_OVERALL = 600
"""How many pages that all networks open within a minute may send one; beyond, only of networks that opened none."""
MIN_SECONDS = 2.0
"""How long a page must have been open; nobody types six characters faster."""

_MINUTE = 60.0
_KEPT_SECONDS = 60 * 60.0
_MAX_KEPT = 20_000


class PageVisits:
    """The open pages that have sent no code yet. One instance per process."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._opened: TTLCache[str, float] = TTLCache(_MAX_KEPT, _KEPT_SECONDS, clock)
        self._limiter = RateLimiter(MAX_OPENED_PER_CLIENT, MAX_OPENED_OVERALL, _MINUTE, clock)

    def open(self, client: str) -> str:
        """Return a token for a page that this client opens; empty when too many were opened recently."""
        if not self._limiter.allows(client):
            return ""
        self._limiter.record(client)
        token = token_urlsafe(12)
        with self._lock:
            self._opened[token] = self._clock()
        return token

    def use(self, token: str) -> bool:
        """Return whether the page with this token was open long enough; a token counts once."""
        with self._lock:
            opened_at = self._opened.pop(token, None)
        return opened_at is not None and self._clock() - opened_at >= MIN_SECONDS
