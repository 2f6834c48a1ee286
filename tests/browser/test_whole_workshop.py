"""A whole workshop: the console, the screen and six phones, each in a window of its own, and a power cut in the middle.

What each of them does in detail is in `test_console` and `test_room`.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from cxmaturity.services.assessments import views
from tests.browser import driver as app
from tests.browser import workshop_fixtures
from tests.browser.conftest import NewWindow
from tests.browser.fixtures import QUESTIONNAIRE
from tests.browser.server import Server
from tests.browser.test_console import act, console
from tests.browser.test_phones_and_screen import PHONE, SCREEN, heading, join, opened, projected, vote

LEVELS = (1, 2, 3, 3, 4, 5)
FIRST = QUESTIONNAIRE.pulse[0]


def power_cut(server: Server, page: Page) -> None:
    """End the server without a word and start it again; wait until this console is back."""
    server.kill()
    expect(page.get_by_text("Connection lost; trying again.")).to_be_visible()
    server.start()
    expect(page.get_by_text("Connection lost; trying again.")).to_have_count(0)
    app.rest(page)


@pytest.mark.parametrize(("pace", "privacy"), [("together", "anonymous"), ("self_paced", "open")])
def test_from_the_lobby_to_the_end(own_server: Server, window: NewWindow, pace: str, privacy: str) -> None:
    """Votes 1, 2, 3, 3, 4, 5 on the first question: the middle one is 3, the room is mixed (AD 1.00).

    Three votes are in when the power goes; the others come after it. Once more all vote 3, and that is the result.
    """
    with opened(own_server) as database:
        of = workshop_fixtures.opened(database, pace=pace, privacy=privacy)
        own_server.start()
        leading, screen = window(), projected(window(**SCREEN), own_server, of)
        console(leading, own_server, of)
        phones = [join(window(**PHONE), own_server, of, name=f"Person {n}") for n in range(6)]
        expect(screen.locator(".lobby .joined")).to_have_text("6")
        if pace == "together":
            act(leading, "Start the first vote").click()
            for page, level in zip(phones[:3], LEVELS, strict=False):
                heading(page, FIRST.prompt)
                vote(page, level)
            power_cut(own_server, leading)
            for page, level in zip(phones[3:], LEVELS[3:], strict=True):
                vote(page, level)
            expect(screen.locator(".figure")).to_have_text("6")
            act(leading, "Reveal").click()
        else:
            act(leading, "Let everyone begin").click()
            for number, (page, level) in enumerate(zip(phones, LEVELS, strict=True)):
                if number == 3:
                    power_cut(own_server, leading)
                expect(page).to_have_url(re.compile(f"/{FIRST.id}$"))
                page.wait_for_function("() => document.querySelector('[data-answer-form]')?.answerForm")
                app.choose(page, FIRST.id, level)
                app.expect_saved(page, FIRST.id)
            app.button(leading, "Walk through the answers").click()
            act(leading, "End the answering and walk through").click()
        for page in phones:
            heading(page, "Look at the screen")
        expect(screen.locator(".facts")).to_contain_text("votes vary")
        expect(screen.locator(".bars svg")).to_have_count(5 if privacy == "open" else 0)
        act(leading, "Vote again").click()
        for page in phones:
            vote(page, 3)
        act(leading, "Reveal").click()
        expect(screen.locator(".facts")).to_contain_text("votes close together")
        app.unfold(leading, "room-ending")
        app.button(leading, "End it and keep the result").click()
        for page in phones:
            heading(page, "Thank you")
        kept = views.load_view(database, of.assessment.id).group
        assert kept
        assert [shown.shown.answer.level for shown in kept.rounds[FIRST.id]] == [3, 3]
        assert kept.disclosure.answered == 6
        assert all((vote.name != "") == (privacy == "open") for vote in kept.rounds[FIRST.id][-1].votes)
