"""One person's assessment from start to finish: answering, aims, finishing, the result."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from secrets import token_hex

from cxmaturity.answers import Answer, Response, problems
from cxmaturity.errors import NotFound, Refused
from cxmaturity.questionnaire import BOTH, Question, Questionnaire
from cxmaturity.services import library
from cxmaturity.services.cleaning import cleaned, one_line
from cxmaturity.services.outcome import Outcome, as_json, outcome, pulse_as_json
from cxmaturity.store import repository
from cxmaturity.store.engine import Database
from cxmaturity.store.records import Aim, Assessment, Scope, StoredAnswer, StoredResponse, Team

MAX_NAME = 80
"""The longest name of a team or an assessment, in characters."""


_REMOVED = ("This assessment was removed.", "Go to Home to see those that are here.")


@dataclass(frozen=True)
class Work:
    """An assessment in hand: itself, its questionnaire, the response so far and the aims set for it."""

    assessment: Assessment
    questionnaire: Questionnaire
    stored: StoredResponse
    aims: Mapping[str, Aim]

    @cached_property
    def response(self) -> Response:
        """The answers without what the store adds to them."""
        return Response({name: s.answer for name, s in self.stored.answers.items()})

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions asked, in order: all of them, or the pulse."""
        return self.questionnaire.pulse if self.assessment.scope == "pulse" else self.questionnaire.questions

    @cached_property
    def open_questions(self) -> tuple[Question, ...]:
        """The questions asked that have no answer of any kind yet."""
        return tuple(q for q in self.questions if not self.response.answer(q.id).is_given)

    def outcome(self, instead: Response | None = None) -> Outcome:
        """Return what the answers (or those of `instead`) come to with the aims that are set."""
        targets = {d: a.target for d, a in self.aims.items() if a.target is not None}
        importance = {d: a.importance for d, a in self.aims.items() if a.importance is not None}
        return outcome(self.questionnaire, instead or self.response, targets, importance)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database holds for a question after `record`: the answer, and whether it is the one just given."""

    stored: StoredAnswer
    is_given: bool


def _named(text: str, what: str) -> str:
    name = one_line(text)
    if not name or len(name) > MAX_NAME:
        raise Refused(f"{what} needs a name of 1 to {MAX_NAME} characters.", "Change it and try again.")
    return name


def start(
    database: Database,
    questionnaire: Questionnaire,
    team_name: str,
    label: str,
    scope: Scope,
    variant: str,
    now: datetime,
    is_demo: bool = False,
) -> str:
    """Open an assessment of the team of that name (a new team when there is none) and return its id."""
    team_name, label = _named(team_name, "The team"), _named(label, "The assessment")
    if variant not in (BOTH, *(v.id for v in questionnaire.variants)):
        raise Refused("There is no such kind of organisation in this questionnaire.", "Choose one of those shown.")
    if scope == "pulse" and not questionnaire.pulse:
        raise Refused("This questionnaire has no pulse.", "Choose the full assessment.")
    with database.writing() as connection:
        repository.hold_teams(connection)
        known = {t.name.casefold(): t for t in repository.teams(connection) if t.is_demo == is_demo}
        team = known.get(team_name.casefold())
        if team is None:
            team = Team(token_hex(10), team_name, is_demo)
            repository.add_team(connection, team, now)
        digest, text = questionnaire.digest, questionnaire.canonical
        repository.archive(connection, digest, questionnaire.id, questionnaire.version, text, now)
        row = Assessment(
            id=token_hex(10),
            team_id=team.id,
            team_name=team.name,
            is_demo=is_demo,
            label=label,
            digest=digest,
            scope=scope,
            variant=variant,
            mode="solo",
            privacy="open",
            status="open",
            opened_at=now,
            closed_at=None,
        )
        repository.add_assessment(connection, row, token_hex(10))
    return row.id


def work(database: Database, assessment_id: str) -> Work:
    """Return the assessment with all that belongs to it; raises NotFound."""
    with database.reading() as connection:
        found = repository.assessment(connection, assessment_id)
        stored = repository.response(connection, assessment_id) if found else None
        aims = repository.aims(connection, assessment_id)
    if found is None or stored is None:
        raise NotFound(
            "There is no assessment at this link.",
            "It may have been removed, or the link was cut short when it was copied. All assessments are on Home.",
        )
    return Work(found, library.archived(database, found.digest), stored, aims)


def record(database: Database, at: Work, question_id: str, given: Answer, seen: int | None, now: datetime) -> Kept:
    """Store an answer and return what the database then holds.

    `seen` is the response's revision the page last showed. When another window has written this answer after that,
    the later answer stays and is returned instead; None means the person chose knowingly, so theirs is stored.
    Characters that no page or export could show are left out. Raises Refused for an answer that does not fit, and
    StoreTrouble when nothing could be stored.
    """
    reason = None if given.not_applicable is None else cleaned(given.not_applicable)
    given = replace(given, not_applicable=reason, note=cleaned(given.note), evidence=cleaned(given.evidence))
    question = next((q for q in at.questions if q.id == question_id), None)
    if question is None or (found := problems(given, question, at.questionnaire.top)):
        what = f"{found[0][1].capitalize()}." if question else "There is no such question."
        raise Refused(what, f"{found[0][2]}." if question else "Reload the page.")
    with database.writing() as connection:
        current = repository.assessment(connection, at.assessment.id, hold=True)
        if current is None:
            raise NotFound(*_REMOVED)
        if not current.is_open:
            raise Refused("This assessment is finished.", "Reopen it on the result page to change answers.")
        before = repository.answer(connection, at.stored.id, question_id)
        if before and before.answer == given:
            return Kept(before, True)
        if before and seen is not None and before.revision > seen:
            return Kept(before, False)
        revision = repository.put_answer(connection, at.stored.id, question_id, given, now)
    return Kept(StoredAnswer(given, revision), True)


def set_aim(database: Database, assessment_id: str, dimension_id: str, aim: Aim) -> None:
    """Set the target stage and importance (1..5) of a dimension; None leaves it to the default."""
    questionnaire = work(database, assessment_id).questionnaire
    if dimension_id not in [d.id for d in questionnaire.dimensions]:
        raise Refused("There is no such dimension.", "Reload the page.")
    if aim.target not in (None, *range(1, questionnaire.top + 1)) or aim.importance not in (None, 1, 2, 3, 4, 5):
        raise Refused(
            f"A target is a stage from 1 to {questionnaire.top}, an importance from 1 to 5.", "Choose one of those."
        )
    with database.writing() as connection:
        if repository.assessment(connection, assessment_id, hold=True) is None:
            raise NotFound(*_REMOVED)
        repository.put_aim(connection, assessment_id, dimension_id, aim)


def finish(database: Database, assessment_id: str, now: datetime) -> None:
    """Close the assessment and freeze its result with the questionnaire's digest; a second time changes nothing."""
    at = work(database, assessment_id)
    with database.writing() as connection:
        current = repository.assessment(connection, assessment_id, hold=True)
        stored = repository.response(connection, assessment_id)  # as it is now: an answer may have come in meanwhile
        if current is None or stored is None:
            raise NotFound(*_REMOVED)
        if current.is_open:
            aims = repository.aims(connection, assessment_id)
            content, digest = frozen(Work(current, at.questionnaire, stored, aims))
            repository.close(connection, assessment_id, content, digest, now)


