"""Which phones are in the room, and how many people that makes: one count for lobby, console, screen and Home.

Presence is kept in memory only, by event streams and opened pages. Votes never touch it, so that it does not tell who
voted. The number of a phone is that of a list in memory, too: nothing that is stored tells in which order people came.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from cachetools import LRUCache

from cxmaturity.store.database.engine import Connection as DatabaseConnection
from cxmaturity.store.workshop import dots as stored_dots
from cxmaturity.store.workshop import polls
from cxmaturity.store.workshop import workshops as stored
from cxmaturity.workshops import presence as rules
from cxmaturity.workshops.presence import Presence
from cxmaturity.workshops.state import WORKSHOP_STATE_JSON, WorkshopState

PAGE_SECONDS = 300.0
"""How long an opened page counts as connected where no event stream follows: without a script it may stay as it is."""
ASK_SECONDS = 10.0
"""How long a page counts as connected that asks every few seconds, because events do not come through."""

_RECONNECT_SECONDS = 3.0  # from one page to the next, or after a short loss
_MAX_WORKSHOPS = 1_000


@dataclass(slots=True)
class _Phone:
    number: int
    connection: rules.Connection
    was_here: bool = False  # connected to this process at some time


@dataclass(slots=True)
class _Roster:
    """The phones of one workshop by the id of their response; `removed` are those that are no longer among them."""

    phones: dict[str, _Phone] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    count: int = 0  # of all that ever joined


class PhoneRosters:
    """The phones of all workshops that this process serves. One for each process; safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._rosters: LRUCache[str, _Roster] = LRUCache(_MAX_WORKSHOPS)

    @contextmanager
    def connected(self, assessment_id: str, response_id: str | None) -> Iterator[None]:
        """Count a phone as connected while the block runs; None is somebody who has not joined."""
        if response_id is None:
            yield
            return
        with self._lock:
            phone = self._phone(assessment_id, response_id)
            phone.was_here = True
            phone.connection.streams += 1
        try:
            yield
        finally:
            with self._lock:
                phone.connection.streams -= 1
                phone.connection.until = self._clock() + _RECONNECT_SECONDS

    def visit(self, assessment_id: str, response_id: str, seconds: float) -> None:
        """Count a phone as connected for so many seconds: it has opened a page, or asked without an event stream."""
        with self._lock:
            phone = self._phone(assessment_id, response_id)
            phone.was_here = True
            phone.connection.until = max(phone.connection.until, self._clock() + seconds)

    def size(self, assessment_id: str) -> int:
        """Return how many phones are known to have joined a workshop and are not removed."""
        with self._lock:
            return len(self._roster(assessment_id).phones)

    def update(self, assessment_id: str, response_ids: Collection[str]) -> None:
        """Make these the phones of a workshop; one that is new here counts as away from now on."""
        with self._lock:
            roster, joined = self._roster(assessment_id), set(response_ids)
            gone = roster.phones.keys() - joined
            roster.removed |= gone
            for response_id in gone:
                del roster.phones[response_id]
            for response_id in sorted(joined):  # ids are random: so are the numbers of those that came before
                self._phone(assessment_id, response_id)
            roster.removed -= joined

    def was_removed(self, assessment_id: str, response_id: str) -> bool:
        """Return whether a phone was removed from a workshop since it joined."""
        with self._lock:
            return response_id in self._roster(assessment_id).removed

    def phones(self, assessment_id: str, *, only_seen: bool = False) -> list[tuple[int, str, Presence]]:
        """Return the phones of a workshop as (number, id of the response, presence), ordered by number.

        With `only_seen` those that were never connected to this process count as connected: another one may serve them.
        """
        with self._lock:
            now = self._clock()
            return [
                (
                    phone.number,
                    response_id,
                    "connected" if only_seen and not phone.was_here else phone.connection.presence(now),
                )
                for response_id, phone in self._roster(assessment_id).phones.items()
            ]

    def _roster(self, assessment_id: str) -> _Roster:
        roster = self._rosters.get(assessment_id)
        if roster is None:
            roster = self._rosters[assessment_id] = _Roster()
        return roster

    def _phone(self, assessment_id: str, response_id: str) -> _Phone:
        roster = self._roster(assessment_id)
        phone = roster.phones.get(response_id)
        if phone is None:
            roster.count += 1
            phone = roster.phones[response_id] = _Phone(roster.count, rules.Connection(self._clock()))
        return phone


