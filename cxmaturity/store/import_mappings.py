"""Stores how files of answers were read: one mapping for each shape of file."""

from datetime import datetime

from sqlalchemy import Connection, select

from cxmaturity.store import tables as t
from cxmaturity.store.database.inserts import insert_for


def save_mapping(connection: Connection, shape: str, content: str, now: datetime) -> None:
    """Store how a file of that shape was read, replacing an earlier mapping."""
    row = {"content": content, "used_at": now}
    statement = insert_for(connection, t.import_mapping).values(shape=shape, **row)
    connection.execute(statement.on_conflict_do_update(index_elements=["shape"], set_=row))


def mapping_of(connection: Connection, shape: str) -> str | None:
    """Return how the last file of that shape was read, None when there was none."""
    content: str | None = connection.scalar(select(t.import_mapping.c.content).filter_by(shape=shape))
    return content
