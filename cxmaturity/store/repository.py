"""Reading and writing the records. Every function works on a connection of `Database.reading` or `.writing`."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from cxmaturity.answers import Answer, EvidenceGrade
from cxmaturity.store import tables as t
from cxmaturity.store.records import Action, Aim, Assessment, StoredAnswer, StoredResponse

FIRST_ROUND = 1
"""Workshops may vote again in later rounds; everyone else answers in the first."""


def insert_for(connection: Connection, table: Any) -> Any:
    """Return an insert that can say what to do when the row is already there."""
    return (insert_sqlite if connection.dialect.name == "sqlite" else insert_postgresql)(table)


def put(connection: Connection, table: Any, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Write the row with this key, whether it was there or not: doing it twice is harmless."""
    connection.execute(upsert(table, connection.dialect.name, tuple(key)), {**key, **values})


@cache
def upsert(table: Any, dialect: str, key: tuple[str, ...]) -> Any:
    """Return the statement of `put`; kept, because building it takes longer than running it."""
    statement = (insert_sqlite if dialect == "sqlite" else insert_postgresql)(table)
    rest = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in key}
    return statement.on_conflict_do_update(index_elements=list(key), set_=rest)


# Questionnaires as they were when an assessment was opened


def archive(
    connection: Connection, digest: str, questionnaire_id: str, version: str, content: str, now: datetime
) -> None:
    """Keep a questionnaire's canonical text under its digest; the same text is kept once."""
    row = {"digest": digest, "questionnaire_id": questionnaire_id, "version": version}
    statement = insert_for(connection, t.questionnaire_archive).values(**row, content=content, stored_at=now)
    connection.execute(statement.on_conflict_do_nothing())


def archived(connection: Connection, digest: str) -> str | None:
    """Return the canonical text kept under `digest`, None when there is none."""
    content: str | None = connection.scalar(select(t.questionnaire_archive.c.content).filter_by(digest=digest))
    return content


# Assessments


def select_assessments() -> Select[Any]:
    """Select assessments with what is told of their team."""
    named = (t.team.c.name.label("team_name"), t.team.c.is_demo)
    return select(t.assessment, *named).join(t.team, t.team.c.id == t.assessment.c.team_id)


def to_assessment(row: Any) -> Assessment:
    """Return the assessment in a row of `select_assessments`."""
    return Assessment(**{name: getattr(row, name) for name in Assessment.__slots__})


def add_assessment(connection: Connection, row: Assessment, response_id: str | None) -> None:
    """Add an assessment and, for one person's own, its response."""
    stored = {name: getattr(row, name) for name in Assessment.__slots__ if name not in ("team_name", "is_demo")}
    connection.execute(insert(t.assessment).values(**stored))
    if response_id:
        begun = {"started_at": row.opened_at, "changed_at": row.opened_at, "revision": 0}
        connection.execute(insert(t.response).values(id=response_id, assessment_id=row.id, **begun))


_ASSESSMENT = select_assessments().where(t.assessment.c.id == bindparam("id"))  # making it takes longer than asking
_HELD = _ASSESSMENT.with_for_update(of=t.assessment, key_share=True)  # on SQLite whoever writes is alone anyway


def assessment(connection: Connection, assessment_id: str, *, hold: bool = False) -> Assessment | None:
    """Return the assessment, None when there is none of that id; `hold` lets nobody else hold it until we are done."""
    row = connection.execute(_HELD if hold else _ASSESSMENT, {"id": assessment_id}).one_or_none()
    return to_assessment(row) if row else None


def opened_before(connection: Connection, of: Assessment, most: int) -> list[Assessment]:
    """Return at most so many closed assessments of the same team that were opened before this one, the newest first."""
    a = t.assessment.c
    query = select_assessments().where(a.team_id == of.team_id, a.status == "closed", a.opened_at < of.opened_at)
    rows = connection.execute(query.order_by(a.opened_at.desc(), a.id).limit(most))
    return [to_assessment(row) for row in rows]


def unfinished(connection: Connection) -> list[Assessment]:
    """Return the open assessments of the teams that are not archived, the newest first."""
    query = select_assessments().where(t.assessment.c.status == "open", t.team.c.archived_at.is_(None))
    return [to_assessment(r) for r in connection.execute(query.order_by(t.assessment.c.opened_at.desc()))]


