"""Participants on their own devices: at the same time, offline, two on one device, without a script."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, Route, expect

from cxmaturity.answers import Answer
from cxmaturity.services.assessments import answering
from cxmaturity.services.assessments import closing as assessments_closing
from cxmaturity.services.surveys import participation, progress
from cxmaturity.store.database.engine import Database
from tests.browser import driver as app
from tests.browser.conftest import NewWindow
from tests.browser.observers import BACKGROUND, Scheme, expect_fit
from tests.browser.survey_participant import begin, code_of, expect_question, stored
from tests.fixtures import QUESTIONNAIRE, unique
from tests.server import Server
from tests.web.participant import opened

PULSE = [q.id for q in QUESTIONNAIRE.pulse]
TURNS = 3  # questions
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}


def cut_saves(page: Page) -> None:
    """Block all saves of this window's script."""

    def cut(route: Route) -> None:
        if route.request.method == "POST" and "json" in route.request.headers.get("content-type", ""):
            route.abort()
        else:
            route.continue_()

    page.route("**/join/**", cut)


# Several people


def test_two_people_answer_at_the_same_time(server: Server, window: NewWindow, database: Database) -> None:
    """In turn on two phones: each shows and stores its own answers, and each is thanked.

    Three of the ten questions are answered on pages, the others by the services.
    """
    begun = opened(database, scope="pulse", team=unique("Together"))
    people = {window(**PHONE): levels for levels in ("1234512345", "5432154321")}
    for page in people:
        begin(page, server, begun)
    for place, name in enumerate(PULSE[:TURNS]):
        for page, levels in people.items():
            expect_question(page, name)
            expect(page.get_by_text(f"question {place + 1} of 10")).to_be_visible()
            app.choose(page, name, int(levels[place]))
            app.expect_saved(page, name)
            expect(page.get_by_text(f"{place + 1} of 10 answered")).to_be_visible()
            app.onward(page)
    for page, levels in people.items():
        expect_question(page, PULSE[TURNS])
        person = participation.find_participation(database, begun.survey, code_of(page))
        assert person
        for name, level in zip(PULSE[TURNS:], levels[TURNS:], strict=True):
            answering.save_answer(database, person, name, Answer(level=int(level)), None, datetime.now(UTC))
        page.goto(f"{server.url}{begun.address}/review")
        expect(page.locator("p", has_text="Every question has an answer.")).to_be_visible()
        app.button(page, "Hand in").click()
        expect(page.get_by_role("heading", name="Thank you: your answers are handed in")).to_be_visible()
        expect(page.get_by_text(code_of(page), exact=True)).to_be_visible()
        answers = stored(database, begun, code_of(page))
        assert answers == {name: Answer(level=int(levels[place])) for place, name in enumerate(PULSE)}
    assert progress.participation_status(database, begun.survey.assessment.id).finished == 2


def test_two_people_on_one_device_never_mix(server: Server, window: NewWindow, database: Database) -> None:
    """Unsent answers of one person stay theirs.

    They are not sent as the other's, and are sent when the person returns.
    """
    begun = opened(database, "open", names=["Ada", "Bo"], team=unique("Device"))
    ada, bo = (f"{server.url}{begun.address}?code={begun.codes[name]}" for name in ("Ada", "Bo"))
    page = window()
    page.goto(ada)
    app.button(page, "Begin").click()
    expect_question(page, "P1")
    cut_saves(page)
    app.choose(page, "P1", 5)
    expect(page.get_by_role("alert")).to_contain_text("Not saved. There is no connection to the app.")

    beside = page.context.new_page()
    beside.goto(bo)
    expect(beside.get_by_text("in this browser Ada answers")).to_be_visible()
    app.button(beside, "I am Bo").click()
    expect(beside.get_by_text("This link was made for Bo.")).to_be_visible()
    app.button(beside, "Begin").click()
    expect_question(beside, "P1")
    expect(app.question(beside, "P1").get_by_text("Not answered yet")).to_be_visible()
    app.choose(beside, "P1", 2)
    app.expect_saved(beside, "P1")
    page.unroute_all()
    app.choose(page, "P1", 4)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Somebody else answers in this browser now")
    assert stored(database, begun, begun.codes["Ada"]) == {}
    assert stored(database, begun, begun.codes["Bo"]) == {"P1": Answer(level=2)}
    page.close()

    beside.goto(ada)
    app.button(beside, "I am Ada").click()
    app.eventually(lambda: stored(database, begun, begun.codes["Ada"]), {"P1": Answer(level=4)})
    assert stored(database, begun, begun.codes["Bo"]) == {"P1": Answer(level=2)}
    expect(beside.get_by_text("1 of 38 answered")).to_be_visible()  # Chromium never ends closing a page mid-reload


