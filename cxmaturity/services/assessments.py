"""Assessments from start to finish: answering, aims, closing, the result."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from secrets import token_hex

from cxmaturity.answers import Answer, Response, problems
from cxmaturity.disclosure import may_reopen
from cxmaturity.errors import NotFound, Refused, StillOpen
from cxmaturity.questionnaire import Question, Questionnaire
from cxmaturity.services import library
from cxmaturity.services.cleaning import cleaned
from cxmaturity.services.groups import FROZEN, Agreed, Group, frozen_group, group
from cxmaturity.services.opening import opened
from cxmaturity.services.outcome import Outcome, as_json, outcome, pulse_as_json
from cxmaturity.store import people, repository, workshops
from cxmaturity.store.engine import Connection, Database
from cxmaturity.store.records import Aim, Assessment, Scope, StoredAnswer, StoredResponse
from cxmaturity.workshop import STATE

_LOOKED_AT = 12  # earlier assessments, for last time's answers
_REMOVED = ("This assessment was removed.", "Go to Home to see those that are here.")


@dataclass(frozen=True)
class Work:
    """An assessment in hand: itself, its questionnaire, the response so far and the aims set for it.

    `group` is there when several people answered; then `stored` holds what the group's answers were at closing.
    """

    assessment: Assessment
    questionnaire: Questionnaire
    stored: StoredResponse
    aims: Mapping[str, Aim]
    group: Group | None = None

    @cached_property
    def response(self) -> Response:
        """The answers without what the store adds to them."""
        return Response({name: s.answer for name, s in self.stored.answers.items()})

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions asked, in order: all of them, or the pulse."""
        return asked(self.questionnaire, self.assessment)

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
    with database.writing() as connection:
        own = {"mode": "solo", "privacy": "open"}
        row = opened(connection, questionnaire, team_name, label, scope, variant, now, is_demo=is_demo, **own)
        repository.add_assessment(connection, row, token_hex(10))
    return row.id


def work(database: Database, assessment_id: str) -> Work:
    """Return the assessment with all that belongs to it; raises NotFound.

    Of one that several people answer only once it is closed; until then nobody sees answers, and StillOpen is raised.
    """
    kept = None
    with database.reading() as connection:
        found = repository.assessment(connection, assessment_id)
        is_solo = found is not None and found.mode == "solo"
        stored = repository.response(connection, assessment_id) if is_solo else None
        if found and not is_solo and not found.is_open:
            kept = repository.newest_result(connection, assessment_id)
        aims = repository.aims(connection, assessment_id)
    if found is None or (is_solo and stored is None):
        raise NotFound(
            "There is no assessment at this link.",
            "It may have been removed, or the link was cut short when it was copied. All assessments are on Home.",
        )
    questionnaire = library.archived(database, found.digest)
    if stored is not None:
        return Work(found, questionnaire, stored, aims)
    seen = frozen_group(kept[0]) if kept else None
    if seen is None:
        raise StillOpen(found.mode)
    return of_group(found, questionnaire, seen, aims)


def of_group(row: Assessment, questionnaire: Questionnaire, seen: Group, aims: Mapping[str, Aim]) -> Work:
    """Return the work on what a group answered, as one response that nobody writes to."""
    answers = {name: StoredAnswer(answer, 0) for name, answer in seen.response.answers.items()}
    return Work(row, questionnaire, StoredResponse("", row.id, 0, answers), aims, seen)


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
        if current.mode == "workshop" and not _takes(connection, current.id, question_id):
            raise Refused("This vote is over, or the workshop is paused.", "Look at the screen.")
        before = repository.answer(connection, at.stored.id, question_id)
        if before and before.answer == given:
            return Kept(before, True)
        if before and seen is not None and before.revision > seen:
            return Kept(before, False)
        revision = repository.put_answer(connection, at.stored.id, question_id, given, now)
    return Kept(StoredAnswer(given, revision), True)


