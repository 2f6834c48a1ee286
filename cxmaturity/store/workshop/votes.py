"""Reads and writes votes of workshops, by round, with what people wrote beside them; counts people by what they did."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, update

from cxmaturity.answers import Answer, Part, Role
from cxmaturity.records import PartChange, StoredAnswer
from cxmaturity.store import tables as t
from cxmaturity.store.answers import (
    FIRST_ROUND,
    answer_columns,
    answer_from_row,
    is_answered_condition,
    part_changes,
    part_changes_json,
)
from cxmaturity.store.database.inserts import upsert_statement

_IS_MEMBER = (t.response.c.assessment_id == bindparam("id")) & t.response.c.is_removed.is_(False)
"""The condition that a response takes part in the workshop `id`: it was not removed."""

_JOINED = select(func.count()).select_from(t.response).where(_IS_MEMBER)
_VOTED = (
    select(func.count())
    .select_from(t.answer.join(t.response))
    .where(
        _IS_MEMBER,
        t.answer.c.question_id == bindparam("question"),
        t.answer.c.round == bindparam("round"),
        is_answered_condition(),
    )
)
_SUBMITTED = _JOINED.where(t.response.c.finished_at.is_not(None))
_VOTER_IDS, _SUBMITTED_IDS = (query.with_only_columns(t.response.c.id) for query in (_VOTED, _SUBMITTED))


def count_joined(connection: Connection, assessment_id: str) -> int:
    """Return how many people have joined a workshop, or started to answer a survey, and were not removed."""
    return connection.scalar(_JOINED, {"id": assessment_id}) or 0


def joined_ids(connection: Connection, assessment_id: str) -> list[str]:
    """Return the response ids of people who have joined and were not removed, in no particular order."""
    return list(connection.scalars(select(t.response.c.id).where(_IS_MEMBER), {"id": assessment_id}))


def count_votes(connection: Connection, assessment_id: str, question_id: str, round_: int) -> int:
    """Return how many people have voted on a question in a round."""
    return connection.scalar(_VOTED, {"id": assessment_id, "question": question_id, "round": round_}) or 0


def count_submitted(connection: Connection, assessment_id: str) -> int:
    """Return how many people have submitted all their answers."""
    return connection.scalar(_SUBMITTED, {"id": assessment_id}) or 0


def voter_ids(connection: Connection, assessment_id: str, question_id: str, round_: int) -> set[str]:
    """Return the response ids of people who have voted on a question in a round."""
    return set(connection.scalars(_VOTER_IDS, {"id": assessment_id, "question": question_id, "round": round_}))


def submitted_ids(connection: Connection, assessment_id: str) -> set[str]:
    """Return the response ids of people who have submitted all their answers."""
    return set(connection.scalars(_SUBMITTED_IDS, {"id": assessment_id}))


def member_ids(connection: Connection, response_ids: Collection[str]) -> set[str]:
    """Return those of these response ids whose people were not removed."""
    r = t.response.c
    return set(connection.scalars(select(r.id).where(r.id.in_(response_ids), r.is_removed.is_(False))))


_ANSWERED = (
    select(func.count())
    .select_from(t.answer.join(t.response))
    .where(_IS_MEMBER, t.answer.c.round == FIRST_ROUND, is_answered_condition())
)


def count_answers(connection: Connection, assessment_id: str) -> int:
    """Return how many answers everybody together gave in the first round."""
    return connection.scalar(_ANSWERED, {"id": assessment_id}) or 0


VoteKey = tuple[str, str, int]
"""What identifies a vote: the response id, the question id and the round."""


@dataclass(frozen=True, slots=True)
class VoteRow:
    """One person's vote on a question in a round."""

    response_id: str
    question_id: str
    round: int
    answer: Answer
    answered_at: datetime

    @property
    def key(self) -> VoteKey:
        """What identifies this vote."""
        return self.response_id, self.question_id, self.round


@dataclass(frozen=True, slots=True)
class VoteWrite:
    """A vote as written: its answer with its revision, and the last change of each part of it."""

    stored: StoredAnswer
    changes: Mapping[Part, PartChange]
    answered_at: datetime


def save_votes(connection: Connection, votes: Mapping[VoteKey, VoteWrite]) -> None:
    """Store votes in one statement, each replacing an earlier one of the same person, question and round."""
    names = ("response_id", "question_id", "round")
    rows = [
        answer_columns(vote.stored.answer)
        | dict(zip(names, key, strict=True))
        | {"revision": vote.stored.revision, "part_changes": part_changes_json(vote.changes)}
        | {"answered_at": vote.answered_at}
        for key, vote in votes.items()
    ]
    connection.execute(upsert_statement(t.answer, connection.dialect.name, names), rows)