ROSTERS = PhoneRosters()
"""The phones of this process, known to its pages for participants and to those of Streamlit."""


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """How many people take part in a workshop.

    `participants`: all who joined and were not removed. `joined`: those of them who are in the room, connected or away
    for a moment, or who have voted and left since; after the end all participants. `voted`: how many have voted on the
    current question in this round, have submitted all their answers in the self-paced phase, have given dots, or have
    answered the poll that is open.
    Everyone is in when `voted` equals `joined`.
    """

    participants: int
    joined: int
    voted: int


def count_people(connection: DatabaseConnection, assessment_id: str, state: WorkshopState) -> PeopleCount:
    """Return how many people are in the room of a workshop and have voted: the one count, wherever it is shown."""
    participants = stored.count_joined(connection, assessment_id)
    phones = [] if state.phase == "closed" else phones_in_room(connection, assessment_id, participants)
    gone = {response_id for _, response_id, presence in phones if presence == "gone"}
    if not gone:
        return PeopleCount(participants, participants, _count_those_in(connection, assessment_id, state))
    are_in = ids_of_those_in(connection, assessment_id, state)
    return PeopleCount(participants, participants - len(gone - are_in), len(are_in))


def people_in_room(connection: DatabaseConnection, assessment_id: str) -> int:
    """Return how many people are in the room of a workshop, as everywhere else: `PeopleCount.joined`."""
    workshop = stored.workshop(connection, assessment_id)
    if workshop is None:
        return 0
    return count_people(connection, assessment_id, WORKSHOP_STATE_JSON.validate_json(workshop.state)).joined


def phones_in_room(
    connection: DatabaseConnection, assessment_id: str, participants: int
) -> list[tuple[int, str, Presence]]:
    """Return the phones of a workshop as `PhoneRosters.phones` does, once the roster knows all `participants`."""
    if ROSTERS.size(assessment_id) != participants:
        ROSTERS.update(assessment_id, stored.joined_ids(connection, assessment_id))
    return ROSTERS.phones(assessment_id, only_seen=may_be_elsewhere(connection))


def may_be_elsewhere(connection: DatabaseConnection) -> bool:
    """Return whether another process may serve the same workshop, with phones that this one knows nothing of."""
    return connection.dialect.name == "postgresql"


def ids_of_those_in(connection: DatabaseConnection, assessment_id: str, state: WorkshopState) -> set[str]:
    """Return the ids of the responses that have voted, submitted or given dots, by the phase."""
    if state.phase == "self_paced":
        return stored.submitted_ids(connection, assessment_id)
    if state.phase == "dots":
        return stored_dots.dot_voter_ids(connection, assessment_id)
    if state.open_poll:
        return polls.answerer_ids(connection, assessment_id, state.open_poll)
    return stored.voter_ids(connection, assessment_id, state.question, state.round) if state.question else set()


def _count_those_in(connection: DatabaseConnection, assessment_id: str, state: WorkshopState) -> int:
    """Return how many `ids_of_those_in` returns; the database counts faster than it sends ids."""
    if state.phase == "self_paced":
        return stored.count_submitted(connection, assessment_id)
    if state.phase == "dots":
        return stored_dots.count_dot_voters(connection, assessment_id)
    if state.open_poll:
        return polls.count_answers(connection, assessment_id, state.open_poll)
    return stored.count_votes(connection, assessment_id, state.question, state.round) if state.question else 0