def finished(connection: Connection, most: int) -> list[Assessment]:
    """Return at most so many closed assessments of the teams that are not archived, the newest first."""
    a = t.assessment.c
    query = select_assessments().where(a.status == "closed", t.team.c.archived_at.is_(None))
    query = query.order_by(a.closed_at.desc(), a.opened_at.desc(), a.id).limit(most)
    return [to_assessment(r) for r in connection.execute(query)]


def delete_assessment(connection: Connection, assessment_id: str) -> None:
    """Remove an assessment with its answers, aims and frozen results; actions taken from it stay in the plan."""
    connection.execute(delete(t.assessment).where(t.assessment.c.id == assessment_id))


def close(connection: Connection, assessment_id: str, now: datetime) -> None:
    """Close an assessment; whoever was not through is now."""
    is_this = t.assessment.c.id == assessment_id
    connection.execute(update(t.assessment).where(is_this).values(status="closed", closed_at=now))
    unfinished = (t.response.c.assessment_id == assessment_id) & t.response.c.finished_at.is_(None)
    connection.execute(update(t.response).where(unfinished).values(finished_at=now))


def freeze(connection: Connection, assessment_id: str, content: str, digest: str, now: datetime) -> None:
    """Keep a result of an assessment as it is at this moment, beside those kept before."""
    frozen = {"assessment_id": assessment_id, "frozen_at": now, "content": content, "digest": digest}
    connection.execute(insert(t.frozen_result).values(**frozen))


def reopen(connection: Connection, assessment_id: str, now: datetime) -> None:
    """Open a closed assessment again; the results frozen so far are kept."""
    is_this = t.assessment.c.id == assessment_id
    connection.execute(update(t.assessment).where(is_this).values(status="open", closed_at=None, reopened_at=now))


def newest_result(connection: Connection, assessment_id: str) -> tuple[str, datetime] | None:
    """Return the newest frozen result of an assessment and when it was frozen, None when there is none."""
    query = select(t.frozen_result.c.content, t.frozen_result.c.frozen_at).filter_by(assessment_id=assessment_id)
    row = connection.execute(query.order_by(t.frozen_result.c.frozen_at.desc()).limit(1)).one_or_none()
    return (row.content, row.frozen_at) if row else None


def frozen_results(connection: Connection, assessment_id: str) -> list[str]:
    """Return the content of every frozen result of an assessment, the newest first."""
    mine = select(t.frozen_result.c.content).filter_by(assessment_id=assessment_id)
    return list(connection.scalars(mine.order_by(t.frozen_result.c.frozen_at.desc())))


# Answers. The statements of every click are built once, for building them takes longer than running them.

_RESPONSE = (
    select(t.response.c.id, t.response.c.revision)
    .where(t.response.c.assessment_id == bindparam("assessment_id"))
    .limit(1)
)
_ANSWERS = select(t.answer).where(t.answer.c.response_id == bindparam("response_id"), t.answer.c.round == FIRST_ROUND)
_ANSWER = _ANSWERS.where(t.answer.c.question_id == bindparam("question_id"))
_COUNT_WRITE = (
    update(t.response)
    .where(t.response.c.id == bindparam("response_id"))
    .values(revision=t.response.c.revision + 1, changed_at=bindparam("now"))
    .returning(t.response.c.revision)
)


def response(connection: Connection, assessment_id: str) -> StoredResponse | None:
    """Return the one response of a solo assessment with its answers, None when there is none."""
    head = connection.execute(_RESPONSE, {"assessment_id": assessment_id}).one_or_none()
    if head is None:
        return None
    rows = connection.execute(_ANSWERS, {"response_id": head.id})
    return StoredResponse(head.id, assessment_id, head.revision, {r.question_id: stored_answer(r) for r in rows})


def answer(connection: Connection, response_id: str, question_id: str) -> StoredAnswer | None:
    """Return one stored answer, None when there is none."""
    row = connection.execute(_ANSWER, {"response_id": response_id, "question_id": question_id}).one_or_none()
    return stored_answer(row) if row else None


def put_answer(connection: Connection, response_id: str, question_id: str, given: Answer, now: datetime) -> int:
    """Write an answer, in place of an earlier one, and return the response's new revision."""
    revision: int = connection.execute(_COUNT_WRITE, {"response_id": response_id, "now": now}).scalar_one()
    key = {"response_id": response_id, "question_id": question_id, "round": FIRST_ROUND}
    put(connection, t.answer, key, columns(given) | {"revision": revision, "answered_at": now})
    return revision


