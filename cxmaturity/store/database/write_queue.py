"""A lock for writing threads that limits how long each of them waits."""

from collections import deque
from threading import Lock
from time import monotonic

_LONG_SECONDS = 0.5


class WriteQueue:
    """Lets one thread at a time write: any thread that asks or, once one has waited long, the one that waited longest.

    With a plain lock, the thread that has just released it usually gets it again at once, and of many threads that
    write one answer after the other some wait for seconds. In strict order each turn would begin with a switch to
    another thread, which takes several times as long.
    """

    def __init__(self) -> None:
        self._state = Lock()
        self._is_taken = False
        # Per waiting thread: the time from which on nobody may overtake it, and a lock that is released to wake it.
        self._waiting: deque[tuple[float, Lock]] = deque()

    def acquire(self, timeout: float, *, is_in_order: bool = False) -> bool:
        """Wait at most `timeout` seconds for the turn to write; return whether the caller has it.

        With `is_in_order` the caller waits until all threads that wait already had their turn.
        """
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
        """End the caller's turn."""
        with self._state:
            self._is_taken = False
            self._wake_first()

    def _wake_first(self) -> None:
        if self._waiting and not self._is_taken and self._waiting[0][1].locked():
            self._waiting[0][1].release()
