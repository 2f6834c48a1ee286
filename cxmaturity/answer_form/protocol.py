"""The JSON that the answer form and the server exchange.

A save is {"answer": the new values, as in an answers file, "changes": for each part of the answer that the person
changed, {"base_revision": the response's revision that the page showed, "age": how many milliseconds ago it was
chosen}}. The age does not depend on the browser's clock, and stays right for a save that waited for a connection.
Without "changes", all parts are saved, based on one "base_revision", chosen at an unknown time.

The reply contains the stored answer, its revision, and the parts ("overruled") in which another window had stored a
later choice.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from cxmaturity.answers import PARTS, Part
from cxmaturity.errors import Refused
from cxmaturity.files.answers_json import answer_json, read_answer
from cxmaturity.services.assessments import answering
from cxmaturity.services.assessments.answering import AnswerChange, Basis, SaveResult
from cxmaturity.services.assessments.views import PersonView
from cxmaturity.store.database.engine import Database
from cxmaturity.wording.errors import NO_ANSWER_SENT

MAX_SAVE_BYTES = 64 * 1024
"""The longest save that is read, in bytes; three texts of full length, as JSON, fit in."""

_MAX_AGE = 10 * 365 * 24 * 3_600_000  # milliseconds: ten years; larger ages are cut to it


def answers_json(view: PersonView) -> dict[str, Any]:
    """Return all answers of an assessment and its revision, as JSON values."""
    return {
        "answers": {name: answer_json(answer) for name, answer in view.response.answers.items()},
        "revision": view.stored.revision,
    }


def save_posted_answer(
    database: Database,
    assessment_id: str,
    question_id: str,
    content: Any,
    now: datetime,
    response_id: str | None = None,
) -> dict[str, Any]:
    """Store an answer, of a participant's response or without one of a solo assessment, and return the reply.

    Raises the errors of `answering.save_change`, and ValidationErrors for content that is not an answer.
    """
    change = read_save(content, now)
    return _save_json(answering.save_change(database, assessment_id, question_id, change, now, response_id))


def read_save(content: Any, now: datetime) -> AnswerChange:
    """Return the change in a save; raises Refused and ValidationErrors."""
    if not isinstance(content, Mapping):
        raise _no_answer()
    changes = content.get("changes")
    if changes is None:
        if not _is_count(content.get("base_revision")):
            raise _no_answer()
        return answering.whole_answer(read_answer(content.get("answer")), content["base_revision"])
    return AnswerChange(read_answer(content.get("answer")), read_bases(changes, now))


def read_bases(changes: Any, now: datetime) -> dict[Part, Basis]:
    """Return what the "changes" of a save were based on, by part; raises Refused."""
    if not isinstance(changes, Mapping) or not changes or set(changes) - set(PARTS):
        raise _no_answer()
    return {part: _read_basis(changes[part], now) for part in PARTS if part in changes}


def _read_basis(content: Any, now: datetime) -> Basis:
    names = ("base_revision", "age")
    if not isinstance(content, Mapping) or not all(_is_count(content.get(name)) for name in names):
        raise _no_answer()
    return Basis(content["base_revision"], now - timedelta(milliseconds=min(content["age"], _MAX_AGE)))


def _no_answer() -> Refused:
    return Refused(*NO_ANSWER_SENT)


def _save_json(result: SaveResult) -> dict[str, Any]:
    return {
        "is_accepted": result.is_accepted,
        "overruled": list(result.overruled),
        "answer": answer_json(result.stored.answer),
        "revision": result.stored.revision,
    }


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
