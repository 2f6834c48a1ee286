"""Which phones are present, and how many people that makes: the one count for lobby, console, screen and Home.

Presence is kept in memory only, and comes from event streams and opened pages. Votes do not affect it, so that it does
not reveal who voted. A phone's number is also kept only in memory, so that nothing stored shows in which order people
joined.
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
from cxmaturity.store.workshop import votes as stored_votes
from cxmaturity.store.workshop import workshops as stored
from cxmaturity.workshops import presence as rules
from cxmaturity.workshops.presence import Presence
from cxmaturity.workshops.state import WORKSHOP_STATE_JSON, WorkshopState

PAGE_SECONDS = 300.0
"""How long an opened page without an event stream counts as connected; without scripts it sends nothing else."""
ASK_SECONDS = 10.0
"""How long a page that polls every few seconds, because events do not arrive, counts as connected."""

_RECONNECT_SECONDS = 3.0  # between two pages, or after a short loss of connection
_MAX_WORKSHOPS = 1_000


@dataclass(slots=True)
class _Phone:
    number: int
    connection: rules.Connection
    was_here: bool = False  # was ever connected to this process


@dataclass(slots=True)
class _Roster:
    """The phones of one workshop by response id; `removed` are the ids of phones that were removed."""

    phones: dict[str, _Phone] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    count: int = 0  # phones that ever joined


class PhoneRosters:
    """The phones of all workshops of this process. One instance per process; thread-safe."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._rosters: LRUCache[str, _Roster] = LRUCache(_MAX_WORKSHOPS)

    @contextmanager
    def connected(self, assessment_id: str, response_id: str | None) -> Iterator[None]:
        """Count a phone as connected while the block runs; None for somebody who has not joined."""
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
        """Count a phone as connected for `seconds`: it has opened a page, or polled without an event stream."""
        with self._lock:
            phone = self._phone(assessment_id, response_id)
            phone.was_here = True
            phone.connection.until = max(phone.connection.until, self._clock() + seconds)

    def size(self, assessment_id: str) -> int:
        """Return how many phones have joined a workshop and were not removed, as far as this process knows."""
        with self._lock:
            return len(self._roster(assessment_id).phones)

    def update(self, assessment_id: str, response_ids: Collection[str]) -> None:
        """Set the phones of a workshop; a phone that is new here counts as away from now on."""
        with self._lock:
            roster, joined = self._roster(assessment_id), set(response_ids)
            gone = roster.phones.keys() - joined
            roster.removed |= gone
            for response_id in gone:
                del roster.phones[response_id]
            for response_id in sorted(joined):  # random ids give random numbers
                self._phone(assessment_id, response_id)
            roster.removed -= joined

    def was_removed(self, assessment_id: str, response_id: str) -> bool:
        """Return whether a phone was removed from a workshop after it joined."""
        with self._lock:
            return response_id in self._roster(assessment_id).removed

    def phones(self, assessment_id: str, *, only_seen: bool = False) -> list[tuple[int, str, Presence]]:
        """Return the phones of a workshop as (number, response id, presence), ordered by number.

        With `only_seen`, phones that were never connected to this process count as connected, because another process
        may serve them.
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
"""The phones of this process, for its participants' pages and its Streamlit pages."""


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """How many people take part in a workshop. Everybody is in when `voted` equals `joined`.

    participants: everybody who joined and was not removed.
    joined: of these, people who are present (connected, or away for a moment) or have voted and left since; after the
    end all participants.
    voted: how many have voted on the current question in this round, submitted all their answers (self-paced), given
    dots, or answered the open poll.
    """

    participants: int
    joined: int
    voted: int


def count_people(connection: DatabaseConnection, assessment_id: str, state: WorkshopState) -> PeopleCount:
    """Return how many people are present in a workshop and have voted; the one count wherever it is shown."""
    participants = stored_votes.count_joined(connection, assessment_id)
    phones = [] if state.phase == "closed" else known_phones(connection, assessment_id, participants)
    gone = {response_id for _, response_id, presence in phones if presence == "gone"}
    if not gone:
        return PeopleCount(participants, participants, _count_voted(connection, assessment_id, state))
    are_in = voted_ids(connection, assessment_id, state)
    return PeopleCount(participants, participants - len(gone - are_in), len(are_in))


def people_present(connection: DatabaseConnection, assessment_id: str) -> int:
    """Return how many people are present in a workshop: `PeopleCount.joined`."""
    workshop = stored.workshop(connection, assessment_id)
    if workshop is None:
        return 0
    return count_people(connection, assessment_id, WORKSHOP_STATE_JSON.validate_json(workshop.state)).joined


def known_phones(
    connection: DatabaseConnection, assessment_id: str, participants: int
) -> list[tuple[int, str, Presence]]:
    """Return the phones of a workshop, see `PhoneRosters.phones`; first updates a roster that lacks participants."""
    if ROSTERS.size(assessment_id) != participants:
        ROSTERS.update(assessment_id, stored_votes.joined_ids(connection, assessment_id))
    return ROSTERS.phones(assessment_id, only_seen=may_be_elsewhere(connection))


def may_be_elsewhere(connection: DatabaseConnection) -> bool:
    """Return whether another process may serve phones of the same workshop, of which this one knows nothing."""
    return connection.dialect.name == "postgresql"


def voted_ids(connection: DatabaseConnection, assessment_id: str, state: WorkshopState) -> set[str]:
    """Return the ids of the responses that count as `PeopleCount.voted` in this phase."""
    if state.phase == "self_paced":
        return stored_votes.submitted_ids(connection, assessment_id)
    if state.phase == "dots":
        return stored_dots.dot_voter_ids(connection, assessment_id)
    if state.open_poll:
        return polls.answerer_ids(connection, assessment_id, state.open_poll)
    return stored_votes.voter_ids(connection, assessment_id, state.question, state.round) if state.question else set()


def _count_voted(connection: DatabaseConnection, assessment_id: str, state: WorkshopState) -> int:
    """Return the number of `voted_ids`, which the database counts faster than it sends the ids."""
    if state.phase == "self_paced":
        return stored_votes.count_submitted(connection, assessment_id)
    if state.phase == "dots":
        return stored_dots.count_dot_voters(connection, assessment_id)
    if state.open_poll:
        return polls.count_answers(connection, assessment_id, state.open_poll)
    return stored_votes.count_votes(connection, assessment_id, state.question, state.round) if state.question else 0
