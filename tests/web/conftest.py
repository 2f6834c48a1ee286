"""A database for every test, and two people whose browsers run no script."""

from collections.abc import Iterator

import pytest

from cxmaturity.store.database.engine import Database, open_database
from tests.web.participant import Guest


@pytest.fixture
def database(begun_sqlite_url: str) -> Iterator[Database]:
    """A new database."""
    opened = open_database(begun_sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def guest(database: Database) -> Guest:
    """Somebody who takes part."""
    return Guest(lambda: database)


@pytest.fixture
def other(database: Database) -> Guest:
    """Somebody else."""
    return Guest(lambda: database)
