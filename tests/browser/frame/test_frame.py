"""The frame of every page: its title, the focus, announcements, and the menu of phones."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from cxmaturity.questionnaire.schema import Stage
from cxmaturity.services.assessments import views
from cxmaturity.store.database.engine import Database
from tests import workshop_fixtures
from tests.browser import driver as app
from tests.browser.conftest import NewWindow
from tests.browser.observers import expect_nothing_sideways
from tests.browser.workshops.phones_and_screen import join, projected
from tests.build import equal
from tests.fixtures import GERMAN, QUESTIONNAIRE, begun, everywhere, unique
from tests.own_scales import reshaped
from tests.server import Server
from tests.store.fixtures import plan_step


def expect_focus(page: Page, heading: str) -> None:
    """Wait until the heading with this text has the focus."""
    expect(page.locator("h1:focus, h2:focus, h3:focus")).to_have_text(heading)


def expect_said(page: Page, sentence: str) -> None:
    """Wait until this sentence is in the polite live region."""
    expect(page.locator(".cx-announcement[role=status]")).to_have_text(sentence)


def press(page: Page, name: str) -> None:
    """Press the button with this name by key; a console button's name includes its shortcut."""
    app.rest(page)
    page.get_by_role("button", name=re.compile(f"^{name}")).first.focus()
    page.keyboard.press("Enter")


HOLD_REQUESTS = """() => {
  const send = WebSocket.prototype.send, held = []
  WebSocket.prototype.send = function (message) { held.push([this, message]) }
  window.releaseRequests = () => {
    WebSocket.prototype.send = send
    for (const [socket, message] of held) send.call(socket, message)
  }
}"""


def test_another_page_opens_at_its_top_with_the_focus_on_its_heading(server: Server, page: Page) -> None:
    """From the menu, also when scrolled down, and by the browser's Back; a window's first page does not move the focus.

    Nor does a page that appears after the person has moved on with Tab. That page is requested only then, because on a
    busy machine it could appear before the second key.
    """
    page.goto(f"{server.url}/method")
    expect(page.get_by_role("heading", name="Sources")).to_be_visible()
    app.rest(page)
    expect(page.locator("body")).to_be_focused()
    page.get_by_role("heading", name="Sources").scroll_into_view_if_needed()
    app.tab_to(page, page.get_by_role("link", name="Teams"))
    page.keyboard.press("Enter")
    expect_focus(page, "Teams")
    expect(page.get_by_role("heading", name="Teams", exact=True)).to_be_in_viewport()
    page.go_back()
    expect_focus(page, "Method")
    expect(page.get_by_role("heading", name="Method", exact=True)).to_be_in_viewport()

    app.visit(page, "/teams")
    expect_focus(page, "Teams")
    app.rest(page)
    page.evaluate(HOLD_REQUESTS)  # settled: it acts
    page.get_by_role("link", name="Method").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("link", name="Questionnaires")).to_be_focused()
    page.evaluate("window.releaseRequests()")  # settled: it acts
    expect(page).to_have_title("Method · CX Maturity")
    expect(page.get_by_role("heading", name="Method", exact=True)).to_be_visible()
    app.rest(page)
    expect(page.get_by_role("link", name="Questionnaires")).to_be_focused()


# Notes at each frame which controls the notice covers beside a question; the notice goes after some seconds.
_NOTE_COVERED = """() => {
  const overlaps = (one, other) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
  const look = () => {
    const notice = document.querySelector('.cx-announcement.cx-shown:not(:empty)')?.getBoundingClientRect()
    if (notice && document.querySelector('.cx-question')) {
      document.covered = [...document.querySelectorAll('label, button, summary, a[href]')]
        .filter((control) => control.checkVisibility() && overlaps(control.getBoundingClientRect(), notice))
        .map((control) => control.textContent)
    }
    requestAnimationFrame(look)
  }
  look()
}"""


