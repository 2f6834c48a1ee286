"""A database for every test, and two people whose browsers run no scripts."""

from collections.abc import Iterator

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.testclient import TestClient

from cxmaturity.services.workshops import live_status
from cxmaturity.store.database.engine import Database
from tests.web.participant import Guest


@pytest.fixture(scope="session", autouse=True)
def loop_of_requests() -> Iterator[None]:
    """Run all requests in one event loop, as a server does; a loop and a thread per request is slower."""
    with start_blocking_portal() as portal, pytest.MonkeyPatch.context() as patch:
        patch.setattr(TestClient, "portal", portal)
        yield


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """A new database."""
    return sqlite_database


@pytest.fixture
def guest(database: Database) -> Guest:
    """A participant."""
    return Guest(lambda: database)


@pytest.fixture
def other(database: Database) -> Guest:
    """Another participant."""
    return Guest(lambda: database)


@pytest.fixture
def uncached_live_status(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show each step of a workshop in the next reply, and not up to 0.2 s later."""
    monkeypatch.setattr(live_status, "CACHE_SECONDS", 0)
