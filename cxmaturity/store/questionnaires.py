"""The archive of questionnaires: the text of each, as it was when an assessment was opened."""

from sqlalchemy import Connection, select

from cxmaturity.store import tables as t
from cxmaturity.store.database.inserts import insert_for


def archive_questionnaire(connection: Connection, digest: str, content: str) -> None:
    """Store a questionnaire's canonical text under its digest, unless that digest is stored already."""
    statement = insert_for(connection, t.questionnaire_archive).values(digest=digest, content=content)
    connection.execute(statement.on_conflict_do_nothing())


def archived_text(connection: Connection, digest: str) -> str | None:
    """Return the canonical text stored under `digest`, None when there is none."""
    content: str | None = connection.scalar(select(t.questionnaire_archive.c.content).filter_by(digest=digest))
    return content
