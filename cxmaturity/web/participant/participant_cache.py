"""Whose vote it is: which workshop a phone is in, and which response there is its person's.

Neither ever changes, so it is remembered: when a whole room votes at once, nobody is looked up again.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from cxmaturity.errors import NotFound
from cxmaturity.records import StoredResponse
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.surveys import participation
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.store.engine import Database
from cxmaturity.web.http import HttpError

_MOST_KEPT = 20_000
NOT_JOINED = ("Nobody has joined in this browser.", "Open the workshop's link and join; to continue, use your code.")


@dataclass(frozen=True, slots=True)
class Participation:
    """A person's place in a workshop."""

    survey: Survey
    response_id: str

    @property
    def assessment_id(self) -> str:
        """The workshop's."""
        return self.survey.assessment.id

    @property
    def view(self) -> AssessmentView:
        """The work of this person, without answers."""
        row = self.survey.assessment
        return AssessmentView(row, self.survey.questionnaire, StoredResponse(self.response_id, row.id, 0, {}), {})


class ParticipantCache:
    """The seats of all workshops."""

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database
        self._seats: OrderedDict[str, Participation] = OrderedDict()
        self._turn = Lock()

    def known(self, invitation: str, code: str) -> Participation | None:
        """Return a seat that is remembered, without asking anything."""
        return self._seats.get(_name(invitation, code))

    def find(self, invitation: str, code: str) -> Participation:
        """Return a person's seat; raises NotFound, and Declined when nobody with this code has joined."""
        database = self._database()
        survey = workshop_by_invitation(database, invitation)
        at = participation.find_participation(database, survey, code)
        if at is None:
            raise HttpError(403, *NOT_JOINED)
        seat = Participation(survey, at.stored.id)
        with self._turn:
            self._seats[_name(invitation, code)] = seat
            while len(self._seats) > _MOST_KEPT:
                self._seats.popitem(last=False)
        return seat


def workshop_by_invitation(database: Database, invitation: str) -> Survey:
    """Return the workshop an invitation leads to; raises NotFound."""
    found = participation.survey_by_invitation(database, invitation)
    if found.assessment.mode != "workshop":
        raise NotFound("There is no workshop at this link.", "Ask whoever invited you for the link.")
    return found


def _name(invitation: str, code: str) -> str:
    return sha256(f"{invitation}:{code}".encode("utf-8", "replace")).hexdigest()  # a private code is kept nowhere
