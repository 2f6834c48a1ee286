"""Storing one answer at a time, safely against other windows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cxmaturity.answers import Answer, validate_answer
from cxmaturity.errors import NotFound, Refused
from cxmaturity.questionnaire.schema import Question
from cxmaturity.records import Assessment, StoredAnswer, asked_questions
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments.views import NO_ASSESSMENT, REMOVED, PersonView
from cxmaturity.store import answers as store_answers
from cxmaturity.store import workshops
from cxmaturity.store.engine import Connection, Database
from cxmaturity.text_cleaning import clean_text
from cxmaturity.workshops.state import WORKSHOP_STATE_JSON


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What the database holds for a question after a save: the answer, and whether it is the one that was sent."""

    stored: StoredAnswer
    is_accepted: bool


def save_answer(
    database: Database, view: PersonView, question_id: str, answer: Answer, base_revision: int | None, now: datetime
) -> SaveResult:
    """Store an answer to the response in `view` and return what the database then holds.

    `base_revision` is the response's revision that the page last showed. When another window has written this answer
    after that, the later answer stays and is returned instead; None means that the person chose knowingly, so the new
    answer is stored. Characters that no page or export could show are left out. Raises Refused for an answer that does
    not fit, NotFound when the assessment was removed, and DatabaseUnavailable when nothing could be stored.
    """
    answer = _clean_answer(answer)
    _refuse_invalid(answer, question_id, view.questions, view.questionnaire.scale_max)
    with database.writing() as connection:
        response = store_answers.lock_to_answer(connection, view.assessment.id, view.stored.id)
        if response is None:
            raise NotFound(*REMOVED)
        _refuse_closed(connection, response.assessment, question_id)
        answered_at = response.assessment.recorded_time(now)
        return _save(connection, response.id, question_id, answer, base_revision, answered_at)


def save_solo_answer(
    database: Database, assessment_id: str, question_id: str, answer: Answer, base_revision: int, now: datetime
) -> SaveResult:
    """Store an answer in a solo assessment, known by its id alone, and return what the database then holds.

    As `save_answer`, without loading the answers that are there already. Raises NotFound also for an assessment of
    several people: each of them answers from a link of their own.
    """
    answer = _clean_answer(answer)
    with database.writing() as connection:
        response = store_answers.lock_to_answer(connection, assessment_id)
        if response is None:
            raise NotFound(*NO_ASSESSMENT)
        assessment = response.assessment
        questionnaire = questionnaires.read_archived_questionnaire(connection, assessment.digest)
        _refuse_invalid(answer, question_id, asked_questions(questionnaire, assessment), questionnaire.scale_max)
        _refuse_closed(connection, assessment, question_id)
        return _save(connection, response.id, question_id, answer, base_revision, now)


def _clean_answer(answer: Answer) -> Answer:
    reason = None if answer.not_applicable is None else clean_text(answer.not_applicable)
    return replace(answer, not_applicable=reason, note=clean_text(answer.note), evidence=clean_text(answer.evidence))


def _refuse_invalid(answer: Answer, question_id: str, questions: Sequence[Question], scale_max: int) -> None:
    question = next((q for q in questions if q.id == question_id), None)
    if question is None:
        raise Refused("There is no such question.", "Reload the page.")
    if errors := validate_answer(answer, question, scale_max):
        raise Refused(f"{errors[0][1].capitalize()}.", f"{errors[0][2]}.")


def _refuse_closed(connection: Connection, assessment: Assessment, question_id: str) -> None:
    """Raise Refused when an assessment, whose row is locked, takes no answer to this question now."""
    if not assessment.is_open:
        raise Refused("This assessment is finished.", "Reopen it on the result page to change answers.")
    if assessment.mode == "workshop" and not _workshop_accepts(connection, assessment.id, question_id):
        raise Refused("This vote is over, or the workshop is paused.", "Look at the screen.")


def _workshop_accepts(connection: Connection, assessment_id: str, question_id: str) -> bool:
    """Return whether a self-paced workshop takes an answer to this question now."""
    workshop = workshops.workshop(connection, assessment_id, for_share=True)
    return workshop is not None and WORKSHOP_STATE_JSON.validate_json(workshop.state).accepts_vote(
        question_id, store_answers.FIRST_ROUND
    )


def _save(
    connection: Connection,
    response_id: str,
    question_id: str,
    answer: Answer,
    base_revision: int | None,
    now: datetime,
) -> SaveResult:
    """Write an answer unless another window wrote a later one; of two windows at once the second sees the first's."""
    before = store_answers.answer(connection, response_id, question_id)
    if before and before.answer == answer:
        return SaveResult(before, True)
    if before and base_revision is not None and before.revision > base_revision:
        return SaveResult(before, False)
    revision = store_answers.save_answer(connection, response_id, question_id, answer, now)
    return SaveResult(StoredAnswer(answer, revision), True)
