"""What was marked as saved is saved: killed servers, stale windows, a database that cannot be written."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cxmaturity.answers import Answer
from cxmaturity.store.engine import Database, open_database
from tests.browser import driver as app
from tests.browser.conftest import NewWindow
from tests.browser.given import begun, stored
from tests.browser.server import Server


@contextmanager
def opened(server: Server) -> Iterator[Database]:
    """The database of a server, seen from here."""
    database = open_database(server.database_url)
    yield database
    database.close()


def power_cut(server: Server, page: Page) -> None:
    """Kill the server and start it again, and wait until the page goes on by itself."""
    server.kill()
    state = page.locator('[data-testid="stApp"]')
    expect(state).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    server.start()
    app.rest(page)


@pytest.mark.parametrize(("view", "following"), [("One question", "P1"), ("One dimension", "P2")])
def test_no_click_is_lost_when_the_server_is_killed(own_server: Server, page: Page, view: str, following: str) -> None:
    """What said "Saved" is stored, and the first click after the server is back is stored too, also on a page where
    nobody had clicked before."""
    with opened(own_server) as database:
        assessment = begun(database, {"P3": 4})
        own_server.start()
        page.goto(f"{own_server.url}/assess?assessment={assessment}&at=P1&view={view}")
        app.expect_question(page, "P1")
        app.choose(page, "P1", 3)
        app.expect_saved(page, "P1")
        power_cut(own_server, page)
        assert stored(database, assessment).answer("P1") == Answer(level=3)
        app.choose(page, following, 5)
        app.eventually(lambda: stored(database, assessment).level_of(following), 5)
        expect(app.question(page, "P2")).to_have_count(1 if view == "One dimension" else 0)

        page.reload()
        app.expect_question(page, "P1")
        power_cut(own_server, page)
        app.choose(page, following, 2)
        app.eventually(lambda: stored(database, assessment).level_of(following), 2)
        app.expect_saved(page, following)
        assert stored(database, assessment).level_of("P3") == 4


def test_a_stale_window_meets_the_newer_answer(server: Server, window: NewWindow, database: Database) -> None:
    """It never writes its old answer over it, shows the newer one on its next run, and a deliberate choice wins."""
    assessment = begun(database)
    link = f"{server.url}/assess?assessment={assessment}&at=P1&view=One dimension"
    stale, other = window(), window()
    stale.goto(link)
    app.expect_question(stale, "P1")
    app.choose(stale, "P1", 4)
    app.expect_saved(stale, "P1")
    other.goto(link)
    app.expect_question(other, "P1")
    app.choose(other, "P1", 1)
    app.eventually(lambda: stored(database, assessment).level_of("P1"), 1)

    app.choose(stale, "P2", 2)
    app.expect_saved(stale, "P2")
    assert stored(database, assessment).level_of("P1") == 1
    expect(app.choice(stale, "P1", 1)).to_be_checked()
    app.choose(stale, "P1", 5)
    app.eventually(lambda: stored(database, assessment).level_of("P1"), 5)

    app.choose(other, "P3", 3)
    app.expect_saved(other, "P3")
    expect(app.choice(other, "P1", 5)).to_be_checked()
    assert {n: a.level for n, a in stored(database, assessment).answers.items()} == {"P1": 5, "P2": 2, "P3": 3}


def test_a_window_stale_across_a_restart_keeps_the_newer_answer(own_server: Server, window: NewWindow) -> None:
    """Even when the server has forgotten both windows, the one that slept does not write its old answer."""
    with opened(own_server) as database:
        assessment = begun(database)
        own_server.start()
        link = f"{own_server.url}/assess?assessment={assessment}&at=P1"
        stale, other = window(), window()
        stale.goto(link)
        app.expect_question(stale, "P1")
        app.choose(stale, "P1", 4)
        app.expect_saved(stale, "P1")
        other.goto(link)
        app.expect_question(other, "P1")
        app.choose(other, "P1", 1)
        app.eventually(lambda: stored(database, assessment).level_of("P1"), 1)
        app.rest(other)
        power_cut(own_server, stale)
        app.onward(stale)
        app.expect_question(stale, "P2")
        assert stored(database, assessment).level_of("P1") == 1
        stale.locator(".st-key-back").get_by_role("button").click()
        app.expect_question(stale, "P1")
        expect(app.choice(stale, "P1", 1)).to_be_checked()


def test_an_answer_waits_while_the_database_is_locked(server: Server, page: Page, database: Database) -> None:
    """Another program holds the database: the page says so, keeps the choice and does not move on; later it saves."""
    assessment = begun(database, {"P1": 2})
    page.goto(f"{server.url}/assess?assessment={assessment}&at=P1")
    app.expect_question(page, "P1")
    with closing(sqlite3.connect(server.file, isolation_level=None)) as another:
        another.execute("BEGIN IMMEDIATE")
        app.choose(page, "P1", 5)
        trouble = page.get_by_role("alert").filter(has_text="Not saved.")
        expect(trouble).to_contain_text("Another program is using the database.")
        expect(app.choice(page, "P1", 5)).to_be_checked()
        assert stored(database, assessment).level_of("P1") == 2
        app.onward(page)
        expect(page.get_by_text("Stay a moment: what is on this page is not saved yet.")).to_be_visible()
        expect(app.question(page, "P1")).to_be_visible()
        another.execute("ROLLBACK")
    app.button(page, "Save again").click()
    app.expect_saved(page, "P1")
    expect(trouble).to_have_count(0)
    assert stored(database, assessment).level_of("P1") == 5


def test_a_database_that_may_only_be_read_is_still_shown(own_server: Server, page: Page) -> None:
    """Results can be read; an answer says that it is not saved, and why."""
    with opened(own_server) as database:
        assessment = begun(database, {"P1": 2})
        own_server.database_url = f"sqlite:///file:{own_server.file}?mode=ro&uri=true"
        own_server.start()
        page.goto(f"{own_server.url}/assess?assessment={assessment}&at=P1")
        app.expect_question(page, "P1")
        expect(app.choice(page, "P1", 2)).to_be_checked()
        app.choose(page, "P1", 5)
        expect(page.get_by_role("alert")).to_contain_text("The database can be read but not written.")
        assert stored(database, assessment).level_of("P1") == 2


def test_a_newer_database_is_left_alone(own_server: Server, page: Page) -> None:
    """A database of a later version is named as such, on a plain page, and not one byte of it changes."""
    with opened(own_server):
        pass
    with closing(sqlite3.connect(own_server.file)) as connection, connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = own_server.file.read_bytes()
    own_server.expected = ("database: This database was written by a newer version",)
    own_server.start()
    page.goto(own_server.url)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("This database was written by a newer version of CX Maturity; it was left untouched.")
    expect(alert).to_contain_text("Update CX Maturity, or point CXMATURITY_DATABASE_URL to another database.")
    expect(page.get_by_role("navigation").get_by_role("link", name="Method")).to_be_visible()
    app.button(page, "Try again").click()
    app.rest(page)
    expect(alert).to_contain_text("left untouched")
    assert own_server.file.read_bytes() == before
    assert _beside(own_server.file) == []


def _beside(file: Path) -> list[str]:
    """Return the names of what lies beside a database and belongs to it."""
    return [other.name for other in file.parent.glob(f"{file.name}?*")]
