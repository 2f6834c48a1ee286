"""Reading and writing workshops: their state, votes by round, what was revealed, dots and private notes.

Every function works on a connection of `Database.reading` or `Database.writing`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from cxmaturity.answers import Answer, Role
from cxmaturity.records import WorkshopRow
from cxmaturity.store import tables as t
from cxmaturity.store.answers import answer_columns, answer_from_row, is_answered_condition
from cxmaturity.store.upserts import save_row, upsert_statement


def add_workshop(connection: Connection, row: WorkshopRow) -> None:
    """Add a workshop to its assessment."""
    connection.execute(insert(t.workshop).values(**{name: getattr(row, name) for name in WorkshopRow.__slots__}))


_WORKSHOP = select(t.workshop)


def workshop(
    connection: Connection, assessment_id: str, *, for_update: bool = False, for_share: bool = False
) -> WorkshopRow | None:
    """Return the workshop of an assessment, None when it is none; the locks are those of `assessments.assessment`."""
    query = _WORKSHOP.where(t.workshop.c.assessment_id == bindparam("id"))
    if for_update or for_share:
        query = query.with_for_update(read=for_share)
    row = connection.execute(query, {"id": assessment_id}).one_or_none()
    return WorkshopRow(*row) if row else None


def workshop_by_code(connection: Connection, code: str) -> WorkshopRow | None:
    """Return the workshop of that code."""
    row = connection.execute(_WORKSHOP.where(t.workshop.c.code == code)).one_or_none()
    return WorkshopRow(*row) if row else None


def workshop_by_screen(connection: Connection, token: str) -> WorkshopRow | None:
    """Return the workshop whose screen has that token."""
    row = connection.execute(_WORKSHOP.where(t.workshop.c.screen == token)).one_or_none()
    return WorkshopRow(*row) if row else None


def save_state(connection: Connection, assessment_id: str, state: str, number: int) -> None:
    """Keep a workshop's new state."""
    mine = t.workshop.c.assessment_id == assessment_id
    connection.execute(update(t.workshop).where(mine).values(state=state, number=number))


# Votes

_JOINED = select(func.count()).select_from(t.response).where(t.response.c.assessment_id == bindparam("id"))
_VOTED = (
    select(func.count())
    .select_from(t.answer.join(t.response))
    .where(
        t.response.c.assessment_id == bindparam("id"),
        t.answer.c.question_id == bindparam("question"),
        t.answer.c.round == bindparam("round"),
        is_answered_condition(),
    )
)
_HANDED_IN = _JOINED.where(t.response.c.finished_at.is_not(None))


def count_joined(connection: Connection, assessment_id: str) -> int:
    """Return how many people are in."""
    return connection.scalar(_JOINED, {"id": assessment_id}) or 0


def count_votes(connection: Connection, assessment_id: str, question_id: str, round_: int) -> int:
    """Return how many have voted on a question in a round."""
    return connection.scalar(_VOTED, {"id": assessment_id, "question": question_id, "round": round_}) or 0


def count_submitted(connection: Connection, assessment_id: str) -> int:
    """Return how many are through with all questions."""
    return connection.scalar(_HANDED_IN, {"id": assessment_id}) or 0


@dataclass(frozen=True, slots=True)
class VoteRow:
    """One person's vote on a question in a round."""

    response_id: str
    question_id: str
    round: int
    answer: Answer
    at: datetime


def save_votes(connection: Connection, ballots: Sequence[VoteRow]) -> None:
    """Write votes, each in place of an earlier one of the same person, question and round."""
    key = ("response_id", "question_id", "round")
    rows = [
        answer_columns(b.answer)
        | {"response_id": b.response_id, "question_id": b.question_id, "round": b.round}
        | {"revision": 0, "answered_at": b.at}
        for b in ballots
    ]
    connection.execute(upsert_statement(t.answer, connection.dialect.name, key), rows)


_VOTE = select(t.answer).where(
    t.answer.c.response_id == bindparam("response"),
    t.answer.c.question_id == bindparam("question"),
    t.answer.c.round == bindparam("round"),
)


def vote(connection: Connection, response_id: str, question_id: str, round_: int) -> Answer | None:
    """Return a person's vote on a question in a round, None when there is none."""
    row = connection.execute(_VOTE, {"response": response_id, "question": question_id, "round": round_}).one_or_none()
    return answer_from_row(row).answer if row else None


@dataclass(frozen=True, slots=True)
class CastVote:
    """One vote with whose it is: the key is the hash of a private code."""

    key: str
    role: Role | None
    question_id: str
    round: int
    answer: Answer


def votes(connection: Connection, assessment_id: str, question_id: str | None = None) -> list[CastVote]:
    """Return all votes (on one question) of all rounds, ordered so that nothing tells who came first."""
    r = t.response.c
    query = select(t.answer, r.participant_hash, r.role_group).join(t.response).where(r.assessment_id == assessment_id)
    query = query.where(t.answer.c.question_id == question_id) if question_id else query
    rows = connection.execute(query.order_by(r.participant_hash))
    return [
        CastVote(row.participant_hash, row.role_group, row.question_id, row.round, answer_from_row(row).answer)
        for row in rows
    ]


# What was revealed


def save_reveal(
    connection: Connection, assessment_id: str, question_id: str, round_: int, content: str, now: datetime
) -> None:
    """Keep what the room is shown of a question."""
    key = {"assessment_id": assessment_id, "question_id": question_id, "round": round_}
    save_row(connection, t.reveal, key, {"content": content, "revealed_at": now})


def reveals(connection: Connection, assessment_id: str, question_id: str | None = None) -> list[tuple[str, int, str]]:
    """Return what was revealed (of one question) as (question id, round, content), in the order of the rounds."""
    query = select(t.reveal.c.question_id, t.reveal.c.round, t.reveal.c.content).filter_by(assessment_id=assessment_id)
    query = query.filter_by(question_id=question_id) if question_id else query
    return [(row[0], row[1], row[2]) for row in connection.execute(query.order_by(t.reveal.c.round))]


# Dots and notes


def save_dots(connection: Connection, response_id: str, dots: Mapping[str, int]) -> None:
    """Keep a person's dots by question id, in place of all earlier ones."""
    connection.execute(delete(t.dot).where(t.dot.c.response_id == response_id))
    rows = [{"response_id": response_id, "question_id": name, "count": count} for name, count in dots.items() if count]
    if rows:
        connection.execute(insert(t.dot), rows)


def dots(connection: Connection, response_id: str) -> dict[str, int]:
    """Return a person's dots by question id."""
    rows = connection.execute(select(t.dot.c.question_id, t.dot.c.count).filter_by(response_id=response_id))
    return {row[0]: row[1] for row in rows}


def dot_totals(connection: Connection, assessment_id: str) -> dict[str, int]:
    """Return the room's dots by question id."""
    query = select(t.dot.c.question_id, func.sum(t.dot.c.count)).join(t.response)
    query = query.where(t.response.c.assessment_id == assessment_id).group_by(t.dot.c.question_id)
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def save_note(connection: Connection, assessment_id: str, question_id: str, text: str) -> None:
    """Keep the facilitator's private note on a question."""
    save_row(connection, t.private_note, {"assessment_id": assessment_id, "question_id": question_id}, {"text": text})


def note(connection: Connection, assessment_id: str, question_id: str) -> str:
    """Return the facilitator's private note on a question, empty when there is none."""
    query = select(t.private_note.c.text).filter_by(assessment_id=assessment_id, question_id=question_id)
    return connection.scalar(query) or ""
