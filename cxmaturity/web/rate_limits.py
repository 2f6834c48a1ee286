"""How often something may be tried: so many times in a while, by each visitor and by all together. Kept in memory."""

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock
from time import monotonic

_MAX_VISITORS = 10_000  # visitors remembered at once; whoever has rested long enough is forgotten first
_HOUSEHOLD = 64  # bits of an IPv6 address that all in one place share, who could change the rest at will


@dataclass(slots=True)
class _Budget:
    tries: float
    at: float


class RateLimiter:
    """Lets each visitor, and all together, try so many times; what was used comes back evenly over `seconds`."""

    def __init__(self, each: int, overall: int, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._each, self._overall, self._seconds, self._clock = each, overall, seconds, clock
        self._left: dict[str, _Budget] = {}
        self._all = _Budget(overall, clock())
        self._turn = Lock()

    def acquire(self, visitor: str) -> bool:
        """Use up one try; False when there is none left."""
        with self._turn:
            now, name = self._clock(), _network_of(visitor)
            own = self._refilled(self._left.get(name) or _Budget(self._each, now), self._each, now)
            everyone = self._refilled(self._all, self._overall, now)
            if min(own.tries, everyone.tries) < 1:
                return False
            own.tries -= 1
            everyone.tries -= 1
            self._left[name] = own
            if len(self._left) > _MAX_VISITORS:
                self._forget(now)
            return True

    def release(self, visitor: str) -> None:
        """Let a try not count."""
        with self._turn:
            if own := self._left.get(_network_of(visitor)):
                own.tries = min(self._each, own.tries + 1)
            self._all.tries = min(self._overall, self._all.tries + 1)

    def _refilled(self, left: _Budget, most: int, now: float) -> _Budget:
        left.tries = min(most, left.tries + (now - left.at) * most / self._seconds)
        left.at = now
        return left

    def _forget(self, now: float) -> None:
        recent = {name: left for name, left in self._left.items() if now - left.at < self._seconds}
        newest = sorted(recent.items(), key=lambda pair: pair[1].at)[-_MAX_VISITORS // 2 :]
        self._left = dict(newest)


def _network_of(visitor: str) -> str:
    try:
        address = ip_address(visitor)
    except ValueError:
        return visitor
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or ip_network((address, _HOUSEHOLD), strict=False))