def test_a_device_is_not_passed_on_with_unsent_answers(server: Server, window: NewWindow, database: Database) -> None:
    """Another person can take over only after everything is stored; finishing waits for it too."""
    begun = opened(database, team=unique("Passed on"))
    page = window()
    begin(page, server, begun)
    first = code_of(page)
    cut_saves(page)
    app.choose(page, "P1", 3)
    expect(page.get_by_role("alert")).to_contain_text("Not saved.")
    for address, press in (("/review", "Hand in"), ("", "I am someone else")):
        page.goto(f"{server.url}{begun.address}{address}")
        expect(page.get_by_text("1 not saved yet")).to_be_visible()
        app.button(page, press).click()
        expect(page.get_by_text("Not saved yet: question 1. Continue once it is saved.")).to_be_visible()
        for _ in range(2):  # when the second try begins, what the first one came to has been shown
            with page.expect_request(lambda request: request.method == "POST"):
                pass
        expect(page.get_by_text("Not saved yet: question 1. Continue once it is saved.")).to_be_visible()
    page.unroute_all()
    app.eventually(lambda: stored(database, begun, first), {"P1": Answer(level=3)})
    expect(page.get_by_text("1 of 38 answered")).to_be_visible()
    app.button(page, "I am someone else").click()
    expect(app.button(page, "Begin")).to_be_visible()
    assert code_of(page) != first


# Bad connections


def test_offline_and_back(server: Server, window: NewWindow, database: Database) -> None:
    """The choice stays and is shown as not saved; no link leads to an error page.

    It is sent when the connection is back.
    """
    begun = opened(database, team=unique("Offline"))
    page = window(**PHONE)
    begin(page, server, begun)
    page.context.set_offline(True)
    app.choose(page, "P1", 4)
    expect(page.get_by_role("alert")).to_contain_text("Not saved. There is no connection to the app.")
    app.expect_error_in_sight(page, "P1")
    app.onward(page)
    expect(page.get_by_text("There is no connection. Continue once it is back.")).to_be_visible()
    app.expect_error_in_sight(page, "P1")
    expect(app.choice(page, "P1", 4)).to_be_checked()
    page.context.set_offline(False)
    app.expect_saved(page, "P1")
    assert stored(database, begun, code_of(page)) == {"P1": Answer(level=4)}
    app.onward(page)
    expect_question(page, "P2")


def test_what_waits_is_sent_from_any_page(own_server: Server, page: Page) -> None:
    """After a server outage an unsent answer is stored from the page of another question."""
    with own_server.opened_database() as database:
        begun = opened(database)
        own_server.start()
        begin(page, own_server, begun)
        own_server.kill()
        app.choose(page, "P1", 2)
        expect(page.get_by_role("alert")).to_contain_text("Not saved.")
        page.goto("about:blank")
        own_server.start()
        page.goto(f"{own_server.url}{begun.address}/P5")
        app.eventually(lambda: stored(database, begun, code_of(page)), {"P1": Answer(level=2)})
        expect(page.get_by_text("1 of 38 answered")).to_be_visible()
        page.goto(f"{own_server.url}{begun.address}/P1")
        expect(app.choice(page, "P1", 2)).to_be_checked()
        app.expect_saved(page, "P1")


def test_one_goes_on_while_the_database_is_locked(server: Server, page: Page, database: Database) -> None:
    """Reading still works, so nobody waits: unsaved answers are sent again from the next page."""
    begun = opened(database, team=unique("Locked"))
    begin(page, server, begun)
    with closing(sqlite3.connect(server.file, isolation_level=None)) as another:
        another.execute("BEGIN IMMEDIATE")
        app.choose(page, "P1", 5)
        expect(page.get_by_role("alert")).to_contain_text("Another program is using the database.")
        app.onward(page)
        expect_question(page, "P2")
        expect(page.get_by_text("1 not saved yet")).to_be_visible()
        another.execute("ROLLBACK")
    app.eventually(lambda: stored(database, begun, code_of(page)), {"P1": Answer(level=5)})
    expect(page.get_by_text("1 of 38 answered")).to_be_visible()
    expect(page.get_by_text("1 not saved yet")).to_have_count(0)


