"""A question with all its choices fits on one screen; it is measured, so that it cannot grow unnoticed."""

import re

from playwright.sync_api import Page, expect

from cxmaturity.questionnaire.schema import Stage
from cxmaturity.store.database.engine import Database
from tests.browser import driver as app
from tests.browser.conftest import NewWindow
from tests.browser.observers import expect_nothing_sideways
from tests.build import equal
from tests.fixtures import QUESTIONNAIRE, begun, everywhere
from tests.own_scales import reshaped
from tests.server import Server

WANTED = 34  # of 38 questions

_UNSEEN = """([id, isScrolled]) => {
  const card = document.querySelector(`[data-question="${id}"]`)
  if (isScrolled) card.scrollIntoView()
  const head = document.querySelector('[data-testid="stHeader"]').getBoundingClientRect().bottom
  const bar = document.querySelector('.cx-navigation').getBoundingClientRect()
  const isSticky = getComputedStyle(document.querySelector('.cx-navigation')).position !== 'static'
  const bottom = Math.min(innerHeight, isSticky ? bar.top : innerHeight)
  const isUnseen = (part) => {
    const { top: upper, bottom: lower } = part.getBoundingClientRect()
    const isInBar = getComputedStyle(part.closest('.cx-dont-know, .cx-foot') ?? part).position === 'fixed'
    return upper < head || lower > (isInBar ? innerHeight : bottom) + 0.5
  }
  const parts = [...card.querySelectorAll('.cx-choices label:not(.cx-not-applicable), .cx-status')]
  return parts.filter(isUnseen).map((part) => part.textContent.slice(0, 20))
}"""


# Goes from question to question by a button and returns what is unseen of each. It waits in the page: that is quicker.
_WALK = """async ([ids, button]) => {
  const unseen = UNSEEN, found = {}
  const drawn = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
  const isThere = (id) => {
    const card = document.querySelector(`[data-question="${id}"]`)
    return card?.checkVisibility() && location.search.includes(`at=${id}`)
      && card.querySelector('.cx-status')?.dataset.state === 'saved'
  }
  for (const id of ids) {
    for (const began = performance.now(); !isThere(id); await drawn()) {
      if (performance.now() - began > 40_000) throw new Error(`${id} does not come`)
    }
    await drawn()
    const parts = unseen([id, false])
    if (parts.length) found[id] = parts
    if (id !== ids.at(-1)) document.querySelector(button).click()
  }
  return found
}""".replace("UNSEEN", _UNSEEN)


# Scrolls to each question of a page and returns what is unseen of it.
_SCROLL = """async (ids) => {
  const unseen = UNSEEN, found = {}
  const isSaved = (id) => document.querySelector(`[data-question="${id}"] .cx-status`)?.dataset.state === 'saved'
  for (const began = performance.now(); !ids.every(isSaved); await new Promise(requestAnimationFrame)) {
    if (performance.now() - began > 40_000) throw new Error(`not all saved: ${ids}`)
  }
  for (const id of ids) {
    const parts = unseen([id, true])
    if (parts.length) found[id] = parts
  }
  return found
}""".replace("UNSEEN", _UNSEEN)


