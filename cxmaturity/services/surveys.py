"""Surveys: one assessment that several people answer, each from a link of their own and with a private code."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import choice, token_hex, token_urlsafe
from typing import Any

from cxmaturity.answers import Answer, Privacy, Role
from cxmaturity.disclosure import FEWEST_FOR_ROLES
from cxmaturity.errors import NotFound, Refused
from cxmaturity.questionnaire import Questionnaire
from cxmaturity.services import assessments, library
from cxmaturity.services.assessments import Work
from cxmaturity.services.groups import group
from cxmaturity.services.naming import named
from cxmaturity.services.opening import opened
from cxmaturity.store import people, repository
from cxmaturity.store.engine import Connection, Database
from cxmaturity.store.records import Assessment, Person, Scope

MOST_INVITED = 10_000
_LOOKED_AT = 12  # earlier assessments of a team, for what somebody answered last time
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is easily taken for another
_LENGTH = 16  # of 31 letters each: about 79 bits

_GONE = ("There is no survey at this link.", "Ask whoever invited you for the link, and copy the whole of it.")


@dataclass(frozen=True, slots=True)
class Survey:
    """What an invitation leads to."""

    assessment: Assessment
    questionnaire: Questionnaire


@dataclass(frozen=True, slots=True)
class Started:
    """A survey just opened, and the private code of each person invited by name; the codes are told only now."""

    assessment_id: str
    codes: Mapping[str, str]


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
    is_linked: bool,
    expected: int | None,
    names: Sequence[str] = (),
) -> Started:
    """Open a survey of the team of that name (a new team when there is none); raises Refused.

    `expected` is how many people are invited, `names` those who get a personal link, in open mode.
    """
    if names and privacy == "anonymous":
        raise Refused("Whoever makes personal links could read what they lead to.", "Use the one link for all.")
    listed = [named(name, "Each person") for name in names]
    if len({name.casefold() for name in listed}) < len(listed):
        raise Refused("Two people have the same name.", "Tell them apart, for example by a second letter.")
    expected = max(expected or 0, len(listed)) or None
    if expected is not None and not 2 <= expected <= MOST_INVITED:
        raise Refused(f"A survey is for 2 to {MOST_INVITED:,} people.", "Change the number.")
    if asks_role and (expected or 0) < FEWEST_FOR_ROLES:
        raise Refused(
            f"Leaders and others are shown apart only where five of each answered, so from {FEWEST_FOR_ROLES} people.",
            "Invite more people, or do not ask for it.",
        )
    terms = {"privacy": privacy, "asks_role": asks_role, "is_linked": is_linked, "expected": expected}
    codes = {name: new_code() for name in listed}
    with database.writing() as connection:
        row = _survey(connection, questionnaire, team_name, label, scope, variant, now, terms)
        repository.add_assessment(connection, row, None)
        for name, code in codes.items():
            people.name(connection, row.id, key(row, code), name)
    return Started(row.id, codes)


def _survey(
    connection: Connection,
    questionnaire: Questionnaire,
    team_name: str,
    label: str,
    scope: Scope,
    variant: str,
    now: datetime,
    terms: Mapping[str, Any],
) -> Assessment:
    own = {"mode": "survey", "invitation": token_urlsafe(16), **terms}
    return opened(connection, questionnaire, team_name, label, scope, variant, now, **own)


def renew_links(database: Database, assessment_id: str) -> Mapping[str, str]:
    """Return new private codes by name for those invited by name who have not begun; their earlier links end."""
    with database.writing() as connection:
        row = repository.assessment(connection, assessment_id, hold=True)
        if row is None or row.mode == "solo" or not row.is_open:
            raise Refused("This survey takes no answers.", "Reopen it first.")
        begun = {own for own, *_ in people.progress(connection, assessment_id)}
        waiting = {own: name for own, name in people.names(connection, assessment_id).items() if own not in begun}
        codes = {name: new_code() for name in waiting.values()}
        for own, name in waiting.items():
            people.rename_key(connection, row.id, own, key(row, codes[name]))
    return codes


def new_code() -> str:
    """Return a private code: four groups of four letters and digits, not to be guessed."""
    letters = "".join(choice(_LETTERS) for _ in range(_LENGTH))
    return "-".join(letters[i : i + 4] for i in range(0, _LENGTH, 4))


def tidy(code: str) -> str | None:
    """Return a code as `new_code` writes it, however it was typed; None when it is none."""
    letters = "".join(c for c in code.upper() if c.isalnum())
    if len(letters) != _LENGTH or set(letters) - set(_LETTERS):
        return None
    return "-".join(letters[i : i + 4] for i in range(0, _LENGTH, 4))


def key(row: Assessment, code: str) -> str:
    """Return what is stored of a private code: where answers are linked over time, the same for a team's surveys."""
    return sha256(f"{row.team_id if row.is_linked else row.id}:{code}".encode()).hexdigest()


