"""The console on a real server: it follows phones and other windows, also over a restart; by keys alone."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from cxmaturity.services.assessments.agreed_levels import load_agreed_levels
from cxmaturity.services.workshops import facilitation, private_notes, workshop_view
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store.database.engine import Database
from cxmaturity.wording.language.other_windows import CHANGED_UNDER_POINTER
from cxmaturity.wording.workshop.workshop_console import MOVED_ON_ELSEWHERE, SWITCHES, moved_while_writing
from tests import workshop_fixtures
from tests.browser import driver as app
from tests.browser.conftest import NewWindow
from tests.browser.workshops.console import act, expect_alive, expect_count, open_console, press
from tests.server import Server


def expect_timer(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.locator('.cx-live-status [data-field="timer"]')).to_have_text(text)


def two_consoles(window: NewWindow, server: Server, workshop: WorkshopView) -> tuple[Page, Page]:
    """Return two windows with the console of the same workshop."""
    one, other = window(), window()
    for page in (one, other):
        open_console(page, server, workshop)
    return one, other


def state(database: Database, workshop: WorkshopView) -> tuple[str, str | None, int]:
    state_now = workshop_view.load_workshop(database, workshop.assessment.id).state
    return state_now.phase, state_now.question, state_now.round


def test_two_windows_and_the_keys(server: Server, window: NewWindow, database: Database) -> None:
    """One window's action is shown in the other with a notice.

    A whole round by keys, which have no effect while typing.
    """
    workshop = workshop_fixtures.opened(database)
    workshop_fixtures.joined(database, workshop, 2)
    one, other = two_consoles(window, server, workshop)
    press(one, "g", "Start the first vote")
    expect(other.get_by_text(MOVED_ON_ELSEWHERE)).to_be_visible()
    expect(act(other, "Reveal")).to_be_visible()
    expect(act(one, "Reveal")).to_be_visible()
    expect(one.get_by_text(MOVED_ON_ELSEWHERE)).to_have_count(0)
    notes = other.get_by_role("textbox", name="Your notes")
    app.rest(other)
    notes.click()
    other.keyboard.type("vpsbm")  # each of them a key of the console
    expect(notes).to_have_value("vpsbm")
    assert state(database, workshop) == ("vote", "P1", 1)
    press(one, "p", "Pause")
    expect_timer(other, "Paused")
    expect(notes).to_have_value("vpsbm")  # what is half written stays
    press(one, "p", "Resume")
    expect_timer(one, "")
    press(one, "Shift+V", "Reveal")
    expect(act(other, "Next question")).to_be_visible()
    press(one, "n", "Next question")
    app.eventually(lambda: state(database, workshop), ("vote", "P4", 1))


def test_what_is_being_written_stays_when_the_other_console_moves_on(
    server: Server, window: NewWindow, database: Database
) -> None:
    """While a level is being agreed on the other console goes to the next question.

    Level and reason stay, are stored for their question, and then the page follows.
    """
    workshop = workshop_fixtures.opened(database)
    people = workshop_fixtures.joined(database, workshop, 2)
    workshop_fixtures.visited(server, workshop, people)
    workshop_fixtures.done(database, workshop, "begin")
    workshop_fixtures.voted(database, workshop, people, 2, 5)
    workshop_fixtures.done(database, workshop, "reveal")
    one, other = two_consoles(window, server, workshop)
    agree = app.unfold(other, "agree-P1")
    agree.get_by_text(re.compile("^4 · ")).click()
    agree.get_by_role("textbox", name="Why?").press_sequentially("Two cases")
    act(one, "Next question").click()
    expect(one.get_by_role("heading", name=re.compile("^P4 · "))).to_be_visible()
    notice = moved_while_writing("P1")
    expect(other.get_by_text(notice)).to_be_visible()
    other.locator('[class*="st-key-workshop-is_shared-"] label').click()  # its run is for another reason
    expect_announced(other, SWITCHES["is_shared"][1])
    expect(agree.get_by_role("textbox", name="Why?")).to_have_value("Two cases")
    app.button(other, "Save agreed level").click()
    expect(other.get_by_role("heading", name=re.compile("^P4 · "))).to_be_visible()
    agreed = load_agreed_levels(database, workshop.assessment.id)
    assert {name: (level.level, level.reason) for name, level in agreed.items()} == {"P1": (4, "Two cases")}
    expect(one.get_by_text("1 of 10 revealed · 1 agreed")).to_be_visible()
    for page in (one, other):
        app.rest(page)
    other.get_by_role("textbox", name="Your notes").press_sequentially("Half a")
    act(one, "Skip for now").click()
    expect(other.get_by_text(notice.replace("P1", "P4"))).to_be_visible()
    other.keyboard.type(" word about vases")  # letters of the console among them
    expect(other.get_by_role("textbox", name="Your notes")).to_have_value("Half a word about vases")
    app.button(other, "Continue").click()
    expect(other.get_by_role("heading", name=re.compile("^P4 · "))).to_have_count(0)
    app.eventually(
        lambda: private_notes.load_private_notes(database, workshop.assessment.id), {"P4": "Half a word about vases"}
    )


def expect_announced(page: Page, text: str | re.Pattern[str]) -> None:
    """Wait until the page announces this action."""
    expect(page.locator(".cx-announcement")).to_have_text(text)


def expect_asked(page: Page, text: str) -> None:
    """Wait until the console asks this before it acts."""
    expect(page.locator('.cx-live-status [data-field="asked"]')).to_have_text(text)


def expect_focus(page: Page, heading: str) -> None:
    """Wait until the heading that begins so has the focus, with its top visible in the window, and the page is drawn.

    A heading that had the focus keeps it when its text becomes that of another question, before the buttons follow.
    """
    app.rest(page)
    expect(page.get_by_role("heading", name=re.compile(f"^{heading}"))).to_be_focused()
    app.eventually(lambda: page.locator("[data-testid=stMain]").evaluate("main => main.scrollTop"), 0)


# The seconds in which a second press confirms the first do not pass, however busy the machine is.
STOP_CLOCK = "{ window.realNow = Date.now; const now = Date.now(); Date.now = () => now }"


def test_a_workshop_led_by_keys_and_without_sight(server: Server, page: Page, database: Database) -> None:
    """A presenter's keys move on and back; letters that end a vote need Shift.

    The next step asks while votes are missing; every action is announced with its result and moves the focus to the
    question; no key works on the menu.
    """
    workshop = workshop_fixtures.done(database, workshop_fixtures.opened(database), "begin")
    people = workshop_fixtures.joined(database, workshop, 3)
    workshop_fixtures.visited(server, workshop, people)
    workshop_fixtures.voted(database, workshop, people[:1], 2)
    open_console(page, server, workshop)
    expect_count(page, "Votes in: 1 of 3")
    page.get_by_role("link", name="Method").focus()
    for key in ("Shift+V", "p", "s", "PageDown", "ArrowRight"):
        page.keyboard.press(key)
    page.get_by_role("textbox", name="Your notes").focus()
    for key in ("PageDown", "ArrowRight"):
        page.keyboard.press(key)
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("v")
    expect_asked(page, "The vote is open. Hold Shift and press V to do this.")
    page.evaluate(STOP_CLOCK)  # settled: it writes
    page.keyboard.press("PageDown")
    expect_asked(page, "1 of 3 votes are in. Press the key once more to reveal.")
    assert state(database, workshop) == ("vote", "P1", 1)
    page.keyboard.press("PageDown")
    page.evaluate("Date.now = realNow")  # settled: it writes
    expect_announced(page, re.compile(r"^Revealed\. .* 2, By effort\. 1 vote\."))
    expect_focus(page, "P1 · ")
    page.keyboard.press("u")
    expect_announced(page, "The vote is open again. Its result is taken back.")
    expect_focus(page, "P1 · ")
    workshop_fixtures.voted(database, workshop, people[1:], 3, 3)
    expect(page.locator('[data-field="complete"]')).to_have_text("Everyone is in.")
    page.keyboard.press("Space")
    expect_announced(page, re.compile(r"^Revealed\. .* 3, By design\. 3 votes; "))
    expect_focus(page, "P1 · ")
    page.keyboard.press("h")
    expect_announced(page, "Phones show results.")
    expect_focus(page, "P1 · ")
    page.keyboard.press("b")
    expect_announced(page, "The screen is blank.")
    page.keyboard.press(".")
    expect_announced(page, "The screen is back.")
    page.keyboard.press("ArrowRight")
    expect_announced(page, "Question 2 of 10. The vote is open.")
    expect_focus(page, "P4 · ")
    page.keyboard.press("d")
    expect_asked(page, "The vote is open. Hold Shift and press D to do this.")
    page.keyboard.press("ArrowLeft")
    expect_announced(page, re.compile(r"^Question 1 of 10, its result\. "))
    expect_focus(page, "P1 · ")
    page.keyboard.press("d")
    expect_announced(page, "Everyone can give dots.")
    expect_count(page, "Dots given: 0 of 3")
    expect_focus(page, "Choose first steps")
    press(page, "PageUp", "Back to the question")
    expect_focus(page, "P1 · ")
    assert state(database, workshop) == ("reveal", "P1", 1)


def boxes(page: Page) -> dict[str, tuple[float, ...]]:
    """Return the boxes of the actions and of all controls above them, by name, but of nothing that is folded."""
    places: dict[str, tuple[float, ...]] = page.evaluate(_BOXES)  # settled: it is compared until it agrees
    return places


def moved(page: Page, before: dict[str, tuple[float, ...]]) -> dict[str, tuple[tuple[float, ...], ...]]:
    """Return what has moved or changed its size since `before`: its earlier and its present box by its name."""
    now = boxes(page)
    return {name: (box, now.get(name, ())) for name, box in before.items() if now.get(name) != box}


_BOXES = """() => Object.fromEntries([...document.querySelectorAll(
  '[class*="st-key-do-"] button, .st-key-workshop-head input, .cx-live-status :is(button, label):not([hidden])'
)].filter(each => !each.closest('details'))
  .map(each => [each.ariaLabel ?? each.textContent, Object.values(each.getBoundingClientRect().toJSON())]))"""


def test_no_click_is_lost_while_the_room_moves(server: Server, page: Page, database: Database) -> None:
    """What changes by itself moves no button of the console, so that a click meets what was aimed at.

    Votes arrive, somebody joins and asks for more time, the connection is lost and returns. A press counts for the
    button on which it began even if the page moves before it ends, and the second click of two meets no other button.
    Of clicks that add up in quick succession each adds its minute.
    """
    page.set_viewport_size({"width": 400, "height": 1400})  # narrow, so that the news takes several lines
    workshop = workshop_fixtures.done(database, workshop_fixtures.opened(database), "begin", seconds=600)
    open_console(page, server, workshop)
    expect_timer(page, re.compile("left$"))
    expect(act(page, "Skip for now")).to_be_visible()  # the last of them
    app.rest(page)
    before = boxes(page)
    assert len(before) == 10  # three switches, the sound, the keys, and five actions of a vote with a timer
    people = workshop_fixtures.joined(database, workshop, 3)
    workshop_fixtures.visited(server, workshop, people)
    expect_count(page, "Votes in: 0 of 3")
    app.eventually(lambda: moved(page, before), {})
    workshop_fixtures.voted(database, workshop, people, 2, 3, 4)
    facilitation.request_time(database, workshop.assessment.id)
    expect(page.get_by_text("Everyone is in.", exact=True)).to_be_visible()
    expect(page.get_by_text("1 phone asks for more time.")).to_be_visible()
    app.eventually(lambda: moved(page, before), {})
    page.context.set_offline(True)
    expect(page.get_by_text("Connection lost; trying again.")).to_be_visible()
    app.eventually(lambda: moved(page, before), {})
    page.context.set_offline(False)
    expect(page.get_by_text("Connection lost; trying again.")).to_have_count(0)
    app.rest(page)
    app.eventually(lambda: moved(page, before), {})
    act(page, "Reveal").hover()
    page.mouse.down()
    status = page.locator(".cx-live-status")
    status.evaluate("status => { status.style.paddingBlockStart = '6rem' }")  # settled: it writes
    page.mouse.up()
    expect(act(page, "Next question")).to_be_visible()
    assert state(database, workshop) == ("reveal", "P1", 1)
    act(page, "Next question").click()
    act(page, "Pause").hover()
    page.mouse.down()
    page.mouse.up()
    expect(act(page, "Resume")).to_be_visible()  # in the place of the button that was clicked
    expect_announced(page, "Voting is paused.")
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)
    expect_announced(page, CHANGED_UNDER_POINTER)
    assert workshop_fixtures.reloaded(database, workshop).state.is_paused

    both_clicks = "(one, other) => { one.click(); other.click() }"  # the second before the page shows the effect of one
    other = act(page, "One more minute").element_handle()
    act(page, "Resume").evaluate(both_clicks, other)  # settled: it writes
    expect_timer(page, re.compile("left$"))
    ends_at = workshop_fixtures.reloaded(database, workshop).state.ends_at
    assert ends_at
    five_clicks = "button => { for (let i = 0; i < 5; i++) button.click() }"
    act(page, "One more minute").evaluate(five_clicks)  # settled: it writes
    five_later = ends_at + timedelta(minutes=5)
    app.eventually(lambda: workshop_fixtures.reloaded(database, workshop).state.ends_at, five_later)


def test_letters_are_switched_off_or_need_shift(server: Server, page: Page, database: Database) -> None:
    """On the list of keys, which takes the focus and returns it; remembered when the page is opened again."""
    workshop = workshop_fixtures.done(database, workshop_fixtures.opened(database), "begin")
    open_console(page, server, workshop)
    dialog = page.get_by_role("dialog", name="Keys")
    opener = page.get_by_role("button", name="Keys")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("?")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("heading", name="Answering questions")).to_be_visible()
    page.keyboard.press("s")  # nothing reaches the console behind it
    dialog.get_by_role("radio", name="Off").check()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.reload()
    expect_alive(page)
    for key in ("p", "Shift+P", "s", "?"):
        page.keyboard.press(key)
    expect(dialog).to_be_hidden()
    opener.focus()
    page.keyboard.press("Enter")
    dialog.get_by_role("radio", name="Only with Shift").check()
    dialog.get_by_role("button", name="Close").click()
    expect(opener).to_be_focused()
    page.keyboard.press("s")
    page.keyboard.press("Shift+P")
    expect_timer(page, "Paused")
    assert state(database, workshop) == ("vote", "P1", 1)
    opener.click()
    dialog.get_by_role("checkbox", name=re.compile("lead a workshop")).uncheck()
    page.keyboard.press("Escape")
    page.get_by_role("heading", level=1).click()
    expect(act(page, "Resume")).to_be_visible()
    page.keyboard.press("PageDown")
    page.keyboard.press("Shift+P")
    expect_timer(page, "")
    assert state(database, workshop) == ("vote", "P1", 1)


# Notes what stands on the timer when the last seconds are announced: they pass by themselves.
NOTE_LAST_SECONDS = """() => {
  const [timer, ending] = ['timer', 'ending'].map(name => document.querySelector(`[data-field="${name}"]`))
  new MutationObserver(() => {
    if (ending.textContent) window.last ??= [timer.textContent, timer.className, ending.textContent]
  }).observe(ending, { childList: true })
}"""


def test_a_timer_ends_and_the_console_reveals_by_itself(server: Server, window: NewWindow, database: Database) -> None:
    """The last ten seconds are large and announced.

    By choice votes are shown when the time is up, or once all have voted; two consoles do so once, without an error.
    """
    workshop = workshop_fixtures.opened(database)
    people = workshop_fixtures.joined(database, workshop, 2)
    workshop_fixtures.visited(server, workshop, people)
    workshop_fixtures.switched_on(database, workshop, "reveals_when_time_is_up")
    workshop_fixtures.switched_on(database, workshop, "reveals_when_all_in")
    one, other = two_consoles(window, server, workshop)
    for page in (one, other):
        page.evaluate(NOTE_LAST_SECONDS)  # settled: it acts
    workshop_fixtures.done(database, workshop, "begin", seconds=14)
    workshop_fixtures.voted(database, workshop, people[:1], 3)
    for page in (one, other):
        expect(act(page, "Next question")).to_be_visible()
        time, look, announced = page.evaluate("window.last")  # settled: it was noted before the reveal
        assert re.fullmatch(r"0:(10|0\d) left", time)
        assert (look, announced) == ("cx-last", "10 seconds left.")
    assert state(database, workshop) == ("reveal", "P1", 1)
    workshop_fixtures.done(database, workshop, "next")
    workshop_fixtures.voted(database, workshop, people, 3, 3)
    app.eventually(lambda: state(database, workshop), ("reveal", "P4", 1))
    for page in (one, other):
        expect(act(page, "Next question")).to_be_visible()
        expect(page.get_by_text("Look at where it stands now, and continue.")).to_have_count(0)
    assert state(database, workshop) == ("reveal", "P4", 1)


def test_an_undone_reveal_is_not_revealed_by_itself(server: Server, page: Page, database: Database) -> None:
    """Everyone is still in: three seconds after the undo the console showed the votes again. The next vote is."""
    workshop = workshop_fixtures.opened(database)
    people = workshop_fixtures.joined(database, workshop, 2)
    workshop_fixtures.visited(server, workshop, people)
    workshop_fixtures.switched_on(database, workshop, "reveals_when_all_in")
    workshop_fixtures.done(database, workshop, "begin")
    workshop_fixtures.voted(database, workshop, people, 2, 3)
    open_console(page, server, workshop)
    expect(act(page, "Undo the reveal")).to_be_visible()
    app.rest(page)
    act(page, "Undo the reveal").click()
    expect(page.locator('.cx-live-status [data-field="complete"]')).to_have_text("Everyone is in.")
    app.rest(page)
    act(page, "Reveal").click()
    expect(act(page, "Next question")).to_be_visible()
    workshop_fixtures.done(database, workshop, "next")
    workshop_fixtures.voted(database, workshop, people, 3, 3)
    app.eventually(lambda: state(database, workshop), ("reveal", "P4", 1))


def test_a_second_vote_of_few_is_not_revealed_by_itself_and_it_says_why(
    server: Server, page: Page, database: Database
) -> None:
    """When the time is up and one of five has voted again, the console says why, and no longer that it reveals soon."""
    workshop = workshop_fixtures.opened(database, privacy="anonymous")
    people = workshop_fixtures.joined(database, workshop, 5)
    workshop_fixtures.visited(server, workshop, people)
    workshop_fixtures.done(database, workshop, "begin")
    workshop_fixtures.voted(database, workshop, people, 2, 2, 3, 3, 4)
    workshop_fixtures.done(database, workshop, "reveal")
    workshop_fixtures.switched_on(database, workshop, "reveals_when_time_is_up")
    workshop_fixtures.switched_on(database, workshop, "reveals_when_all_in")
    open_console(page, server, workshop)
    workshop_fixtures.done(database, workshop, "again", seconds=2)
    workshop_fixtures.voted(database, workshop, people[:1], 3)
    few = page.get_by_text("Fewer than 5 people of the first vote have voted again")
    expect(few).to_be_visible()
    workshop_fixtures.voted(database, workshop, people[1:], 3, 3, 3, 3)
    expect(page.locator('.cx-live-status [data-field="complete"]')).to_have_text("Everyone is in.")
    app.rest(page)
    act(page, "Reveal").click()
    expect(act(page, "Next question")).to_be_visible()
    expect(few).to_have_count(0)
