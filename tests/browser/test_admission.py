"""Whoever comes beyond the expected number, on a real server: the console asks by itself, the phone follows."""

import re

from playwright.sync_api import expect

from cxmaturity.store.engine import Database
from tests.browser import driver as app
from tests.browser import workshop_fixtures
from tests.browser.conftest import NewWindow
from tests.browser.fixtures import unique
from tests.browser.server import Server

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}


def test_the_facilitator_lets_one_more_in(server: Server, window: NewWindow, database: Database) -> None:
    """Two were expected and are in; a third waits, the console says so and lets them in, and they join."""
    of = workshop_fixtures.opened(database, privacy="anonymous", expected=2, team=unique("Room"))
    workshop_fixtures.joined(database, of, 2)
    console, phone = window(), window(**PHONE)
    console.goto(f"{server.url}/workshop?assessment={of.assessment.id}")
    expect(console.locator('.cx-live-status [data-field="count"]')).to_have_text("Joined: 2 of 2 expected")
    phone.goto(f"{server.url}/join/{of.assessment.invitation}")
    app.button(phone, "Join").click()
    expect(phone.get_by_role("heading", name="Please wait a moment")).to_be_visible()
    expect(console.get_by_text("1 person asks to take part, beyond the 2 you expected.")).to_be_visible()
    app.button(console, "Let them in").click()
    expect(console.get_by_text("asks to take part")).to_have_count(0)
    expect(phone.get_by_text("You are let in.")).to_be_visible(timeout=15_000)
    app.button(phone, "Join").click()
    expect(phone.get_by_role("heading", name="You are in")).to_be_visible()
    expect(console.locator('.cx-live-status [data-field="count"]')).to_have_text(re.compile("^Joined: 3 of 2"))