def test_a_choice_before_the_script_is_there_is_kept(server: Server, page: Page, database: Database) -> None:
    """On a slow connection a choice made before the script is loaded is saved by it."""
    begun = opened(database, team=unique("Slow"))
    held: list[Route] = []
    page.route("**/files/*.js", lambda route: held.append(route))
    page.goto(f"{server.url}{begun.address}")
    with page.expect_request("**/files/*.js"):
        app.button(page, "Begin").click()
    app.choose(page, "P1", 3)
    [script] = held
    script.continue_()
    app.expect_saved(page, "P1")
    assert stored(database, begun, code_of(page)) == {"P1": Answer(level=3)}
    expect(app.choice(page, "P1", 3)).to_be_checked()


def test_a_note_in_haste_is_not_lost(server: Server, page: Page, database: Database) -> None:
    """A note is stored although the browser's Back is pressed right after typing."""
    begun = opened(database, team=unique("Haste"))
    begin(page, server, begun)
    page.goto(f"{server.url}{begun.address}/P2")
    expect_question(page, "P2")
    app.unfold_details(page, "P2")
    page.get_by_role("textbox", name="Note: what made you choose this?").press_sequentially("Hasty")
    page.go_back()
    expect_question(page, "P1")
    app.eventually(lambda: stored(database, begun, code_of(page)), {"P2": Answer(note="Hasty")})


def test_two_windows_of_one_person(server: Server, window: NewWindow, database: Database) -> None:
    """Another device continues by the typed private code.

    Neither overwrites the other's changes without showing them.
    """
    begun = opened(database, team=unique("Two windows"))
    one, other = window(), window()
    begin(one, server, begun)
    one.goto(f"{server.url}{begun.address}")
    one.get_by_text("My private code").click()
    expect(one.get_by_text(code_of(one), exact=True)).to_be_visible()
    expect(one.get_by_role("link", name="this link with your code")).to_have_count(0)
    other.goto(f"{server.url}{begun.address}")
    other.get_by_text("I have begun on another device").click()
    other.get_by_role("textbox", name="My private code").fill(code_of(one))
    app.button(other, "Begin").click()
    one.get_by_role("link", name="Continue").click()
    for page in (one, other):
        expect_question(page, "P1")
    app.choose(one, "P1", 2)
    app.expect_saved(one, "P1")
    app.unfold_details(other, "P1")
    other.get_by_role("textbox", name="Note: what made you choose this?").fill("Seen in March")
    wanted = {"P1": Answer(level=2, note="Seen in March")}
    app.eventually(lambda: stored(database, begun, code_of(one)), wanted)
    expect(app.choice(other, "P1", 2)).to_be_checked()


def test_closed_while_somebody_answers(server: Server, page: Page, database: Database) -> None:
    """A late answer is shown as not saved with the reason; every page says that the survey is closed."""
    begun = opened(database, team=unique("Too late"))
    begin(page, server, begun)
    row = begun.survey.assessment
    assessments_closing.close_assessment(database, row.id, row.opened_at)
    app.choose(page, "P1", 3)
    expect(page.get_by_role("alert")).to_contain_text("Not saved. This survey is closed.")
    page.reload()
    expect(page.get_by_role("heading", name="This survey is closed.")).to_be_visible()


# Without a script


def test_everything_works_without_a_script(server: Server, window: NewWindow, database: Database) -> None:
    """A missing reason, back and next, a note, the review, finishing: all by plain forms."""
    begun = opened(database, "open", team=unique("Plain"))
    page = window(**PHONE, java_script_enabled=False)
    page.goto(f"{server.url}{begun.address}")
    app.button(page, "Begin").click()
    expect(page.get_by_role("alert")).to_contain_text("a name of 1 to 80 characters")
    page.get_by_role("textbox", name="Your name").fill("Ada")
    app.button(page, "Begin").click()
    expect(app.question(page, "P1")).to_be_visible()
    app.choose(page, "P1", 4)
    app.onward(page)
    expect(app.question(page, "P2")).to_be_visible()
    app.back(page)
    expect(app.choice(page, "P1", 4)).to_be_checked()
    expect(app.question(page, "P1").get_by_text("Saved", exact=True)).to_be_visible()

    page.goto(f"{server.url}{begun.address}/P7")
    reason = page.get_by_role("textbox", name="Why does it not apply?")
    expect(reason).to_be_hidden()
    app.choose(page, "P7", "Does not apply to us.")
    page.locator(".cx-note summary").click()
    page.get_by_role("textbox", name="Note: what made you choose this?").fill("Typed\nonce")
    app.onward(page)
    expect(page.get_by_role("alert")).to_contain_text("Say in a few words why it does not apply.")
    expect(reason).to_be_focused()
    expect(page.get_by_role("textbox", name="Note: what made you choose this?")).to_have_value("Typed\nonce")
    reason.fill("We hire nobody")
    reason.press("Enter")
    expect(app.question(page, "P8")).to_be_visible()
    wanted = {"P1": Answer(level=4), "P7": Answer(not_applicable="We hire nobody", note="Typed\nonce")}
    assert stored(database, begun, code_of(page)) == wanted

    page.get_by_role("link", name="What is still open").click()
    app.button(page, "Hand in").click()
    app.button(page, "Hand in all the same").click()
    expect(page.get_by_role("heading", name="Thank you, Ada: your answers are handed in")).to_be_visible()
    assert progress.participation_status(database, begun.survey.assessment.id).finished == 1


