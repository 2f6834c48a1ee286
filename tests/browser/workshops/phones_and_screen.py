"""A workshop's phones and projected screen in browsers."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from cxmaturity.services.workshops import workshop_view
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop import votes as stored_votes
from tests import workshop_fixtures
from tests.browser import driver as app
from tests.fixtures import unique
from tests.server import Server

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
SCREEN = {"viewport": {"width": 1920, "height": 1080}}
IN = "Your vote is in."


def join(page: Page, server: Server, workshop: WorkshopView, name: str = "", by_code: bool = False) -> Page:
    """Join by the code or the link, and wait for the workshop's page."""
    page.goto(f"{server.url}/join" if by_code else f"{server.url}/join/{workshop.assessment.invitation}")
    if by_code:
        page.get_by_label("The code on the screen").fill(f" {workshop.code[:3].lower()} {workshop.code[3:]} ")
        app.button(page, "Join").click()
    if workshop.assessment.privacy == "open":
        page.get_by_label("Your name").fill(name or unique("Guest"))
    app.button(page, "Join").click()
    expect(page.get_by_text("Connected", exact=True)).to_be_visible()
    return page


def projected(page: Page, server: Server, workshop: WorkshopView) -> Page:
    page.goto(f"{server.url}/join/screen/{workshop.screen}")
    expect(page.locator(".slide")).to_be_visible()
    return page


def label(page: Page, live_region: int | str) -> Locator:
    words = f"{live_region} · " if isinstance(live_region, int) else live_region
    return page.locator(".cx-choices label").filter(has_text=re.compile(f"^{re.escape(words)}"))


def vote(page: Page, live_region: int | str, *, is_in: bool = True) -> None:
    """Choose, and wait until the vote is confirmed."""
    label(page, live_region).click()
    if is_in:
        expect(page.locator(".cx-part .cx-status")).to_contain_text(IN)


def votes_of(database: Database, workshop: WorkshopView, round_: int = 1) -> list[int | None]:
    """Return the stored levels on the current question, lowest first."""
    name = workshop_view.load_workshop(database, workshop.assessment.id).state.question
    with database.reading() as connection:
        votes = stored_votes.votes(connection, workshop.assessment.id, question_id=name, up_to=round_)
    return sorted((v.answer.level for v in votes if v.round == round_), key=lambda level: level or 0)


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=2, name=words)).to_be_visible()


def do(database: Database, workshop: WorkshopView, *acts: Any, **arguments: Any) -> None:
    workshop_fixtures.done(database, workshop, *acts, **arguments)
