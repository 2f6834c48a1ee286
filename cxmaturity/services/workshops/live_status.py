"""The live status of each workshop, for all pages that follow it: read once, however many ask."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Lock
from time import monotonic

from cachetools import TTLCache, cached

from cxmaturity.errors import NotFound
from cxmaturity.services.workshops.people.people_count import count_people
from cxmaturity.store.database.engine import Database
from cxmaturity.store.surveys import admission
from cxmaturity.store.workshop import votes as stored_votes
from cxmaturity.store.workshop import workshops as stored
from cxmaturity.wording.errors import NO_WORKSHOP
from cxmaturity.workshops.state import Pace, WorkshopState

CACHE_SECONDS = 0.2
"""How long a status is cached: shorter than the pause between two polls, so that each poll reads it again."""

_PROGRESS_SECONDS = 2.0  # for the number of all answers, whose query is the slow one
_MAX_CACHED = 1_000


@dataclass(frozen=True, slots=True)
class LiveStatus:
    """The status of a workshop; `version`, `joined`, `voted` and `answered` as in `workshop_view.WorkshopView`.

    `asking` is how many browsers wait for admission beyond the expected number of people.
    """

    version: int
    state: WorkshopState
    joined: int
    voted: int
    asking: int
    pace: Pace
    answered: int = 0


class LiveStatuses:
    """The status of each workshop, cached for `CACHE_SECONDS`. One instance per process.

    While one thread reads a workshop, others that ask for the same one wait for its result; those that ask for another
    do not wait.
    """

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database
        statuses: TTLCache[str, LiveStatus] = TTLCache(_MAX_CACHED, CACHE_SECONDS, monotonic)
        answers: TTLCache[str, int] = TTLCache(_MAX_CACHED, _PROGRESS_SECONDS, monotonic)
        self._count_answers = cached(answers, key=lambda _connection, assessment_id: assessment_id, lock=Lock())(
            stored_votes.count_answers
        )
        self._status = cached(statuses, key=lambda assessment_id: assessment_id, condition=Condition())(self._read)

    def status(self, assessment_id: str) -> LiveStatus:
        """Return the status of a workshop, at most `CACHE_SECONDS` old; raises NotFound and DatabaseUnavailable."""
        return self._status(assessment_id)

    def _read(self, assessment_id: str) -> LiveStatus:
        with self._database().reading() as connection:
            workshop = stored.workshop(connection, assessment_id)
            if workshop is None:
                raise NotFound(*NO_WORKSHOP)
            state = workshop.state
            people = count_people(connection, assessment_id, state)
            asking = admission.count_waiting(connection, assessment_id)
            answered = self._count_answers(connection, assessment_id) if state.phase == "self_paced" else 0
            return LiveStatus(workshop.version, state, people.joined, people.voted, asking, workshop.pace, answered)
