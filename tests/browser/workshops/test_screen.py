"""The projected screen on a real server: every phase at five resolutions, its keys, and its followers."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from playwright.sync_api import Error, Page, Route, expect

from cxmaturity.answers import Answer
from cxmaturity.services.assessments.agreed_levels import agree_on_level
from cxmaturity.services.workshops import facilitation, workshop_view
from cxmaturity.services.workshops.finishing import dot_votes, participant_steps
from cxmaturity.services.workshops.preparing import join_codes
from cxmaturity.services.workshops.voting import polls, vote_reasons
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store.database.engine import Database
from cxmaturity.workshops.polls import WarmUp
from tests.browser import driver as app
from tests.browser.conftest import NewWindow
from tests.browser.observers import expect_nothing_sideways, violations
from tests.fixtures import QUESTIONNAIRE, unique
from tests.own_scales import with_values
from tests.server import Server
from tests.workshop_fixtures import AnswerValue, done, joined, opened, plan_candidate, visited, voted

SIZES = ((1024, 768), (1280, 720), (1366, 768), (1920, 1080), (3840, 2160))
FLOOR = 0.026  # of the window's height: 28 of 1080 pixels
TEAM = "Customer care and field service, northern region"
LONGEST_PROMPT = max(QUESTIONNAIRE.questions, key=lambda question: len(question.prompt))
LONGEST_LEVELS = max(QUESTIONNAIRE.questions, key=lambda question: sum(map(len, question.levels)))
REASON = (
    "Three complaints of this month were decided by the rule that is written down, and each customer was asked. " * 2
)[:200]

# What is wrong with the screen as it stands: texts that are too small or outside the window, one over another, and
# anything that gave way or has to be scrolled to.
_FAULTS = """floor => {
  const root = document.documentElement, faults = [], boxes = []
  const walk = document.createTreeWalker(document.querySelector('.slide'), NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement, words = walk.currentNode.textContent.trim()
    if (!words || element.closest('.visually-hidden') || !element.checkVisibility()) continue
    const range = document.createRange()
    range.selectNodeContents(walk.currentNode)
    const box = range.getBoundingClientRect(), name = words.slice(0, 30)
    if (parseFloat(getComputedStyle(element).fontSize) < floor * innerHeight - 0.01) faults.push(`too small: ${name}`)
    if (box.left < 0 || box.top < 0 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1) {
      faults.push(`outside: ${name}`)
    }
    for (const [other, otherName] of boxes) {
      const across = Math.min(box.right, other.right) - Math.max(box.left, other.left)
      const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top)
      if (across > 2 && down > 6 && !element.closest('p, text')?.contains(other.element)) {
        faults.push(`over another: ${name} | ${otherName}`)
      }
    }
    box.element = element
    boxes.push([box, name])
  }
  if (!boxes.length) faults.push('nothing yet')
  if (root.scrollHeight > innerHeight || root.scrollWidth > innerWidth) faults.push('scrolls')
  if (document.body.matches('.condensed, .compact')) faults.push('gave way')
  return faults
}"""


# How many lines the number of each level takes.
_NUMBER_LINES = """() => [...document.querySelectorAll('.levels .number')].map(number =>
  Math.round(number.getBoundingClientRect().height / parseFloat(getComputedStyle(number).lineHeight)))"""

# As many dimensions as a large questionnaire has, with longer names.
_TWELVE_DIMENSIONS = """() => {
  const list = document.querySelector('.profile')
  while (list.children.length < 12) list.append(list.lastElementChild.cloneNode(true))
  for (const name of list.querySelectorAll('.name')) name.textContent = 'Handling of complaints across all regions'
  document.querySelector('.radar').remove()
  dispatchEvent(new Event('resize'))
}"""


def projected(page: Page, server: Server, workshop: WorkshopView) -> Page:
    """Open the screen as from another machine, because on the server's own it would have no address for phones."""

    def from_elsewhere(route: Route) -> None:
        if route.request.url.endswith(("/live", "/blank")):
            route.continue_()
            return
        with suppress(Error):  # it asks again and again, also while the window is being closed
            route.fulfill(response=route.fetch(headers={**route.request.headers, "host": "cx.example.org"}))

    page.route("**/join/screen/**", from_elsewhere)
    page.goto(f"{server.url}/join/screen/{workshop.screen}")
    expect(page.locator(".slide")).to_be_visible()
    return page


