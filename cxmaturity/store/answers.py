"""Reads and writes the answers of one response, and counts answers over many assessments.

The column `part_changes` holds JSON: for each part of the answer that was ever changed, the response's revision at its
last change, and when the part was chosen, in milliseconds since 1970 (null where the time must not be kept). For a vote
in a workshop, both revisions count the writes of that vote alone.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, text, update

from cxmaturity.answers import PARTS, Answer, EvidenceGrade, Part
from cxmaturity.records import Assessment, PartChange, StoredAnswer, StoredResponse
from cxmaturity.store import tables as t
from cxmaturity.store.assessments import select_assessments, to_assessment
from cxmaturity.store.database.inserts import save_row

FIRST_ROUND = 1
"""The round of every answer outside workshops; a workshop may vote again in later rounds."""


# Statements are built once, because building one takes longer than running it, and every click needs these.

_RESPONSE = (
    select(t.response.c.id, t.response.c.revision)
    .where(t.response.c.assessment_id == bindparam("assessment_id"))
    .limit(1)
)
_ANSWERS = select(t.answer).where(t.answer.c.response_id == bindparam("response_id"), t.answer.c.round == FIRST_ROUND)
_ANSWER = _ANSWERS.where(t.answer.c.question_id == bindparam("question_id"))
# Both locks in one statement, in the order in which closing takes them: assessment, response. SQLAlchemy writes only
# one such clause, hence the text. SQLite needs none: it runs one writing transaction at a time.
_TO_ANSWER = (
    select_assessments()
    .add_columns(t.response.c.id.label("response_id"), t.response.c.revision)
    .join(t.response, t.response.c.assessment_id == t.assessment.c.id)
    .where(t.assessment.c.id == bindparam("assessment_id"))
    .suffix_with(text("FOR SHARE OF assessment FOR NO KEY UPDATE OF response"), dialect="postgresql")
)
_RESPONSE_TO_ANSWER = _TO_ANSWER.where(t.response.c.id == bindparam("response_id"))
_SOLO_RESPONSE_TO_ANSWER = _TO_ANSWER.where(t.assessment.c.mode == "solo")
_NEXT_REVISION = (
    update(t.response)
    .where(t.response.c.id == bindparam("response_id"))
    .values(revision=t.response.c.revision + 1, changed_at=bindparam("now"))
    .returning(t.response.c.revision)
)


def solo_response(connection: Connection, assessment_id: str) -> StoredResponse | None:
    """Return the response of a solo assessment with its answers, None when there is none."""
    head = connection.execute(_RESPONSE, {"assessment_id": assessment_id}).one_or_none()
    if head is None:
        return None
    return StoredResponse(head.id, head.revision, first_round_answers(connection, head.id))


def first_round_answers(connection: Connection, response_id: str) -> dict[str, StoredAnswer]:
    """Return the answers of a response by question id; in a workshop, those of the first round."""
    rows = connection.execute(_ANSWERS, {"response_id": response_id})
    return {row.question_id: answer_from_row(row) for row in rows}


@dataclass(frozen=True, slots=True)
class LockedResponse:
    """A response locked for writing an answer, with its assessment."""

    assessment: Assessment
    id: str
    revision: int


def lock_to_answer(connection: Connection, assessment_id: str, response_id: str | None = None) -> LockedResponse | None:
    """Return a response, locked against other writers; None when it or its assessment does not exist.

    Without `response_id` it is the response of a solo assessment. The assessment's row is locked against closing, but
    not against answers to other responses.
    """
    if response_id is None:
        row = connection.execute(_SOLO_RESPONSE_TO_ANSWER, {"assessment_id": assessment_id}).one_or_none()
    else:
        keys = {"assessment_id": assessment_id, "response_id": response_id}
        row = connection.execute(_RESPONSE_TO_ANSWER, keys).one_or_none()
    return LockedResponse(to_assessment(row), row.response_id, row.revision) if row else None


def answer(
    connection: Connection, response_id: str, question_id: str
) -> tuple[StoredAnswer, dict[Part, PartChange]] | None:
    """Return one stored answer with the last change of each part of it, None when there is none."""
    row = connection.execute(_ANSWER, {"response_id": response_id, "question_id": question_id}).one_or_none()
    return (answer_from_row(row), part_changes(row)) if row else None


def next_revision(connection: Connection, response_id: str, now: datetime) -> int:
    """Increment a response's revision and return it."""
    revision: int = connection.execute(_NEXT_REVISION, {"response_id": response_id, "now": now}).scalar_one()
    return revision


