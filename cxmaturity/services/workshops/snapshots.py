"""Where a workshop stands at a glance, for everyone who follows it: asked of the database once, however many look."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from cxmaturity.errors import NotFound
from cxmaturity.services.workshops.facilitation import WORKSHOP_GONE, participation_counts
from cxmaturity.store import workshops as stored
from cxmaturity.store.engine import Database
from cxmaturity.workshops.state import WORKSHOP_STATE_JSON, WorkshopState

CACHE_SECONDS = 0.2
"""How long a glance is good for: less than whoever looks again and again rests between, so that each look is new."""


@dataclass(frozen=True, slots=True)
class LiveStatus:
    """Where a workshop stands. `number` grows with its state; `joined`, `voted` as in `WorkshopView`."""

    number: int
    state: WorkshopState
    joined: int
    voted: int


class WorkshopSnapshots:
    """Glances at workshops, each kept for a moment. One for each process."""

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database
        self._kept: dict[str, tuple[float, LiveStatus]] = {}
        self._turn = Lock()

    def status(self, assessment_id: str) -> LiveStatus:
        """Return where a workshop stands, at most a quarter of a second ago.

        Raises NotFound and DatabaseUnavailable.
        """
        with self._turn:
            kept = self._kept.get(assessment_id)
            if kept and monotonic() - kept[0] < CACHE_SECONDS:
                return kept[1]
            found = self._look(assessment_id, kept[1] if kept else None)
            if len(self._kept) > 100:
                self._kept.clear()
            self._kept[assessment_id] = monotonic(), found
            return found

    def _look(self, assessment_id: str, before: LiveStatus | None) -> LiveStatus:
        with self._database().reading() as connection:
            found = stored.workshop(connection, assessment_id)
            if found is None:
                raise NotFound(*WORKSHOP_GONE)
            known = before and before.number == found.number
            state = before.state if before and known else WORKSHOP_STATE_JSON.validate_json(found.state)
            return LiveStatus(found.number, state, *participation_counts(connection, assessment_id, state))
