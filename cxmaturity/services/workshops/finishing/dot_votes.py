"""The dot vote on first steps: the steps put to the vote, and the dots of each person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Condition

from cachetools import LRUCache, cached

from cxmaturity.errors import Gone, TooLate
from cxmaturity.services.assessments import answering
from cxmaturity.services.assessments.answering import Basis
from cxmaturity.services.plans import StepKey, step_key
from cxmaturity.services.workshops import workshop_view
from cxmaturity.services.workshops.finishing.step_ranking import ranked_steps
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop import dots as stored_dots
from cxmaturity.store.workshop import votes as stored_votes
from cxmaturity.store.workshop import workshops as stored
from cxmaturity.wording.errors import PHONE_REMOVED
from cxmaturity.workshops.dots import StepCandidate, validate_dots

_MAX_CACHED = 100
_DOTS_CLOSED = ("The dots are not open now.", "Look at the screen.")


def step_candidates(database: Database, assessment_id: str, version: int | None = None) -> tuple[StepCandidate, ...]:
    """Return the steps put to the vote, see `ranked_steps`; their dots count after the vote.

    With `version`, the workshop's in the phase dots or steps, the result is cached: computing it takes long, all phones
    ask at the same moment, and it changes only with the version. While one thread computes it, others that ask for the
    same workshop wait; those that ask for another do not.
    """
    if version is None:
        return _step_candidates(database, assessment_id)
    return _cached_candidates(database, assessment_id, version)


@cached(
    LRUCache[tuple[str, int], tuple[StepCandidate, ...]](_MAX_CACHED),
    key=lambda _database, assessment_id, version: (assessment_id, version),
    condition=Condition(),
)
def _cached_candidates(database: Database, assessment_id: str, version: int) -> tuple[StepCandidate, ...]:
    return _step_candidates(database, assessment_id)


def _step_candidates(database: Database, assessment_id: str) -> tuple[StepCandidate, ...]:
    workshop = workshop_view.load_workshop(database, assessment_id)
    view = workshop_view.result_so_far(database, assessment_id)
    with database.reading() as connection:
        return ranked_steps(connection, view, are_dots_counted=workshop.state.phase in ("steps", "closed"))


def plan_key(candidate: StepCandidate) -> StepKey:
    """Return the key that identifies a step in its team's plan."""
    return step_key(candidate.question.id if candidate.question else None, candidate.level, candidate.step.do)


@dataclass(frozen=True, slots=True)
class GivenDots:
    """The dots of one person by key of the step; `revision` counts how often they were written."""

    dots: Mapping[str, int]
    revision: int


def given_dots(database: Database, response_id: str) -> GivenDots:
    """Return the dots of one person."""
    with database.reading() as connection:
        return GivenDots(*stored_dots.dots(connection, response_id))


def save_dots(
    database: Database,
    assessment_id: str,
    response_id: str,
    dots: Mapping[str, int],
    basis: Basis | None = None,
    now: datetime | None = None,
) -> tuple[GivenDots, bool]:
    """Store one person's dots by step, replacing earlier ones; return what is stored, and whether these were.

    `basis` is what they were based on, `now` the server's time. If another window has given dots since, the later of
    the two choices is kept, as with votes; without a basis they are always stored. Raises TooLate, Refused and Gone.
    """
    workshop = workshop_view.load_workshop(database, assessment_id)
    if workshop.state.phase != "dots":
        raise TooLate(*_DOTS_CLOSED)
    validate_dots(dots, step_candidates(database, assessment_id, workshop.version))
    with database.writing() as connection:
        current = stored.workshop(connection, assessment_id, for_update=True)
        if current is None or current.state.phase != "dots":
            raise TooLate(*_DOTS_CLOSED)
        if not stored_votes.member_ids(connection, [response_id]):
            raise Gone(*PHONE_REMOVED)
        before = GivenDots(*stored_dots.dots(connection, response_id))
        if answering.is_overruled(basis, before.revision, now, is_same=dict(before.dots) == dict(dots)):
            return before, False
        return GivenDots(dots, stored_dots.save_dots(connection, response_id, dots)), True
