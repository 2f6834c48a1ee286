"""Reading and writing what several people answer in one assessment, each with a response of their own.

A person is known by a key, the hash of their private code; every function works on a connection of `Database.reading`
or `Database.writing`.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain, islice
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from cxmaturity.answers import Answer, Role
from cxmaturity.records import Assessment, ParticipantResponse, StoredResponse
from cxmaturity.store import tables as t
from cxmaturity.store.answers import FIRST_ROUND, answer_columns, answer_from_row, is_answered_condition
from cxmaturity.store.assessments import assessment
from cxmaturity.store.upserts import insert_for, save_row

_BATCH_ROWS = 20_000  # rows of answers read or written in one go


# What a whole room asks for in the same minute; making these takes longer than asking the database.
_ID_BY_INVITATION = select(t.assessment.c.id).where(t.assessment.c.invitation == bindparam("invitation"))
_NAMES = select(t.participant).where(t.participant.c.assessment_id == bindparam("id"))
_RESPONSE = select(t.response.c.id, t.response.c.revision, t.response.c.finished_at).where(
    t.response.c.assessment_id == bindparam("id"), t.response.c.participant_hash == bindparam("key")
)
_ANSWERS = select(t.answer).where(t.answer.c.response_id == bindparam("id"), t.answer.c.round == FIRST_ROUND)


def assessment_by_invitation(connection: Connection, invitation: str) -> Assessment | None:
    """Return the assessment that the last part of an invitation link leads to, None when there is none."""
    found = connection.scalar(_ID_BY_INVITATION, {"invitation": invitation})
    return assessment(connection, found) if found else None


def save_name(connection: Connection, assessment_id: str, key: str, given: str) -> None:
    """Keep a person's name, in place of an earlier one."""
    save_row(connection, t.participant, {"assessment_id": assessment_id, "participant_hash": key}, {"name": given})


def save_names(connection: Connection, assessment_id: str, given: Sequence[tuple[str, str]]) -> None:
    """Keep the names of many people at once, each as (key, name)."""
    _bulk_insert(connection, t.participant, [(assessment_id, own, said) for own, said in given])


def participant_names(connection: Connection, assessment_id: str) -> dict[str, str]:
    """Return the names of those who were invited by name or gave one, by key."""
    rows = connection.execute(_NAMES, {"id": assessment_id})
    return {row.participant_hash: row.name for row in rows}


def rename_key(connection: Connection, assessment_id: str, key: str, other: str) -> None:
    """Let whoever has this key be known by another one."""
    mine = (t.participant.c.assessment_id == assessment_id) & (t.participant.c.participant_hash == key)
    connection.execute(update(t.participant).where(mine).values(participant_hash=other))


def create_response(
    connection: Connection, response_id: str, assessment_id: str, key: str, role: Role | None, now: datetime
) -> None:
    """Add a person's empty response; where they have one already, it stays as it is."""
    row = {"id": response_id, "assessment_id": assessment_id, "participant_hash": key, "role_group": role}
    begun = {"started_at": now, "changed_at": now, "revision": 0}
    statement = insert_for(connection, t.response).values(**row, **begun)
    connection.execute(statement.on_conflict_do_nothing(index_elements=["assessment_id", "participant_hash"]))


def participant_response(connection: Connection, assessment_id: str, key: str) -> StoredResponse | None:
    """Return a person's response with its answers, None when they have not begun."""
    head = connection.execute(_RESPONSE, {"id": assessment_id, "key": key}).one_or_none()
    if head is None:
        return None
    rows = connection.execute(_ANSWERS, {"id": head.id})
    answers = {row.question_id: answer_from_row(row) for row in rows}
    return StoredResponse(head.id, assessment_id, head.revision, answers, head.finished_at)


def mark_submitted(connection: Connection, response_id: str, now: datetime) -> None:
    """Note that a person is through."""
    connection.execute(update(t.response).where(t.response.c.id == response_id).values(finished_at=now))


def response_progress(connection: Connection, assessment_id: str) -> list[tuple[str, int, bool]]:
    """Return for each person who began: their key, how many questions they have answered, whether they are through."""
    given = func.count(t.answer.c.question_id)
    query = (
        select(t.response.c.participant_hash, given, t.response.c.finished_at.is_not(None))
        .join(t.answer, (t.answer.c.response_id == t.response.c.id) & is_answered_condition(), isouter=True)
        .where(t.response.c.assessment_id == assessment_id)
        .group_by(t.response.c.id)
    )
    return [(row[0], row[1], bool(row[2])) for row in connection.execute(query)]