def frozen(at: Work) -> tuple[str, str]:
    """Return what is kept of an assessment when it is closed, as JSON, and its SHA-256 in hex."""
    content = json.dumps(_frozen(at), ensure_ascii=False, sort_keys=True)
    return content, sha256(content.encode()).hexdigest()


def _frozen(at: Work) -> dict[str, object]:
    scored = as_json(at.outcome()) if at.assessment.scope == "full" else pulse_as_json(at.questionnaire, at.response)
    answers = {
        q.id: {
            "level": a.level,
            "not_applicable": a.not_applicable,
            "dont_know": a.dont_know,
            "evidence_grade": a.evidence_grade,
        }
        for q in at.questions
        if (a := at.response.answer(q.id)).is_given
    }
    aims = {d: {"target": a.target, "importance": a.importance} for d, a in at.aims.items()}
    return {"questionnaire": at.assessment.digest, "answers": answers, "aims": aims, "result": scored}


def reopen(database: Database, assessment_id: str, now: datetime) -> None:
    """Let answers change again; what was frozen stays kept beside the next result."""
    with database.writing() as connection:
        repository.reopen(connection, assessment_id, now)


def remove(database: Database, assessment_id: str) -> None:
    """Remove an assessment for good; actions taken on from it stay in the plan."""
    with database.writing() as connection:
        repository.delete_assessment(connection, assessment_id)


def last_time(database: Database, at: Work) -> Work | None:
    """Return the team's closed assessment before this one whose answers compare with it, None when there is none.

    Comparable: the same questionnaire in the same major version; where this one is full, the earlier one is too.
    """
    with database.reading() as connection:
        earlier = [
            a
            for a in repository.assessments(connection, at.assessment.team_id)
            if a.opened_at < at.assessment.opened_at and not a.is_open and a.mode == "solo"
        ]
    for candidate in earlier:
        then = library.archived(database, candidate.digest)
        same_model = (then.id, then.version.split(".")[0]) == (
            at.questionnaire.id,
            at.questionnaire.version.split(".")[0],
        )
        if same_model and (candidate.scope == "full" or at.assessment.scope == "pulse"):
            return work(database, candidate.id)
    return None


@dataclass(frozen=True, slots=True)
class Listed:
    """An assessment as Home lists it, with how many of its questions are answered."""

    assessment: Assessment
    answered: int
    asked: int


def listing(database: Database) -> list[Listed]:
    """Return all assessments, unfinished work first, then the newest first."""
    with database.reading() as connection:
        found = repository.assessments(connection)
        counts = repository.answered_counts(connection)
    rows = []
    for a in found:
        q = library.archived(database, a.digest)
        rows.append(Listed(a, counts.get(a.id, 0), len(q.pulse if a.scope == "pulse" else q.questions)))
    return sorted(rows, key=lambda row: not row.assessment.is_open)  # stable, so the newest stay first in each part


def teams(database: Database) -> list[Team]:
    """Return the teams, by name."""
    with database.reading() as connection:
        return repository.teams(connection)
