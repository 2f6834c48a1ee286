"""Storing one answer at a time, safely against other windows."""

from dataclasses import dataclass, replace
from datetime import datetime

from cxmaturity.answers import Answer, validate_answer
from cxmaturity.errors import NotFound, Refused
from cxmaturity.records import StoredAnswer
from cxmaturity.services.assessments.views import REMOVED, AssessmentView
from cxmaturity.store import answers as store_answers
from cxmaturity.store import assessments, workshops
from cxmaturity.store.engine import Connection, Database
from cxmaturity.text_cleaning import clean_text
from cxmaturity.workshops.state import WORKSHOP_STATE_JSON


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What the database holds for a question after `save_answer`: the answer, and whether it is the one just given."""

    stored: StoredAnswer
    is_accepted: bool


def save_answer(
    database: Database, view: AssessmentView, question_id: str, answer: Answer, base_revision: int | None, now: datetime
) -> SaveResult:
    """Store an answer and return what the database then holds.

    `base_revision` is the response's revision that the page last showed. When another window has written this answer
    after that, the later answer stays and is returned instead; None means that the person chose knowingly, so the new
    answer is stored. Characters that no page or export could show are left out. Raises Refused for an answer that does
    not fit, and DatabaseUnavailable when nothing could be stored.
    """
    reason = None if answer.not_applicable is None else clean_text(answer.not_applicable)
    answer = replace(answer, not_applicable=reason, note=clean_text(answer.note), evidence=clean_text(answer.evidence))
    question = next((q for q in view.questions if q.id == question_id), None)
    if question is None or (found := validate_answer(answer, question, view.questionnaire.scale_max)):
        what = f"{found[0][1].capitalize()}." if question else "There is no such question."
        raise Refused(what, f"{found[0][2]}." if question else "Reload the page.")
    with database.writing() as connection:
        current = assessments.assessment(connection, view.assessment.id, for_update=True)
        if current is None:
            raise NotFound(*REMOVED)
        if not current.is_open:
            raise Refused("This assessment is finished.", "Reopen it on the result page to change answers.")
        if current.mode == "workshop" and not _workshop_accepts(connection, current.id, question_id):
            raise Refused("This vote is over, or the workshop is paused.", "Look at the screen.")
        before = store_answers.answer(connection, view.stored.id, question_id)
        if before and before.answer == answer:
            return SaveResult(before, True)
        if before and base_revision is not None and before.revision > base_revision:
            return SaveResult(before, False)
        revision = store_answers.save_answer(connection, view.stored.id, question_id, answer, now)
    return SaveResult(StoredAnswer(answer, revision), True)


def _workshop_accepts(connection: Connection, assessment_id: str, question_id: str) -> bool:
    """Whether a workshop, in which everyone answers at their own pace, takes an answer to this question now."""
    found = workshops.workshop(connection, assessment_id, for_update=True)
    return found is not None and WORKSHOP_STATE_JSON.validate_json(found.state).accepts_vote(
        question_id, store_answers.FIRST_ROUND
    )
