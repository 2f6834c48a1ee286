"""Teams side by side in a real browser: from a cell to its result, with the mouse and without."""

from playwright.sync_api import Page, expect

from cxmaturity.store.database.engine import Database
from tests.browser import driver as app
from tests.browser.fixtures import begun, everywhere, unique
from tests.browser.server import Server

HEAT = ".cx-heat"


def test_a_cell_leads_to_its_result(server: Server, page: Page, database: Database) -> None:
    """What is clicked is the result the cell's level comes from."""
    team = unique("Clicked")
    newest = begun(database, everywhere(4), team=team, label="Autumn", finished=True)
    page.goto(f"{server.url}/teams")
    page.get_by_role("link", name=f"4.0: People of {team}, Autumn").click()
    expect(page).to_have_url(f"{server.url}/result?assessment={newest}")
    expect(page.get_by_role("heading", name="Stage 4 of 5: By habit")).to_be_visible()


def test_the_table_is_reached_and_scrolled_with_keys_alone(server: Server, page: Page, database: Database) -> None:
    """On a phone's width the last column comes into view by the arrow key, and each cell by Tab; Enter opens it."""
    team = unique("Keys")
    newest = begun(database, everywhere(3), team=team, finished=True)
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(f"{server.url}/teams")
    expect(page.locator(".st-key-slope .js-plotly-plot")).to_be_visible()
    app.rest(page)
    app.tab_to(page, page.locator(HEAT))
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    app.eventually(lambda: page.locator(HEAT).evaluate("table => table.scrollLeft > 0"), True)
    last = page.get_by_role("link", name=f"of {team}, Spring").last
    app.tab_to(page, last, most=400)
    expect(last).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{server.url}/result?assessment={newest}")


def test_a_team_is_removed_only_by_its_name(server: Server, page: Page, database: Database) -> None:
    """Made on the page, then taken away in two steps; another stays."""
    team = unique("Removed")
    page.goto(f"{server.url}/teams")
    page.get_by_role("textbox", name="Name of a new team").fill(team)
    app.button(page, "Add the team").click()
    app.rest(page)
    app.open_expander(page, "teams-listed")
    row = page.locator('[class*="st-key-card-team-"]').filter(has_text=team)
    row.get_by_role("button", name="Change").click()
    app.button(page, "Remove it …").click()
    expect(
        page.get_by_text("With it go, for good: 0 assessments, 0 results and 0 actions of its plan.")
    ).to_be_visible()
    app.button(page, f"Remove {team} for good").click()
    expect(row).to_have_count(0)
