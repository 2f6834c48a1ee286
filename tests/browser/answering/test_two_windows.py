"""Two windows on one assessment never undo each other's changes without showing it."""

import re

import pytest
from playwright.sync_api import Page, expect

from cxmaturity.answers import Answer, Privacy
from cxmaturity.store.database.engine import Database, open_database
from tests.browser import driver as app
from tests.browser.conftest import NewWindow
from tests.browser.observers import expect_fit
from tests.browser.survey_participant import begin as begin_survey
from tests.browser.survey_participant import expect_question as expect_survey_question
from tests.browser.windows import copy_cookies
from tests.fixtures import begun, stored, unique
from tests.server import Server
from tests.store.fixtures import removed_for_good
from tests.web.participant import opened as opened_survey

CHANGED = "This answer was changed in another window; that one is shown."
# A minute passes, so that it makes no difference how long a busy machine takes for a request.
LATER = "{ const now = Date.now; Date.now = () => now() + 60_000 }"


def opened(page: Page, server: Server, assessment: str, view: str = "One question") -> Page:
    page.goto(f"{server.url}/assess?assessment={assessment}&at=P1&view={view}")
    app.expect_question(page, "P1")
    app.keys_work(page)
    return page


def put_back(page: Page, question: str) -> None:
    app.question(page, question).get_by_role("button", name="Put mine back").click()


def write_note(page: Page, question: str, text: str) -> None:
    app.question(page, question).get_by_role("textbox", name="Note: what made you choose this?").fill(text)


def test_what_a_closed_tab_chose_last_is_stored(server: Server, page: Page, database: Database) -> None:
    """Two offline tabs of one browser: one chooses 1, the other 5 with a note and is closed.

    Online again, 5 and the note are stored, and the open tab shows them.
    """
    assessment = begun(database)
    opened(page, server, assessment)
    other = opened(page.context.new_page(), server, assessment)
    app.unfold_details(other, "P1")
    page.context.set_offline(True)
    app.choose(page, "P1", 1)
    expect(page.get_by_role("alert")).to_contain_text("There is no connection to the app.")
    app.choose(other, "P1", 5)
    write_note(other, "P1", "Since March")
    expect(other.get_by_role("alert")).to_contain_text("There is no connection to the app.")
    other.wait_for_function("() => Object.values(localStorage).some(text => text.includes('Since March'))")
    other.close()
    page.context.set_offline(False)
    app.eventually(lambda: stored(database, assessment).answer("P1"), Answer(level=5, note="Since March"))
    expect(app.choice(page, "P1", 5)).to_be_checked()
    expect(app.question(page, "P1").get_by_role("status")).to_have_text("Saved · with a note or evidence")
    expect(page.get_by_text(CHANGED)).to_have_count(0)


def test_an_older_choice_made_without_connection_does_not_undo_a_newer_one(
    server: Server, window: NewWindow, database: Database
) -> None:
    """X answers 1 offline, later Y answers 5; X comes online.

    5 is stored, X shows it with a sentence and restores its own with one click, which Y then shows. The clock of X is a
    day ahead, which does not make its choice newer.
    """
    assessment = begun(database, {"P1": 3})
    x, y = window(), opened(window(), server, assessment)
    x.add_init_script("{ const real = Date.now; Date.now = () => real() + 86_400_000 }")
    opened(x, server, assessment)
    x.context.set_offline(True)
    app.choose(x, "P1", 1)
    expect(x.get_by_role("alert")).to_contain_text("There is no connection to the app.")
    x.evaluate(LATER)  # settled: it writes
    app.choose(y, "P1", 5)
    app.expect_saved(y, "P1")
    x.context.set_offline(False)
    expect(x.get_by_text(CHANGED)).to_be_visible()
    expect(app.choice(x, "P1", 5)).to_be_checked()
    assert stored(database, assessment).level_of("P1") == 5
    expect_fit(x, "changed in another window")
    put_back(x, "P1")
    app.expect_saved(x, "P1")
    app.eventually(lambda: stored(database, assessment).level_of("P1"), 1)
    expect(y.get_by_text(CHANGED)).to_be_visible()
    expect(app.choice(y, "P1", 1)).to_be_checked()


def test_a_newer_choice_made_without_connection_stands(server: Server, window: NewWindow, database: Database) -> None:
    """Y answers first, X offline after that: once X is online its choice is stored, and Y shows it."""
    assessment = begun(database)
    x, y = opened(window(), server, assessment), opened(window(), server, assessment)
    x.context.set_offline(True)
    app.choose(y, "P1", 5)
    app.expect_saved(y, "P1")
    app.choose(x, "P1", 1)
    expect(x.get_by_role("alert")).to_contain_text("There is no connection to the app.")
    x.context.set_offline(False)
    app.expect_saved(x, "P1")
    app.eventually(lambda: stored(database, assessment).level_of("P1"), 1)
    expect(app.choice(y, "P1", 1)).to_be_checked()
    expect(y.get_by_text(CHANGED)).to_be_visible()


