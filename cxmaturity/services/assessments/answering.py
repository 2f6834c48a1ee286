"""Stores one answer at a time; of two windows that change the same part, the later choice stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cxmaturity.answers import PARTS, UNANSWERED, Answer, Part, validate_answer
from cxmaturity.errors import NotFound, Refused, TooLate
from cxmaturity.questionnaire.schema import Question
from cxmaturity.records import Assessment, PartChange, StoredAnswer, asked_questions
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments.views import PersonView
from cxmaturity.store import answers as store_answers
from cxmaturity.store.answers import LockedResponse
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.store.workshop import workshops
from cxmaturity.text_cleaning import clean_text
from cxmaturity.wording.errors import (
    ASSESSMENT_REMOVED,
    NOTHING_TO_ANSWER,
    REOPEN_TO_CHANGE,
    SURVEY_CLOSED,
    WORKSHOP_ENDED,
)

_JUST_NOW = timedelta(seconds=2)  # without times to compare, so new a choice counts as the latest


@dataclass(frozen=True, slots=True)
class Basis:
    """What a change was based on: the response's revision that the page showed, and when the person chose.

    Both may be None, for unknown. Without a revision the change is stored whatever is stored already: the person has
    seen that and chose nevertheless.
    """

    revision: int | None
    chosen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """New values for the parts of an answer that `bases` names, each with what its change was based on."""

    answer: Answer
    bases: Mapping[Part, Basis]


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What the database holds for a question after a save.

    `overruled` names the parts that were sent but not stored, because another window stored a later choice of them.
    """

    stored: StoredAnswer
    overruled: tuple[Part, ...] = ()

    @property
    def is_accepted(self) -> bool:
        """Whether every part that was sent is stored."""
        return not self.overruled


def whole_answer(answer: Answer, base_revision: int | None) -> AnswerChange:
    """Return a change of all parts of an answer, based on one revision, chosen at an unknown time."""
    return AnswerChange(answer, dict.fromkeys(PARTS, Basis(base_revision)))


def save_answer(
    database: Database, view: PersonView, question_id: str, answer: Answer, base_revision: int | None, now: datetime
) -> SaveResult:
    """Store a whole answer to the response in `view`; see `save_change`."""
    change = whole_answer(answer, base_revision)
    return save_change(database, view.assessment.id, question_id, change, now, view.stored.id)


def save_change(
    database: Database,
    assessment_id: str,
    question_id: str,
    change: AnswerChange,
    now: datetime,
    response_id: str | None = None,
) -> SaveResult:
    """Store the changed parts of an answer, and return what the database then holds.

    `response_id` is the response of a participant; without it the answer belongs to the one response of a solo
    assessment. If another window has changed the same part since the revision on which the change is based, the later
    of the two choices is kept. Characters that cannot be shown or exported are removed. Raises Refused for an answer
    that does not fit, TooLate when the survey or workshop was closed, NotFound when there is no such response, and
    DatabaseUnavailable when nothing could be stored.
    """
    change = replace(change, answer=clean_answer(change.answer))
    with database.writing() as connection:
        response = store_answers.lock_to_answer(connection, assessment_id, response_id)
        if response is None:
            raise NotFound(*(NOTHING_TO_ANSWER if response_id else ASSESSMENT_REMOVED))
        assessment = response.assessment
        questionnaire = questionnaires.read_archived_questionnaire(connection, assessment.digest)
        _refuse_invalid(change.answer, question_id, asked_questions(questionnaire, assessment), questionnaire.scale_max)
        _refuse_closed(connection, assessment, question_id)
        return _save(connection, response, question_id, change, now)


def clean_answer(answer: Answer) -> Answer:
    """Return an answer without characters that cannot be shown or exported."""
    reason = None if answer.not_applicable is None else clean_text(answer.not_applicable)
    return replace(answer, not_applicable=reason, note=clean_text(answer.note), evidence=clean_text(answer.evidence))


def _refuse_invalid(answer: Answer, question_id: str, questions: Sequence[Question], scale_max: int) -> None:
    question = next((q for q in questions if q.id == question_id), None)
    if question is None:
        raise Refused("There is no such question.", "Reload the page.")
    if error := invalid_answer(answer, question, scale_max):
        raise error


def invalid_answer(answer: Answer, question: Question, scale_max: int) -> Refused | None:
    """Return the error for an answer that does not fit its question, None for one that fits."""
    errors = validate_answer(answer, question, scale_max)
    return Refused(f"{errors[0][1].capitalize()}.", f"{errors[0][2]}.") if errors else None


