"""An import in progress, in a separate thread, so that it continues when the person opens another page."""

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread

Progress = Callable[[int, int], None]


class RunningImport:
    """An import in progress: `name` is that of the round, `done` of `total` answers are written."""

    def __init__(self, name: str, store: Callable[[Progress], str]) -> None:
        """Start the thread, which calls `store`; that writes the round and returns its assessment's id."""
        self.name = name
        self.done, self.total = 0, 0
        self._stored = Future[str]()
        # A daemon thread: the next start of the app removes the rest of an import that the process's end cut off.
        Thread(target=self._run, args=(store,), name="import", daemon=True).start()

    def _run(self, store: Callable[[Progress], str]) -> None:
        try:
            self._stored.set_result(store(self._take_progress))
        except BaseException as error:
            self._stored.set_exception(error)

    def _take_progress(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def is_over(self, within: float) -> bool:
        """Wait at most `within` seconds, and return whether the import has ended."""
        return bool(wait([self._stored], within).done)

    def result(self) -> str:
        """Return the id of the assessment; raises the error that ended the import."""
        return self._stored.result()