def invited(database: Database, invitation: str) -> Survey:
    """Return the survey an invitation leads to; raises NotFound."""
    with database.reading() as connection:
        row = people.invited_to(connection, invitation)
    if row is None:
        raise NotFound(*_GONE)
    return Survey(row, library.archived(database, row.digest))


def name_of(database: Database, survey: Survey, code: str) -> str | None:
    """Return the name that belongs to a private code: that of a personal link, or the one its person gave."""
    with database.reading() as connection:
        return people.names(connection, survey.assessment.id).get(key(survey.assessment, code))


def begin(database: Database, survey: Survey, code: str, name: str, role: Role | None, now: datetime) -> Work:
    """Let a person take part and return their own work; doing it twice is harmless.

    In open mode with a name; with a role where it is asked. Raises Refused, also when the survey is closed.
    """
    row = survey.assessment
    given = named(name, "To see whose answers these are, each person") if row.privacy == "open" else None
    if row.asks_role and role is None:
        raise Refused("Whether you lead people is not chosen yet.", "Choose one of the two.")
    own = key(row, code)
    with database.writing() as connection:
        current = repository.assessment(connection, row.id, hold=True)
        if current is None:
            raise NotFound(*_GONE)
        if not current.is_open:
            raise Refused("This survey is closed.", "Ask whoever invited you whether it will be opened again.")
        people.begin(connection, token_hex(10), row.id, own, role if row.asks_role else None, now)
        if given:
            people.name(connection, row.id, own, given)
    at = taking_part(database, survey, code)
    if at is None:
        raise NotFound(*_GONE)
    return at


def taking_part(database: Database, survey: Survey, code: str) -> Work | None:
    """Return a person's own work, to be answered as any; None when they have not begun."""
    with database.reading() as connection:
        row = repository.assessment(connection, survey.assessment.id)
        stored = people.response(connection, survey.assessment.id, key(survey.assessment, code))
    return Work(row, survey.questionnaire, stored, {}) if row and stored else None


def last_levels(database: Database, survey: Survey, code: str) -> dict[str, int]:
    """Return the levels this person gave last time, by question id: in the team's last survey that links answers.

    Empty when they took part in none of the last dozen, or with another major version.
    """
    model = survey.questionnaire.id, survey.questionnaire.version.split(".")[0]
    with database.reading() as connection:
        rows = [r for r in repository.opened_before(connection, survey.assessment, _LOOKED_AT) if r.is_linked]
        found = ((row, people.response(connection, row.id, key(row, code))) for row in rows)
        for row, then in found:
            of = library.archived(database, row.digest)
            if then and (of.id, of.version.split(".")[0]) == model:
                return {name: level for name, s in then.answers.items() if (level := s.answer.level) is not None}
    return {}


