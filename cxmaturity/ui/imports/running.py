"""An import under way. It goes on in a thread of its own, whatever page its person looks at meanwhile."""

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread

Progress = Callable[[int, int], None]


class RunningImport:
    """An import that has begun: `name` says of what, `done` of `total` answers are written."""

    def __init__(self, name: str, store: Callable[[Progress], str]) -> None:
        """Begin to `store` a round; it returns the id of its assessment."""
        self.name = name
        self.done, self.total = 0, 0
        self._stored = Future[str]()
        # A daemon: what the end of the process cuts off, the next start removes.
        Thread(target=self._run, args=(store,), name="import", daemon=True).start()

    def _run(self, store: Callable[[Progress], str]) -> None:
        try:
            self._stored.set_result(store(self._take_progress))
        except BaseException as error:
            self._stored.set_exception(error)

    def _take_progress(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def is_over(self, within: float) -> bool:
        """Wait at most so many seconds, and return whether it has ended."""
        return bool(wait([self._stored], within).done)

    def result(self) -> str:
        """Return the id of the assessment; raises what ended the import."""
        return self._stored.result()