def phases(server: Server, database: Database) -> Iterator[tuple[WorkshopView, str, list[str]]]:
    """Lead workshops through every phase; yield each with its name and its expected texts.

    The questions are the one with the longest prompt and the one with the longest levels.
    """

    def go_to(workshop: WorkshopView, question: Any) -> None:
        done(database, workshop, "go", question=question.id)

    warm_up = WarmUp(
        "What would " * 14 + "you say?", tuple(f"{n} {'as long as an answer may be ' * 2}" for n in range(6))
    )
    room = opened(
        database, scope="full", team=unique(TEAM), label="Autumn away day", expected=14, warm_up=warm_up, asks_why=True
    )
    people, unknown = joined(database, room, 14), [Answer(dont_know=True)] * 2
    visited(server, room, people)
    code = join_codes.format_code(room.code)
    yield room, "lobby", [code]
    done(database, room, "begin")
    yield room, "warm-up", [warm_up.prompt, *warm_up.options, "0 of 14 have answered", code]
    for place, person in enumerate(people):
        polls.save_poll_answer(database, room.assessment.id, person.stored.id, "warm_up", place % 3 + 1)
    done(database, room, "reveal")
    yield room, "warm-up shown", [*warm_up.options, "Chosen most:", "14 people answered"]
    done(database, room, "begin", "reveal")
    for question in (LONGEST_PROMPT, LONGEST_LEVELS):
        go_to(room, question)
        done(database, room, "extend", seconds=3000)
        statements = [question.prompt, *question.levels, code]
        yield room, "vote", [*statements, "0 of 14 have voted"]
        done(database, room, "pause")
        yield room, "paused", [*statements, "Paused"]
        voted_on = [1, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 5]
        done(database, room, "resume")
        voted(database, room, people, *voted_on, *unknown)
        done(database, room, "reveal")
        far = "Votes are far apart: hear one voice from each end"
        yield room, "far apart", [*statements, far, "Middle answer 2 · By effort · 12 votes, 2 did not know"]
        done(database, room, "again")
        lines = [f"{n} {'what we saw ' * 11}".strip() for n in range(3)]
        answers: list[AnswerValue] = [*(Answer(level=3, note=line) for line in lines), *[3] * 7, 4, 4]
        voted(database, room, people, *answers, *unknown)
        done(database, room, "reveal")
        yield room, "close together", [*statements, "Middle answer 3 · By design", "votes close together", "rose by 1"]
        for line in lines:
            vote_reasons.put_on_screen(database, room.assessment.id, line, is_shown=True)
        yield room, "why", [question.prompt, *lines, "Middle answer 3 · By design", code]
        agree_on_level(database, room.assessment.id, question.id, 4, REASON, datetime.now(UTC))
        yield room, "agreed", [question.prompt, question.levels[3], REASON, "4 · By habit", code]
    others = QUESTIONNAIRE.questions[1:5]  # the first is revealed without votes above
    for question in others:
        go_to(room, question)
        voted(database, room, people, *[1, 1, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5], *unknown)
        done(database, room, "reveal")
    yield room, "vary", [*others[-1].levels, "votes vary"]
    done(database, room, "dots")
    steps = dot_votes.step_candidates(database, room.assessment.id)
    yield room, "dots", [step.step.do for step in steps]
    written = [f"{n} {'let the front desk decide ' * 3}".strip() for n in range(4)]
    for do in written:
        participant_steps.propose_step(database, room.assessment.id, do, is_by_console=True)
    yield (
        room,
        "dots for the room's own",
        [*[step.step.do for step in steps], *written, "0 of 14 have given their dots"],
    )
    for person, step in zip(people, steps, strict=False):
        dot_votes.save_dots(database, person.assessment.id, person.stored.id, {step.key: 3})
    done(database, room, "steps")
    plan_candidate(database, room.assessment, steps[0], "Maria Gonzalez-Hernandez", date(2026, 12, 1))
    yield room, "steps", [steps[0].step.do, "✓ Maria Gonzalez-Hernandez, by 1 December 2026 · 3 dots", code]
    visited(server, room, people)
    done(database, room, "ask_worth")
    yield room, "last question", ["Was this worth your time?", "0 of 14 have answered", code]

    hidden = opened(database, scope="full", privacy="anonymous", team=unique(TEAM))
    few = joined(database, hidden, 4)
    done(database, hidden, "begin", "reveal")
    go_to(hidden, LONGEST_LEVELS)
    voted(database, hidden, few, 1, 2, 3, 4)
    done(database, hidden, "reveal")
    yield hidden, "hidden", [*LONGEST_LEVELS.levels, "Fewer than 5 people rated it"]

    whole = opened(database, scope="full", pace="self_paced", team=unique(TEAM))
    [person] = joined(database, whole, 1)
    visited(server, whole, [person])
    done(database, whole, "begin")
    yield whole, "own pace", ["0 of 1 have finished", join_codes.format_code(whole.code)]
    for question_id in whole.order:
        is_low = QUESTIONNAIRE.dimension_of[question_id].id in ("people", "csr")
        voted(database, whole, [person], 2 if is_low else 3, question=question_id)
    done(database, whole, "start_review", "end")
    names = [dimension.name for dimension in QUESTIONNAIRE.dimensions]
    yield whole, "closed", ["Between stage 2 and 3 of 5", *names, "Our first steps", "the workshop is over"]


