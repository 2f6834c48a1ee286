"""Reads and writes the revealed results of workshops, by question and round."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, select

from cxmaturity.store import tables as t
from cxmaturity.store.database.inserts import upsert_statement


def save_reveals(
    connection: Connection, assessment_id: str, round_: int, contents: Mapping[str, str], now: datetime
) -> None:
    """Store the revealed results of a round (JSON by question id) in one statement, replacing earlier ones."""
    key = ("assessment_id", "question_id", "round")
    rows = [
        {"assessment_id": assessment_id, "question_id": question_id, "round": round_}
        | {"content": content, "revealed_at": now}
        for question_id, content in contents.items()
    ]
    if rows:
        connection.execute(upsert_statement(t.reveal, connection.dialect.name, key), rows)


def remove_reveal(connection: Connection, assessment_id: str, question_id: str, round_: int) -> None:
    """Delete the revealed result of a question in a round."""
    key = {"assessment_id": assessment_id, "question_id": question_id, "round": round_}
    connection.execute(delete(t.reveal).filter_by(**key))


def reveals(connection: Connection, assessment_id: str, question_id: str | None = None) -> list[tuple[str, int, str]]:
    """Return revealed results as (question id, round, JSON), ordered by round; of all questions or of one."""
    query = select(t.reveal.c.question_id, t.reveal.c.round, t.reveal.c.content).filter_by(assessment_id=assessment_id)
    query = query.filter_by(question_id=question_id) if question_id else query
    rows = connection.execute(query.order_by(t.reveal.c.round))
    return [(row.question_id, row.round, row.content) for row in rows]


def reveal_moments(connection: Connection, assessment_id: str) -> dict[tuple[str, int], datetime]:
    """Return when each result was revealed, by question id and round."""
    rows = connection.execute(select(t.reveal).filter_by(assessment_id=assessment_id))
    return {(row.question_id, row.round): row.revealed_at for row in rows}
