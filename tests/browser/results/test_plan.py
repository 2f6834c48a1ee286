"""The plan in a browser: by keyboard alone, on a phone, and its files."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import partial

from playwright.sync_api import Page, expect

from cxmaturity.records import Action
from cxmaturity.services import plans
from cxmaturity.services.assessments import views
from cxmaturity.store.database.engine import Database
from tests.browser import driver as app
from tests.fixtures import begun, unique
from tests.server import Server

TODAY = datetime.now(UTC).date()
FIELDS = '[class*="st-key-card-action-"] :is(input:not([tabindex="-1"]), button, [role="spinbutton"], summary)'

# The names of fields, buttons and summaries that a screen reader would tell two things by; the calendars of two fields
# are both called "Choose date" by the framework, and what empties them, which keys do not reach, "Clear date".
NAMES = """
fields => fields.filter(field => field.checkVisibility())
  .map(field => field.getAttribute('aria-label') ?? field.textContent.trim())
  .filter(name => !['Choose date', 'Clear date', 'Open'].includes(name))
"""
CUT = """
fields => fields.filter(field => field.checkVisibility()).map(field => [field, field.getBoundingClientRect()])
  .filter(([_, box]) => box.left < 0 || box.right > innerWidth).map(([field]) => field.outerHTML.slice(0, 80))
