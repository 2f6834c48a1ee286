"""Reading and writing the first steps that a room writes itself. Nothing in a row tells who wrote it."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from cxmaturity.store import tables as t


@dataclass(frozen=True, slots=True)
class RoomStep:
    """A step that the room wrote; with `is_accepted` the facilitator has put it to the vote."""

    id: str
    do: str
    is_accepted: bool


def add_room_step(connection: Connection, assessment_id: str, step: RoomStep) -> None:
    """Add a step to a workshop."""
    row = {"id": step.id, "assessment_id": assessment_id, "do": step.do, "is_accepted": step.is_accepted}
    connection.execute(insert(t.room_step).values(**row))


def room_steps(connection: Connection, assessment_id: str) -> list[RoomStep]:
    """Return the steps of a workshop in the order of their ids, which are random."""
    rows = connection.execute(select(t.room_step).filter_by(assessment_id=assessment_id).order_by(t.room_step.c.id))
    return [RoomStep(row.id, row.do, row.is_accepted) for row in rows]


def count_room_steps(connection: Connection, assessment_id: str) -> int:
    """Return how many steps the room of a workshop has written."""
    return connection.scalar(select(func.count()).select_from(t.room_step).filter_by(assessment_id=assessment_id)) or 0


def accept_room_step(connection: Connection, assessment_id: str, step_id: str) -> None:
    """Put a step to the vote."""
    is_this = (t.room_step.c.assessment_id == assessment_id) & (t.room_step.c.id == step_id)
    connection.execute(update(t.room_step).where(is_this).values(is_accepted=True))


def remove_room_step(connection: Connection, assessment_id: str, step_id: str) -> None:
    """Remove a step."""
    connection.execute(delete(t.room_step).filter_by(assessment_id=assessment_id, id=step_id))


def remove_waiting_steps(connection: Connection, assessment_id: str) -> None:
    """Remove the steps that were not put to the vote."""
    connection.execute(delete(t.room_step).filter_by(assessment_id=assessment_id, is_accepted=False))
