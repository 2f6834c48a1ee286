"""Reads and writes first steps that participants write. No column says who wrote one."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from cxmaturity.store import tables as t


@dataclass(frozen=True, slots=True)
class ParticipantStep:
    """A step that a participant wrote; `is_accepted` once the facilitator has put it to the vote."""

    id: str
    do: str
    is_accepted: bool


def add_participant_step(connection: Connection, assessment_id: str, step: ParticipantStep) -> None:
    """Insert a step of a workshop."""
    row = {"id": step.id, "assessment_id": assessment_id, "do": step.do, "is_accepted": step.is_accepted}
    connection.execute(insert(t.room_step).values(**row))


def participant_steps(connection: Connection, assessment_id: str) -> list[ParticipantStep]:
    """Return the steps of a workshop in the order of their ids, which are random."""
    rows = connection.execute(select(t.room_step).filter_by(assessment_id=assessment_id).order_by(t.room_step.c.id))
    return [ParticipantStep(row.id, row.do, row.is_accepted) for row in rows]


def count_participant_steps(connection: Connection, assessment_id: str) -> int:
    """Return how many steps the participants of a workshop have written."""
    return connection.scalar(select(func.count()).select_from(t.room_step).filter_by(assessment_id=assessment_id)) or 0


def accept_participant_step(connection: Connection, assessment_id: str, step_id: str) -> None:
    """Mark a step as put to the vote."""
    is_this = (t.room_step.c.assessment_id == assessment_id) & (t.room_step.c.id == step_id)
    connection.execute(update(t.room_step).where(is_this).values(is_accepted=True))


def remove_participant_step(connection: Connection, assessment_id: str, step_id: str) -> None:
    """Delete a step."""
    connection.execute(delete(t.room_step).filter_by(assessment_id=assessment_id, id=step_id))


def remove_waiting_steps(connection: Connection, assessment_id: str) -> None:
    """Delete the steps that were not put to the vote."""
    connection.execute(delete(t.room_step).filter_by(assessment_id=assessment_id, is_accepted=False))
