"""A database for every test, and two people with browsers without scripts."""

from collections.abc import Iterator

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.testclient import TestClient

from cxmaturity.services.workshops import snapshots
from cxmaturity.store.database.engine import Database, open_database
from tests.web.participant import Guest


@pytest.fixture(scope="session", autouse=True)
def loop_of_requests() -> Iterator[None]:
    """Run all requests in one event loop, as on a server; a loop and a thread per request took longer."""
    with start_blocking_portal() as portal, pytest.MonkeyPatch.context() as patch:
        patch.setattr(TestClient, "portal", portal)
        yield


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


@pytest.fixture
def uncached_snapshots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show each step of a workshop in the next reply, and not up to 0.2 s later."""
    monkeypatch.setattr(snapshots, "CACHE_SECONDS", 0)