"""
DATES = '[class*="st-key-card-action-"] [data-testid="stDateInputFieldsScroller"]'
SCROLLED = "all => all.filter(date => date.scrollWidth > date.clientWidth).map(date => date.textContent)"
BOTTOM = "part => Math.round(part.getBoundingClientRect().bottom)"


def planned(database: Database, *dues: date) -> list[Action]:
    """Add a step of P1, P2 and so on to the plan of a new team for each of these dates."""
    view = views.load_view(database, begun(database, team=unique("Plan")))
    questions = view.questionnaire.questions
    steps = [plans.PlannedStep(q, 1, "Zoë", due) for q, due in zip(questions, dues, strict=False)]
    return plans.add_to_plan(database, view.assessment, steps, datetime.now(UTC))


def test_a_review_date_is_taken_away(server: Server, page: Page, database: Database) -> None:
    """Its field is emptied part by part, and stays empty."""
    [action] = planned(database, TODAY + timedelta(days=9))
    page.goto(f"{server.url}/plan?team={action.team_id}")
    parts = page.locator(f".st-key-due-{action.id}").get_by_role("spinbutton")
    expect(parts).to_have_count(3)
    app.rest(page)
    for part in range(3):
        parts.nth(part).click()
        for _ in "2031":
            page.keyboard.press("Backspace")
    page.get_by_role("heading", name="Plan", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Saved")
    app.rest(page)
    expect(parts).to_have_text(["yyyy", "mm", "dd"])
    assert [one.due for one in plans.list_plan(database, action.team_id, TODAY)] == [None]


def test_an_action_is_not_added_without_its_date(server: Server, page: Page, database: Database) -> None:
    """A date that its field does not allow is shown, but was not sent: the action was added without one."""
    [action] = planned(database, TODAY)
    page.goto(f"{server.url}/plan?team={action.team_id}")
    app.unfold(page, "own-action").get_by_label("What will you do?").fill("Listen")
    label = "Review it on (optional)"
    app.type_date(page, label, TODAY.replace(year=2099, day=1))
    app.button(page, "Put it in the plan").click()
    year = page.get_by_role("spinbutton", name=f"year, {label}")
    expect(year).to_be_focused()
    app.type_date(page, label, TODAY + timedelta(days=5))
    app.button(page, "Put it in the plan").click()
    expect(page.get_by_role("heading", name="Listen", exact=True)).to_be_visible()
    listed = plans.list_plan(database, action.team_id, TODAY)
    assert [one.due for one in listed if one.id != action.id] == [TODAY + timedelta(days=5)]


def test_a_plan_is_worked_on_with_keys_alone(server: Server, page: Page, database: Database) -> None:
    """Owner, date, done, did it work, delete, undo.

    Each is stored on leaving the field, and the focus is never lost.
    """
    first, second = planned(database, TODAY - timedelta(days=9), TODAY - timedelta(days=3))
    page.goto(f"{server.url}/plan?team={first.team_id}")
    rows = [page.locator(f".st-key-card-action-{action.id}") for action in (first, second)]
    status = page.get_by_role("status")

    def listed() -> dict[str, Action]:
        return {action.id: action for action in plans.list_plan(database, first.team_id, TODAY)}

    owner = rows[0].get_by_role("textbox", name=re.compile("^Owner "))
    expect(owner).to_be_visible()
    app.rest(page)
    app.tab_to(page, owner)
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Anna")
    page.keyboard.press("Tab")
    expect(status.get_by_text("Saved: owner “Anna”.")).to_be_visible()
    expect(rows[0].get_by_role("spinbutton", name=re.compile("^year, Review on "))).to_be_focused()
    later = TODAY + timedelta(days=45)
    page.keyboard.type(f"{later:%Y%m%d}")
    app.eventually(lambda: listed()[first.id].due, first.due)  # not before the whole field is left
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    app.eventually(lambda: listed()[first.id].due, later)
    expect(rows[0].get_by_role("combobox", name=re.compile("^Status "))).to_be_focused()
    expect(page.get_by_role("heading", name="Overdue · 2")).to_be_visible()  # no row goes away under the keys

    app.tab_to(page, rows[0].get_by_role("button", name=re.compile("^Mark done ")))
    page.keyboard.press("Enter")
    expect(rows[0].get_by_role("heading", name="Did it work?")).to_be_focused()
    expect(rows[0].get_by_role("radio", name="Yes")).to_be_visible()
    page.keyboard.press("Tab")
    expect(rows[0].get_by_role("radio", name="Yes")).to_be_focused()
    page.keyboard.press("Space")
    app.eventually(lambda: listed()[first.id].outcome, "yes")

    summary = rows[1].locator("summary")
    app.tab_to(page, summary)
    page.keyboard.press("Enter")
    delete = rows[1].get_by_role("button", name=re.compile("^Delete "))
    expect(delete).to_be_visible()
    app.rest(page)
    app.tab_to(page, delete)
    page.keyboard.press("Enter")
    undo = page.get_by_role("button", name=re.compile("^Undo "))
    expect(undo).to_be_focused()
    assert set(listed()) == {first.id}
    page.keyboard.press("Enter")
    expect(rows[1].get_by_role("heading", level=3)).to_be_focused()
    assert listed()[second.id] == second


def test_on_a_phone_nothing_is_cut_and_no_two_names_are_alike(server: Server, page: Page, database: Database) -> None:
    """Cards at 360 and 320 px; a field's accessible name begins with its visible label.

    On a tablet, upright or not, the button stands in one row with the fields.
    The calendar file has both actions.
    """
    first, second = planned(database, TODAY - timedelta(days=9), TODAY + timedelta(days=45))
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(f"{server.url}/plan?team={first.team_id}")
    expect(page.get_by_role("textbox", name=re.compile("^Owner "))).to_have_count(2)
    expect(page.get_by_role("button", name=re.compile("^Mark done "))).to_have_count(2)
    app.rest(page)
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 780})
        app.eventually(lambda: page.locator(FIELDS).evaluate_all(CUT), [], f"{width} px:")
        app.eventually(lambda: page.locator(DATES).evaluate_all(SCROLLED), [], f"{width} px:")
        app.eventually(lambda: page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth"), width)
    status, done = (page.locator(f".st-key-{key}-{first.id}") for key in ("status", "done"))
    for width in (768, 1024, 1100):
        page.set_viewport_size({"width": width, "height": 780})
        app.eventually(lambda: done.evaluate(BOTTOM) - status.evaluate(BOTTOM), 0, f"{width} px:")
        app.eventually(lambda: page.locator(DATES).evaluate_all(SCROLLED), [], f"{width} px:")
    page.set_viewport_size({"width": 320, "height": 780})
    fields = 2 * len(("more", "owner", "year", "month", "day", "status", "mark done"))
    app.eventually(lambda: len(set(page.locator(FIELDS).evaluate_all(NAMES))), fields)
    app.eventually(lambda: len(page.locator(FIELDS).evaluate_all(NAMES)), fields)
    label = "field => getComputedStyle(field, '::before').content.slice(1, 6)"
    for key, shown in (("owner", "Owner"), ("due", "Revie"), ("status", "Statu")):
        field = page.locator(f".st-key-{key}-{first.id}")
        app.eventually(partial(field.evaluate, label), shown)
    with page.expect_download() as downloading:
        app.button(page, "Calendar file").click()
    content = downloading.value.path().read_text("utf-8")
    assert [line for line in content.splitlines() if line.startswith("UID")] == [
        f"UID:{action.id}@cxmaturity" for action in (first, second)
    ]
