"""Whatever was shown as saved is stored: killed servers, stale windows, a database that cannot be written."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, expect

from cxmaturity.answers import Answer
from cxmaturity.services import plans
from cxmaturity.services.assessments import answering, views
from cxmaturity.store.database.engine import Database
from cxmaturity.wording.plans import DID_IT_WORK, OWNER
from tests.browser import driver as app
from tests.browser.conftest import NewWindow
from tests.fixtures import QUESTIONNAIRE, begun, stored
from tests.server import Server
from tests.store.fixtures import plan_step


def level_of(database: Database, assessment: str, question: str) -> int | None:
    """Return the stored level."""
    return stored(database, assessment).level_of(question)


def power_cut(server: Server, page: Page) -> None:
    """Kill the server and start it again, and wait until the page reconnects."""
    server.kill()
    state = page.locator('[data-testid="stApp"]')
    expect(state).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    server.start()
    app.rest(page)


def test_no_click_is_lost_when_the_server_is_killed(own_server: Server, page: Page) -> None:
    """Answers shown as “Saved” are stored, and so is the first click after the restart, also on a fresh page."""
    with own_server.opened_database() as database:
        assessment = begun(database, {"P3": 4})
        own_server.start()
        for view, first, following in (("One question", 3, "P1"), ("One dimension", 1, "P2")):
            page.goto(f"{own_server.url}/assess?assessment={assessment}&at=P1&view={view}")
            app.expect_question(page, "P1")
            app.choose(page, "P1", first)
            app.expect_saved(page, "P1")
            power_cut(own_server, page)
            assert stored(database, assessment).answer("P1") == Answer(level=first)
            app.choose(page, following, 5)
            app.eventually(partial(level_of, database, assessment, following), 5)
            expect(app.question(page, "P2")).to_be_visible(visible=view == "One dimension")

            page.reload()
            app.expect_question(page, "P1")
            power_cut(own_server, page)
            app.choose(page, following, 2)
            app.eventually(partial(level_of, database, assessment, following), 2)
            app.expect_saved(page, following)
            assert stored(database, assessment).level_of("P3") == 4


def test_a_stale_window_meets_the_newer_answer(server: Server, window: NewWindow, database: Database) -> None:
    """It shows the newer answer and never overwrites it with its old one; a choice made after that is stored."""
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
    """Also after the server has lost both sessions, the stale window does not write its old answer."""
    with own_server.opened_database() as database:
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
        power_cut(own_server, stale)
        app.onward(stale)
        app.expect_question(stale, "P2")
        assert stored(database, assessment).level_of("P1") == 1
        app.back(stale)
        app.expect_question(stale, "P1")
        expect(app.choice(stale, "P1", 1)).to_be_checked()


def test_right_after_a_restart_one_can_go_to_the_review(own_server: Server, window: NewWindow) -> None:
    """The first click after the restart works, also if it needs the page to run, or the callback of a button.

    A field in which somebody was typing has the focus again, so that the text is stored when it is left.
    """
    page, plan = window(), window()
    with own_server.opened_database() as database:
        assessment = begun(database, {q.id: 2 for q in QUESTIONNAIRE.questions})
        view = views.load_view(database, assessment)
        action = plan_step(database, view.assessment, view.questions[0], 1, "Zoë", None, datetime.now(UTC))
        own_server.start()
        plan.goto(f"{own_server.url}/plan?team={action.team_id}")
        done = plan.get_by_role("button", name=re.compile("^Mark done"))
        expect(done).to_be_visible()
        owner = plan.get_by_role("textbox", name=re.compile(f"^{OWNER}"))
        owner.fill("Anna")
        page.goto(f"{own_server.url}/assess?assessment={assessment}&at=L7")
        app.expect_question(page, "L7")
        power_cut(own_server, page)
        app.choose(page, "L7", 3)
        app.onward(page)
        expect(page.locator("p", has_text="Every question has an answer.")).to_be_visible()
        assert stored(database, assessment).level_of("L7") == 3
        app.rest(plan)
        expect(owner).to_be_focused()
        owner.press("Tab")
        expect(plan.get_by_role("status").filter(has_text="Anna").first).to_be_attached()
        done.click()
        expect(plan.get_by_role("heading", name=DID_IT_WORK, exact=True)).to_be_visible()
        [stored_action] = plans.list_plan(database, action.team_id, datetime.now(UTC).date())
        assert (stored_action.status, stored_action.owner) == ("done", "Anna")


# Counts the dialogs that open, also those that are closed again at once.
COUNT_DIALOGS = """
window.dialogs = 0
const count = (records) => { for (const r of records) for (const e of r.addedNodes)
  window.dialogs += e.nodeType === 1 && (e.matches('[role=dialog]') || e.querySelector('[role=dialog]')) ? 1 : 0 }
