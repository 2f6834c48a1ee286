"""A workshop's console in a browser."""

import re

from playwright.sync_api import Locator, Page, expect

from cxmaturity.services.workshops.workshop_view import WorkshopView
from tests.browser import driver as app
from tests.server import Server


def expect_count(page: Page, text: str) -> None:
    """Wait until the live count shows this."""
    expect(page.locator('.cx-live-status [data-field="count"]')).to_have_text(text)


def act(page: Page, name: str) -> Locator:
    """The button with this name, which may have its own key."""
    return page.get_by_role("button", name=re.compile(rf"^{name}( Shortcut \w)?$"))


def press(page: Page, key: str, name: str) -> None:
    """Press the key of this button once the page shows it, because earlier it has no effect."""
    expect(act(page, name)).to_be_visible()
    page.keyboard.press(key)


def open_console(page: Page, server: Server, workshop: WorkshopView) -> None:
    page.goto(f"{server.url}/workshop?assessment={workshop.assessment.id}")
    expect_alive(page)


def expect_alive(page: Page) -> None:
    """Wait until the console handles its keys, follows the workshop, and no longer changes."""
    page.wait_for_function("() => document.querySelector('.cx-live-status')?.liveStatus")
    app.rest(page)
