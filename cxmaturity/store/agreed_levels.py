"""Reads and writes the levels that groups agree on."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from cxmaturity.store import tables as t
from cxmaturity.store.database.inserts import save_row


def agreed_levels(connection: Connection, assessment_id: str) -> dict[str, tuple[int, str, datetime]]:
    """Return each level that the group agreed on, with its reason and time, by question id."""
    rows = connection.execute(select(t.agreed_level).filter_by(assessment_id=assessment_id))
    return {row.question_id: (row.level, row.reason, row.agreed_at) for row in rows}


def save_agreed_level(
    connection: Connection, assessment_id: str, question_id: str, level: int | None, reason: str, now: datetime
) -> None:
    """Store the level that a group agreed on, replacing an earlier one; None removes it."""
    key = {"assessment_id": assessment_id, "question_id": question_id}
    if level is None:
        connection.execute(delete(t.agreed_level).filter_by(**key))
    else:
        save_row(connection, t.agreed_level, key, {"level": level, "reason": reason, "agreed_at": now})
