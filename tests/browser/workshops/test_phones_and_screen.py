"""Many phones and a screen on a real server: a power cut during a vote, no network, no script."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import APIResponse, Error, Locator, Page, Route, expect

from cxmaturity.services.assessments.agreed_levels import agree_on_level
from cxmaturity.services.workshops import workshop_view
from cxmaturity.services.workshops.voting import polls
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store.database.engine import Database
from cxmaturity.workshops.polls import WarmUp
from tests import workshop_fixtures
from tests.browser import driver as app
from tests.browser.conftest import NewWindow
from tests.browser.observers import BACKGROUND, expect_fit, expect_nothing_sideways
from tests.browser.windows import copy_cookies
from tests.browser.workshops.console import act, expect_count, open_console
from tests.browser.workshops.phones_and_screen import (
    IN,
    PHONE,
    SCREEN,
    do,
    heading,
    join,
    label,
    projected,
    vote,
    votes_of,
)
from tests.fixtures import QUESTIONNAIRE, unique
from tests.server import Server

FIRST = QUESTIONNAIRE.pulse[0]


# Bad moments


def test_the_server_is_killed_in_the_middle_of_a_vote(own_server: Server, window: NewWindow) -> None:
    """Confirmed votes are stored; later choices wait and are sent by themselves; all pages reconnect.

    The console shows the count and later changes, and the first click on it works.
    """
    with own_server.opened_database() as database:
        workshop = workshop_fixtures.opened(database)
        own_server.start()
        screen = projected(window(**SCREEN), own_server, workshop)
        phones = [join(window(**PHONE), own_server, workshop) for _ in range(3)]
        leading = window()
        open_console(leading, own_server, workshop)
        lost = leading.get_by_text("Connection lost; trying again.")
        do(database, workshop, "begin")
        for page in phones:
            heading(page, FIRST.prompt)
        for page in phones[:2]:
            vote(page, 4)
        expect_count(leading, "Votes in: 2 of 3")
        own_server.kill()
        expect(lost).to_be_visible()
        assert votes_of(database, workshop) == [4, 4]
        for page in phones:
            expect(page.locator(".cx-connection")).to_have_text("No connection. Trying again…")
        expect(screen.locator(".connection")).to_have_text("Connection lost. Trying again…")
        vote(phones[1], 5, is_in=False)
        vote(phones[2], 2, is_in=False)
        for page in phones[1:3]:
            expect(page.locator(".cx-status")).to_contain_text("Not sent yet. It waits in this phone")
        own_server.start()
        for page in phones[1:3]:
            expect(page.locator(".cx-part .cx-status")).to_contain_text(IN)
            expect(page.get_by_text("Connected", exact=True)).to_be_visible()
        expect(screen.locator(".connection")).to_have_text("")
        expect(screen.locator(".figure")).to_have_text("3")
        expect_count(leading, "Votes in: 3 of 3")
        expect(lost).to_have_count(0)
        vote(phones[0], 1)
        app.eventually(lambda: votes_of(database, workshop), [1, 2, 5])
        app.rest(leading)
        act(leading, "Reveal").click()
        heading(phones[0], "Look at the screen")
        expect(screen.locator(".headline")).to_be_visible()
        expect(leading.locator("p", has_text="3 votes; they are far apart.")).to_be_visible()
        own_server.kill()
        do(database, workshop, "next")
        own_server.start()
        expect(leading.get_by_role("heading", name=re.compile("^P4 · "))).to_be_visible()


def test_the_laptop_sleeps(own_server: Server, window: NewWindow) -> None:
    """A vote chosen during sleep is confirmed only once it is stored; all pages reconnect by themselves."""
    with own_server.opened_database() as database:
        workshop = workshop_fixtures.opened(database)
        own_server.start()
        screen = projected(window(**SCREEN), own_server, workshop)
        phones = [join(window(**PHONE), own_server, workshop) for _ in range(2)]
        do(database, workshop, "begin")
        vote(phones[0], 4)
        heading(phones[1], FIRST.prompt)
        own_server.sleep()
        vote(phones[1], 2, is_in=False)
        expect(phones[1].locator(".cx-status")).to_contain_text("Sending")
        assert votes_of(database, workshop) == [4]
        own_server.wake()
        expect(phones[1].locator(".cx-status")).to_contain_text(IN)
        for page in phones:
            expect(page.get_by_text("Connected", exact=True)).to_be_visible()
        expect(screen.locator(".figure")).to_have_text("2")
        assert votes_of(database, workshop) == [2, 4]


def test_a_phone_across_a_restored_backup_no_longer_says_that_its_vote_is_in(own_server: Server, page: Page) -> None:
    """The server comes back with an earlier copy of the database: a vote that it lacks can be given again."""
    with own_server.opened_database() as database:
        workshop = workshop_fixtures.opened(database)
        own_server.start()
        join(page, own_server, workshop)
        do(database, workshop, "begin")
        vote(page, 4)
        own_server.kill()
        with database.writing() as connection:  # what a copy made before that vote holds
            connection.exec_driver_sql("DELETE FROM answer")
        expect(page.locator(".cx-connection")).to_have_text("No connection. Trying again…")
        own_server.start()
        expect(page.locator(".cx-part .cx-status")).to_have_text("You have not voted yet")
        expect(label(page, 4).get_by_role("radio")).not_to_be_checked()
        vote(page, 4)
        assert votes_of(database, workshop) == [4]


def test_a_vote_outlives_a_reload_without_a_net(own_server: Server, page: Page) -> None:
    """Chosen while the server is away, and the page closed and opened later: it is shown, sent and confirmed."""
    with own_server.opened_database() as database:
        workshop = workshop_fixtures.opened(database)
        own_server.start()
        join(page, own_server, workshop)
        do(database, workshop, "begin")
        heading(page, FIRST.prompt)
        own_server.kill()
        vote(page, 3, is_in=False)
        expect(page.locator(".cx-status")).to_contain_text("Not sent yet.")
        page.goto("about:blank")
        own_server.start()
        page.goto(f"{own_server.url}/join/{workshop.assessment.invitation}")
        expect(page.locator(".cx-part .cx-status")).to_contain_text(IN)
        expect(label(page, 3).get_by_role("radio")).to_be_checked()
        assert votes_of(database, workshop) == [3]


def test_a_vote_that_comes_too_late_says_so(server: Server, window: NewWindow, database: Database) -> None:
    """Offline during the reveal: the phone says that the choice was not counted, then follows.

    What it says stays beside the result of this vote, and is gone with the next one.
    """
    workshop = workshop_fixtures.opened(database, team=unique("Late"))
    page = join(window(**PHONE), server, workshop)
    do(database, workshop, "begin")
    heading(page, FIRST.prompt)
    page.context.set_offline(True)
    expect(page.locator(".cx-connection")).to_have_text("No connection. Trying again…")
    vote(page, 5, is_in=False)
    expect(page.locator(".cx-status")).to_contain_text("Not sent yet.")
    do(database, workshop, "reveal")
    page.context.set_offline(False)
    heading(page, "Look at the screen")
    expect(page.locator(".cx-alert")).to_contain_text("was not counted. This vote is over.")
    expect(page.get_by_text("You did not vote on this one.")).to_be_visible()
    assert votes_of(database, workshop) == []
    do(database, workshop, "again")
    heading(page, FIRST.prompt)
    expect(page.locator(".cx-alert")).to_be_empty()
    vote(page, 2)


def test_paused_and_resumed(server: Server, window: NewWindow, database: Database) -> None:
    """A pause is shown and no vote is taken; a choice made before the phone knew of it is sent after it.

    The focus stays, and pause and continuation are announced. A part of the page that was read before that choice was
    stored, and comes after it, does not show the former one.
    """
    workshop = workshop_fixtures.opened(database, team=unique("Paused"))
    page = join(window(**PHONE), server, workshop)
    do(database, workshop, "begin")
    vote(page, 4)
    page.route("**/part", lambda route: route.abort())
    do(database, workshop, "pause")
    vote(page, 5, is_in=False)
    expect(page.locator(".cx-status")).to_have_text("Paused: it is sent when the workshop goes on.")
    assert votes_of(database, workshop) == [4]
    page.unroute_all()
    spoken = page.locator(".cx-visually-hidden[aria-live=polite]")
    expect(spoken).to_have_text("Paused. No votes are taken for the moment.")
    expect(label(page, 5).get_by_role("radio")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".cx-paused")).to_contain_text("No votes are taken for the moment.")
    expect(label(page, 2).get_by_role("radio")).to_be_disabled()
    expect(label(page, 5).get_by_role("radio")).to_be_checked()
    parts: list[tuple[Route, APIResponse]] = []
    sent: list[Route] = []
    page.route("**/part", lambda route: route.continue_() if parts else parts.append((route, route.fetch())))
    page.route("**/vote", lambda route: route.continue_() if sent else sent.append(route))
    do(database, workshop, "resume")
    app.eventually(lambda: (page.title() and len(parts), len(sent)), (1, 1))  # events come while it is asked
    sent[0].continue_()
    expect(page.locator(".cx-status")).to_contain_text(IN)
    parts[0][0].fulfill(response=parts[0][1])
    expect(spoken).to_have_text("Voting goes on.")
    expect(label(page, 5).get_by_role("radio")).to_be_checked()
    expect(label(page, 5).get_by_role("radio")).to_be_focused()
    expect(page.locator(".cx-status")).to_contain_text(IN)
    assert votes_of(database, workshop) == [5]
    vote(page, 2)
    assert votes_of(database, workshop) == [2]


def test_two_tabs_are_one_person(server: Server, window: NewWindow, database: Database) -> None:
    """The other tab shows the choice of this one; one vote is stored.

    Another phone of the person shows it at once with a sentence, and can restore its own choice.
    """
    workshop = workshop_fixtures.opened(database, team=unique("Tabs"))
    page = join(window(**PHONE), server, workshop, "Ada")
    code = next(c["value"] for c in page.context.cookies() if c["name"] == "cx-participant")
    other = page.context.new_page()
    other.goto(f"{server.url}/join/{workshop.assessment.invitation}")
    do(database, workshop, "begin")
    vote(page, 4)
    expect(label(other, 4).get_by_role("radio")).to_be_checked()
    expect(other.locator(".cx-status")).to_contain_text(IN)
    vote(other, 2)
    expect(label(page, 2).get_by_role("radio")).to_be_checked()
    assert votes_of(database, workshop) == [2]
    assert workshop_view.load_workshop(database, workshop.assessment.id).joined == 1
    phone = window(**PHONE)
    phone.goto(f"{server.url}/join/{workshop.assessment.invitation}?code={code}")
    expect(phone.get_by_text("Connected", exact=True)).to_be_visible()
    expect(label(phone, 2).get_by_role("radio")).to_be_checked()
    vote(page, 5)
    expect(label(phone, 5).get_by_role("radio")).to_be_checked()
    expect(phone.get_by_role("status").filter(has_text="in another window to: 5 · By nature.")).to_be_visible()
    app.button(phone, "Put mine back").click()
    expect(label(page, 2).get_by_role("radio")).to_be_checked()
    assert votes_of(database, workshop) == [2]


def test_an_older_vote_that_comes_later_does_not_replace_a_newer_one(
    server: Server, window: NewWindow, database: Database
) -> None:
    """Two phones with one private code: one chooses 1 offline, then the other 5.

    Online again, the first shows the 5 with a sentence and restores its own with one tap; the focus stays in the
    question. Neither a refresh, as on unlocking a phone, nor a pause removes that offer or its focus.
    """
    workshop = workshop_fixtures.opened(database, team=unique("Devices"))
    page = join(window(**PHONE), server, workshop, "Ada")
    other = window(**PHONE)
    copy_cookies(page, other)
    other.goto(f"{server.url}/join/{workshop.assessment.invitation}")
    do(database, workshop, "begin")
    for phone in (page, other):
        heading(phone, FIRST.prompt)
    page.context.set_offline(True)
    vote(page, 1, is_in=False)
    expect(page.locator(".cx-status")).to_contain_text("Not sent yet.")
    page.evaluate("{ const now = Date.now; Date.now = () => now() + 60_000 }")  # settled: it writes; a minute passes
    vote(other, 5)
    page.context.set_offline(False)
    status = page.locator(".cx-status")
    expect(status).to_contain_text("in another window to: 5 · By nature.")
    expect(label(page, 5).get_by_role("radio")).to_be_checked()
    with page.expect_response("**/part"):
        page.locator("html").dispatch_event("visibilitychange")
    put_back = app.button(page, "Put mine back")
    put_back.focus()
    do(database, workshop, "pause")
    expect(page.locator(".cx-paused")).to_be_visible()
    expect(put_back).to_be_focused()
    do(database, workshop, "resume")
    expect(page.locator(".cx-paused")).to_have_count(0)
    expect(put_back).to_be_focused()
    assert votes_of(database, workshop) == [5]
    put_back.press("Enter")
    expect(status).to_contain_text(IN)
    expect(label(page, 1).get_by_role("radio")).to_be_focused()
    assert votes_of(database, workshop) == [1]


def test_what_is_being_typed_is_not_swept_away(server: Server, window: NewWindow, database: Database) -> None:
    """While a reason is typed the workshop moves on: the page says so and waits until the person continues."""
    workshop = workshop_fixtures.opened(database, scope="full", team=unique("Typing"))
    page = join(window(**PHONE), server, workshop)
    do(database, workshop, "begin", "reveal")
    do(database, workshop, "go", question="P7")
    heading(page, QUESTIONNAIRE.by_id["P7"].prompt)
    label(page, "Does not apply").click()
    reason = page.get_by_label("Why does it not apply?")
    expect(reason).to_be_focused()
    expect(page.locator(".cx-status")).to_contain_text("Not sent yet: say in a few words why")
    reason.press_sequentially("We hire nobody")
    expect(page.locator(".cx-status")).to_contain_text(IN)
    do(database, workshop, "reveal")
    expect(page.locator(".cx-alert")).to_contain_text("The room has moved on.")
    expect(reason).to_have_value("We hire nobody")
    app.button(page, "Continue").click()
    heading(page, "Look at the screen")
    expect(page.get_by_text("You chose Does not apply. We hire nobody")).to_be_visible()


def test_events_that_do_not_come_through(server: Server, window: NewWindow, database: Database) -> None:
    """If something between drops events, phone and screen poll and follow all the same."""
    workshop = workshop_fixtures.opened(database, team=unique("Asking"))

    def swallow(route: Any) -> None:
        route.abort() if route.request.headers.get("accept") == "text/event-stream" else route.continue_()

    page, screen = window(**PHONE), window(**SCREEN)
    for one in (page, screen):
        one.context.route("**/live", swallow)
    projected(screen, server, workshop)
    join(page, server, workshop)
    do(database, workshop, "begin")
    vote(page, 4)
    expect(screen.locator(".figure")).to_have_text("1")
    do(database, workshop, "reveal")
    heading(page, "Look at the screen")
    expect(screen.locator(".bars")).to_be_visible()


def follow(link: Locator, goal: Locator) -> None:
    """Click the link until `goal` is there, because a page that reloads by itself may do so at the same moment."""

    def is_there() -> bool:
        expect(link.or_(goal).first).to_be_visible()
        is_shown = goal.is_visible()  # settled: one of both is visible
        if not is_shown:
            with suppress(Error):  # the page has gone meanwhile
                link.click(timeout=3000)
        return is_shown

    app.eventually(is_there, True)


def test_without_a_script(server: Server, window: NewWindow, database: Database) -> None:
    """Forms and pages that reload by themselves: join, vote, change, reveal, dots."""
    workshop = workshop_fixtures.opened(database, team=unique("Plain"))
    page = window(**PHONE, java_script_enabled=False)
    page.goto(f"{server.url}/join")
    page.get_by_label("The code on the screen").fill(workshop.code)
    app.button(page, "Join").click()
    page.get_by_label("Your name").fill("Ada")
    app.button(page, "Join").click()
    heading(page, "You are in")
    do(database, workshop, "begin")
    heading(page, FIRST.prompt)
    label(page, 4).click()
    app.button(page, "Vote").click()
    expect(page.get_by_text(IN)).to_be_visible()
    follow(page.get_by_role("link", name="Change my vote"), app.button(page, "Vote"))
    label(page, 2).click()
    app.button(page, "Vote").click()
    expect(page.get_by_text("You chose 2 · By effort.")).to_be_visible()
    assert votes_of(database, workshop) == [2]
    do(database, workshop, "reveal")
    heading(page, "Look at the screen")
    do(database, workshop, "dots")
    # A page shows where the workshop stood up to 0.2 s ago.
    follow(page.get_by_role("link", name="Refresh"), page.get_by_role("heading", name="Choose first steps"))
    page.get_by_role("button", name="One dot more").first.click()
    expect(page.get_by_text("2 of 3 left")).to_be_visible()
    do(database, workshop, "end")
    heading(page, "Thank you")


# For everyone


def every_phase(database: Database, workshop: WorkshopView, people: Sequence[Any], look: Callable[[str], None]) -> None:
    """Lead a workshop of ten through every phase and check each."""
    look("lobby")
    do(database, workshop, "begin")
    for person in people:
        polls.save_poll_answer(database, workshop.assessment.id, person.stored.id, "warm_up", 2)
    look("warm-up")
    do(database, workshop, "reveal")
    look("result of the warm-up")
    do(database, workshop, "begin", seconds=600)
    workshop_fixtures.voted(database, workshop, people, *[1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
    look("vote")
    do(database, workshop, "pause")
    look("paused")
    do(database, workshop, "resume", "reveal")
    workshop_fixtures.switched_on(database, workshop, "is_shared")
    look("reveal")
    do(database, workshop, "again")
    workshop_fixtures.voted(database, workshop, people, *[3, 3, 3, 3, 3, 3, 3, 3, 4, 4])
    do(database, workshop, "reveal")
    agree_on_level(database, workshop.assessment.id, str(workshop.order[0]), 3, "Two cases show it.", datetime.now(UTC))
    look("second reveal")
    for _ in range(5):
        do(database, workshop, "next")
        workshop_fixtures.voted(database, workshop, people, *[1, 1, 2, 2, 2, 2, 2, 3, 3, 3])
        do(database, workshop, "reveal")
    do(database, workshop, "dots")
    look("dots")
    do(database, workshop, "steps")
    look("steps")
    do(database, workshop, "ask_worth")
    look("last question")
    do(database, workshop, "end")
    look("closed")


def test_a_phone_is_fit_for_all(server: Server, window: NewWindow, database: Database) -> None:
    """Every phase, light and dark, 320 px wide: no violation, no target too small, no name of a column broken.

    Nothing sticks out sideways, also from right to left. In a contrast theme the chosen answer has a frame.
    """
    warm_up = WarmUp("Which weather do you bring along this morning?", ("Sun", "Fog: nobody sees far"))
    team = "A team with a rather long name, for narrow windows"
    workshop = workshop_fixtures.opened(database, scope="full", team=team, warm_up=warm_up, asks_why=True)
    people = workshop_fixtures.joined(database, workshop, 10)
    page = window(viewport={"width": 320, "height": 640}, has_touch=True)
    small = """() => [...document.querySelectorAll('.cx-part :is(button, summary, label, a.cx-next), #code')]
      .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 48)
      .map(e => e.outerHTML.slice(0, 90))"""
    broken = """() => [...document.querySelectorAll('.cx-votes thead:not(.cx-visually-hidden) th')].filter((name) => {
      const words = document.createRange()
      words.selectNodeContents(name)
      return words.getClientRects().length > 1
    }).map((name) => name.textContent)"""

    def look(place: str) -> None:
        if place not in ("entry", "lobby"):
            number = workshop_view.load_workshop(database, workshop.assessment.id).version
            expect(page.locator(f'.cx-part[data-version="{number}"]')).to_be_visible()
            page.wait_for_function("() => document.querySelector('.cx-connection')?.dataset.state === 'on'")
        for scheme, background in BACKGROUND.items():
            page.emulate_media(color_scheme=scheme)
            expect(page.locator("body")).to_have_css("background-color", background)
            expect_fit(page, f"{place}, {scheme}", is_other_look=scheme == "dark")
        app.eventually(lambda: page.evaluate(small), [], place)
        app.eventually(lambda: page.evaluate(broken), [], place)
        if place == "warm-up":
            page.emulate_media(forced_colors="active")
            label(page, "Sun").click()
            expect(label(page, "Sun")).to_have_css("outline-style", "solid")
            expect(label(page, "Fog")).to_have_css("outline-style", "none")
            page.emulate_media(forced_colors="none")
        page.evaluate("document.documentElement.dir = 'rtl'")  # settled: it only writes
        expect_nothing_sideways(page, f"{place}, from right to left")
        page.evaluate("document.documentElement.removeAttribute('dir')")  # settled: it only writes

    page.goto(f"{server.url}/join")
    app.button(page, "Join").click()
    look("entry")
    page.get_by_label("The code on the screen").fill("222222")
    app.button(page, "Join").click()
    expect(page.get_by_role("alert")).to_contain_text("No workshop is open with this code.")
    look("entry")
    join(page, server, workshop, by_code=True)
    every_phase(database, workshop, people, look)


def test_a_new_part_is_read_out(server: Server, window: NewWindow, database: Database) -> None:
    """The focus moves to its heading with a polite announcement; during a vote the focus stays."""
    workshop = workshop_fixtures.opened(database, team=unique("Aloud"))
    page = join(window(**PHONE), server, workshop)
    do(database, workshop, "begin")
    expect(page.get_by_role("heading", level=2)).to_be_focused()
    expect(page.locator(".cx-visually-hidden[aria-live=polite]")).to_have_text("A question to vote on.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator(".cx-status[role=status]")).to_contain_text(IN)
    expect(label(page, 1).get_by_role("radio")).to_be_focused()
    page.keyboard.press("ArrowDown")
    app.eventually(lambda: votes_of(database, workshop), [2])
    do(database, workshop, "extend")
    expect(page.locator('.cx-part[data-version="3"]')).to_be_visible()
    expect(label(page, 2).get_by_role("radio")).to_be_focused()
    do(database, workshop, "reveal")
    expect(page.get_by_role("heading", level=2)).to_be_focused()
    live_region = page.locator(".cx-visually-hidden[aria-live=polite]")
    expect(live_region).to_have_text("Middle answer 2, By effort. 1 vote.")
    do(database, workshop, "again", seconds=600)
    time = r"(10 minutes|9 minutes \d+ seconds?)"
    # Two sentences, or the second alone where the first was read out long before.
    expect(live_region).to_have_text(re.compile(rf"^(A question to vote on\. )?A timer runs: {time}\.$"))
    expect(page.locator(".cx-timer")).to_have_text(re.compile(r"^(10:00|9:\d\d) left$"))


def test_the_reveal_moves_once_and_not_for_those_who_want_calm(
    server: Server, window: NewWindow, database: Database
) -> None:
    """Bars grow at the reveal; not when the page is opened again, and not with reduced motion."""
    workshop = workshop_fixtures.opened(database, team=unique("Moving"))
    people = workshop_fixtures.joined(database, workshop, 3)
    watch = "window.moved = 0; document.addEventListener('animationstart', () => { window.moved += 1 }, true)"
    moving, calm = window(**SCREEN, reduced_motion="no-preference"), window(**SCREEN)
    for page in (moving, calm):
        page.add_init_script(watch)
        projected(page, server, workshop)
    do(database, workshop, "begin")
    workshop_fixtures.voted(database, workshop, people, 1, 2, 5)
    do(database, workshop, "reveal")
    for page in (moving, calm):
        expect(page.locator(".headline")).to_contain_text("Votes are far apart")
    moving.wait_for_function("() => window.moved > 0")
    moving.wait_for_function("() => !document.getAnimations().some(one => one.playState === 'running')")
    assert calm.evaluate("window.moved") == 0  # settled: on the other screen the bars have grown by now
    before = moving.evaluate("window.moved")  # settled: waited for above
    agree_on_level(database, workshop.assessment.id, FIRST.id, 2, "So it is", datetime.now(UTC))
    expect(moving.locator(".reason")).to_contain_text("So it is")
    moving.wait_for_function("() => !document.getAnimations().some(one => one.playState === 'running')")
    assert moving.evaluate("window.moved") == before  # settled: waited for above
    moving.reload()
    expect(moving.locator(".headline")).to_have_text("2 · By effort")
    moving.wait_for_function("() => !document.getAnimations().some(one => one.playState === 'running')")
    assert moving.evaluate("window.moved") == 0  # settled: waited for above
