"""Inserts a row or updates it if it exists, on SQLite and PostgreSQL."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite


def insert_for(connection: Connection, table: Any) -> Any:
    """Return the insert of the connection's dialect, which has `on_conflict_…` methods."""
    return (insert_sqlite if connection.dialect.name == "sqlite" else insert_postgresql)(table)


def save_row(connection: Connection, table: Any, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Insert the row with this key, or update it if it exists."""
    connection.execute(upsert_statement(table, connection.dialect.name, tuple(key)), {**key, **values})


@cache
def upsert_statement(table: Any, dialect: str, key: tuple[str, ...]) -> Any:
    """Return the statement of `save_row`; cached, because building it takes longer than running it."""
    statement = (insert_sqlite if dialect == "sqlite" else insert_postgresql)(table)
    rest = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in key}
    return statement.on_conflict_do_update(index_elements=list(key), set_=rest)
