"""Reads and writes the responses of several people to one assessment.

A person is identified by a key, the hash of their private code. Rows of anonymous people contain the day but no time,
and after closing nothing that shows in which order people answered.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from operator import attrgetter
from secrets import token_hex
from typing import Any

from sqlalchemy import (
    Connection,
    bindparam,
    delete,
    exists,
    func,
    select,
    tuple_,
    update,
)

from cxmaturity.answers import UNANSWERED, Answer, Role
from cxmaturity.records import Assessment, ParticipantResponse, StoredResponse
from cxmaturity.store import tables as t
from cxmaturity.store.answers import (
    FIRST_ROUND,
    answer_columns,
    answer_from_row,
    first_round_answers,
    is_answered_condition,
)
from cxmaturity.store.assessments import assessment, select_assessments, to_assessment
from cxmaturity.store.database.inserts import datetime_as_stored, insert_for, insert_many, save_row
from cxmaturity.text_cleaning import alphabetical

_BATCH_ROWS = 20_000  # answer rows read or written at once
_BATCH_KEYS = 10_000  # keys in one statement


@dataclass(frozen=True, slots=True)
class NewResponse:
    """One person's finished response, to be written together with others; `key` as in `ParticipantResponse`."""

    key: str
    role: Role | None
    answers: Mapping[str, Answer]
    id: str = field(default_factory=lambda: token_hex(10))


# Built once, because building a statement takes longer than running it, and many people need these in the same minute.
_ID_BY_INVITATION = select(t.assessment.c.id).where(t.assessment.c.invitation == bindparam("invitation"))
_NAMES = select(t.participant).where(t.participant.c.assessment_id == bindparam("id"))
_NAME = select(t.participant.c.name).where(
    t.participant.c.assessment_id == bindparam("id"), t.participant.c.participant_hash == bindparam("key")
)
_RESPONSE = select(t.response.c.id, t.response.c.revision, t.response.c.finished_at).where(
    t.response.c.assessment_id == bindparam("id"), t.response.c.participant_hash == bindparam("key")
)


def assessment_by_invitation(connection: Connection, invitation: str) -> Assessment | None:
    """Return the assessment with this invitation (the last part of its link), None when there is none."""
    assessment_id = connection.scalar(_ID_BY_INVITATION, {"invitation": invitation})
    return assessment(connection, assessment_id) if assessment_id else None


def save_name(connection: Connection, assessment_id: str, key: str, name: str) -> None:
    """Store a person's name, replacing an earlier one."""
    save_row(connection, t.participant, {"assessment_id": assessment_id, "participant_hash": key}, {"name": name})


def save_names(connection: Connection, assessment_id: str, names: Iterable[tuple[str, str]]) -> None:
    """Insert the names of many new people at once, as (key, name)."""
    rows = [(assessment_id, key, name) for key, name in names]
    insert_many(connection, t.participant, ("assessment_id", "participant_hash", "name"), rows)


def participant_name(connection: Connection, assessment_id: str, key: str) -> str | None:
    """Return a person's name, None when none is stored."""
    name: str | None = connection.scalar(_NAME, {"id": assessment_id, "key": key})
    return name


def participant_names(connection: Connection, assessment_id: str) -> dict[str, str]:
    """Return the names of people who were invited by name or entered one, by key."""
    rows = connection.execute(_NAMES, {"id": assessment_id})
    return {row.participant_hash: row.name for row in rows}


def has_begun(connection: Connection, assessment_id: str, key: str) -> bool:
    """Return whether the person with this key has a response."""
    return connection.execute(_RESPONSE, {"id": assessment_id, "key": key}).one_or_none() is not None


def is_linked_key(connection: Connection, team_id: str, key: str) -> bool:
    """Return whether the person with this key has a response in a linked anonymous round of this team."""
    a, r = t.assessment.c, t.response.c
    linked = select(r.id).join(t.assessment).where(a.team_id == team_id, a.is_linked, a.privacy == "anonymous")
    return connection.scalar(linked.where(r.participant_hash == key).limit(1)) is not None