def earlier_votes(
    connection: Connection, keys: Collection[VoteKey]
) -> dict[VoteKey, tuple[StoredAnswer, dict[Part, PartChange]]]:
    """Return the stored votes with these keys, with the last change of each part; missing ones are left out."""
    columns = (t.answer.c.response_id, t.answer.c.question_id, t.answer.c.round)
    values = [{key[place] for key in keys} for place in range(len(columns))]
    query = select(t.answer).where(*(column.in_(names) for column, names in zip(columns, values, strict=True)))
    return {
        (row.response_id, row.question_id, row.round): (answer_from_row(row), part_changes(row))
        for row in connection.execute(query)
    }


_VOTE = select(t.answer).where(
    t.answer.c.response_id == bindparam("response"),
    t.answer.c.question_id == bindparam("question"),
    t.answer.c.round == bindparam("round"),
)


def vote(connection: Connection, response_id: str, question_id: str, round_: int) -> StoredAnswer | None:
    """Return a person's vote on a question in a round, None when there is none."""
    row = connection.execute(_VOTE, {"response": response_id, "question": question_id, "round": round_}).one_or_none()
    return answer_from_row(row) if row else None


@dataclass(frozen=True, slots=True)
class CastVote:
    """One vote with the person who cast it: `key` is the hash of their private code.

    `is_note_shown` is True when the facilitator shows the person's note on the screen.
    """

    key: str
    role: Role | None
    question_id: str
    round: int
    answer: Answer
    is_note_shown: bool = False


def votes(
    connection: Connection, assessment_id: str, *, question_id: str | None = None, up_to: int | None = None
) -> list[CastVote]:
    """Return the votes on one question or on all, up to a round or of all rounds.

    Their order does not show who voted first. Rows with only a note are included.
    """
    r, a = t.response.c, t.answer.c
    query = select(t.answer, r.participant_hash, r.role_group).join(t.response)
    query = query.where(r.assessment_id == assessment_id)
    query = query.where(a.question_id == question_id) if question_id is not None else query
    query = query.where(a.round <= up_to) if up_to is not None else query
    return [_cast_vote(row) for row in connection.execute(query.order_by(r.participant_hash))]


_VOTES_OF = (
    select(t.answer, t.response.c.participant_hash, t.response.c.role_group)
    .join(t.response)
    .where(t.answer.c.response_id == bindparam("response"), t.answer.c.question_id == bindparam("question"))
)


def votes_of(connection: Connection, response_id: str, question_id: str) -> list[CastVote]:
    """Return a person's votes on a question, of all rounds."""
    rows = connection.execute(_VOTES_OF, {"response": response_id, "question": question_id})
    return [_cast_vote(row) for row in rows]


def _cast_vote(row: Row[Any]) -> CastVote:
    answer = answer_from_row(row).answer
    return CastVote(row.participant_hash, row.role_group, row.question_id, row.round, answer, row.is_note_shown)


def save_note_shown(connection: Connection, assessment_id: str, question_id: str, note: str, is_shown: bool) -> None:
    """Mark every note with this text on a question as shown on the screen, or not."""
    people = select(t.response.c.id).where(t.response.c.assessment_id == assessment_id)
    is_this = (t.answer.c.question_id == question_id) & (t.answer.c.note == note)
    is_here = t.answer.c.response_id.in_(people)
    connection.execute(update(t.answer).where(is_this, is_here).values(is_note_shown=is_shown))


_HAS_TEXT = (t.answer.c.note != "") | (t.answer.c.evidence != "")


def has_notes(connection: Connection, response_id: str) -> bool:
    """Return whether a person wrote a note or evidence to any question."""
    query = select(func.count()).where(t.answer.c.response_id == response_id, _HAS_TEXT)
    return bool(connection.scalar(query))


def has_shown_note(connection: Connection, response_id: str, question_id: str) -> bool:
    """Return whether a note that a person wrote to this question is shown on the screen."""
    a = t.answer.c
    query = select(func.count()).where(a.response_id == response_id, a.question_id == question_id, a.is_note_shown)
    return bool(connection.scalar(query))


def remove_notes(connection: Connection, response_id: str) -> None:
    """Delete a person's notes and evidence; their votes stay."""
    written = update(t.answer).where(t.answer.c.response_id == response_id, _HAS_TEXT)
    connection.execute(written.values(note="", evidence="", is_note_shown=False))
