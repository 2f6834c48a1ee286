"""Reads and writes workshops: join code, state, Wi-Fi, and the facilitator's private notes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, insert, select, update

from cxmaturity.store import tables as t
from cxmaturity.store.assessments import IS_KEPT
from cxmaturity.store.database.inserts import save_row
from cxmaturity.workshops.state import Pace, WorkshopState

_STATE_JSON: TypeAdapter[WorkshopState] = TypeAdapter(WorkshopState)


@dataclass(frozen=True, slots=True)
class WorkshopRow:
    """What is stored of a workshop beside its assessment: join code, screen token and state.

    `version` counts the changes of the state; its column is `number`. Name and password of the Wi-Fi are empty unless
    entered.
    """

    assessment_id: str
    code: str
    screen: str
    pace: Pace
    state: WorkshopState
    version: int
    expires_at: datetime
    wifi_name: str = ""
    wifi_password: str = ""


def _row(row: Any) -> WorkshopRow | None:
    if row is None:
        return None
    columns = {name: row["number" if name == "version" else name] for name in WorkshopRow.__slots__}
    return WorkshopRow(**columns | {"state": _STATE_JSON.validate_json(row["state"])})


def add_workshop(connection: Connection, row: WorkshopRow) -> None:
    """Insert the workshop row of an assessment."""
    columns = {"number" if name == "version" else name: getattr(row, name) for name in WorkshopRow.__slots__}
    connection.execute(insert(t.workshop).values(**columns | {"state": _STATE_JSON.dump_json(row.state).decode()}))


_WORKSHOP = select(t.workshop)


def workshop(
    connection: Connection, assessment_id: str, *, for_update: bool = False, for_share: bool = False
) -> WorkshopRow | None:
    """Return the workshop of an assessment, None when it has none or was removed.

    The locks are those of `assessments.assessment`.
    """
    query = _WORKSHOP.join(t.assessment).where(t.workshop.c.assessment_id == bindparam("id"), IS_KEPT)
    if for_update or for_share:
        query = query.with_for_update(read=for_share, of=t.workshop)
    return _row(connection.execute(query, {"id": assessment_id}).mappings().one_or_none())


def workshop_by_code(connection: Connection, code: str) -> WorkshopRow | None:
    """Return the workshop with that join code, None when there is none."""
    return _row(connection.execute(_WORKSHOP.where(t.workshop.c.code == code)).mappings().one_or_none())


def workshop_by_screen(connection: Connection, token: str) -> WorkshopRow | None:
    """Return the workshop whose projected screen has that token, None when there is none."""
    return _row(connection.execute(_WORKSHOP.where(t.workshop.c.screen == token)).mappings().one_or_none())


def save_state(
    connection: Connection, assessment_id: str, state: WorkshopState, version: int, **changes: datetime
) -> None:
    """Store a workshop's new state and its version; `changes` maps further columns to new values."""
    is_this = t.workshop.c.assessment_id == assessment_id
    content = _STATE_JSON.dump_json(state).decode()
    connection.execute(update(t.workshop).where(is_this).values(state=content, number=version, **changes))


def increment_version(connection: Connection, assessment_id: str, **changes: str) -> None:
    """Increment a workshop's version, so that all its pages update; `changes` maps columns to new values."""
    is_this = t.workshop.c.assessment_id == assessment_id
    connection.execute(update(t.workshop).where(is_this).values(number=t.workshop.c.number + 1, **changes))


def save_private_note(connection: Connection, assessment_id: str, question_id: str, text: str) -> None:
    """Store the facilitator's private note on a question."""
    save_row(connection, t.private_note, {"assessment_id": assessment_id, "question_id": question_id}, {"text": text})


def private_notes(connection: Connection, assessment_id: str) -> dict[str, str]:
    """Return the facilitator's private notes that are not empty, by question id."""
    rows = connection.execute(select(t.private_note).filter_by(assessment_id=assessment_id))
    return {row.question_id: row.text for row in rows if row.text}
