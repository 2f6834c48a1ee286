"""The archive of questionnaires: the text of each, as it was when an assessment was opened."""

import json

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


def archived_digests(connection: Connection, questionnaire_id: str) -> list[str]:
    """Return the digests of the stored versions of a questionnaire: a canonical text begins with the id."""
    content = t.questionnaire_archive.c.content
    beginning = f'{{"id":{json.dumps(questionnaire_id)},'
    statement = select(t.questionnaire_archive.c.digest).where(content.startswith(beginning, autoescape=True))
    return list(connection.scalars(statement))
