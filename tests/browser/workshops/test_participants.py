"""Participants of a workshop on a real server: quick joining, presence, missing votes, and removal."""

import re

from playwright.sync_api import Locator, Page, expect

from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store.database.engine import Database
from tests import workshop_fixtures
from tests.browser import driver as app
from tests.browser.conftest import NewWindow
from tests.browser.observers import expect_fit
from tests.browser.workshops.console import expect_alive
from tests.fixtures import unique
from tests.server import Server

SMALL_PHONE = {"viewport": {"width": 360, "height": 640}, "has_touch": True}


def test_people_are_managed_on_the_console(server: Server, window: NewWindow, database: Database) -> None:
    """Join is on the first screen.

    Two join, one leaves, one is missing, one is renamed, removed and shown the reason.
    """
    workshop = workshop_fixtures.opened(
        database, privacy="open", team=unique("A team with a rather long name"), asks_role=True
    )
    ada, bo = window(**SMALL_PHONE), window(**SMALL_PHONE)
    for phone, name in ((ada, "Ada"), (bo, "Bo")):
        phone.goto(f"{server.url}/join/{workshop.assessment.invitation}")
        join = app.button(phone, "Join")
        expect(join).to_be_in_viewport(ratio=1)
        if phone is ada:
            expect_fit(phone)
        phone.get_by_label("Your name").fill(name)
        phone.get_by_text("Yes, I lead people").click()
        join.click()
        expect(phone.get_by_text("Connected", exact=True)).to_be_visible()
    expect(ada.locator(".cx-joined")).to_have_text("2")

    console, people = opened_people(window, server, workshop)
    attendance = console.locator(".st-key-live-text-workshop-attendance")
    expect(attendance).to_have_text("2 connected")
    expect(people.get_by_text("Connected: Ada, Bo")).to_be_visible()
    expect_fit(console)
    bo.close()
    expect(attendance).to_have_text("1 connected · 1 away")
    expect(people.get_by_text("Away for a moment: Bo")).to_be_visible()

    workshop_fixtures.done(database, workshop, "begin")
    expect(ada.get_by_text("You have not voted yet")).to_be_visible()
    expect(people.get_by_text("Not in yet: Ada, Bo")).to_be_visible()
    ada.locator(".cx-choices label").first.click()
    expect(ada.locator(".cx-status")).to_contain_text("Your vote is in.")
    expect(people.get_by_text("Not in yet: Bo")).to_be_visible()

    app.option(console, "workshop-person", "Ada")
    console.get_by_role("textbox", name="New name").fill("bo")
    app.button(console, "Rename Ada").click()
    expect(console.get_by_text("Somebody else is called bo.")).to_be_visible()
    app.button(console, "Call them bo (2)").click()
    expect(people.get_by_text("Connected: bo (2)")).to_be_visible()
    expect(people.get_by_role("textbox", name="New name")).to_have_count(0)
    app.option(console, "workshop-person", "bo (2)")
    app.button(console, "Remove bo (2)").click()
    expect(ada.get_by_text("whoever leads it has removed this phone")).to_be_visible()
    expect(people.get_by_text(re.compile("1 away|1 gone")).first).to_be_visible()
    expect(console.locator('.cx-live-status [data-field="count"]')).to_have_text(re.compile("^Votes in: 0 of "))
    app.button(console, "Lock the workshop").click()
    expect(console.get_by_text("Nobody else can take part.")).to_be_visible()
    ada.get_by_label("Your name").fill("Ada")
    ada.get_by_text("Yes, I lead people").click()
    app.button(ada, "Join").click()
    expect(ada.get_by_role("alert")).to_contain_text("Nobody else can take part now.")


def opened_people(window: NewWindow, server: Server, workshop: WorkshopView) -> tuple[Page, Locator]:
    """Return a console with its list of participants open."""
    console = window(viewport={"width": 1280, "height": 1800})  # nothing scrolls, which would close a list
    console.goto(f"{server.url}/workshop?assessment={workshop.assessment.id}")
    expect_alive(console)
    console.get_by_text("People", exact=True).click()
    return console, console.locator(".st-key-workshop-people")


def test_people_of_an_anonymous_workshop_have_numbers(server: Server, window: NewWindow, database: Database) -> None:
    """Phones are not asked for a name; presence is shown only outside of a vote; one is removed by its number."""
    workshop = workshop_fixtures.opened(database, privacy="anonymous", team=unique("Anonymous"), asks_role=True)
    phone = window(**SMALL_PHONE)
    phone.goto(f"{server.url}/join/{workshop.assessment.invitation}")
    expect(phone.get_by_label("Your name")).to_have_count(0)
    phone.get_by_text("Yes, I lead people").click()
    app.button(phone, "Join").click()
    expect(phone.get_by_text("Connected", exact=True)).to_be_visible()
    [other] = workshop_fixtures.joined(database, workshop, 1, ["other"])
    workshop_fixtures.visited(server, workshop, [other])
    console, people = opened_people(window, server, workshop)
    expect(people.get_by_text("Connected: Phone 1, Phone 2")).to_be_visible()
    workshop_fixtures.done(database, workshop, "begin")
    expect(phone.get_by_text("You have not voted yet")).to_be_visible()
    expect(people.get_by_text("Who is connected is not shown while anonymous answers are taken")).to_be_visible()
    expect(people.get_by_text("Phone 1, Phone 2", exact=True)).to_be_visible()
    phone.locator(".cx-choices label").first.click()
    expect(phone.locator(".cx-status")).to_contain_text("Your vote is in.")
    app.option(console, "workshop-person", "Phone 1")
    app.button(console, "Remove Phone 1").click()
    expect(phone.get_by_text("whoever leads it has removed this phone")).to_be_visible()
    expect(console.locator('.cx-live-status [data-field="count"]')).to_have_text(re.compile("^Votes in: 0 of "))
