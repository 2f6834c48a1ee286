"""Teams in a real browser: renaming and archiving by keys alone, and on a phone, from a cell to its result."""

from playwright.sync_api import Page, expect

from cxmaturity.analysis.trends.team_places import MIN_TEAMS
from cxmaturity.store.database.engine import Database
from tests.browser import driver as app
from tests.fixtures import QUESTIONNAIRE, begun, everywhere, unique
from tests.server import Server

HEAT = ".cx-heat"

# Whatever of the elements that match stands out of the window, or is cut off within its box.
BESIDE = "main => [main.scrollWidth - main.clientWidth, getComputedStyle(main).overflowWrap]"
CUT = """elements => elements.filter(element => {
  const box = element.getBoundingClientRect()
  return box.left < 0 || box.right > innerWidth + 0.5 || element.scrollWidth > element.clientWidth + 1
}).map(element => element.textContent)"""

# What each cell says its column is.
NAMES = "cells => cells.map(cell => getComputedStyle(cell, '::before').content)"


def first_by_name(name: str) -> str:
    """Return a team name that sorts first, so that other tests' teams do not push it off the page."""
    return unique(f"0 {name}")


def test_on_a_phone_nothing_of_the_table_is_cut(server: Server, page: Page, database: Database) -> None:
    """At 360 px every cell of a team is in the window and names its column; the last is reached and opened by keys.

    For screen readers it is still a table, with a row per team and cells. With this many teams each has a place. A name
    of one long word is broken, on the result too, whose legend names the last assessment.
    """
    team = first_by_name("Keys")
    begun(database, everywhere(3), team=first_by_name("W" * 60), label="W" * 60, finished=True)
    for _ in range(MIN_TEAMS - 2):
        begun(database, everywhere(3), finished=True)
    begun(database, everywhere(2), team=team, label="W" * 60, finished=True, days_ago=90)
    newest = begun(database, everywhere(3), team=team, finished=True)
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(f"{server.url}/teams")
    expect(page.get_by_role("heading", name="Your teams")).to_be_visible()
    app.rest(page)
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=team))
    names = ["Overall", "Place", *(d.name for d in QUESTIONNAIRE.dimensions)]
    app.eventually(lambda: row.get_by_role("cell").evaluate_all(NAMES), [f'"{name}"' for name in names])
    app.eventually(lambda: page.locator(f"{HEAT} td, {HEAT} th[scope=row]").evaluate_all(CUT), [])
    last = page.get_by_role("link", name=f"of {team}, Spring").last
    app.tab_to(page, last, most=400)
    expect(last).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{server.url}/result?assessment={newest}")
    expect(page.get_by_role("heading", name="Stage 3 of 5: By design")).to_be_visible()
    expect(page.get_by_text(f"Last time ({'W' * 60})").first).to_be_attached()
    app.rest(page)
    app.eventually(lambda: page.get_by_test_id("stMain").evaluate(BESIDE), [0, "break-word"])


def test_a_team_is_renamed_archived_and_restored_by_keys_alone(server: Server, page: Page, database: Database) -> None:
    """The row opens below its button with the focus in it; each action is announced and keeps the focus near."""
    team = first_by_name("Renamed")
    begun(database, everywhere(3), team=team, finished=True)
    page.goto(f"{server.url}/teams")
    app.open_expander(page, "teams-listed")
    app.rest(page)
    page.get_by_role("button", name=f"Change {team}").press("Enter")
    field = page.get_by_role("textbox", name=f"New name of {team}")
    expect(field).to_be_focused()
    field.fill(f"{team} II")
    field.press("Enter")
    status = page.get_by_role("status").filter(has_text=f"{team} is called {team} II now.")
    expect(status.first).to_be_attached()
    change = page.get_by_role("button", name=f"Change {team} II")
    expect(change).to_be_focused()
    expect(field).to_have_count(0)
    change.press("Enter")
    expect(page.get_by_role("textbox", name=f"New name of {team} II")).to_be_focused()
    app.tab_to(page, app.button(page, "Archive it"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text=f"{team} II is archived.").first).to_be_attached()
    expect(page.get_by_role("rowheader", name=f"{team} II")).to_have_count(0)
    archived = page.locator(".st-key-archived-teams summary")
    expect(archived).to_be_focused()
    page.keyboard.press("Enter")
    back = page.get_by_role("button", name=f"Change {team} II")
    expect(back).to_be_visible()
    app.tab_to(page, back)
    page.keyboard.press("Enter")
    expect(app.button(page, "Restore it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("rowheader", name=f"{team} II")).to_be_visible()
    expect(page.locator(".st-key-listed-teams summary")).to_be_focused()