def hand_in(database: Database, at: Work, now: datetime) -> None:
    """Note that a person is through; until the survey is closed they may still change answers."""
    with database.writing() as connection:
        current = repository.assessment(connection, at.assessment.id, hold=True)
        if current is None or not current.is_open:
            raise Refused("This survey is closed.", "What you answered before was counted.")
        people.hand_in(connection, at.stored.id, now)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a survey is: how many people were invited (None when nobody said), began, answered anything, are through.

    `waiting` are the names of those who have answered nothing yet; None in anonymous mode, where nobody knows.
    """

    assessment: Assessment
    expected: int | None
    begun: int
    answered: int
    finished: int
    waiting: tuple[str, ...] | None


def standing(database: Database, assessment_id: str) -> Standing:
    """Return how far a survey is; raises NotFound."""
    with database.reading() as connection:
        row = repository.assessment(connection, assessment_id)
        found = people.progress(connection, assessment_id)
        names = people.names(connection, assessment_id)
    if row is None or row.mode == "solo":
        raise NotFound("There is no survey at this link.", "It may have been removed. All surveys are on Home.")
    answering = {own for own, answers, _ in found if answers}
    waiting = sorted((name for own, name in names.items() if own not in answering), key=str.casefold)
    finished = sum(is_finished and answers > 0 for _, answers, is_finished in found)
    known = tuple(waiting) if row.privacy == "open" else None
    return Standing(row, row.expected, len(found), len(answering), finished, known)


@dataclass(frozen=True, slots=True)
class Brought:
    """One person's answers from elsewhere, by question id; `name` is kept in open mode only."""

    name: str
    role: Role | None
    answers: Mapping[str, Answer]


def bring_in(
    database: Database,
    questionnaire: Questionnaire,
    team_name: str,
    label: str,
    variant: str,
    brought: Sequence[Brought],
    privacy: Privacy,
    closed_at: datetime,
    now: datetime,
    progress: Callable[[int, int], None] | None = None,
) -> str:
    """Store a round answered elsewhere as a closed survey, all of it or nothing, and return its id.

    `progress` is told how many of how many answers are written. Raises Refused.
    """
    if not brought:
        raise Refused("There is nobody's answer in it.", "Choose a file with a row for each person.")
    if closed_at > now:
        raise Refused("A past round cannot have ended in the future.", "Choose another date.")
    asks_role = any(person.role for person in brought)
    terms = {"privacy": privacy, "asks_role": asks_role, "is_linked": False, "expected": len(brought)}
    with database.writing() as connection:
        row = _survey(connection, questionnaire, team_name, label, "full", variant, closed_at, terms)
        repository.add_assessment(connection, row, None)
        rows = [(token_hex(10), key(row, new_code()), p.role, p.answers) for p in brought]
        people.add(connection, row.id, rows, closed_at, progress)
        names = [p.name if privacy == "open" else None for p in brought]
        if privacy == "open":
            people.name_all(connection, row.id, [(own, p.name) for (_, own, *_), p in zip(rows, brought, strict=True)])
        # As they would be read back, which with many people takes as long as writing them.
        everyone = [Person(own, said, r, dict(a), True) for (_, own, r, a), said in zip(rows, names, strict=True)]
        everyone.sort(key=lambda person: person.key)
        seen = group(row, questionnaire, questionnaire.questions, everyone, {})
        repository.close(connection, row.id, closed_at)
        content = assessments.frozen(assessments.of_group(row, questionnaire, seen, {}))
        repository.freeze(connection, row.id, *content, closed_at)
    return row.id


def persons(database: Database, assessment_id: str) -> list[Brought]:
    """Return the answers of each person of a closed survey, to be exported; raises Refused in anonymous mode."""
    with database.reading() as connection:
        row = repository.assessment(connection, assessment_id)
        found = people.everyone(connection, assessment_id) if row and row.privacy == "open" else []
    if row is None or row.mode == "solo" or row.is_open:
        raise NotFound("There is no closed survey at this link.", "All surveys are on Home.")
    if row.privacy == "anonymous":
        raise Refused("This survey was answered anonymously.", "Only the group's answers can be exported.")
    return [Brought(p.name or "", p.role, p.answers) for p in found if p.answers]
