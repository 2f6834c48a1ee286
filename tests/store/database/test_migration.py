"""A database of the first version is migrated with all its data."""

from sqlalchemy import Connection, text

from cxmaturity.answers import Answer
from cxmaturity.services.assessments import closing, views
from cxmaturity.store import frozen_results as stored_results
from cxmaturity.store import migrations
from cxmaturity.store.database.engine import open_database
from cxmaturity.store.tables import NEWEST_MIGRATION, metadata
from tests.store.fixtures import NOW, frozen_contents, shipped

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


def test_frozen_results_are_numbered_as_they_were_frozen(url: str) -> None:
    """Two results of the earlier version get the numbers 1 and 2 by their times; the next one gets 3."""
    stored_by(url, "0004", *STORED, *FROZEN)
    database = open_database(url)
    with database.writing() as connection:
        assert connection.execute(text("SELECT sequence, digest FROM frozen_result ORDER BY 1")).all() == [
            (1, "d1"),
            (2, "d2"),
        ]
        stored_results.add_frozen_result(connection, "a1", '"third"', "d3", NOW)
        assert frozen_contents(connection, "a1") == ['"third"', '"second"', '"first"']
    database.close()


def test_data_of_the_first_version_is_readable_in_the_newest(url: str) -> None:
    """An open assessment with an answer, stored in the first schema, is read and closed in the newest."""
    stored_by(url, "0001", *STORED)
    again = open_database(url)
    view = views.load_view(again, "a1")
    assert view.response.answers == {"P1": Answer(level=4, note="Ask Ana")}
    assert (view.assessment.invitation, view.assessment.is_linked, view.assessment.expected) == (None, False, None)
    closing.close_assessment(again, "a1", NOW)
    assert not views.load_view(again, "a1").assessment.is_open
    with again.reading() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == NEWEST_MIGRATION
    again.close()
