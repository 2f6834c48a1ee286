"""People beyond the expected number, on a real server: the console shows the request, the phone follows."""

import re
from datetime import UTC, datetime

from playwright.sync_api import expect

from cxmaturity.services.surveys import admission, codes, participation
from cxmaturity.store.database.engine import Database
from tests import workshop_fixtures
from tests.browser import driver as app
from tests.browser.conftest import NewWindow
from tests.browser.observers import expect_fit
from tests.fixtures import unique
from tests.server import Server
from tests.web.participant import opened

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}


def test_the_facilitator_lets_one_more_in(server: Server, window: NewWindow, database: Database) -> None:
    """Two are expected and have joined; a third waits, the console shows it and admits them, and they join.

    A phone that is told meanwhile that the server is away goes on waiting.
    A survey's page, which draws the same buttons by itself, announces that they are let in as well.
    """
    workshop = workshop_fixtures.opened(database, privacy="anonymous", expected=2, team=unique("Room"))
    workshop_fixtures.visited(server, workshop, workshop_fixtures.joined(database, workshop, 2))
    console, phone = window(), window(**PHONE)
    console.goto(f"{server.url}/workshop?assessment={workshop.assessment.id}")
    expect(console.locator('.cx-live-status [data-field="count"]')).to_have_text("Joined: 2, 2 expected")
    phone.clock.install()
    phone.goto(f"{server.url}/join/{workshop.assessment.invitation}")
    app.button(phone, "Join").click()
    expect(phone.get_by_role("heading", name="Please wait a moment")).to_be_visible()
    phone.route("**/*?waiting=1", lambda route: route.fulfill(status=502, body="Bad gateway"))
    with phone.expect_response(lambda reply: reply.status == 502):
        phone.clock.fast_forward(5000)
    expect(console.get_by_text("1 person asks to take part, beyond the 2 you expected.")).to_be_visible()
    app.button(console, "Let them in").click()
    expect(console.get_by_text("asks to take part")).to_have_count(0)
    phone.unroute_all()
    phone.clock.fast_forward(5000)
    expect(phone.get_by_text("You are let in.")).to_be_visible()
    app.button(phone, "Join").click()
    expect(phone.get_by_role("heading", name="You are in")).to_be_visible()
    expect(console.locator('.cx-live-status [data-field="count"]')).to_have_text(re.compile("^Joined: 3, 2 expected"))
    survey = opened(database, expected=2, team=unique("Full")).survey.assessment.id
    app.visit(console, f"/survey?assessment={survey}")
    expect(console.get_by_role("heading", name="Close")).to_be_visible()
    admission.request_admission(database, survey, "visitor")
    app.button(console, "Let them in").click()
    expect(console.locator(".cx-announcement")).to_have_text("They are let in.")


def test_the_pages_of_who_is_who_are_accessible(server: Server, window: NewWindow, database: Database) -> None:
    """Waiting, a taken name, another person's link, a slip: no violation, and nothing sideways on a phone."""
    full = opened(database, expected=2, team=unique("Full"))
    named = opened(database, "open", names=["Ada", "Bo"], team=unique("Named"))
    slips = opened(database, team=unique("Slips"))
    admission.make_slips(database, slips.survey.assessment, 1)
    for _ in range(2):
        participation.begin_participation(database, full.survey, codes.new_code(), "", None, datetime.now(UTC))
    page = window(**PHONE)
    page.goto(f"{server.url}{full.address}")
    app.button(page, "Begin").click()
    expect(page.get_by_role("heading", name="Please wait a moment")).to_be_visible()
    expect_fit(page)
    page.goto(f"{server.url}{named.address}")
    page.get_by_role("textbox", name="Your name").fill("Ada")
    app.button(page, "Begin").click()
    expect(page.get_by_text("Are you the Ada who was invited?")).to_be_visible()
    expect_fit(page)
    page.goto(f"{server.url}{named.address}?code={named.codes['Ada']}")
    app.button(page, "Begin").click()
    expect(page).to_have_url(re.compile("/P1$"))
    page.goto(f"{server.url}{named.address}?code={named.codes['Bo']}")
    expect(page.get_by_role("heading", name="Are you Bo?")).to_be_visible()
    expect_fit(page)
    page.goto(f"{server.url}{slips.address}?slip=AAAA")
    expect(page.get_by_role("textbox", name="The code on your slip")).to_have_value("AAAA")
    expect_fit(page)