def add_answers(connection: Connection, response_id: str, given: Mapping[str, tuple[Answer, datetime]]) -> None:
    """Write all answers of a new response at once, each with its moment, by question id; the last came last."""
    rows = [
        columns(answer)
        | {"response_id": response_id, "question_id": question_id, "round": FIRST_ROUND}
        | {"revision": number, "answered_at": moment}
        for number, (question_id, (answer, moment)) in enumerate(given.items(), start=1)
    ]
    connection.execute(insert(t.answer), rows)
    counted = {"revision": len(rows), "changed_at": rows[-1]["answered_at"]}
    connection.execute(update(t.response).where(t.response.c.id == response_id).values(**counted))


def columns(given: Answer) -> dict[str, Any]:
    """Return an answer as columns of the table."""
    return {
        "level": given.level,
        "not_applicable": given.not_applicable,
        "dont_know": given.dont_know,
        "note": given.note,
        "evidence_grade": None if given.evidence_grade is None else int(given.evidence_grade),
        "evidence": given.evidence,
    }


def is_given() -> Any:
    """Return the condition that a row of answers says something; a note alone is not an answer."""
    a = t.answer.c
    return (a.level.is_not(None)) | (a.not_applicable.is_not(None)) | a.dont_know


def people_counts(connection: Connection, assessment_ids: Iterable[str]) -> dict[str, int]:
    """Return how many people have answered anything in each of these assessments, by id, where there are any."""
    people = func.count(t.response.c.id.distinct())
    query = (
        select(t.response.c.assessment_id, people)
        .join(t.answer, t.answer.c.response_id == t.response.c.id)
        .where(is_given(), t.response.c.assessment_id.in_(list(assessment_ids)))
        .group_by(t.response.c.assessment_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def answered_counts(connection: Connection, assessment_ids: Iterable[str]) -> dict[str, int]:
    """Return how many answers of any kind each of these assessments has, by id, where there are any."""
    query = (
        select(t.response.c.assessment_id, func.count())
        .join(t.answer, t.answer.c.response_id == t.response.c.id)
        .where(is_given(), t.answer.c.round == FIRST_ROUND, t.response.c.assessment_id.in_(list(assessment_ids)))
        .group_by(t.response.c.assessment_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def stored_answer(row: Any) -> StoredAnswer:
    """Return the answer in a row of the table."""
    grade = None if row.evidence_grade is None else EvidenceGrade(row.evidence_grade)
    given = Answer(row.level, row.not_applicable, row.dont_know, row.note, grade, row.evidence)
    return StoredAnswer(given, row.revision)


# Aims


def aims(connection: Connection, assessment_id: str) -> dict[str, Aim]:
    """Return what was set by dimension id."""
    rows = connection.execute(select(t.aim).filter_by(assessment_id=assessment_id))
    return {r.dimension_id: Aim(r.target, r.importance) for r in rows}


def put_aim(connection: Connection, assessment_id: str, dimension_id: str, aim: Aim) -> None:
    """Set a dimension's target and importance."""
    key = {"assessment_id": assessment_id, "dimension_id": dimension_id}
    put(connection, t.aim, key, {"target": aim.target, "importance": aim.importance})


# Actions


def add_action(connection: Connection, action: Action) -> None:
    """Add an action to its team's plan."""
    row = {name: getattr(action, name) for name in Action.__slots__}
    connection.execute(insert(t.action).values(**row, changed_at=action.created_at))


def change_action(connection: Connection, action_id: str, changes: Mapping[str, Any], now: datetime) -> None:
    """Change the given columns of an action."""
    connection.execute(update(t.action).where(t.action.c.id == action_id).values(**changes, changed_at=now))


def actions(connection: Connection, team_id: str | None = None) -> list[Action]:
    """Return all actions (of one team), the oldest first."""
    query = select(t.action).order_by(t.action.c.created_at, t.action.c.id)
    rows = connection.execute(query.where(t.action.c.team_id == team_id) if team_id else query)
    return [Action(**{name: getattr(r, name) for name in Action.__slots__}) for r in rows]


def action(connection: Connection, action_id: str) -> Action | None:
    """Return one action, None when there is none of that id."""
    row = connection.execute(select(t.action).where(t.action.c.id == action_id)).one_or_none()
    return Action(**{name: getattr(row, name) for name in Action.__slots__}) if row else None