def open_mode_rounds(connection: Connection) -> list[Assessment]:
    """Return all assessments in which several people answer in open mode, including removed ones."""
    a = t.assessment.c
    rows = connection.execute(select_assessments(is_kept=False).where(a.privacy == "open", a.mode != "solo"))
    return [to_assessment(row) for row in rows]


def are_participants(connection: Connection, keys: Iterable[str]) -> bool:
    """Return whether any of these keys belongs to a person with a name, in any assessment."""
    waiting = iter(keys)
    while batch := list(islice(waiting, _BATCH_KEYS)):
        p = t.participant.c
        if connection.scalar(select(p.name).where(p.participant_hash.in_(batch)).limit(1)) is not None:
            return True
    return False


def remove_waiting_names(connection: Connection, assessment_id: str) -> list[str]:
    """Delete the names of people invited by name who have not started, and return them sorted."""
    p, r = t.participant.c, t.response.c
    begun = exists().where(r.assessment_id == p.assessment_id, r.participant_hash == p.participant_hash)
    waiting = delete(t.participant).where(p.assessment_id == assessment_id, ~begun).returning(p.name)
    return sorted(connection.scalars(waiting), key=alphabetical)


def create_response(
    connection: Connection, response_id: str, assessment_id: str, key: str, role: Role | None, now: datetime
) -> None:
    """Insert a person's empty response, unless they have one already."""
    row = {"id": response_id, "assessment_id": assessment_id, "participant_hash": key, "role_group": role}
    begun = {"started_at": now, "changed_at": now, "revision": 0}
    statement = insert_for(connection, t.response).values(**row, **begun)
    connection.execute(statement.on_conflict_do_nothing(index_elements=["assessment_id", "participant_hash"]))


def participant_response(connection: Connection, assessment_id: str, key: str) -> StoredResponse | None:
    """Return a person's response with its answers, None when they have not started."""
    head = connection.execute(_RESPONSE, {"id": assessment_id, "key": key}).one_or_none()
    if head is None:
        return None
    return StoredResponse(head.id, head.revision, first_round_answers(connection, head.id), head.finished_at)


def mark_submitted(connection: Connection, response_id: str, now: datetime) -> None:
    """Store that a person has finished."""
    connection.execute(update(t.response).where(t.response.c.id == response_id).values(finished_at=now))


def response_progress(connection: Connection, assessment_id: str) -> list[tuple[str, int, bool]]:
    """Return for each person who started: key, number of questions answered, whether they have finished."""
    answered = func.count(t.answer.c.question_id).label("answered")
    query = (
        select(t.response.c.participant_hash, answered, t.response.c.finished_at)
        .join(t.answer, (t.answer.c.response_id == t.response.c.id) & is_answered_condition(), isouter=True)
        .where(t.response.c.assessment_id == assessment_id)
        .group_by(t.response.c.id)
    )
    rows = connection.execute(query)
    return [(row.participant_hash, row.answered, row.finished_at is not None) for row in rows]


def all_responses(connection: Connection, assessment_id: str) -> list[ParticipantResponse]:
    """Return everybody's response, sorted by key, so that the order does not show who answered first."""
    names, r, a = participant_names(connection, assessment_id), t.response.c, t.answer.c
    heads = connection.execute(select(t.response).where(r.assessment_id == assessment_id).order_by(r.participant_hash))
    in_first_round = (r.assessment_id == assessment_id) & (a.round == FIRST_ROUND)
    parts = (a.level, a.not_applicable, a.dont_know, a.note, a.evidence_grade, a.evidence)
    query = select(a.response_id, a.question_id, a.revision, *parts).join(t.response).where(in_first_round)
    answers: dict[str, dict[str, Answer]] = defaultdict(dict)
    known: dict[tuple[Any, ...], Answer] = {}  # equal answers share one object: four times as fast
    for row in chain.from_iterable(connection.execute(query).partitions(_BATCH_ROWS)):
        content = (row.level, row.not_applicable, row.dont_know, row.note, row.evidence_grade, row.evidence)
        answer = known.get(content)
        if answer is None:
            answer = known[content] = answer_from_row(row).answer
        answers[row.response_id][row.question_id] = answer
    return [
        ParticipantResponse(
            key=head.participant_hash,
            name=names.get(head.participant_hash),
            role=head.role_group,
            answers=answers[head.id],
        )
        for head in heads
    ]


