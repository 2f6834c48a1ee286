"""What a room settles on: levels after talking, private notes beside, and first steps by dots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cxmaturity.answers import MAX_TEXT
from cxmaturity.errors import NotFound, Refused
from cxmaturity.gaps import next_from_lowest
from cxmaturity.questionnaire import Question, Step
from cxmaturity.services import assessments
from cxmaturity.services.assessments import Work
from cxmaturity.services.cleaning import cleaned
from cxmaturity.services.groups import Agreed
from cxmaturity.services.workshops import GONE, Room, room, shown_work
from cxmaturity.store import people, repository
from cxmaturity.store import workshops as stored
from cxmaturity.store.engine import Database
from cxmaturity.workshop import STATE

DOTS = 3
"""How many dots each person has."""

_MOST_CANDIDATES = 8
_MOST_KEPT = 100
_NOT_NOW = ("The dots are not open now.", "Look at the screen.")


def agreed(database: Database, assessment_id: str) -> dict[str, Agreed]:
    """Return the levels the room agreed on, by question id."""
    with database.reading() as connection:
        return {name: Agreed(*said) for name, said in people.agreed(connection, assessment_id).items()}


def agree(
    database: Database, assessment_id: str, question_id: str, level: int | None, reason: str, now: datetime
) -> None:
    """Keep the level the room agreed on for a question that was revealed; None takes it back."""
    of, reason = room(database, assessment_id), cleaned(reason).strip()
    if question_id not in of.state.revealed:
        raise Refused("A level is agreed on once the votes are on the screen.", "Reveal the votes first.")
    if level is not None and level not in range(1, of.questionnaire.top + 1):
        raise Refused(f"A level is a whole number from 1 to {of.questionnaire.top}.", "Choose one of those shown.")
    if level is not None and not 0 < len(reason) <= MAX_TEXT:
        raise Refused(f"An agreed level needs its reason, of at most {MAX_TEXT} characters.", "Say in a line why.")
    with database.writing() as connection:
        row = repository.assessment(connection, assessment_id, hold=True)
        found = stored.workshop(connection, assessment_id, hold=True)
        if row is None or found is None or not row.is_open:
            raise Refused("This workshop has ended.", "Agree on levels on its result page.")
        people.put_agreed(connection, assessment_id, question_id, level, reason, now)
        stored.put_state(connection, assessment_id, found.state, found.number + 1)  # the screen shows it


def note(database: Database, assessment_id: str, question_id: str) -> str:
    """Return the facilitator's private note on a question."""
    with database.reading() as connection:
        return stored.note(connection, assessment_id, question_id)


def put_note(database: Database, assessment_id: str, question_id: str, text: str) -> None:
    """Keep the facilitator's private note on a question."""
    text = cleaned(text).strip()
    if len(text) > MAX_TEXT:
        raise Refused(f"A note has at most {MAX_TEXT} characters.", "Shorten it and try again.")
    with database.writing() as connection:
        if repository.assessment(connection, assessment_id) is None:
            raise NotFound(*GONE)
        stored.put_note(connection, assessment_id, question_id, text)


def result_so_far(database: Database, assessment_id: str) -> Work:
    """Return the work on what the room has been shown so far: each question's last revealed round."""
    of = room(database, assessment_id)
    if not of.assessment.is_open:
        return assessments.work(database, assessment_id)
    with database.reading() as connection:
        return shown_work(connection, of, of.state)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A step the room may take: from a question's level to the next. `dots` are 0 until the dot vote has ended."""

    question: Question
    level: int
    step: Step
    dots: int


def candidates(database: Database, assessment_id: str) -> tuple[Candidate, ...]:
    """Return the steps to vote on: the first steps, then the other gaps in their order; the most dots first at last."""
    of = room(database, assessment_id)
    given: dict[str, int] = {}
    if of.state.phase in ("steps", "closed"):
        with database.reading() as connection:
            given = stored.all_dots(connection, assessment_id)
    found = [
        Candidate(question, level, step, given.get(question.id, 0))
        for question, level in _open_to_all(database, of)
        if (step := question.step_from(level)) is not None
    ]
    return tuple(sorted(found, key=lambda c: -c.dots))


_Listed = Sequence[tuple[Question, int]]
_listed: dict[tuple[str, int], _Listed] = {}  # while a room gives its dots; a state of one number never changes


def _open_to_all(database: Database, of: Room) -> _Listed:
    """Return the questions whose next step may be taken, with their levels.

    Remembered while dots are given: it takes long to work out, and everyone asks for it at each dot.
    """
    name = (of.assessment.id, of.number)
    if of.state.phase == "dots" and name in _listed:
        return _listed[name]
    at = result_so_far(database, of.assessment.id)
    outcome = at.outcome()
    first = [step.gap for step in outcome.first_steps]
    others = sorted((gap for gap in outcome.gaps if gap.gap > 0), key=lambda gap: -gap.priority)
    inorder = [(gap.question, gap.level) for gap in (*first, *others)]
    inorder += next_from_lowest(at.questions, at.response, _MOST_CANDIDATES)
    listed: dict[str, tuple[Question, int]] = {}
    for question, level in inorder:
        listed.setdefault(question.id, (question, level))
    found = list(listed.values())[:_MOST_CANDIDATES]
    if of.state.phase == "dots":
        if len(_listed) > _MOST_KEPT:
            _listed.clear()
        _listed[name] = found
    return found


def dots_of(database: Database, at: Work) -> dict[str, int]:
    """Return a person's dots by question id."""
    with database.reading() as connection:
        return stored.dots(connection, at.stored.id)


def put_dots(database: Database, at: Work, dots: Mapping[str, int]) -> None:
    """Keep a person's dots by question id, in place of earlier ones; raises Refused."""
    if room(database, at.assessment.id).state.phase != "dots":
        raise Refused(*_NOT_NOW)
    known = {c.question.id for c in candidates(database, at.assessment.id)}
    if set(dots) - known or any(not 0 <= n <= DOTS for n in dots.values()) or sum(dots.values()) > DOTS:
        raise Refused(f"You have {DOTS} dots, to give to the steps shown.", "Take one back, then give it to another.")
    with database.writing() as connection:
        found = stored.workshop(connection, at.assessment.id, hold=True)
        if found is None or STATE.validate_json(found.state).phase != "dots":
            raise Refused(*_NOT_NOW)
        stored.put_dots(connection, at.stored.id, dots)