def expect_errors_in_sight(page: Page) -> None:
    """Choose for the last question without a connection, and expect the error in sight in windows of all sizes."""
    page.route("**/answers/*/L7", lambda route: route.abort())
    app.choose(page, "L7", 5)
    for width, height in ((320, 568), (390, 844), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        app.choice(page, "L7", 5).scroll_into_view_if_needed()
        app.expect_error_in_sight(page, "L7")


def test_every_choice_stands_on_one_screen(server: Server, page: Page, database: Database) -> None:
    """For 34 of 38 questions the levels, “don't know” and “Saved” are visible without scrolling, on phones too.

    By Next in one window, by Back in the second, and by Next in the third. What was not saved is in sight too.
    """
    ids = [question.id for question in QUESTIONNAIRE.questions]
    walks = (((1280, 800), ids, ".cx-next"), ((390, 844), ids[::-1], ".cx-back"), ((360, 740), ids, ".cx-next"))
    page.goto(f"{server.url}/assess?assessment={begun(database, everywhere(3))}&at=P1")
    app.keys_work(page)
    app.expect_question(page, "P1")
    for (width, height), way, button in walks:
        page.set_viewport_size({"width": width, "height": height})
        too_high = page.evaluate(_WALK, [way, button])  # settled: it waits
        assert len(too_high) <= len(QUESTIONNAIRE.questions) - WANTED, (width, too_high)
    expect_errors_in_sight(page)


def test_a_question_of_a_dimension_fits_too(server: Server, window: NewWindow, database: Database) -> None:
    """In the one-dimension view a question that is scrolled to shows all of this for 34 of 38, and any error."""
    page = window(viewport={"width": 1280, "height": 800})
    opened = begun(database, everywhere(3))
    too_high: dict[str, list[str]] = {}
    page.goto(f"{server.url}/assess?assessment={opened}&at=P1&view=One+dimension")
    app.expect_question(page, "P1")
    for place, dimension in enumerate(QUESTIONNAIRE.dimensions):
        page.locator(".cx-dimensions [data-dimension]").nth(place).click()
        app.expect_question(page, dimension.questions[0].id)
        too_high |= page.evaluate(_SCROLL, [question.id for question in dimension.questions])  # settled: it waits
    assert len(too_high) <= len(QUESTIONNAIRE.questions) - WANTED, too_high
    expect_errors_in_sight(page)


def test_on_a_phone_the_bar_stays_at_the_bottom(server: Server, window: NewWindow, database: Database) -> None:
    """At 390 x 844 Saved, Don't know, Back and Next are in the last 120 pixels at every scroll position.

    In the one-dimension view the row of dimensions shows the current one.
    """
    page = window(viewport={"width": 390, "height": 844}, has_touch=True)
    opened = begun(database, everywhere(3))
    page.goto(f"{server.url}/assess?assessment={opened}&at=P2")
    app.expect_question(page, "P2")
    main = "document.querySelector('.stMain')"
    for place in ("0", "1e6"):
        page.evaluate(f"{main}.scrollTo(0, {place})")  # settled: it only scrolls
        for part in (".cx-status", ".cx-dont-know", ".cx-back", ".cx-next"):
            shown = page.locator(f'[data-question="P2"] {part}, .cx-navigation {part}')
            expect(shown).to_be_in_viewport(ratio=1)
            box = shown.bounding_box()  # settled: it stays where it is, whatever is scrolled
            assert box is not None
            assert box["y"] >= 844 - 120, (place, part, box)
    app.choose(page, "P2", "Don't know.")
    app.expect_saved(page, "P2")
    app.onward(page)
    app.expect_question(page, "P3")
    expect(page).to_have_url(re.compile("at=P3"))
    page.goto(f"{server.url}/assess?assessment={opened}&at=L1&view=One+dimension")
    app.expect_question(page, "L1")
    expect(page.locator(".cx-dimensions [aria-current=true]")).to_be_in_viewport(ratio=1)


def test_a_long_word_stays_within_its_choice(server: Server, window: NewWindow, database: Database) -> None:
    """A level is named with one word that is wider than a phone: the word is broken, and nothing is cut off."""
    word = "Verantwortungsübernahmebereitschaftsförderungsprogramm"
    model = reshaped(equal(3, scale_max=2), stages=(Stage(level=1, name="Low"), Stage(level=2, name=word)))
    page = window(viewport={"width": 360, "height": 740})
    page.goto(f"{server.url}/assess?assessment={begun(database, questionnaire=model)}")
    app.expect_question(page, "A1")
    expect(page.locator(".cx-choices label", has_text=word).first).to_be_visible()
    expect_nothing_sideways(page)