def save_answer(
    connection: Connection,
    response_id: str,
    question_id: str,
    stored: StoredAnswer,
    changes: Mapping[Part, PartChange],
    now: datetime,
) -> None:
    """Insert or replace an answer, with the last change of each of its parts."""
    key = {"response_id": response_id, "question_id": question_id, "round": FIRST_ROUND}
    columns = answer_columns(stored.answer) | {"revision": stored.revision, "answered_at": now}
    save_row(connection, t.answer, key, columns | {"part_changes": part_changes_json(changes)})


def save_answers(connection: Connection, response_id: str, answers: Mapping[str, tuple[Answer, datetime]]) -> None:
    """Insert the answers of a new response, by question id; each with the time it was given, in that order."""
    rows = [
        answer_columns(answer)
        | {"response_id": response_id, "question_id": question_id, "round": FIRST_ROUND}
        | {"revision": number, "answered_at": answered_at}
        for number, (question_id, (answer, answered_at)) in enumerate(answers.items(), start=1)
    ]
    connection.execute(insert(t.answer), rows)
    counted = {"revision": len(rows), "changed_at": rows[-1]["answered_at"]}
    connection.execute(update(t.response).where(t.response.c.id == response_id).values(**counted))


def answer_columns(answer: Answer) -> dict[str, Any]:
    """Return an answer as values of the columns that hold it, by column name."""
    return {
        "level": answer.level,
        "not_applicable": answer.not_applicable,
        "dont_know": answer.dont_know,
        "note": answer.note,
        "evidence_grade": None if answer.evidence_grade is None else int(answer.evidence_grade),
        "evidence": answer.evidence,
    }


def is_answered_condition() -> Any:
    """Return the condition that a row is an answer; a row with only a note is not."""
    a = t.answer.c
    return (a.level.is_not(None)) | (a.not_applicable.is_not(None)) | a.dont_know


def people_counts(connection: Connection, assessment_ids: Iterable[str]) -> dict[str, int]:
    """Return how many people have answered anything, by id of the assessment; assessments without any are left out."""
    people = func.count(t.response.c.id.distinct()).label("people")
    query = (
        select(t.response.c.assessment_id, people)
        .join(t.answer, t.answer.c.response_id == t.response.c.id)
        .where(is_answered_condition(), t.response.c.assessment_id.in_(list(assessment_ids)))
        .group_by(t.response.c.assessment_id)
    )
    return {row.assessment_id: row.people for row in connection.execute(query)}


def answered_counts(connection: Connection, assessment_ids: Iterable[str]) -> dict[str, int]:
    """Return how many answers there are, by id of the assessment; assessments without any are left out."""
    query = (
        select(t.response.c.assessment_id, func.count().label("answered"))
        .join(t.answer, t.answer.c.response_id == t.response.c.id)
        .where(
            is_answered_condition(),
            t.answer.c.round == FIRST_ROUND,
            t.response.c.assessment_id.in_(list(assessment_ids)),
        )
        .group_by(t.response.c.assessment_id)
    )
    return {row.assessment_id: row.answered for row in connection.execute(query)}


def answer_from_row(row: Any) -> StoredAnswer:
    """Return the answer in a row of the answer table."""
    grade = None if row.evidence_grade is None else EvidenceGrade(row.evidence_grade)
    answer = Answer(row.level, row.not_applicable, row.dont_know, row.note, grade, row.evidence)
    return StoredAnswer(answer, row.revision)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def part_changes(row: Any) -> dict[Part, PartChange]:
    """Return the last change of each part of the answer in a row of the answer table."""
    if row.part_changes is None:
        return dict.fromkeys(PARTS, PartChange(row.revision, row.answered_at))
    return {
        part: PartChange(revision, None if chosen is None else _EPOCH + chosen * _MILLISECOND)
        for part, (revision, chosen) in json.loads(row.part_changes).items()
    }


def part_changes_json(changes: Mapping[Part, PartChange]) -> str:
    """Return the last changes of an answer's parts as JSON, the form of the column `part_changes`."""
    times = {
        part: None if c.chosen_at is None else (c.chosen_at - _EPOCH) // _MILLISECOND for part, c in changes.items()
    }
    return json.dumps({part: [change.revision, times[part]] for part, change in changes.items()})
