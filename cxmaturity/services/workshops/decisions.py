"""What a room settles on: levels after talking, private notes beside, and first steps by dots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cxmaturity.analysis.gaps import next_steps_from_lowest
from cxmaturity.analysis.groups import AgreedLevel
from cxmaturity.answers import MAX_TEXT_LENGTH
from cxmaturity.errors import NotFound, Refused
from cxmaturity.questionnaire.schema import Question, Step
from cxmaturity.services.assessments import views
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.workshops.facilitation import WORKSHOP_GONE, WorkshopView, load_workshop, revealed_view
from cxmaturity.store import assessments, responses
from cxmaturity.store import workshops as stored
from cxmaturity.store.engine import Database
from cxmaturity.text_cleaning import clean_text
from cxmaturity.workshops.state import WORKSHOP_STATE_JSON

DOTS_EACH = 3
"""How many dots each person has."""

_MOST_CANDIDATES = 8
_MOST_KEPT = 100
_NOT_NOW = ("The dots are not open now.", "Look at the screen.")


def agreed_levels(database: Database, assessment_id: str) -> dict[str, AgreedLevel]:
    """Return the levels the room agreed on, by question id."""
    with database.reading() as connection:
        return {name: AgreedLevel(*said) for name, said in responses.agreed_levels(connection, assessment_id).items()}


def agree_on_level(
    database: Database, assessment_id: str, question_id: str, level: int | None, reason: str, now: datetime
) -> None:
    """Keep the level the room agreed on for a question that was revealed; None takes it back."""
    of, reason = load_workshop(database, assessment_id), clean_text(reason).strip()
    if question_id not in of.state.revealed:
        raise Refused("A level is agreed on once the votes are on the screen.", "Reveal the votes first.")
    if level is not None and level not in range(1, of.questionnaire.scale_max + 1):
        raise Refused(
            f"A level is a whole number from 1 to {of.questionnaire.scale_max}.", "Choose one of those shown."
        )
    if level is not None and not 0 < len(reason) <= MAX_TEXT_LENGTH:
        raise Refused(
            f"An agreed level needs its reason, of at most {MAX_TEXT_LENGTH} characters.", "Say in a line why."
        )
    with database.writing() as connection:
        row = assessments.assessment(connection, assessment_id, for_update=True)
        found = stored.workshop(connection, assessment_id, for_update=True)
        if row is None or found is None or not row.is_open:
            raise Refused("This workshop has ended.", "Agree on levels on its result page.")
        responses.save_agreed_level(connection, assessment_id, question_id, level, reason, now)
        stored.save_state(connection, assessment_id, found.state, found.number + 1)  # the screen shows it


def private_note(database: Database, assessment_id: str, question_id: str) -> str:
    """Return the facilitator's private note on a question."""
    with database.reading() as connection:
        return stored.note(connection, assessment_id, question_id)


def save_private_note(database: Database, assessment_id: str, question_id: str, text: str) -> None:
    """Keep the facilitator's private note on a question."""
    text = clean_text(text).strip()
    if len(text) > MAX_TEXT_LENGTH:
        raise Refused(f"A note has at most {MAX_TEXT_LENGTH} characters.", "Shorten it and try again.")
    with database.writing() as connection:
        if assessments.assessment(connection, assessment_id) is None:
            raise NotFound(*WORKSHOP_GONE)
        stored.save_note(connection, assessment_id, question_id, text)


def result_so_far(database: Database, assessment_id: str) -> AssessmentView:
    """Return the work on what the room has been shown so far: each question's last revealed round."""
    of = load_workshop(database, assessment_id)
    if not of.assessment.is_open:
        return views.load_view(database, assessment_id)
    with database.reading() as connection:
        return revealed_view(connection, of, of.state)


@dataclass(frozen=True, slots=True)
class StepCandidate:
    """A step the room may take: from a question's level to the next. `dots` are 0 until the dot vote has ended."""

    question: Question
    level: int
    step: Step
    dots: int


def step_candidates(database: Database, assessment_id: str) -> tuple[StepCandidate, ...]:
    """Return the steps to vote on: the first steps, then the other gaps in their order; the most dots first at last."""
    of = load_workshop(database, assessment_id)
    given: dict[str, int] = {}
    if of.state.phase in ("steps", "closed"):
        with database.reading() as connection:
            given = stored.dot_totals(connection, assessment_id)
    found = [
        StepCandidate(question, level, step, given.get(question.id, 0))
        for question, level in _possible_steps(database, of)
        if (step := question.step_from(level)) is not None
    ]
    return tuple(sorted(found, key=lambda c: -c.dots))


_PossibleSteps = Sequence[tuple[Question, int]]
_cached_steps: dict[
    tuple[str, int], _PossibleSteps
] = {}  # while a room gives its dots; a state of one number never changes


def _possible_steps(database: Database, workshop: WorkshopView) -> _PossibleSteps:
    """Return the questions whose next step may be taken, with their levels.

    Remembered while dots are given: it takes long to work out, and everyone asks for it at each dot.
    """
    name = (workshop.assessment.id, workshop.number)
    if workshop.state.phase == "dots" and name in _cached_steps:
        return _cached_steps[name]
    at = result_so_far(database, workshop.assessment.id)
    outcome = at.outcome()
    first = [step.gap for step in outcome.first_steps]
    others = sorted((gap for gap in outcome.gaps if gap.gap > 0), key=lambda gap: -gap.priority)
    inorder = [(gap.question, gap.level) for gap in (*first, *others)]
    inorder += next_steps_from_lowest(at.questions, at.response, _MOST_CANDIDATES)
    listed: dict[str, tuple[Question, int]] = {}
    for question, level in inorder:
        listed.setdefault(question.id, (question, level))
    found = list(listed.values())[:_MOST_CANDIDATES]
    if workshop.state.phase == "dots":
        if len(_cached_steps) > _MOST_KEPT:
            _cached_steps.clear()
        _cached_steps[name] = found
    return found


def own_dots(database: Database, view: AssessmentView) -> dict[str, int]:
    """Return a person's dots by question id."""
    with database.reading() as connection:
        return stored.dots(connection, view.stored.id)


def save_dots(database: Database, view: AssessmentView, dots: Mapping[str, int]) -> None:
    """Keep a person's dots by question id, in place of earlier ones; raises Refused."""
    if load_workshop(database, view.assessment.id).state.phase != "dots":
        raise Refused(*_NOT_NOW)
    known = {c.question.id for c in step_candidates(database, view.assessment.id)}
    if set(dots) - known or any(not 0 <= n <= DOTS_EACH for n in dots.values()) or sum(dots.values()) > DOTS_EACH:
        raise Refused(
            f"You have {DOTS_EACH} dots, to give to the steps shown.", "Take one back, then give it to another."
        )
    with database.writing() as connection:
        found = stored.workshop(connection, view.assessment.id, for_update=True)
        if found is None or WORKSHOP_STATE_JSON.validate_json(found.state).phase != "dots":
            raise Refused(*_NOT_NOW)
        stored.save_dots(connection, view.stored.id, dots)