def save_responses(
    connection: Connection, assessment_id: str, responses: Sequence[NewResponse], finished_at: datetime
) -> None:
    """Insert the finished responses of many people at once."""
    then = datetime_as_stored(connection, finished_at)
    by_id = sorted(responses, key=attrgetter("id"))  # random order, unlike a list of people
    heads = [(r.id, assessment_id, r.key, r.role, len(r.answers), then, then, then) for r in by_id]
    insert_many(connection, t.response, _RESPONSE_COLUMNS, heads)
    rows = _answer_rows(by_id, then)
    while batch := list(islice(rows, _BATCH_ROWS)):
        insert_many(connection, t.answer, _ANSWER_COLUMNS, batch)


def names_by_response(connection: Connection, assessment_id: str) -> dict[str, str]:
    """Return the names of people who have started, by the id of their response; in open mode only."""
    r, p = t.response.c, t.participant.c
    same = (r.assessment_id == p.assessment_id) & (r.participant_hash == p.participant_hash)
    query = select(r.id, p.name).join_from(t.response, t.participant, same).where(r.assessment_id == assessment_id)
    return {row.id: row.name for row in connection.execute(query)}


def key_of_response(connection: Connection, response_id: str) -> str:
    """Return the key of the person with this response, which must exist."""
    return str(connection.scalars(select(t.response.c.participant_hash).filter_by(id=response_id)).one())


def delete_response(connection: Connection, response_id: str) -> None:
    """Delete a person's response with all answers and dots, and their name."""
    r, p = t.response.c, t.participant.c
    removed = delete(t.response).where(r.id == response_id).returning(r.assessment_id, r.participant_hash)
    assessment_id, key = connection.execute(removed).one()
    connection.execute(delete(t.participant).where(p.assessment_id == assessment_id, p.participant_hash == key))


def withdraw_response(
    connection: Connection, response_id: str, new_key: str, shown: Collection[tuple[str, int]], keeps_dots: bool
) -> None:
    """Remove a person from an anonymous round, except for their answers that were shown.

    `shown` are the (question id, round) of shown answers. These stay under `new_key`, which no code leads to and which
    looks like others, and with `keeps_dots` the dots too; without either, the whole response is deleted.
    """
    a, is_theirs = t.answer.c, t.answer.c.response_id == response_id
    theirs = [
        (row.question_id, row.round) for row in connection.execute(select(a.question_id, a.round).where(is_theirs))
    ]
    kept = [answer for answer in theirs if answer in shown]
    if not kept and not keeps_dots:
        connection.execute(delete(t.response).where(t.response.c.id == response_id))
        return
    connection.execute(delete(t.answer).where(is_theirs, tuple_(a.question_id, a.round).not_in(kept)))
    if not keeps_dots:
        connection.execute(delete(t.dot).where(t.dot.c.response_id == response_id))
    removed = update(t.response).where(t.response.c.id == response_id)
    connection.execute(removed.values(is_removed=True, participant_hash=new_key))


def delete_some(connection: Connection, assessment_id: str, count: int) -> int:
    """Delete at most `count` responses of an assessment with their answers, and return how many."""
    some = select(t.response.c.id).where(t.response.c.assessment_id == assessment_id).limit(count)
    return connection.execute(delete(t.response).where(t.response.c.id.in_(some))).rowcount


_RESPONSE_COLUMNS = (
    *("id", "assessment_id", "participant_hash", "role_group", "revision"),
    *("started_at", "changed_at", "finished_at"),
)
_ANSWER_COLUMNS = ("response_id", "question_id", "round", "revision", "answered_at", *answer_columns(UNANSWERED))


def _answer_rows(responses: Iterable[NewResponse], then: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of answers; for responses sorted by id, each row goes to the end of the index."""
    for response in responses:
        for number, (question_id, answer) in enumerate(response.answers.items(), start=1):
            yield (response.id, question_id, FIRST_ROUND, number, then, *answer_columns(answer).values())
