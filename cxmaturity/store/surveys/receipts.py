"""Reads every row stored about one person in one assessment, with all its columns."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, select

from cxmaturity.store import tables as t

Row = Mapping[str, Any]

PERSONAL_TABLES: Mapping[str, Table] = {
    table.name: table for table in (t.response, t.answer, t.dot, t.poll_answer, t.participant)
}
"""The tables that may hold rows about a person."""


def stored_rows(connection: Connection, assessment_id: str, key: str) -> dict[str, Sequence[Row]]:
    """Return the rows about the person with this key, by table; tables without any are empty."""
    is_theirs = {"assessment_id": assessment_id, "participant_hash": key}
    responses = _rows(connection, t.response, **is_theirs)
    ids = [row["id"] for row in responses]
    return {
        "response": responses,
        "participant": _rows(connection, t.participant, **is_theirs),
        **{
            table.name: [r for id_ in ids for r in _rows(connection, table, response_id=id_)]
            for table in (t.answer, t.dot, t.poll_answer)
        },
    }


def _rows(connection: Connection, table: Table, **is_theirs: str) -> list[Row]:
    return [dict(row) for row in connection.execute(select(table).filter_by(**is_theirs)).mappings()]