# Fit for all


def invited(page: Page) -> None:
    expect(app.button(page, "Begin")).to_be_visible()


def refused(page: Page) -> None:
    app.button(page, "Begin").click()
    expect(page.get_by_role("alert")).to_be_visible()


def one_question(page: Page) -> None:
    app.choose(page, "P7", "Does not apply to us.")
    expect(page.get_by_text("Not saved yet: a reason is missing.")).to_be_visible()
    app.unfold_details(page, "P7")


def not_saved(page: Page) -> None:
    cut_saves(page)
    app.choose(page, "P1", 3)
    expect(page.get_by_role("alert")).to_be_visible()
    app.onward(page)
    expect(page.get_by_text("There is no connection. Continue once it is back.")).to_be_visible()


def review(page: Page) -> None:
    page.locator("summary").click()
    expect(page.get_by_role("heading", name="What you did not know, and whom to ask")).to_be_visible()


def back_again(page: Page) -> None:
    page.locator("summary").click()
    expect(page.get_by_role("link", name="Continue")).to_be_visible()


def asked_first(page: Page) -> None:
    app.button(page, "Hand in").click()
    expect(page.get_by_text("Not handed in yet.")).to_be_visible()


def thanked(page: Page) -> None:
    asked_first(page)
    app.button(page, "Hand in all the same").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def receipt(page: Page) -> None:
    page.get_by_text("Your answers, as they are stored").click()
    expect(page.get_by_role("table", name=QUESTIONNAIRE.questions[0].prompt)).to_be_visible()


def nowhere(page: Page) -> None:
    expect(page.get_by_role("heading", name="There is")).to_be_visible()


Look = tuple[str, Callable[[Page], None]]  # an address, and what to look at there
# What one window looks at one after the other: before its person has begun, and after that.
NOT_BEGUN: Mapping[str, Look] = {
    "invited": ("{survey}", invited),
    "refused": ("{survey}", refused),
    "nowhere": ("/join/nobody", nowhere),
}
BEGUN: Mapping[str, Look] = {
    "review": ("{survey}/review", review),
    "back again": ("{survey}", back_again),
    "few answers": ("{survey}/review", asked_first),
    "no such question": ("{survey}/P99", nowhere),
    "receipt": ("{survey}/receipt", receipt),
    "thanked": ("{survey}/review", thanked),
}
ANSWERING: Mapping[str, Look] = {"not saved": ("{survey}/P1", not_saved), "one question": ("{survey}/P7", one_question)}


@pytest.mark.parametrize("looks", [NOT_BEGUN, BEGUN, ANSWERING], ids=["not begun", "begun", "answering"])
def test_light_pages_are_fit_for_all(
    server: Server, window: NewWindow, database: Database, subtests: pytest.Subtests, looks: Mapping[str, Look]
) -> None:
    """No violation in light at 320 and in dark at 1280 px, nothing sideways, nothing that the content policy blocks."""
    team = "A team with a rather long name, for narrow windows"
    begun = opened(database, "anonymous", asks_role=True, is_linked=True, expected=12, team=team)
    page = window()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    if looks is not NOT_BEGUN:
        page.goto(f"{server.url}{begun.address}")
        page.get_by_text("Yes, I lead people").click()
        app.button(page, "Begin").click()
        expect_question(page, "P1")
        page.keyboard.press("0")
        app.expect_saved(page, "P1")
    for name, (address, prepare) in looks.items():
        with subtests.test(name):
            page.goto(f"{server.url}{address.format(survey=begun.address)}")
            prepare(page)
            page.unroute_all()
            widths: dict[Scheme, int] = {"light": 320, "dark": 1280}
            for scheme, width in widths.items():
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size({"width": width, "height": 800})
                expect(page.locator("body")).to_have_css("background-color", BACKGROUND[scheme])
                expect_fit(page, f"{scheme}, {width} px wide", is_other_look=scheme == "dark")
            page.emulate_media(color_scheme="light")
    assert [text for text in messages if "Content Security Policy" in text] == []