def test_every_phase_at_five_resolutions(server: Server, window: NewWindow, database: Database) -> None:
    """With the longest question, the longest levels and a reason of 200 characters.

    Nothing is cut, no text is below the smallest size. Every phase keeps its whole layout, no text overlaps another,
    and statements and join code are there. axe finds nothing in any of them, light and dark.
    """
    page, address, judged, sizes = window(viewport={"width": 1920, "height": 1080}), "", set(), [*SIZES]
    for workshop, phase, texts in phases(server, database):
        if workshop.screen != address:
            projected(page, server, workshop)
            address = workshop.screen
        version = workshop_view.load_workshop(database, workshop.assessment.id).version
        expect(page.locator(f'.slide[data-version="{version}"]')).to_be_visible()
        page.wait_for_function("() => !document.getAnimations().some(one => one.playState === 'running')")
        for text in texts:
            expect(page.locator(".slide")).to_contain_text(text)
        for width, height in sizes:
            page.set_viewport_size({"width": width, "height": height})
            app.eventually(partial(page.evaluate, _FAULTS, FLOOR), [], f"{phase} at {width}×{height}")
        sizes.reverse()  # the next phase begins at the size at which this one ends
        page.keyboard.press("t")
        app.eventually(partial(violations, page, is_other_look=phase in judged), [], f"{phase} by axe")
        judged.add(phase)
    page.evaluate(_TWELVE_DIMENSIONS)  # settled: the end, shown last, was waited for above
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        app.eventually(partial(page.evaluate, _FAULTS, FLOOR), ["gave way"], f"12 at {width}×{height}")


def test_numbers_of_levels_stand_on_one_line(server: Server, window: NewWindow, database: Database) -> None:
    """In a model whose levels have values such as 0.25: while people vote, with the result, beside an agreed level."""
    workshop = opened(database, questionnaire=with_values(3), scope="full")
    people = joined(database, workshop, 4)
    done(database, workshop, "begin")
    screen = projected(window(viewport={"width": 1280, "height": 720}), server, workshop)
    expect_numbers(screen, "0", "0.25", "0.5", "1")
    voted(database, workshop, people, 1, 2, 3, 4)
    done(database, workshop, "reveal")
    expect(screen.locator(".bars")).to_be_visible()
    expect_numbers(screen, "0", "0.25", "0.5", "1")
    agree_on_level(database, workshop.assessment.id, "A1", 2, "We saw it", datetime.now(UTC))
    expect(screen.locator(".votes-beside")).to_be_visible()
    expect_numbers(screen, "0", "0.25", "0.5", "1")


def expect_numbers(screen: Page, *numbers: str) -> None:
    expect(screen.locator(".levels .number")).to_have_text([*numbers])
    assert screen.evaluate(_NUMBER_LINES) == [1] * len(numbers)  # settled: their part is shown


