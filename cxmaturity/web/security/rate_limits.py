"""Limits attempts, such as wrong codes or new participants, per client network and overall; kept in memory."""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from threading import Lock
from time import monotonic

from cachetools import TTLCache

_MAX_NETWORKS = 10_000  # networks remembered; least recently used evicted first
_CLIENT_PREFIX = {4: 32, 6: 64}  # prefix of a household, which can change the other bits
_SITE_PREFIX = {4: 24, 6: 48}  # prefix of many rented addresses


@dataclass(slots=True)
class _Budget:
    """Attempts left; `updated_at` is when they were last counted, on the limiter's clock."""

    left: float
    updated_at: float


class RateLimiter:
    """Refuses clients after too many recorded attempts; used attempts come back evenly over `seconds`.

    Each client's network has `per_client` attempts, all together have `overall`. Beyond the overall limit, a network
    without an attempt within `seconds` still has one, so that nobody can lock everybody else out. The library `limits`
    has no such rule.
    """

    def __init__(self, per_client: int, overall: int, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._per_client, self._overall, self._seconds, self._clock = per_client, overall, seconds, clock
        # After `seconds` a budget is full again, so that an expired entry is the same as a missing one.
        self._clients: TTLCache[str, _Budget] = TTLCache(_MAX_NETWORKS, seconds, clock)
        self._recent_sites: TTLCache[str, None] = TTLCache(_MAX_NETWORKS, seconds, clock)
        self._everyone = _Budget(overall, clock())
        self._lock = Lock()

    def allows(self, client: str) -> bool:
        """Return whether this client may try; uses no attempt up."""
        with self._lock:
            if self._client_budget(client).left < 1:
                return False
            self._refill(self._everyone, self._overall)
            return self._everyone.left >= 1 or _network(client, _SITE_PREFIX) not in self._recent_sites

    def record(self, client: str) -> None:
        """Count an attempt of this client; the caller decides which ones count, such as only wrong codes."""
        with self._lock:
            budget = self._client_budget(client)
            budget.left -= 1
            self._clients[_network(client, _CLIENT_PREFIX)] = budget
            self._recent_sites[_network(client, _SITE_PREFIX)] = None
            self._refill(self._everyone, self._overall)
            self._everyone.left = max(0.0, self._everyone.left - 1)

    def _client_budget(self, client: str) -> _Budget:
        budget = self._clients.get(_network(client, _CLIENT_PREFIX)) or _Budget(self._per_client, self._clock())
        self._refill(budget, self._per_client)
        return budget

    def _refill(self, budget: _Budget, most: int) -> None:
        now = self._clock()
        budget.left = min(most, budget.left + (now - budget.updated_at) * most / self._seconds)
        budget.updated_at = now


def client_network(client: str) -> str:
    """Return the network of a household, whose members can change the rest of their address at will."""
    return _network(client, _CLIENT_PREFIX)


def _network(client: str, prefix: dict[int, int]) -> str:
    """Return the network of a client's address, or the client itself if it is not an address."""
    try:
        address = ip_address(client)
    except ValueError:
        return client
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ip_network((address, prefix[address.version]), strict=False))
