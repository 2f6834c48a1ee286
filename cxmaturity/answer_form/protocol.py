"""The JSON that the answer form in a browser and the server exchange.

A save is {"answer": the answer as in an answers file, "seen": the response's revision that the page last showed}. The
reply holds the answer that now stands: the one sent, or a later one that another window had written meanwhile.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cxmaturity.answers import Answer
from cxmaturity.errors import Refused
from cxmaturity.files.answers_json import read_answer
from cxmaturity.services.assessments import answering
from cxmaturity.services.assessments.answering import SaveResult
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.store.engine import Database

MAX_SAVE_BYTES = 64 * 1024
"""The longest save that is read, in bytes; three full texts and what is around them stay below it."""


def answers_json(view: AssessmentView) -> dict[str, Any]:
    """Return all answers of an assessment and its revision."""
    return {
        "answers": {name: _answer_json(answer) for name, answer in view.response.answers.items()},
        "revision": view.stored.revision,
    }


def save_posted_answer(
    database: Database, view: AssessmentView, question_id: str, content: Any, now: datetime
) -> dict[str, Any]:
    """Store a participant's answer and return what then stands.

    Raises what `answering.save_answer` does, and ValidationErrors when the content holds no answer.
    """
    answer, base_revision = _read_save(content)
    return _save_json(answering.save_answer(database, view, question_id, answer, base_revision, now))


def save_posted_solo_answer(
    database: Database, assessment_id: str, question_id: str, content: Any, now: datetime
) -> dict[str, Any]:
    """Store an answer in a solo assessment and return what then stands; raises as `save_posted_answer` does."""
    answer, base_revision = _read_save(content)
    return _save_json(answering.save_solo_answer(database, assessment_id, question_id, answer, base_revision, now))


def _read_save(content: Any) -> tuple[Answer, int]:
    """Return the answer in a save and the revision its page last showed."""
    if not isinstance(content, Mapping) or not _is_count(content.get("seen")):
        raise Refused("The page sent something that is no answer.", "Reload the page.")
    return read_answer(content.get("answer")), content["seen"]


def _save_json(result: SaveResult) -> dict[str, Any]:
    return {
        "is_accepted": result.is_accepted,
        "answer": _answer_json(result.stored.answer),
        "revision": result.stored.revision,
    }


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _answer_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as the answers file writes it, without its empty parts."""
    parts = {
        "level": answer.level,
        "not_applicable": answer.not_applicable,
        "dont_know": answer.dont_know or None,
        "note": answer.note or None,
        "evidence_grade": answer.evidence_grade,
        "evidence": answer.evidence or None,
    }
    return {name: value for name, value in parts.items() if value is not None}
