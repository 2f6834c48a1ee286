"""A lock for those who write, which nobody waits for in vain."""

from collections import deque
from threading import Lock
from time import monotonic

_LONG_SECONDS = 0.5


class WriteQueue:
    """Lets one thread at a time write: whoever is quickest, or the one that has waited longest, once that is long.

    With a plain lock, the thread that has just released it mostly gets it again at once, and of many that write one
    answer after the other some wait for seconds. In strict order each turn would begin with another thread, which
    takes several times as long.
    """

    def __init__(self) -> None:
        self._state = Lock()
        self._is_taken = False
        self._waiting: deque[tuple[float, Lock]] = deque()  # from when on nobody may be quicker; released to wake it

    def acquire(self, timeout: float, *, is_in_order: bool = False) -> bool:
        """Return whether the caller may write, after at most so many seconds; in order: after all who wait."""
        asked_at = monotonic()
        with self._state:
            is_next = not self._waiting or (not is_in_order and asked_at < self._waiting[0][0])
            if is_next and not self._is_taken:
                self._is_taken = True
                return True
            wake = Lock()
            wake.acquire()
            place = (asked_at if is_in_order else asked_at + _LONG_SECONDS, wake)
            self._waiting.append(place)
        while wake.acquire(timeout=max(0, asked_at + timeout - monotonic())):
            with self._state:
                if not self._is_taken:
                    self._is_taken = True
                    self._waiting.popleft()  # only the first is woken
                    return True
        with self._state:
            self._waiting.remove(place)
            self._wake_first()
        return False

    def release(self) -> None:
        """Let another thread write."""
        with self._state:
            self._is_taken = False
            self._wake_first()

    def _wake_first(self) -> None:
        if self._waiting and not self._is_taken and self._waiting[0][1].locked():
            self._waiting[0][1].release()