def _refuse_closed(connection: Connection, assessment: Assessment, question_id: str) -> None:
    """Raise TooLate or Refused when the assessment takes no answer to this question now; its row must be locked."""
    if not assessment.is_open and assessment.mode == "solo":
        raise Refused("This assessment is finished.", REOPEN_TO_CHANGE)
    if not assessment.is_open:
        raise TooLate(*(WORKSHOP_ENDED if assessment.mode == "workshop" else SURVEY_CLOSED))
    if assessment.mode == "workshop" and not _workshop_accepts(connection, assessment.id, question_id):
        raise Refused("This vote is over, or the workshop is paused.", "Look at the screen.")


def _workshop_accepts(connection: Connection, assessment_id: str, question_id: str) -> bool:
    """Return whether a self-paced workshop takes an answer to this question now."""
    workshop = workshops.workshop(connection, assessment_id, for_share=True)
    return workshop is not None and workshop.state.accepts_vote(question_id, store_answers.FIRST_ROUND)


def _save(
    connection: Connection, response: LockedResponse, question_id: str, change: AnswerChange, now: datetime
) -> SaveResult:
    """Write the parts whose change is not overruled. Locks make the second of two windows see the first's write."""
    kept = store_answers.answer(connection, response.id, question_id)
    before, changes = kept or (StoredAnswer(UNANSWERED, 0), {})
    is_timed = has_times(response.assessment)
    written, overruled = written_and_overruled(before.answer, changes, change, response.revision, is_timed, now)
    if kept and not written:
        return SaveResult(before, overruled)
    recorded_at = response.assessment.recorded_time(now)
    revision = store_answers.next_revision(connection, response.id, recorded_at)
    stored, changes = merge(before.answer, changes, change, written, revision, is_timed, now)
    store_answers.save_answer(connection, response.id, question_id, stored, changes, recorded_at)
    return SaveResult(stored, overruled)


def has_times(assessment: Assessment) -> bool:
    """Return whether the times of choices are stored; in anonymous mode they never are."""
    return assessment.privacy == "open"


def written_and_overruled(
    before: Answer,
    changes: Mapping[Part, PartChange],
    change: AnswerChange,
    revision: int,
    is_timed: bool,
    now: datetime,
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Return which parts a change writes, and in which parts a stored later choice overrules it.

    `before` is the stored answer, `changes` holds the last stored change of each part, and `revision` is the response's
    current revision.
    """
    differing = [part for part in change.bases if change.answer.part(part) != before.part(part)]
    overruled = tuple(
        part
        for part in differing
        if part in changes and not _wins(change.bases[part], changes[part], revision, is_timed, now)
    )
    return tuple(part for part in differing if part not in overruled), overruled


def merge(
    before: Answer,
    changes: Mapping[Part, PartChange],
    change: AnswerChange,
    written: Sequence[Part],
    revision: int,
    is_timed: bool,
    now: datetime,
) -> tuple[StoredAnswer, dict[Part, PartChange]]:
    """Return the answer after writing the parts `written` at this revision, and the last change of each part."""
    times = {part: (change.bases[part].chosen_at or now) if is_timed else None for part in written}
    newest = {part: PartChange(revision, times[part]) for part in written}
    return StoredAnswer(before.with_parts(change.answer, written), revision), {**changes, **newest}


def _wins(basis: Basis, stored: PartChange, revision: int, is_timed: bool, now: datetime) -> bool:
    """Return whether a change wins against the stored change of the same part; `revision` is the response's."""
    # A basis above the response's revision comes from a page that was open while a backup was restored.
    is_known = basis.revision is None or stored.revision <= basis.revision <= revision
    if is_known or basis.chosen_at is None:
        return is_known
    if not is_timed or stored.chosen_at is None or stored.chosen_at > now:  # in the future: the clock was set back
        return now - basis.chosen_at <= _JUST_NOW
    return basis.chosen_at > stored.chosen_at


def is_overruled(basis: Basis | None, revision: int, now: datetime | None, *, is_same: bool) -> bool:
    """Return whether a choice gives way to the one stored at `revision`, where no times of choices are stored.

    `is_same` is whether it equals that one. A choice without a basis is always stored.
    """
    if is_same or basis is None or now is None or basis.revision in (None, revision):
        return False
    return basis.chosen_at is None or now - basis.chosen_at > _JUST_NOW
