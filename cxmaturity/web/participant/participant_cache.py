"""Caches which response in which workshop belongs to the person of a browser.

This never changes until the person is removed, so that nobody has to be looked up again when many phones vote at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from cachetools import LRUCache

from cxmaturity.errors import NotFound
from cxmaturity.services.surveys import participation
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.services.workshops.people.phone_rosters import ROSTERS
from cxmaturity.store.database.engine import Database
from cxmaturity.web.http import HttpError
from cxmaturity.wording.errors import NO_WORKSHOP_TO_JOIN

_MAX_CACHED = 20_000
NOT_JOINED = ("Nobody has joined in this browser.", "Open the workshop's link and join; to continue, use your code.")


@dataclass(frozen=True, slots=True)
class Participation:
    """A person's participation in a workshop: the workshop and the id of their response."""

    survey: Survey
    response_id: str

    @property
    def assessment_id(self) -> str:
        """The id of the workshop's assessment."""
        return self.survey.assessment.id


class ParticipantCache:
    """The participations of all workshops, least recently used ones evicted first. One instance per process."""

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database
        self._participations: LRUCache[str, Participation] = LRUCache(_MAX_CACHED)
        self._is_anonymous: LRUCache[str, bool] = LRUCache(_MAX_CACHED)
        self._lock = Lock()  # reading changes an LRU cache; never held during a query

    def known(self, invitation: str, code: str) -> Participation | None:
        """Return a cached participation; None when it must be looked up, or was removed since."""
        with self._lock:
            remembered = self._participations.get(_cache_key(invitation, code))
        if remembered is None or ROSTERS.was_removed(remembered.assessment_id, remembered.response_id):
            return None
        return remembered

    def find(self, invitation: str, code: str) -> Participation:
        """Return a person's participation; raises NotFound, and HttpError when nobody with this code has joined."""
        remembered = self.known(invitation, code)
        if remembered:
            return remembered
        database = self._database()
        survey = workshop_by_invitation(database, invitation)
        view = participation.find_participation(database, survey, code)
        if view is None or not self.may_open(survey, code):
            raise HttpError(403, *NOT_JOINED)
        result = Participation(survey, view.stored.id)
        with self._lock:
            self._participations[_cache_key(invitation, code)] = result
        return result

    def may_open(self, survey: Survey, code: str) -> bool:
        """Return whether a code gives access to its answers; see `participation.was_in_open_round`."""
        if survey.assessment.privacy == "open":
            return True
        key = _cache_key("", code)
        with self._lock:
            known = self._is_anonymous.get(key)
        if known is None:
            known = not participation.was_in_open_round(self._database(), code)
            with self._lock:
                self._is_anonymous[key] = known
        return known


def workshop_by_invitation(database: Database, invitation: str) -> Survey:
    """Return the workshop with this invitation; raises NotFound."""
    survey = participation.survey_by_invitation(database, invitation)
    if survey.assessment.mode != "workshop":
        raise NotFound(*NO_WORKSHOP_TO_JOIN)
    return survey


def _cache_key(invitation: str, code: str) -> str:
    """Return a hash of the code, so that the cache holds no private codes."""
    return sha256(f"{invitation}:{code}".encode("utf-8", "replace")).hexdigest()
