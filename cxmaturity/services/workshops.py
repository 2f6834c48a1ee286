"""Workshops: a room that votes, sees what it said, talks, and settles on levels and first steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from secrets import choice, token_urlsafe
from typing import Any

from cxmaturity import frames, workshop
from cxmaturity.answers import Privacy
from cxmaturity.disclosure import FEWEST_FOR_ROLES, GroupView
from cxmaturity.disclosure import question as disclosed
from cxmaturity.errors import NotFound, Refused
from cxmaturity.questionnaire import Question, Questionnaire
from cxmaturity.services import assessments, library
from cxmaturity.services.assessments import Work
from cxmaturity.services.groups import REVEALED, Agreed, Revealed, Vote, group
from cxmaturity.services.opening import opened
from cxmaturity.services.surveys import MOST_INVITED, Survey
from cxmaturity.store import people, repository
from cxmaturity.store import workshops as stored
from cxmaturity.store.engine import Connection, Database
from cxmaturity.store.records import Assessment, Person, Scope, Workshop
from cxmaturity.workshop import STATE, Act, Pace, State

_OPEN_FOR = timedelta(days=3)
_CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is easily taken for another
_CODE_LENGTH = 6  # of 31 signs each: about 887 million

GONE = ("There is no workshop at this link.", "It may have been removed. All workshops are on Home.")
_NO_CODE = ("No workshop is open with this code.", "Look at the screen once more, or ask whoever leads the workshop.")


@dataclass(frozen=True, slots=True)
class Room:
    """All that a console or a screen needs to know.

    `number` grows with every change of the state. `joined`: how many people are in; `voted`: how many have voted on the
    current question in this round, at their own pace: how many are through.
    """

    assessment: Assessment
    questionnaire: Questionnaire
    code: str
    screen: str
    pace: Pace
    state: State
    number: int
    joined: int
    voted: int
    expires_at: datetime

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions asked, in the questionnaire's order."""
        return assessments.asked(self.questionnaire, self.assessment)

    @property
    def order(self) -> tuple[str, ...]:
        """The ids of the questions in the order they are walked through."""
        return self.state.order


def start(
    database: Database,
    questionnaire: Questionnaire,
    team_name: str,
    label: str,
    scope: Scope,
    variant: str,
    now: datetime,
    *,
    privacy: Privacy,
    asks_role: bool,
    expected: int | None,
    pace: Pace,
    dimensions: Sequence[str] = (),
) -> str:
    """Open a workshop of the team of that name (a new team when there is none) and return its assessment's id.

    With `dimensions` only their questions are asked. Raises Refused.
    """
    known = [d.id for d in questionnaire.dimensions]
    if set(dimensions) - set(known) or (dimensions and scope == "pulse"):
        raise Refused("These dimensions cannot be chosen.", "Choose among those of the full questionnaire.")
    if expected is not None and not 2 <= expected <= MOST_INVITED:
        raise Refused(f"A workshop is for 2 to {MOST_INVITED:,} people.", "Change the number.")
    if asks_role and (expected or 0) < FEWEST_FOR_ROLES:
        raise Refused(
            f"Leaders and others are shown apart only where five of each answered, so from {FEWEST_FOR_ROLES} people.",
            "Expect more people, or do not ask for it.",
        )
    chosen = None if not dimensions or set(dimensions) == set(known) else " ".join(d for d in known if d in dimensions)
    own: dict[str, Any] = {"mode": "workshop", "invitation": token_urlsafe(16), "privacy": privacy}
    own |= {"asks_role": asks_role, "is_linked": False, "expected": expected, "dimensions": chosen}
    with database.writing() as connection:
        row = opened(connection, questionnaire, team_name, label, scope, variant, now, **own)
        repository.add_assessment(connection, row, None)
        state = State(order=tuple(q.id for q in assessments.asked(questionnaire, row)))
        stored.add(
            connection,
            Workshop(row.id, _free_code(connection), token_urlsafe(16), pace, written(state), 1, now + _OPEN_FOR),
        )
    return row.id


def _free_code(connection: Connection) -> str:
    while True:
        code = "".join(choice(_CODE_SIGNS) for _ in range(_CODE_LENGTH))
        if stored.by_code(connection, code) is None:
            return code


def written(state: State) -> str:
    return STATE.dump_json(state).decode()


def shown_code(code: str) -> str:
    """Return a code as it is shown and read aloud."""
    return f"{code[:3]} {code[3:]}"


def tidy_code(typed: str) -> str | None:
    """Return the code that was typed, however; None when it can be none."""
    signs = "".join(c for c in typed.upper() if c.isalnum())
    return signs if len(signs) == _CODE_LENGTH and not set(signs) - set(_CODE_SIGNS) else None


def by_code(database: Database, code: str, now: datetime) -> Survey:
    """Return what the short code leads to; raises NotFound, in the same words for unknown, ended and expired ones."""
    with database.reading() as connection:
        found = stored.by_code(connection, code)
        row = repository.assessment(connection, found.assessment_id) if found else None
    if found is None or row is None or not row.is_open or found.expires_at < now:
        raise NotFound(*_NO_CODE)
    return Survey(row, library.archived(database, row.digest))


def by_screen(database: Database, token: str) -> Room:
    """Return the room whose screen has that token; raises NotFound."""
    with database.reading() as connection:
        found = stored.by_screen(connection, token)
    if found is None:
        raise NotFound("There is no screen at this link.", "Open it once more from the console.")
    return room(database, found.assessment_id)


