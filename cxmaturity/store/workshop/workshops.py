"""Reads and writes workshops: join code, state, Wi-Fi, and the facilitator's private notes.

Every function needs a connection from `Database.reading` or `Database.writing`.
"""

from sqlalchemy import Connection, bindparam, insert, select, update

from cxmaturity.records import WorkshopRow
from cxmaturity.store import tables as t
from cxmaturity.store.assessments import IS_KEPT
from cxmaturity.store.database.inserts import save_row


def add_workshop(connection: Connection, row: WorkshopRow) -> None:
    """Insert the workshop row of an assessment."""
    connection.execute(insert(t.workshop).values(**{name: getattr(row, name) for name in WorkshopRow.__slots__}))


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
    row = connection.execute(query, {"id": assessment_id}).one_or_none()
    return WorkshopRow(*row) if row else None


def workshop_by_code(connection: Connection, code: str) -> WorkshopRow | None:
    """Return the workshop with that join code, None when there is none."""
    row = connection.execute(_WORKSHOP.where(t.workshop.c.code == code)).one_or_none()
    return WorkshopRow(*row) if row else None


def workshop_by_screen(connection: Connection, token: str) -> WorkshopRow | None:
    """Return the workshop whose projected screen has that token, None when there is none."""
    row = connection.execute(_WORKSHOP.where(t.workshop.c.screen == token)).one_or_none()
    return WorkshopRow(*row) if row else None


def save_state(connection: Connection, assessment_id: str, state: str, version: int) -> None:
    """Store a workshop's new state (JSON) and its version; the version's column is `number`."""
    is_this = t.workshop.c.assessment_id == assessment_id
    connection.execute(update(t.workshop).where(is_this).values(state=state, number=version))


def save_wifi(connection: Connection, assessment_id: str, name: str, password: str, version: int) -> None:
    """Store the name and password of a workshop's Wi-Fi, and a new version."""
    is_this = t.workshop.c.assessment_id == assessment_id
    values = {"wifi_name": name, "wifi_password": password, "number": version}
    connection.execute(update(t.workshop).where(is_this).values(**values))


def save_private_note(connection: Connection, assessment_id: str, question_id: str, text: str) -> None:
    """Store the facilitator's private note on a question."""
    save_row(connection, t.private_note, {"assessment_id": assessment_id, "question_id": question_id}, {"text": text})


def private_notes(connection: Connection, assessment_id: str) -> dict[str, str]:
    """Return the facilitator's private notes that are not empty, by question id."""
    rows = connection.execute(select(t.private_note).filter_by(assessment_id=assessment_id))
    return {row.question_id: row.text for row in rows if row.text}
