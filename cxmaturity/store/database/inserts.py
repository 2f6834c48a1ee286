"""Inserts many rows at once, or one row that may exist and is then updated, on SQLite and PostgreSQL."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from cxmaturity.store.tables import UTCDateTime


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


def insert_many(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert many rows, each with the values of `columns`, through the driver itself.

    Considered: SQLAlchemy's insert with many parameters takes twice as long on SQLite. pg8000's executemany sends the
    rows one by one, which takes ten times as long. COPY would require us to escape each value.
    """
    if not rows:
        return
    named = ", ".join(columns)
    if connection.dialect.name == "postgresql":
        content = json.dumps([dict(zip(columns, row, strict=True)) for row in rows])
        source = f"json_populate_recordset(NULL::{table.name}, %s::json)"
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({named}) SELECT {named} FROM {source}", (content,))
    else:
        values = ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({named}) VALUES ({values})", list(rows))


def datetime_as_stored(connection: Connection, moment: datetime) -> str:
    """Return a time in the form in which `insert_many` passes it to the driver."""
    if connection.dialect.name == "postgresql":
        return moment.isoformat()
    processor = UTCDateTime().dialect_impl(connection.dialect).bind_processor(connection.dialect)
    assert processor is not None  # SQLite stores times as text
    return str(processor(moment))
