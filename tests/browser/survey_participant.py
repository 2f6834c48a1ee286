"""A participant's browser in a survey."""

import re
from collections.abc import Mapping

from playwright.sync_api import Page, expect

from cxmaturity.answers import Answer
from cxmaturity.services.surveys import participation
from cxmaturity.store.database.engine import Database
from tests.browser import driver as app
from tests.server import Server
from tests.web.participant import Begun


def expect_question(page: Page, question: str) -> None:
    """Wait until the page of this question is loaded and its script runs."""
    expect(page).to_have_url(re.compile(f"/{question}$"))
    expect(app.question(page, question)).to_be_visible()
    page.wait_for_function("() => document.querySelector('[data-answer-form]')?.answerForm")


def begin(page: Page, server: Server, begun: Begun, name: str = "") -> None:
    """Open the invitation and begin."""
    page.goto(f"{server.url}{begun.address}")
    if name:
        page.get_by_role("textbox", name="Your name").fill(name)
    app.button(page, "Begin").click()
    expect_question(page, "P1")


def code_of(page: Page) -> str:
    """Return the private code in this browser's cookie."""
    return next(kept["value"] for kept in page.context.cookies() if kept["name"] == "cx-participant")


def stored(database: Database, begun: Begun, code: str) -> Mapping[str, Answer]:
    """Return the stored answers of the person with this code."""
    participant = participation.find_participation(database, begun.survey, code)
    return dict(participant.response.answers) if participant else {}
