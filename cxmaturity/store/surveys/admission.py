"""Reads and writes who may take part in a survey: places, browsers waiting for admission, and one-time slips."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, select, update

from cxmaturity.store import tables as t
from cxmaturity.store.database.inserts import insert_for, insert_many


def add_waiting(connection: Connection, assessment_id: str, visitor_hash: str) -> None:
    """Store that a browser asks for admission; repeating it changes nothing."""
    row = {"assessment_id": assessment_id, "visitor_hash": visitor_hash}
    connection.execute(insert_for(connection, t.waiting).values(**row).on_conflict_do_nothing())


def count_waiting(connection: Connection, assessment_id: str) -> int:
    """Return how many browsers wait for admission."""
    query = select(func.count()).select_from(t.waiting).where(t.waiting.c.assessment_id == assessment_id)
    return connection.scalar(query) or 0


def remove_waiting(connection: Connection, assessment_id: str) -> None:
    """Delete all browsers that wait for admission."""
    connection.execute(delete(t.waiting).where(t.waiting.c.assessment_id == assessment_id))


def add_slips(connection: Connection, assessment_id: str, hashes: Sequence[str], total: int) -> None:
    """Store the hashes of new slips; `total` is how many slips the assessment then has in all."""
    insert_many(
        connection, t.slip, ("assessment_id", "slip_hash"), [(assessment_id, slip_hash) for slip_hash in hashes]
    )
    connection.execute(update(t.assessment).where(t.assessment.c.id == assessment_id).values(slips=total))


def use_slip(connection: Connection, assessment_id: str, slip_hash: str) -> bool:
    """Delete a slip and return whether it existed; which person used it is not stored."""
    used = delete(t.slip).where(t.slip.c.assessment_id == assessment_id, t.slip.c.slip_hash == slip_hash)
    return connection.execute(used).rowcount == 1


def count_unused_slips(connection: Connection, assessment_id: str) -> int:
    """Return how many slips are unused."""
    query = select(func.count()).select_from(t.slip).where(t.slip.c.assessment_id == assessment_id)
    return connection.scalar(query) or 0