def test_what_an_action_did_is_said_and_shown_and_the_focus_follows(
    server: Server, page: Page, database: Database
) -> None:
    """Start opens the question, Finish the result; each is announced in the polite live region and shown.

    What is shown covers no control, even on a phone, where choices and buttons fill the page. In a window that becomes
    smaller it stays inside, and once it is gone nothing sticks out.
    """
    page.goto(f"{server.url}/?begin=full")
    expect(app.button(page, "Start")).to_be_visible()
    app.name_team(page, unique("Said"))
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate(_NOTE_COVERED)  # settled: it only begins to look
    press(page, "Start")
    expect_said(page, "You can begin. Each answer is saved as you give it.")
    expect(page.locator(".cx-announcement")).to_be_in_viewport(ratio=0.9)
    expect(page.locator(".cx-question h2:focus")).to_be_visible()
    page.wait_for_function("document.covered?.length === 0")
    page.set_viewport_size({"width": 1280, "height": 900})
    opened = begun(database, everywhere(4), team=unique("Said"))
    page.goto(f"{server.url}/assess?assessment={opened}&view=Review and finish")
    press(page, "Finish and see the result")
    expect_said(page, "Finished. This is your result.")
    page.set_viewport_size({"width": 360, "height": 640})
    notice = page.locator(".cx-announcement")
    expect(notice).to_be_in_viewport(ratio=0.9)  # before the focus, which comes when all of the result is drawn
    expect(page.locator("h1:focus")).to_be_visible()
    expect(notice).to_be_empty()
    expect_nothing_sideways(page, "after the notice")


def test_the_focus_never_falls_out_of_the_page(server: Server, page: Page, database: Database) -> None:
    """If the focused element disappears the heading above it gets the focus.

    Teams added, also by a double click, and steps of a console.
    """
    page.goto(f"{server.url}/teams")
    field = page.get_by_role("textbox", name="Name of a new team")
    field.fill(unique("Focus"))
    press(page, "Add the team")
    expect_said(page, "The team is added.")
    app.rest(page)
    expect(page.locator("body")).not_to_be_focused()
    field.fill(unique("Focus"))
    app.button(page, "Add the team").dblclick()
    expect(field).to_have_value("")
    app.rest(page)
    expect(field).not_to_have_attribute("aria-invalid", "true")  # the second click of the two added no team again
    room = workshop_fixtures.at_each_phase(database, unique("Focus"))["in vote"]
    app.visit(page, f"/workshop?assessment={room}")
    reveal = page.get_by_role("button", name=re.compile("^Reveal"))
    expect(reveal).to_be_visible()
    press(page, "Reveal")
    expect(reveal).to_have_count(0)
    app.rest(page)
    expect(page.locator("body")).not_to_be_focused()
    press(page, "Next question")
    expect(reveal).to_be_visible()
    app.rest(page)
    expect(page.locator("body")).not_to_be_focused()


@pytest.fixture
def narrow(page: Page) -> Page:
    """A window of 600 px, as on a phone or at 200 %."""
    page.set_viewport_size({"width": 600, "height": 800})
    return page


def test_the_menu_of_phones_is_used_by_keys(server: Server, narrow: Page) -> None:
    """Tab goes from the skip link to the mark, the menu button and the page, and to nothing hidden.

    The open menu has the focus; Escape and leaving it close it; a choice closes it and opens the page.
    """
    narrow.goto(f"{server.url}/method")
    expect(narrow.get_by_role("heading", name="Method", exact=True)).to_be_visible()
    app.rest(narrow)
    stops = []
    for _ in range(4):
        narrow.keyboard.press("Tab")
        stops.append(narrow.evaluate("document.activeElement.dataset.testid"))  # settled: Tab moves at once
    assert stops == ["stSkipToContent", "stLogoLink", "stExpandSidebarButton", "stMain"]

    opener = narrow.get_by_test_id("stExpandSidebarButton")
    bar, links = narrow.get_by_test_id("stSidebar"), narrow.get_by_test_id("stSidebarNavLink")
    opener.focus()
    narrow.keyboard.press("Enter")
    expect(links.filter(has_text="Method")).to_be_focused()
    narrow.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(bar).to_have_attribute("data-collapsed", "true")
    narrow.keyboard.press("Enter")
    expect(links.filter(has_text="Method")).to_be_focused()
    narrow.keyboard.press("Tab")  # it was the last one
    expect(bar).to_have_attribute("data-collapsed", "true")
    opener.click()
    links.filter(has_text="Teams").click()
    expect_focus(narrow, "Teams")
    expect(bar).to_have_attribute("data-collapsed", "true")
    expect(links.first).to_be_hidden()


