"""Home in a browser: errors are linked with their fields, and actions move the focus to their result."""

import re

from playwright.sync_api import expect

from cxmaturity.store.database.engine import Database
from tests.browser import driver as app
from tests.browser.conftest import NewWindow
from tests.fixtures import begun, unique
from tests.server import Server


def test_what_is_wrong_is_tied_to_its_field(server: Server, window: NewWindow, database: Database) -> None:
    """Without a name the field is invalid, described by the error, and focused; with a name it is not."""
    begun(database, team=unique("North"))  # so that there is a list of teams to choose from
    page = window()
    page.goto(f"{server.url}/?begin=full")
    app.option(page, "start-team-choice", "New team")
    name = page.get_by_role("textbox", name="Name of the new team")
    expect(name).to_be_visible()
    app.button(page, "Start").click()
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_accessible_description(re.compile("The team needs a name of 1 to 80 characters"))
    expect(page.get_by_role("textbox", name="Name of this assessment")).not_to_have_attribute("aria-invalid", "true")
    name.fill(unique("East"))
    name.press("Tab")
    expect(name).not_to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("The team needs a name")).to_have_count(0)
    app.button(page, "Start").click()
    app.expect_question(page, "P1")


def test_a_survey_is_not_started_for_another_number_than_its_field_shows(
    server: Server, window: NewWindow, database: Database
) -> None:
    """One is too few, and was not sent: the survey began with the number before, which nobody saw any more."""
    page = window()
    page.goto(f"{server.url}/?begin=survey")
    app.name_team(page, unique("Number"))
    number = page.get_by_role("spinbutton", name="How many people do you invite?")
    number.fill("1")
    app.button(page, "Start").click()
    expect(number).to_be_focused()
    expect(page.get_by_text("Please enter a value between 2 and 10000.")).to_be_visible()
    number.fill("3")
    app.button(page, "Start").click()
    expect(page.get_by_text("Nobody has answered, of 3 expected")).to_be_visible()


def test_removing_and_undoing_keep_the_focus(server: Server, window: NewWindow, database: Database) -> None:
    """Remove moves the focus to Undo, which is announced; after Undo the focus is on the page."""
    team = unique("Removed")
    opened = begun(database, {"P1": 3}, team=team)
    page = window()
    page.goto(server.url)
    app.unfold(page, "unfinished")
    app.unfold(page, f"more-{opened}")
    app.button(page, f"Remove ({team} · Spring)").click()
    expect(page.get_by_role("status").filter(has_text=f"“Spring” of {team} is removed.")).to_be_attached()
    expect(app.button(page, "Undo")).to_be_focused()
    expect(page.get_by_role("heading", name=team)).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=team)).to_be_visible()
    expect(page.get_by_role("status").filter(has_text=f"“Spring” of {team} is back.")).to_be_attached()
    expect(page.locator("body")).not_to_be_focused()
