"""A database of the first version is migrated with all its data."""

from sqlalchemy import text

from cxmaturity.answers import Answer
from cxmaturity.services.assessments import closing, views
from cxmaturity.store import frozen_results as stored_results
from cxmaturity.store.database.engine import open_database
from cxmaturity.store.tables import NEWEST_MIGRATION
from tests.store.database.old_databases import FROZEN, STORED, stored_by
from tests.store.fixtures import NOW, frozen_contents


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
