"""The phones of workshops, kept in memory only: which are connected, and the number of each.

Presence comes from event streams and opened pages. Votes do not affect it, so that it does not reveal who voted. A
phone's number is not stored, so that nothing stored shows in which order people joined.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from cachetools import LRUCache

from cxmaturity.store.database.engine import Connection as DatabaseConnection
from cxmaturity.store.workshop import votes as stored_votes
from cxmaturity.workshops import presence as rules
from cxmaturity.workshops.presence import Presence

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

    def phones(self, assessment_id: str, *, may_be_elsewhere: bool = False) -> list[tuple[int, str, Presence]]:
        """Return the phones of a workshop as (number, response id, presence), ordered by number.

        With `may_be_elsewhere`, phones that were never connected to this process count as connected: another one may
        serve them.
        """
        with self._lock:
            now = self._clock()
            return [
                (
                    phone.number,
                    response_id,
                    "connected" if may_be_elsewhere and not phone.was_here else phone.connection.presence(now),
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


def known_phones(
    connection: DatabaseConnection, assessment_id: str, participants: int
) -> list[tuple[int, str, Presence]]:
    """Return the phones of a workshop, see `PhoneRosters.phones`; first updates a roster that lacks participants."""
    if ROSTERS.size(assessment_id) != participants:
        ROSTERS.update(assessment_id, stored_votes.joined_ids(connection, assessment_id))
    return ROSTERS.phones(assessment_id, may_be_elsewhere=may_be_elsewhere(connection))


def may_be_elsewhere(connection: DatabaseConnection) -> bool:
    """Return whether another process may serve phones of the same workshop, of which this one knows nothing."""
    return connection.dialect.name == "postgresql"