def all_responses(connection: Connection, assessment_id: str) -> list[ParticipantResponse]:
    """Return the responses of all who began, ordered by key so that nothing tells who came first."""
    known, r, a = participant_names(connection, assessment_id), t.response.c, t.answer.c
    heads = connection.execute(select(t.response).where(r.assessment_id == assessment_id).order_by(r.participant_hash))
    theirs = (r.assessment_id == assessment_id) & (a.round == FIRST_ROUND)
    said = (a.level, a.not_applicable, a.dont_know, a.note, a.evidence_grade, a.evidence)
    own = select(a.response_id, a.question_id, a.revision, *said).join(t.response).where(theirs)
    answers: dict[str, dict[str, Answer]] = defaultdict(dict)
    known_answers: dict[Any, Answer] = {}  # many say the same: made once, it takes a quarter of the time, and less room
    for row in chain.from_iterable(connection.execute(own).partitions(_BATCH_ROWS)):
        given = known_answers.get(row[3:])
        if given is None:
            given = known_answers[row[3:]] = answer_from_row(row).answer
        answers[row[0]][row[1]] = given
    return [
        ParticipantResponse(
            key=head.participant_hash,
            name=known.get(head.participant_hash),
            role=head.role_group,
            answers=answers[head.id],
            is_finished=head.finished_at is not None,
        )
        for head in heads
    ]


def save_responses(
    connection: Connection,
    assessment_id: str,
    responses: Sequence[tuple[str, str, Role | None, Mapping[str, Answer]]],
    moment: datetime,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write the responses of many people at once, each as (response id, key, role, answers by question id)."""
    then = _datetime_as_stored(connection, moment)
    heads = [(own, assessment_id, key, role, len(answers), then, then, then) for own, key, role, answers in responses]
    _bulk_insert(connection, t.response, heads)
    total, done = sum(len(answers) for *_, answers in responses), 0
    waiting = _answer_rows(responses, then)
    while rows := list(islice(waiting, _BATCH_ROWS)):
        _bulk_insert(connection, t.answer, rows)
        done += len(rows)
        if progress:
            progress(done, total)


def _answer_rows(
    responses: Iterable[tuple[str, str, Role | None, Mapping[str, Answer]]], then: str
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of answers sorted by their key: each then goes to the end of the index."""
    for own, _, _, answers in sorted(responses, key=itemgetter(0)):
        for number, (question_id, given) in enumerate(answers.items(), start=1):
            yield (own, question_id, FIRST_ROUND, *answer_columns(given).values(), number, then)


def _bulk_insert(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write many rows in the driver's own words, each with all columns in the table's order.

    Through SQLAlchemy it takes twice as long, and PostgreSQL's driver would send them one by one: ten times as long.
    """
    if connection.dialect.name == "postgresql":
        named = json.dumps([dict(zip(table.columns.keys(), row, strict=True)) for row in rows])
        source = f"json_populate_recordset(NULL::{table.name}, %s::json)"
        connection.exec_driver_sql(f"INSERT INTO {table.name} SELECT * FROM {source}", (named,))
    elif rows:
        connection.exec_driver_sql(str(insert(table).compile(dialect=connection.dialect)), list(rows))


def _datetime_as_stored(connection: Connection, moment: datetime) -> str:
    """Return a moment as `_bulk_insert` takes it."""
    if connection.dialect.name == "postgresql":
        return moment.isoformat()
    written = t.UTCDateTime().dialect_impl(connection.dialect).bind_processor(connection.dialect)
    assert written is not None  # SQLite keeps moments as text
    return str(written(moment))


def agreed_levels(connection: Connection, assessment_id: str) -> dict[str, tuple[int, str]]:
    """Return the levels the group agreed on with the reason, by question id."""
    rows = connection.execute(select(t.agreed_level).filter_by(assessment_id=assessment_id))
    return {row.question_id: (row.level, row.reason) for row in rows}


def save_agreed_level(
    connection: Connection, assessment_id: str, question_id: str, level: int | None, reason: str, now: datetime
) -> None:
    """Keep the level a group agreed on, in place of an earlier one; None takes it back."""
    key = {"assessment_id": assessment_id, "question_id": question_id}
    if level is None:
        connection.execute(delete(t.agreed_level).filter_by(**key))
    else:
        save_row(connection, t.agreed_level, key, {"level": level, "reason": reason, "agreed_at": now})