def test_keys_and_buttons_of_the_screen(server: Server, window: NewWindow, database: Database) -> None:
    """F, L, T, B and the full stop, and a button for each: their effect is announced and remembered.

    Blanking applies to the workshop: the console shows it, another window follows, and can end it.
    """
    workshop = opened(database, team=unique("Keys"))
    page, other = projected(window(), server, workshop), window(color_scheme="dark")
    other.goto(f"{server.url}/join/{workshop.assessment.invitation}/screen")
    root, live_region = page.locator("html"), page.locator("[aria-live=polite]")

    def is_blank() -> bool:
        return workshop_view.load_workshop(database, workshop.assessment.id).state.screen_blank

    expect(root).to_have_attribute("data-theme", "light")
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")
    page.keyboard.press("t")
    expect(live_region).to_have_text("Colours: dark")
    page.get_by_role("button", name="Colours: dark").click()
    expect(root).to_have_attribute("data-theme", "contrast")
    page.get_by_role("button", name="Larger text, as far as it fits").click()
    expect(live_region).to_have_text("Larger text, as far as it fits.")
    page.reload()
    expect(root).to_have_attribute("data-theme", "contrast")
    expect(page.get_by_role("button", name="Larger text, as far as it fits", pressed=True)).to_be_visible()
    page.keyboard.press("l")
    expect(page.get_by_role("button", name="Larger text, as far as it fits", pressed=False)).to_be_visible()
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement !== null")
    expect(live_region).to_have_text("Full screen.")
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement === null")
    expect(live_region).to_have_text("No full screen.")
    for key, wanted in (("b", True), (".", False)):
        page.keyboard.press(key)
        # The windows first: after full screen a Chromium without a display may send only when asked for something.
        for one in (page, other):
            expect(one.get_by_text("The screen is blank for a moment.").first).to_be_visible(visible=wanted)
        assert is_blank() == wanted
    page.get_by_role("button", name="Blank the screen").click()
    expect(page.get_by_text("The screen is blank for a moment.").first).to_be_visible()
    assert is_blank()
    facilitation.set_switch(database, workshop.assessment.id, "screen_blank", is_on=False)
    expect(live_region).to_have_text("The screen is back.")
    expect(page.locator(".slide")).to_be_visible()
    expect(other.get_by_role("button", name="Blank the screen")).to_have_count(0)


# Counts the requests of the page whose replies it has not taken yet; it sends none while one is under way.
COUNT_ASKING = """{
  const ask = fetch
  window.asking = 0
  window.fetch = async (...all) => {
    window.asking += 1
    try {
      const reply = await ask(...all), text = await reply.text()
      return { ok: reply.ok, status: reply.status, text: async () => text }
    } finally { window.asking -= 1 }
  }
}"""


def test_owners_and_dates_come_within_a_second(server: Server, window: NewWindow, database: Database) -> None:
    """A step added to the plan on the console is on the screen with owner and date a second later.

    It is a second of the page's own clock, which otherwise stands still, so a busy machine makes no difference.
    """
    workshop = opened(database, team=unique("Steps"))
    done(database, workshop, "begin")
    voted(database, workshop, joined(database, workshop, 1), 2)
    done(database, workshop, "reveal", "steps")
    page = window()
    page.clock.install()
    page.add_init_script(COUNT_ASKING)
    projected(page, server, workshop)
    [step, *_] = dot_votes.step_candidates(database, workshop.assessment.id)
    expect(page.get_by_text(step.step.do)).to_be_visible()
    with page.expect_request("**/part"):  # from then on it knows that it has to ask
        pass
    page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))
    page.wait_for_function("() => window.asking === 0")
    plan_candidate(database, workshop.assessment, step, "Ana", date(2026, 12, 1))
    page.clock.run_for(1000)
    expect(page.get_by_text("✓ Ana, by 1 December 2026")).to_be_visible()


def test_an_enlarged_screen_is_read_by_scrolling(server: Server, window: NewWindow, database: Database) -> None:
    """On small devices and at 400 %: nothing sideways, no text below the browser's own size."""
    workshop = opened(database, team=unique(TEAM))
    done(database, workshop, "begin")
    voted(database, workshop, joined(database, workshop, 3), 1, 2, 5)
    done(database, workshop, "reveal")
    page = window()
    smallest = (
        "Math.min(...[...document.querySelectorAll('.slide p')].map(p => parseFloat(getComputedStyle(p).fontSize)))"
    )
    for width, height in ((320, 256), (320, 640), (640, 360)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{server.url}/join/{workshop.assessment.invitation}/screen")
        expect(page.get_by_text("Votes are far apart")).to_be_visible()
        expect_nothing_sideways(page, f"{width}×{height}")
        app.eventually(lambda: page.evaluate(smallest) >= 16, True, f"{width}×{height}")
