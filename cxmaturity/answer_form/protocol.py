"""What a sheet in the browser and the server say to each other, as JSON.

A save says {"answer": the answer as in an answers file, "seen": the response's revision the page last showed}. The
reply holds the answer that now stands: the one given, or a later one that another window had written meanwhile.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cxmaturity.answers import Answer
from cxmaturity.errors import Refused
from cxmaturity.files.answers_json import read_answer
from cxmaturity.services.assessments import answering
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
    """Store an answer and return what then stands; raises what `save_answer` does, and ValidationErrors."""
    if not isinstance(content, Mapping) or not _is_count(content.get("seen")):
        raise Refused("The page sent something that is no answer.", "Reload the page.")
    given = read_answer(content.get("answer"))
    kept = answering.save_answer(database, view, question_id, given, content["seen"], now)
    return {
        "is_accepted": kept.is_accepted,
        "answer": _answer_json(kept.stored.answer),
        "revision": kept.stored.revision,
    }


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _answer_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as the answers file writes it: what was not said is left out."""
    said = {
        "level": answer.level,
        "not_applicable": answer.not_applicable,
        "dont_know": answer.dont_know or None,
        "note": answer.note or None,
        "evidence_grade": answer.evidence_grade,
        "evidence": answer.evidence or None,
    }
    return {name: value for name, value in said.items() if value is not None}
