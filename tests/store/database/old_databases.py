"""Databases as earlier versions stored them."""

from sqlalchemy import Connection, text

from cxmaturity.store import migrations
from cxmaturity.store.database.engine import open_database
from cxmaturity.store.tables import metadata
from tests.store.fixtures import shipped

_AT = "'2026-05-04 09:30:00'"

STORED = (
    f"INSERT INTO team (id, name, is_demo, created_at) VALUES ('t1', 'Bakery', false, {_AT})",
    "INSERT INTO assessment (id, team_id, label, digest, scope, variant, mode, privacy, status, opened_at)"
    f" VALUES ('a1', 't1', 'Spring', :digest, 'full', 'service', 'solo', 'open', 'open', {_AT})",
    f"INSERT INTO response (id, assessment_id, revision, started_at, changed_at) VALUES ('r1', 'a1', 1, {_AT}, {_AT})",
    "INSERT INTO answer (response_id, question_id, round, level, dont_know, note, evidence, revision, answered_at)"
    f" VALUES ('r1', 'P1', 1, 4, false, 'Ask Ana', '', 1, {_AT})",
)
FROZEN = (  # stored by windows with clocks of their own, so not in the order of time
    "INSERT INTO frozen_result (assessment_id, frozen_at, content, digest)"
    " VALUES ('a1', '2026-05-04 11:00:00', '\"second\"', 'd2')",
    "INSERT INTO frozen_result (assessment_id, frozen_at, content, digest)"
    " VALUES ('a1', '2026-05-04 10:00:00', '\"first\"', 'd1')",
)


def migrated_again(connection: Connection, version: str) -> None:
    """Remove the tables of a database and let the migrations create those of that version."""
    metadata.drop_all(connection)
    connection.execute(text("DROP TABLE alembic_version"))
    migrations.upgrade(connection, version)


def stored_by(url: str, version: str, *statements: str) -> None:
    """Bring an empty database to a version of the schema and run these statements in it."""
    database = open_database(url)
    with database.writing() as connection:
        migrated_again(connection, version)
        q = shipped()
        archived = f"INSERT INTO questionnaire_archive VALUES (:digest, 'cx', '2.0.2', :content, {_AT})"
        connection.execute(text(archived), {"digest": q.digest, "content": q.canonical})
        for statement in statements:
            connection.execute(text(statement), {"digest": q.digest} if ":digest" in statement else {})
    database.close()
