"""Whole workshops: the console, the screen, two phones, four more people, and a power cut in the middle.

The details of each are tested in `test_console` and `test_phones_and_screen`.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from cxmaturity.services.assessments import views
from cxmaturity.services.assessments.agreed_levels import agree_on_level
from cxmaturity.services.assessments.views import PersonView
from cxmaturity.services.surveys import participation
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.services.workshops.voting import polls
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store.database.engine import Database
from cxmaturity.workshops.polls import PollName, WarmUp
from tests import workshop_fixtures
from tests.browser import driver as app
from tests.browser.conftest import NewWindow
from tests.browser.workshops.console import act, open_console
from tests.browser.workshops.phones_and_screen import (
    PHONE,
    SCREEN,
    do,
    heading,
    join,
    projected,
    vote,
    votes_of,
)
from tests.fixtures import QUESTIONNAIRE
from tests.server import Server

LEVELS = (1, 2, 3, 3, 4, 5)
FIRST = QUESTIONNAIRE.pulse[0]


def power_cut(server: Server, page: Page) -> None:
    """Kill the server and start it again; wait until this console has reconnected."""
    server.kill()
    expect(page.get_by_text("Connection lost; trying again.")).to_be_visible()
    server.start()
    expect(page.get_by_text("Connection lost; trying again.")).to_have_count(0)
    app.rest(page)


def answer_poll(
    database: Database, workshop: WorkshopView, people: Sequence[PersonView], poll: PollName, *choices: int
) -> None:
    """Let each of these people answer a poll question."""
    for person, choice in zip(people, choices, strict=True):
        polls.save_poll_answer(database, workshop.assessment.id, person.stored.id, poll, choice)


def person_of(page: Page, database: Database, workshop: WorkshopView) -> PersonView:
    """Return the participant of this window."""
    code = next(kept["value"] for kept in page.context.cookies() if kept["name"] == "cx-participant")
    person = participation.find_participation(database, Survey(workshop.assessment, workshop.questionnaire), code)
    assert person
    return person


def end(page: Page) -> None:
    """End the workshop on its console."""
    app.rest(page)
    app.open_expander(page, "workshop-ending")
    app.button(page, "End it and keep the result").click()


def test_question_by_question(own_server: Server, window: NewWindow) -> None:
    """All pages follow by themselves.

    A warm-up, votes with a reason, reveal and its undo, dots, steps, a closing question. Five votes are stored when the
    power is cut; the last is sent after it. The middle of 2, 2, 4, 5, 5 is 4; in the next vote all choose 3, which is
    the result.
    """
    with own_server.opened_database() as database:
        warm_up = WarmUp("Which weather?", ("Sun", "Rain"))
        workshop = workshop_fixtures.opened(database, privacy="open", warm_up=warm_up, asks_why=True)
        own_server.start()
        leading, screen = window(), projected(window(**SCREEN), own_server, workshop)
        open_console(leading, own_server, workshop)
        phones = [join(window(**PHONE), own_server, workshop, f"Phone {n}", by_code=n == 0) for n in range(2)]
        others = workshop_fixtures.joined(database, workshop, 4)
        workshop_fixtures.visited(own_server, workshop, others)
        expect(screen.locator(".lobby .joined")).to_have_text("6")
        for page in phones:
            heading(page, "You are in")
        app.unfold(leading, "workshop-timer")
        app.option(leading, "timer", "5 minutes")
        act(leading, "Start the warm-up").click()
        for page, words in zip(phones, ["Sun", "Rain"], strict=True):
            heading(page, "Which weather?")
            page.locator(".cx-choices label", has_text=words).click()
            expect(page.locator(".cx-part .cx-status")).to_contain_text("Your answer is in.")
        answer_poll(database, workshop, others, "warm_up", 1, 2, 2, 2)
        expect(screen.get_by_text("of 6 have answered")).to_be_visible()
        act(leading, "Reveal").click()
        expect(screen.locator(".headline")).to_have_text("Chosen most: Rain. 6 people answered.")
        act(leading, "Start the first vote").click()
        for page in phones:
            heading(page, FIRST.prompt)
        vote(phones[0], 1)
        workshop_fixtures.voted(database, workshop, others, 2, 4, 5, 5)
        power_cut(own_server, leading)
        workshop_fixtures.visited(own_server, workshop, others)
        phones[0].get_by_label("Why? One line, if you like").fill("Nobody asks them")
        vote(phones[0], 2)
        vote(phones[1], "Don't know")
        app.button(phones[1], "I need more time").click()
        expect(phones[1].get_by_text("The facilitator now sees that somebody needs more time")).to_be_visible()
        expect(leading.get_by_text("1 phone asks for more time.")).to_be_visible()
        expect(screen.locator(".figure")).to_have_text("6")
        expect(screen.get_by_text("of 6 have voted")).to_be_visible()
        expect(screen.locator(".timer")).to_have_text(re.compile(r"^[0-5]:\d\d$"))
        assert votes_of(database, workshop) == [None, 2, 2, 4, 5, 5]
        act(leading, "Reveal").click()
        for page in phones:
            heading(page, "Look at the screen")
        expect(phones[0].get_by_text("You chose 2 · By effort.")).to_be_visible()
        expect(screen.locator(".headline")).to_contain_text("Votes are far apart")
        expect(screen.locator(".bars svg")).to_have_count(5)
        for page in phones:
            expect(page.locator(".cx-part")).to_contain_text(
                "Middle answer 4, By habit. 5 votes; they are far apart. 1 did not know."
            )
        expect(phones[0].get_by_role("table")).to_have_count(0)
        leading.get_by_text("“Nobody asks them” Phone 0").click()
        expect(screen.locator(".own-words")).to_have_text("“Nobody asks them” Phone 0")
        expect(phones[1].get_by_role("listitem").filter(has_text="“Nobody asks them” Phone 0")).to_be_visible()
        app.rest(leading)
        act(leading, "Undo the reveal").click()
        heading(phones[0], FIRST.prompt)
        expect(phones[0].get_by_role("radio", name=re.compile("^2 · "))).to_be_checked()
        act(leading, "Reveal").click()
        expect(screen.locator(".headline")).to_contain_text("Votes are far apart")
        workshop_fixtures.switched_on(database, workshop, "is_shared")
        for page in phones:
            expect(page.get_by_role("table", name="How many chose each level")).to_be_visible()
        do(database, workshop, "again")
        for page in phones:
            expect(page.get_by_text("second vote")).to_be_visible()
            vote(page, 3)
        workshop_fixtures.voted(database, workshop, others, 3, 3, 3, 3)
        expect(screen.locator(".figure")).to_have_text("6")
        act(leading, "Reveal").click()
        expect(screen.locator(".facts")).to_contain_text("votes close together")
        agree_on_level(database, workshop.assessment.id, FIRST.id, 3, "Seen in two cases", datetime.now(UTC))
        expect(screen.locator(".reason")).to_contain_text("Seen in two cases")
        do(database, workshop, "dots")
        heading(phones[0], "Choose first steps")
        phones[0].get_by_text("Write a step of your own").click()
        phones[0].get_by_label("What would you do first?").fill("Ask three customers a week")
        app.button(phones[0], "Send it to the facilitator").click()
        expect(phones[0].get_by_text("Your step is with the facilitator")).to_be_visible()
        app.button(leading, "Put to the vote Ask three customers a week").click()
        expect(screen.get_by_text("Ask three customers a week")).to_be_visible()
        for page in phones:
            heading(page, "Choose first steps")
            expect(page.get_by_text("Ask three customers a week")).to_be_visible()
            page.get_by_role("button", name="One dot more").first.click()
            expect(page.locator(".cx-part .cx-status")).to_contain_text("Your dots are in.")
            expect(page.get_by_text("2 of 3 left")).to_be_visible()
        expect(screen.get_by_role("heading", name="What do we do first?")).to_be_visible()
        do(database, workshop, "steps")
        for page in phones:
            expect(page.get_by_text("2 dots")).to_be_visible()
        expect(screen.get_by_text("2 dots")).to_be_visible()
        app.button(leading, "Put the chosen step in the plan").click()
        expect(screen.get_by_text(re.compile("^✓ "))).to_be_visible()
        leading.get_by_role("textbox", name=re.compile("^Owner ")).fill("Zoë")
        leading.keyboard.press("Enter")
        expect(screen.get_by_text(re.compile("^✓ Zoë, by "))).to_be_visible()
        app.rest(leading)
        act(leading, "Ask one last question").click()
        for page, choice in zip(phones, (3, 4), strict=True):
            heading(page, "Was this worth your time?")
            page.locator(".cx-choices label", has_text=str(choice)).click()
            expect(page.locator(".cx-part .cx-status")).to_contain_text("Your answer is in.")
        answer_poll(database, workshop, others, "worth", 4, 4, 5, 5)
        expect(screen.get_by_text("of 6 have answered")).to_be_visible()
        act(leading, "End it and keep the result").click()
        expect(leading.get_by_text("This workshop has ended.")).to_be_visible()
        expect(screen.locator(".thanks")).to_be_visible()
        expect(leading.get_by_text("Middle answer 4. 6 people answered")).to_be_visible()
        screen.keyboard.press("b")
        expect(screen.get_by_text("The screen is blank for a moment.").first).to_be_visible()
        screen.keyboard.press("b")
        for page in phones:
            heading(page, "Thank you")
        expect(screen.locator(".thanks")).to_have_text("Thank you: the workshop is over.")
        kept = views.load_view(database, workshop.assessment.id).group
        assert kept
        assert [shown.shown.answer.level for shown in kept.rounds[FIRST.id]] == [4, 3]
        assert kept.disclosure.answered == 6
        assert all(vote.name for vote in kept.rounds[FIRST.id][-1].votes)


def test_at_ones_own_pace(server: Server, window: NewWindow, database: Database) -> None:
    """All phones show the questions, which are answered in any order, and then the review.

    Anonymous: no single vote is drawn or stored with a name. The middle of 1, 2, 3, 3, 4, 5 on the first question is 3,
    and votes vary (AD 1.00). In the next vote all choose 3, which is the result.
    """
    workshop = workshop_fixtures.opened(database, pace="self_paced", privacy="anonymous")
    leading, screen = window(), projected(window(**SCREEN), server, workshop)
    open_console(leading, server, workshop)
    phones = [join(window(**PHONE), server, workshop) for _ in range(2)]
    others = workshop_fixtures.joined(database, workshop, 4)
    workshop_fixtures.visited(server, workshop, others)
    expect(screen.locator(".lobby .joined")).to_have_text("6")
    app.unfold(leading, "workshop-timer")
    app.option(leading, "deadline", "30 minutes")
    act(leading, "Let everyone begin").click()
    expect(screen.locator(".count")).to_have_text("0 of 6 have finished")
    expect(phones[0].locator(".cx-timer")).to_have_text(re.compile(r"^(30:00|2\d:\d\d) left$"))
    for place, question in enumerate(QUESTIONNAIRE.pulse[:2]):
        levels = [1 + (first - 1 + place) % 5 for first in LEVELS[2:]]
        workshop_fixtures.voted(database, workshop, others, *levels, question=question.id)
    for page, first in zip(phones, LEVELS[:2], strict=True):
        for place, question in enumerate(QUESTIONNAIRE.pulse[:2]):
            expect(page).to_have_url(re.compile(f"/{question.id}$"))
            page.wait_for_function("() => document.querySelector('[data-answer-form]')?.answerForm")
            app.choose(page, question.id, 1 + (first - 1 + place) % 5)
            app.expect_saved(page, question.id)
            app.onward(page)
    for question in QUESTIONNAIRE.pulse[2:]:
        workshop_fixtures.voted(database, workshop, [person_of(phones[0], database, workshop)], 3, question=question.id)
    phones[0].goto(f"{server.url}/join/{workshop.assessment.invitation}/review")
    app.button(phones[0], "Hand in").click()
    heading(phones[0], "Thank you: you have finished")
    expect(screen.locator(".count")).to_have_text("1 of 6 have finished")
    app.button(leading, "Walk through the answers").click()
    act(leading, "End the answering and walk through").click()
    for page in phones:
        heading(page, "Look at the screen")
    expect(screen.locator(".facts")).to_contain_text("votes vary")
    expect(screen.locator(".summary")).to_be_visible()
    expect(screen.locator(".bars svg")).to_have_count(0)
    act(leading, "Vote again").click()
    for page in phones:
        vote(page, 3)
    workshop_fixtures.voted(database, workshop, others, 3, 3, 3, 3)
    act(leading, "Reveal").click()
    expect(screen.locator(".facts")).to_contain_text("votes close together")
    assert votes_of(database, workshop, 2) == [3] * 6
    end(leading)
    for page in phones:
        heading(page, "Thank you")
    kept = views.load_view(database, workshop.assessment.id).group
    assert kept
    assert [shown.shown.answer.level for shown in kept.rounds[FIRST.id]] == [3, 3]
    assert kept.disclosure.answered == 6
    assert not any(vote.name for vote in kept.rounds[FIRST.id][-1].votes)
