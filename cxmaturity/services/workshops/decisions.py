"""What a workshop decides: first steps by dots; and the facilitator's private notes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Condition

from cachetools import LRUCache, cached

from cxmaturity.analysis.groups import AgreedLevel
from cxmaturity.answers import MAX_TEXT_LENGTH
from cxmaturity.errors import NotFound, Refused
from cxmaturity.services.assessments import answering, views
from cxmaturity.services.assessments.answering import Basis
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.plans import StepKey, step_key
from cxmaturity.services.workshops.facilitation import WORKSHOP_GONE, load_workshop
from cxmaturity.services.workshops.reveals import revealed_view
from cxmaturity.services.workshops.step_ranking import ranked_steps
from cxmaturity.store import assessments, responses
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop import dots as stored_dots
from cxmaturity.store.workshop import workshops as stored
from cxmaturity.text_cleaning import clean_text
from cxmaturity.workshops.dots import StepCandidate, validate_dots
from cxmaturity.workshops.state import WORKSHOP_STATE_JSON

_MAX_CACHED = 100
_DOTS_CLOSED = ("The dots are not open now.", "Look at the screen.")


def agreed_levels(database: Database, assessment_id: str) -> dict[str, AgreedLevel]:
    """Return the agreed levels by question id."""
    with database.reading() as connection:
        rows = responses.agreed_levels(connection, assessment_id)
    return {question_id: AgreedLevel(*row) for question_id, row in rows.items()}


def private_notes(database: Database, assessment_id: str) -> dict[str, str]:
    """Return the facilitator's private notes by question id, only those that are not empty."""
    with database.reading() as connection:
        return stored.notes(connection, assessment_id)


def save_private_note(database: Database, assessment_id: str, question_id: str, text: str) -> None:
    """Store the facilitator's private note on a question; raises NotFound and Refused."""
    text = clean_text(text).strip()
    if len(text) > MAX_TEXT_LENGTH:
        raise Refused(f"A note has at most {MAX_TEXT_LENGTH} characters.", "Shorten it and try again.")
    with database.writing() as connection:
        if assessments.assessment(connection, assessment_id) is None:
            raise NotFound(*WORKSHOP_GONE)
        stored.save_note(connection, assessment_id, question_id, text)


def result_so_far(database: Database, assessment_id: str) -> AssessmentView:
    """Return the group's result of what was revealed so far: each question's last revealed round.

    Of a workshop that has ended, its frozen result.
    """
    workshop = load_workshop(database, assessment_id)
    if not workshop.assessment.is_open:
        return views.load_view(database, assessment_id)
    with database.reading() as connection:
        return revealed_view(connection, workshop.assessment, workshop.questionnaire, workshop.state)


def step_candidates(database: Database, assessment_id: str, version: int | None = None) -> tuple[StepCandidate, ...]:
    """Return the steps to vote on: the first steps, then the other gaps by priority; once counted, by their dots.

    In an anonymous workshop the order needs five people who gave dots, their numbers ten; without, all have 0.

    With `version`, the workshop's in the phase dots or steps, they are worked out once for all who ask: it takes long,
    all phones ask in the same moment, and nothing changes them without a new version. While one thread works them out,
    the others that ask for the same workshop wait for it, and nobody waits for another workshop.
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
    workshop = load_workshop(database, assessment_id)
    view = result_so_far(database, assessment_id)
    with database.reading() as connection:
        return ranked_steps(connection, view, are_dots_counted=workshop.state.phase in ("steps", "closed"))


def plan_key(candidate: StepCandidate) -> StepKey:
    """Return what tells a step from all others in its team's plan."""
    return step_key(candidate.question.id if candidate.question else None, candidate.level, candidate.step.do)


@dataclass(frozen=True, slots=True)
class GivenDots:
    """The dots of one person by the step's key; `revision` counts how often they were written."""

    dots: Mapping[str, int]
    revision: int


def given_dots(database: Database, response_id: str) -> GivenDots:
    """Return the dots that one person gave."""
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
    """Store one person's dots by step, in place of earlier ones; return what then is stored, and whether these are.

    `basis` is what they were given on, at the time `now` of the server. Where another window has given dots since, the
    later choice of the two stands, as with votes; without a basis these are stored whatever is there. Raises Refused.
    """
    workshop = load_workshop(database, assessment_id)
    if workshop.state.phase != "dots":
        raise Refused(*_DOTS_CLOSED)
    validate_dots(dots, step_candidates(database, assessment_id, workshop.version))
    with database.writing() as connection:
        current = stored.workshop(connection, assessment_id, for_update=True)
        if current is None or WORKSHOP_STATE_JSON.validate_json(current.state).phase != "dots":
            raise Refused(*_DOTS_CLOSED)
        if not stored.member_ids(connection, [response_id]):
            raise Refused("This phone was removed from the workshop.", "Open its link once more.")
        before = GivenDots(*stored_dots.dots(connection, response_id))
        is_later = basis is None or now is None or answering.stands_without_times(basis, before.revision, now)
        if not is_later and dict(before.dots) != dict(dots):
            return before, False
        return GivenDots(dots, stored_dots.save_dots(connection, response_id, dots)), True