def room(database: Database, assessment_id: str) -> Room:
    """Return where a workshop stands; raises NotFound."""
    with database.reading() as connection:
        row = repository.assessment(connection, assessment_id)
        found = stored.workshop(connection, assessment_id)
        if row is None or found is None:
            raise NotFound(*GONE)
        state = STATE.validate_json(found.state)
        joined, voted = counts(connection, assessment_id, state)
    questionnaire = library.archived(database, row.digest)
    head = (found.code, found.screen, found.pace, state, found.number, joined, voted, found.expires_at)
    return Room(row, questionnaire, *head)


def counts(connection: Connection, assessment_id: str, state: State) -> tuple[int, int]:
    """Return how many are in, and how many have voted on the current question, or are through at their own pace."""
    joined = stored.joined(connection, assessment_id)
    if state.phase == "own":
        return joined, stored.handed_in(connection, assessment_id)
    return joined, stored.voted(connection, assessment_id, state.question, state.round) if state.question else 0


def may(of: Room) -> frozenset[Act]:
    """Return what the facilitator may do now."""
    return workshop.may(of.state, of.pace)


def act(
    database: Database,
    assessment_id: str,
    seen: int,
    do: Act,
    now: datetime,
    *,
    question: str | None = None,
    seconds: int | None = None,
) -> Room:
    """Do what the facilitator wants and return the room; raises Refused when it may not be done now.

    `seen` is the number of the state the console showed: when another window has moved on since, nothing is done.
    """
    before = room(database, assessment_id)
    with database.writing() as connection:
        row = repository.assessment(connection, assessment_id, hold=True)
        found = stored.workshop(connection, assessment_id, hold=True)
        if row is None or found is None:
            raise NotFound(*GONE)
        if found.number != seen:
            raise Refused("Another window has moved this workshop on.", "Look at where it stands now, and go on.")
        state = STATE.validate_json(found.state)
        after = workshop.after(state, found.pace, do, now, question=question, seconds=seconds)
        if do == "reveal":
            _reveal(connection, before, [str(state.question)], state.round, now)
        if do == "walk":
            shown = _reveal(connection, before, state.order, 1, now)
            by_disagreement = frames.votes(before.questionnaire, before.questions, shown, {})
            order = tuple(by_disagreement["id"])
            after = replace(after, order=order, question=order[0])
        stored.put_state(connection, assessment_id, written(after), found.number + 1)
        if do == "end":
            at = shown_work(connection, before, after)
            repository.close(connection, assessment_id, now)
            repository.freeze(connection, assessment_id, *assessments.frozen(at), now)
    return room(database, assessment_id)


def _reveal(
    connection: Connection, of: Room, question_ids: Sequence[str], round_: int, now: datetime
) -> Mapping[str, Any]:
    """Keep and return what may be seen of these questions' votes in a round; from now on it stays as it is."""
    row, top = of.assessment, of.questionnaire.top
    names = people.names(connection, row.id)
    only = question_ids[0] if len(question_ids) == 1 else None
    votes = [v for v in stored.votes(connection, row.id, only) if v.round == round_]
    found = {}
    for question_id in question_ids:
        own = [v for v in votes if v.question_id == question_id and v.answer.is_given]
        roles = [v.role for v in own] if row.asks_role else []
        shown = disclosed([v.answer for v in own], top, row.privacy, roles)
        named = [Vote(names.get(v.key, ""), v.answer.level) for v in own] if row.privacy == "open" else []
        inorder = sorted(named, key=lambda vote: (vote.level or 0, vote.by.casefold()))
        content = REVEALED.dump_json(Revealed(round_, shown, inorder)).decode()
        stored.put_reveal(connection, row.id, question_id, round_, content, now)
        found[question_id] = shown
    return found


def revealed(database: Database, assessment_id: str, question_id: str) -> tuple[Revealed, ...]:
    """Return what the room was shown of a question, round by round."""
    with database.reading() as connection:
        found = stored.reveals(connection, assessment_id, question_id)
    return tuple(REVEALED.validate_json(content) for *_, content in found)


def shown_work(connection: Connection, of: Room, state: State) -> Work:
    """Return the work on what was revealed, with every round as it was shown."""
    row = of.assessment
    persons: dict[str, Person] = {}
    names = people.names(connection, row.id)
    for vote in stored.votes(connection, row.id):
        if state.revealed.get(vote.question_id) == vote.round:
            own = persons.setdefault(vote.key, Person(vote.key, names.get(vote.key), vote.role, {}, True))
            own.answers[vote.question_id] = vote.answer
    settled = {name: Agreed(*said) for name, said in people.agreed(connection, row.id).items()}
    seen = group(row, of.questionnaire, of.questions, list(persons.values()), settled)
    rounds: dict[str, list[Revealed]] = {}
    for question_id, _, content in stored.reveals(connection, row.id):
        rounds.setdefault(question_id, []).append(REVEALED.validate_json(content))
    shown = dict(seen.seen.questions) | {name: of_all[-1].shown for name, of_all in rounds.items()}
    kept = replace(seen, rounds=rounds, seen=GroupView(seen.seen.answered, shown, seen.seen.agreed))
    return assessments.of_group(row, of.questionnaire, kept, repository.aims(connection, row.id))