def test_a_questionnaire_in_another_language_bears_it(server: Server, page: Page, database: Database) -> None:
    """The question on the console is marked with its language, and so are quotations, also in announcements.

    Our own words are not.
    """
    workshop = workshop_fixtures.opened(database, questionnaire=GERMAN)
    people = workshop_fixtures.joined(database, workshop, 5)
    workshop_fixtures.done(database, workshop, "begin")
    workshop_fixtures.voted(database, workshop, people, *(3,) * 5)
    page.goto(f"{server.url}/workshop?assessment={workshop.assessment.id}")
    question = QUESTIONNAIRE.by_id[workshop.order[0]]
    expect(page.locator('h2 [lang="de"]')).to_have_text(question.prompt)
    expect(page.locator('[lang="de"]').get_by_role("button", name="Reveal")).to_have_count(0)
    press(page, "Reveal")
    expect(page.locator('.cx-announcement [lang="de"]')).to_have_text("By design")
    sentence = page.locator(".st-key-workshop-phase p").filter(has_text="Middle answer 3")
    expect(sentence.locator('[lang="de"]')).to_have_text("By design")
    expect(page.locator("html")).to_have_attribute("lang", "en")


# Whether the words after a marked text stand to its right.
_IS_IN_ORDER = """marked => {
  const after = document.createRange()
  after.selectNodeContents(marked.nextSibling)
  return after.getBoundingClientRect().left >= marked.getBoundingClientRect().right - 1
}"""


def test_words_from_right_to_left_take_no_number_beside_them_along(
    server: Server, window: NewWindow, database: Database
) -> None:
    """On the console, the projected screen and a phone the number of votes stands after the name, not before it."""
    names = ("صدفة", "جهد", "تصميم")
    stages = tuple(Stage(level=level, name=name) for level, name in enumerate(names, start=1))
    model = reshaped(equal(3, scale_max=3), stages=stages, language="ar")
    workshop = workshop_fixtures.opened(database, questionnaire=model, scope="full")
    phone = join(window(), server, workshop)
    console, screen = window(), projected(window(), server, workshop)
    console.goto(f"{server.url}/workshop?assessment={workshop.assessment.id}")
    people = workshop_fixtures.joined(database, workshop, 3)
    workshop_fixtures.switched_on(database, workshop, "is_shared")
    workshop_fixtures.done(database, workshop, "begin")
    workshop_fixtures.voted(database, workshop, people, 1, 2, 3)  # far apart: all in one sentence
    workshop_fixtures.done(database, workshop, "reveal")
    for page, sentence in ((console, "Middle answer 2, جهد."), (screen, "Middle answer 2 · جهد"), (phone, "Middle")):
        marked = page.locator("p", has_text=sentence).locator("span[lang=ar]").first
        expect(marked).to_have_text("جهد")
        assert marked.evaluate(_IS_IN_ORDER), sentence  # settled: the sentence is shown


def test_bars_charts_tables_and_the_plan_bear_it_too(server: Server, page: Page, database: Database) -> None:
    """The questionnaire's words in bars, charts, table cells and steps to do are marked."""
    now = datetime.now(UTC)
    opened = begun(database, everywhere(2), questionnaire=GERMAN)
    view = views.load_person_view(database, opened)
    question = GERMAN.by_id["P1"]
    action = plan_step(database, view.assessment, question, 2, "", None, now)
    page.goto(f"{server.url}/result?assessment={opened}")
    german = page.locator('[lang="de"]')
    expect(page.locator(".cx-bar-name").first.and_(german)).to_have_text("People")
    expect(page.locator(".st-key-radar text[lang=de]").filter(has_text="People")).to_be_visible()
    table = app.unfold(page, "table-heatmap")
    expect(table.locator("td").filter(has_text=question.prompt)).to_have_attribute("lang", "de")
    expect(table.locator("th[scope=row]").first).to_have_attribute("lang", "de")
    expect(table.locator("thead [lang]")).to_have_count(0)
    app.visit(page, f"/plan?team={action.team_id}")
    row = page.locator(f".st-key-card-action-{action.id}")
    expect(row.get_by_role("heading", name=action.do).locator(german)).to_have_text(action.do)
    expect(row.locator("summary").locator(german).first).to_have_text(question.prompt)
    expect(row.locator(german).get_by_role("button")).to_have_count(0)


def test_typed_text_in_a_label_is_read_out_as_it_was_typed(server: Server, page: Page, database: Database) -> None:
    """Without the backslashes that escape Markdown, also in parts that are opened later."""
    team = unique("Mill & Co. *north*")
    opened = begun(database, team=team, label="1.0 (v2)")
    page.goto(server.url)
    app.unfold(page, "unfinished")
    app.unfold(page, f"more-{opened}")
    expect(page.get_by_role("textbox", name=f"Name ({team} · 1.0 (v2))", exact=True)).to_be_visible()
    page.get_by_role("link", name=f"Continue {team} · 1.0 (v2)", exact=True).click()
    app.expect_question(page, "P1")