new MutationObserver(count).observe(document, { childList: true, subtree: true })
"""


def test_answers_given_while_the_server_is_away_are_stored_when_it_is_back(own_server: Server, page: Page) -> None:
    """Answering continues without a dialog over the questions; each answer is shown as not saved.

    A reload keeps them; they are sent by themselves, also after the window was closed; then a later answer of another
    window stays, and the page says so.
    """
    with own_server.opened_database() as database:
        assessment = begun(database)
        own_server.start()
        page.add_init_script(COUNT_DIALOGS)
        link = f"{own_server.url}/assess?assessment={assessment}&at=P1"
        page.goto(link)
        app.expect_question(page, "P1")
        own_server.kill()
        page.wait_for_function("() => window.dialogs > 0")  # Streamlit opens it after some seconds
        expect(page.get_by_role("dialog")).to_have_count(0)
        app.choose(page, "P1", 2)
        expect(page.get_by_role("alert")).to_contain_text("Not saved. There is no connection to the app.")
        app.onward(page)
        app.choose(page, "P2", 3)
        expect(page.get_by_text("2 not saved yet", exact=True)).to_be_visible()
        own_server.start()
        page.reload()
        app.expect_question(page, "P2")
        app.expect_saved(page, "P2")
        assert dict(stored(database, assessment).answers) == {"P1": Answer(level=2), "P2": Answer(level=3)}
        expect(page.get_by_text("2 of 38 answered")).to_be_visible()

        own_server.kill()
        app.choose(page, "P2", 4)
        expect(page.get_by_role("alert")).to_contain_text("Not saved.")
        own_server.start()
        app.expect_saved(page, "P2")
        assert stored(database, assessment).level_of("P2") == 4

        own_server.kill()
        app.choose(page, "P2", 1)
        expect(page.get_by_role("alert")).to_contain_text("Not saved.")
        page.goto("about:blank")
        view = views.load_person_view(database, assessment)
        answering.save_answer(database, view, "P2", Answer(level=5), None, datetime.now(UTC))
        own_server.start()
        page.goto(link.replace("P1", "P2"))
        app.expect_question(page, "P2")
        expect(page.get_by_text("This answer was changed in another window; that one is shown.")).to_be_visible()
        expect(app.choice(page, "P2", 5)).to_be_checked()
        assert stored(database, assessment).level_of("P2") == 5


def test_an_answer_waits_while_the_database_is_locked(server: Server, page: Page, database: Database) -> None:
    """While another program locks the database the page says so and keeps the choice; later it is saved by itself."""
    assessment = begun(database, {q.id: 2 for q in QUESTIONNAIRE.questions})
    page.goto(f"{server.url}/assess?assessment={assessment}&at=L7")
    app.expect_question(page, "L7")
    with closing(sqlite3.connect(server.file, isolation_level=None)) as another:
        another.execute("BEGIN IMMEDIATE")
        app.choose(page, "L7", 5)
        trouble = page.get_by_role("alert").filter(has_text="Not saved.")
        expect(trouble).to_contain_text("Another program is using the database.")
        expect(app.choice(page, "L7", 5)).to_be_checked()
        assert stored(database, assessment).level_of("L7") == 2
        page.get_by_role("button", name="Review and finish").click()
        expect(page.get_by_text("Question 38 is not saved yet.")).to_be_visible()
        expect(app.button(page, "Save again")).to_be_focused()
        expect(app.question(page, "L7")).to_be_visible()
        another.execute("ROLLBACK")
    app.expect_saved(page, "L7")
    expect(trouble).to_have_count(0)
    assert stored(database, assessment).level_of("L7") == 5


def test_a_full_disk_keeps_the_answer_on_the_page(own_server: Server, page: Page) -> None:
    """The page says so and shows the answer, which is saved once there is space."""
    with own_server.opened_database() as database:
        assessment = begun(database, {"P1": 2})
        own_server.expected = ("database",)  # it tells of the trouble in its terminal
        own_server.start()
        page.goto(f"{own_server.url}/assess?assessment={assessment}&at=P1")
        app.expect_question(page, "P1")
        own_server.limit_files(0)
        app.choose(page, "P1", 5)
        expect(page.get_by_role("alert")).to_contain_text("Not saved.")
        expect(app.choice(page, "P1", 5)).to_be_checked()
        assert stored(database, assessment).level_of("P1") == 2
        own_server.limit_files(None)
        app.expect_saved(page, "P1")
        assert stored(database, assessment).level_of("P1") == 5


def test_a_database_that_may_only_be_read_is_still_shown(own_server: Server, page: Page) -> None:
    """Results can be read; an answer is shown as not saved with the reason."""
    with own_server.opened_database() as database:
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
    """A database of a later version is named on a plain page, and not one byte of it changes."""
    with own_server.opened_database():
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
    """Return the names of the files beside a database that belong to it."""
    return [other.name for other in file.parent.glob(f"{file.name}?*")]