def test_an_open_window_follows_what_another_one_stores(server: Server, window: NewWindow, database: Database) -> None:
    """Without any action it shows the other's answers and their count, and keeps what is being typed."""
    assessment = begun(database)
    one, other = (opened(window(), server, assessment, "One dimension") for _ in range(2))
    app.unfold_details(other, "P2")
    app.choose(one, "P1", 4)
    app.choose(one, "P2", 2)
    expect(app.choice(other, "P1", 4)).to_be_checked()
    expect(app.choice(other, "P2", 2)).to_be_checked()
    expect(other.get_by_text("2 of 38 answered")).to_be_visible()
    expect(other.get_by_text(CHANGED)).to_have_count(0)
    write_note(other, "P2", "Mine")
    app.choose(one, "P2", 3)
    app.eventually(lambda: stored(database, assessment).answer("P2"), Answer(level=3, note="Mine"))
    expect(app.choice(other, "P2", 3)).to_be_checked()
    expect(app.question(other, "P2").get_by_role("textbox", name="Note: what made you choose this?")).to_have_value(
        "Mine"
    )


def test_a_page_across_a_restored_backup_no_longer_says_saved(own_server: Server, page: Page) -> None:
    """The database is replaced by an earlier copy while the page is open.

    Answers that it lacks are no longer shown as saved, and one click stores them again. If the assessment itself is
    missing the page says so.
    """
    database = open_database(own_server.database_url)
    assessment = begun(database, {"P1": 2})
    own_server.start()
    opened(page, own_server, assessment)
    app.choose(page, "P1", 5)
    app.expect_saved(page, "P1")
    with database.writing() as connection:  # what a copy made before that click holds
        connection.exec_driver_sql("UPDATE answer SET level = 2, revision = 1")
        connection.exec_driver_sql("UPDATE response SET revision = 1")
    expect(
        page.get_by_text("An earlier copy of the database was put in its place; what it holds is shown.")
    ).to_be_visible()
    expect(app.choice(page, "P1", 2)).to_be_checked()
    put_back(page, "P1")
    app.expect_saved(page, "P1")
    app.eventually(lambda: stored(database, assessment).level_of("P1"), 5)
    removed_for_good(database, assessment)
    expect(page.get_by_role("alert")).to_contain_text("Not saved. There is no assessment at this link.")
    database.close()


def test_a_text_that_is_too_long_is_kept_and_said(server: Server, page: Page, database: Database) -> None:
    """Nothing is cut off: the page states by how much, does not show it as saved, and stores it once it is shorter."""
    assessment = begun(database, {"P1": 2})
    opened(page, server, assessment)
    app.unfold_details(page, "P1")
    write_note(page, "P1", "x" * 100_000)
    expect(page.get_by_text("Not saved yet: the note is 98,000 characters too long.")).to_be_visible()
    app.onward(page)
    why = page.get_by_text("Shorten the note before you continue.", exact=True)
    expect(why).to_be_visible()
    for _ in range(2):  # once a second look has begun, what the first brought is shown
        with page.expect_response(lambda reply: reply.request.headers.get("accept") == "application/json"):
            pass
    expect(why).to_be_visible()
    note = page.get_by_role("textbox", name="Note: what made you choose this?")
    expect(note).to_be_focused()
    expect(note).to_have_attribute("aria-invalid", "true")
    expect(note).to_have_accessible_description(re.compile("the note is 98,000 characters too long"))
    assert stored(database, assessment).answer("P1") == Answer(level=2)
    write_note(page, "P1", "y" * 2000)
    expect(why).to_be_hidden()
    app.eventually(lambda: stored(database, assessment).answer("P1"), Answer(level=2, note="y" * 2000))


@pytest.mark.parametrize("privacy", ["open", "anonymous"])
def test_a_person_of_a_survey_on_two_devices(
    server: Server, window: NewWindow, database: Database, privacy: Privacy
) -> None:
    """The same rule for participants.

    An unsent older choice of one device gives way to the later one of the other, which is shown and can be replaced
    with one click; the other device follows.
    """
    survey = opened_survey(database, privacy, scope="pulse", team=unique("Devices"))
    x, y = window(), window()
    begin_survey(x, server, survey, "Ana" if privacy == "open" else "")
    copy_cookies(x, y)
    y.goto(f"{server.url}{survey.address}/P1")
    expect_survey_question(y, "P1")
    x.context.set_offline(True)
    app.choose(x, "P1", 1)
    expect(x.get_by_role("alert")).to_contain_text("There is no connection to the app.")
    x.evaluate(LATER)  # settled: it writes
    app.choose(y, "P1", 5)
    app.expect_saved(y, "P1")
    x.context.set_offline(False)
    expect(x.get_by_text(CHANGED)).to_be_visible()
    expect(app.choice(x, "P1", 5)).to_be_checked()
    put_back(x, "P1")
    app.expect_saved(x, "P1")
    expect(app.choice(y, "P1", 1)).to_be_checked()
    expect(y.get_by_text(CHANGED)).to_be_visible()


def test_the_answers_of_another_person_in_the_same_browser_are_not_taken_over(
    server: Server, page: Page, database: Database
) -> None:
    """Another person begins in a second tab: the first one's open page still shows the first one's answers."""
    survey = opened_survey(database, "anonymous", scope="pulse", team=unique("Shared"))
    begin_survey(page, server, survey)
    app.choose(page, "P1", 1)
    app.expect_saved(page, "P1")
    page.context.clear_cookies()
    other = page.context.new_page()
    begin_survey(other, server, survey)
    for level in (5, 4):
        app.choose(other, "P1", level)
        app.expect_saved(other, "P1")
    with page.expect_response(f"**{survey.address}"):
        page.locator("html").dispatch_event("visibilitychange")
    expect(page.get_by_text(CHANGED)).to_have_count(0)
    expect(app.choice(page, "P1", 1)).to_be_checked()
