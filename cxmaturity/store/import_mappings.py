"""Stores how files of answers were read: one mapping for each shape of file."""

from sqlalchemy import Connection, select

from cxmaturity.store import tables as t
from cxmaturity.store.database.inserts import save_row


def save_mapping(connection: Connection, shape: str, content: str) -> None:
    """Store how a file of that shape was read, replacing an earlier mapping."""
    save_row(connection, t.import_mapping, {"shape": shape}, {"content": content})


def mapping_of(connection: Connection, shape: str) -> str | None:
    """Return how the last file of that shape was read, None when there was none."""
    content: str | None = connection.scalar(select(t.import_mapping.c.content).filter_by(shape=shape))
    return content