def _takes(connection: Connection, assessment_id: str, question_id: str) -> bool:
    """Whether a workshop, in which everyone answers at their own pace, takes an answer to this question now."""
    found = workshops.workshop(connection, assessment_id, hold=True)
    return found is not None and STATE.validate_json(found.state).takes(question_id, repository.FIRST_ROUND)


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
    with database.reading() as connection:
        listed = repository.assessment(connection, assessment_id)
    if listed is None:
        raise NotFound(*_REMOVED)
    questionnaire = library.archived(database, listed.digest)
    with database.writing() as connection:
        current = repository.assessment(connection, assessment_id, hold=True)
        if current is None:
            raise NotFound(*_REMOVED)
        if current.is_open:
            at = _as_it_is(connection, current, questionnaire)
            repository.close(connection, assessment_id, now)
            repository.freeze(connection, assessment_id, *frozen(at), now)


def _as_it_is(connection: Connection, row: Assessment, questionnaire: Questionnaire) -> Work:
    """Return the work on an assessment about to be closed."""
    aims = repository.aims(connection, row.id)
    if row.mode == "solo":
        stored = repository.response(connection, row.id)  # as it is now: an answer may have come in meanwhile
        if stored is None:
            raise NotFound(*_REMOVED)
        return Work(row, questionnaire, stored, aims)
    if row.mode == "workshop":
        raise Refused("This is a workshop.", "End it on its console.")
    agreed = {name: Agreed(*said) for name, said in people.agreed(connection, row.id).items()}
    seen = group(row, questionnaire, asked(questionnaire, row), people.everyone(connection, row.id), agreed)
    return of_group(row, questionnaire, seen, aims)


def asked(questionnaire: Questionnaire, row: Assessment) -> tuple[Question, ...]:
    """Return the questions asked, in order: all of them, the pulse, or those of the chosen dimensions."""
    if row.dimensions is not None:
        chosen = row.dimensions.split()
        return tuple(q for d in questionnaire.dimensions if d.id in chosen for q in d.questions)
    return questionnaire.pulse if row.scope == "pulse" else questionnaire.questions


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
    several = {} if at.group is None else {"group": FROZEN.dump_python(at.group, mode="json")}
    return {"questionnaire": at.assessment.digest, "answers": answers, "aims": aims, "result": scored, **several}


def reopen(database: Database, assessment_id: str, now: datetime) -> None:
    """Let answers change again; what was frozen stays kept beside the next result.

    Raises Refused where people answered anonymously and something of it was shown: see `disclosure.may_reopen`.
    """
    with database.writing() as connection:
        current = repository.assessment(connection, assessment_id, hold=True)
        kept = repository.newest_result(connection, assessment_id)
        if current is None:
            raise NotFound(*_REMOVED)
        if current.mode == "workshop":
            raise Refused("A workshop that has ended stays as it is.", "Start another one.")
        shown = frozen_group(kept[0]) if kept else None
        if shown and not may_reopen(shown.seen, current.privacy):
            raise Refused(
                "Its result was shown, so nobody may answer after it: what they say could be read off.",
                "Start a new assessment to ask again.",
            )
        repository.reopen(connection, assessment_id, now)


def remove(database: Database, assessment_id: str) -> None:
    """Remove an assessment for good; actions taken on from it stay in the plan."""
    with database.writing() as connection:
        repository.delete_assessment(connection, assessment_id)


def last_time(database: Database, at: Work) -> Work | None:
    """Return the team's closed assessment before this one whose answers compare with it, None when there is none.

    Comparable: the same questionnaire in the same major version; where this one is full, the earlier one is too; one
    person's with one person's. Only the last dozen are looked at.
    """
    with database.reading() as connection:
        earlier = repository.opened_before(connection, at.assessment, _LOOKED_AT)
    for candidate in earlier:
        if (candidate.mode == "solo") != (at.assessment.mode == "solo"):
            continue
        then = library.archived(database, candidate.digest)
        same_model = (then.id, then.version.split(".")[0]) == (
            at.questionnaire.id,
            at.questionnaire.version.split(".")[0],
        )
        if same_model and (candidate.scope == "full" or at.assessment.scope == "pulse"):
            return work(database, candidate.id)
    return None
