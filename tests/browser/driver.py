"""Steps of the tests in the app's own terms."""

import re
from contextlib import suppress
from datetime import date

from playwright.sync_api import Error, Locator, Page, expect

from tests.waiting import PATIENCE
from tests.waiting import eventually as eventually  # re-exported: tests call it as a step of the app

_MOMENT = 3000  # milliseconds until something is tried again
_LOOK_EVERY = 50  # milliseconds; to look at each frame, as is usual, makes the page draw all the time


def question(page: Page, question_id: str) -> Locator:
    """The part of the page that holds a question."""
    return page.locator(f'[data-question="{question_id}"]')


def choice(page: Page, question_id: str, label: int | str) -> Locator:
    """The radio of a question for a level, or for an answer in place of a level."""
    words = f"{label} · " if isinstance(label, int) else label
    return question(page, question_id).get_by_role("radio", name=re.compile(f"^{re.escape(words)}"))


def choose(page: Page, question_id: str, label: int | str) -> None:
    """Click a level, or an answer in place of a level."""
    words = f"{label} · " if isinstance(label, int) else label
    question(page, question_id).locator("label").filter(has_text=re.compile(f"^{re.escape(words)}")).click()
    expect(choice(page, question_id, label)).to_be_checked()


def expect_saved(page: Page, question_id: str) -> None:
    """Wait until the page says that the question is saved."""
    expect(question(page, question_id).get_by_text("Saved", exact=True)).to_be_visible()


# Whether a part of a question is completely in the window, with nothing before it: not the head, not the bar.
_IN_SIGHT = """(part) => {
  const { left, right, top, bottom } = part.getBoundingClientRect()
  const corners = [[left + 8, top + 2], [right - 8, top + 2], [left + 8, bottom - 2], [right - 8, bottom - 2]]
  return corners.every(([x, y]) => part.contains(document.elementFromPoint(x, y)))
}"""


def expect_error_in_sight(page: Page, question_id: str) -> None:
    """Wait until what went wrong with an answer, and how to mend it, are in sight without scrolling.

    It may cover levels only until they are scrolled to.
    """
    card = question(page, question_id)
    for part in (card.get_by_role("alert"), card.get_by_role("button", name="Save again")):
        page.wait_for_function(_IN_SIGHT, arg=part.element_handle())
    for label in card.locator(".cx-choices label").all()[:5]:
        label.evaluate("label => label.scrollIntoView({ block: 'center' })")
        page.wait_for_function(_IN_SIGHT, arg=label.element_handle())


def expect_question(page: Page, question_id: str) -> None:
    """Wait until the page shows this question and no longer changes."""
    expect(question(page, question_id)).to_be_visible()
    expect(page).to_have_url(re.compile(rf"[?&]at={question_id}\b"))
    rest(page)


def rest(page: Page) -> None:
    """Wait until the page's script has finished on a live connection, and the frame handles actions.

    Before the first run the page seems finished too; and the frame's own code may load after the run has ended.
    """
    page.wait_for_function(_IS_AT_REST, polling=_LOOK_EVERY)


_IS_AT_REST = """() => {
  const { testConnectionState, testScriptState } = document.querySelector('[data-testid="stApp"]')?.dataset ?? {}
  return document.pageFrame && testConnectionState === 'CONNECTED' && testScriptState === 'notRunning'
}"""


def visit(page: Page, address: str) -> None:
    """Go to an address of the owner's pages within the window, which shows one of them, as Back and Forward do.

    The page keeps its scripts, because loading it again costs twice as much. A test about the first moments of a page,
    about a reload or a new session uses `goto`. Returns once the other page is shown; if a run of the page before
    restored its own address, it goes there once more.
    """
    for _ in range(3):
        rest(page)
        if page.evaluate(_GO, [address, PATIENCE]):  # settled: it waits
            return
    raise AssertionError(f"{address} gives way to another page each time")


# Whether the page of this address is shown in the end. The frame of each page says which one it is; a page that is
# shown already, with other parameters, is drawn by the same frame.
_GO = """async ([address, patience]) => {
  const frame = document.pageFrame, { update } = frame
  const nameOf = (place) => new URL(place, location).pathname.split('/').at(-1)
  const wanted = nameOf(address)
  let isShown = nameOf(location) === wanted
  frame.update = (data) => { update(data); isShown ||= data.page === wanted }
  history.pushState({}, '', address)
  dispatchEvent(new PopStateEvent('popstate'))
  const began = performance.now()
  while (!isShown && nameOf(location) === wanted && performance.now() - began < patience) {
    await new Promise((done) => setTimeout(done, 20))
  }
  frame.update = update
  return isShown
}"""


def button(page: Page, name: str) -> Locator:
    """The button with exactly this name."""
    return page.get_by_role("button", name=name, exact=True)


def onward(page: Page) -> None:
    """Go to the next question."""
    page.locator(".cx-next").click()


def back(page: Page) -> None:
    """Go to the previous question."""
    page.locator(".cx-back").click()


def unfold_details(page: Page, question_id: str) -> None:
    """Open note and evidence of a question."""
    question(page, question_id).locator(".cx-note summary").click()
    expect(question(page, question_id).locator(".cx-note")).to_have_attribute("open", "")


def switch(page: Page, key: str) -> Locator:
    """The element to click to turn a switch."""
    return page.locator(f".st-key-{key} label").first


def of_key(key: str) -> str:
    """Return the selector of what has this key, or begins with it and ends with the id of what the page shows."""
    return f':is(.st-key-{key}, [class*="st-key-{key}-"])'


def unfold(page: Page, key: str) -> Locator:
    """Open the expander of this key and return it once it is filled and still, so that its parts can be clicked."""
    box = page.locator(f"{of_key(key)} details").first
    expect(box).to_be_visible()
    rest(page)
    box.locator("summary").click()
    expect(box).to_have_attribute("open", "")
    rest(page)
    box.evaluate("box => box.getAnimations().forEach(move => move.finish())")
    return box


def bar(page: Page, name: str) -> Locator:
    """The row of a result's bars with this name."""
    return page.locator(".cx-bar").filter(has=page.locator(".cx-bar-name", has_text=name))


def open_expander(page: Page, key: str) -> None:
    """Make sure that the expander of this key is open; some pages open it themselves."""
    rest(page)
    if page.locator(f"{of_key(key)} details[open]").count() == 0:
        unfold(page, key)


def show_ways_to_begin(page: Page) -> None:
    """Make sure that Home shows the ways to start, which are folded once there is a team."""
    expect(button(page, "See a sample result")).to_be_visible()
    rest(page)
    if page.locator(".st-key-new-assessment").count():  # settled: both were waited for above
        open_expander(page, "new-assessment")


def keys_work(page: Page) -> None:
    """Wait until the page handles keys."""
    page.wait_for_function("() => document.querySelector('.cx-answer-form')?.answerForm", polling=_LOOK_EVERY)


def metric(page: Page, label: str) -> Locator:
    """The number with this label."""
    return page.locator('[class*="st-key-numbers-"] p').filter(has_text=re.compile(f"^{label}\\s")).locator("strong")


def option(page: Page, key: str, name: str) -> None:
    """Choose from the select box of this key by typing, because a long list holds only the visible options."""
    box = page.locator(of_key(key)).get_by_role("combobox")
    wanted = page.get_by_role("option", name=name, exact=True)

    def is_chosen() -> bool:
        box.click()
        box.fill(name)
        with suppress(Error):  # the list closes when the page scrolls or is drawn anew
            wanted.click(timeout=_MOMENT)
            return True
        return False

    rest(page)
    eventually(is_chosen, True)


def name_team(page: Page, name: str, prefix: str = "start") -> None:
    """Name a new team in a form, which has the field for the name at once if there is no team."""
    expect(page.locator(f'[class*="st-key-{prefix}-team"]').first).to_be_visible()
    rest(page)
    if page.locator(f".st-key-{prefix}-team-choice").count():  # settled: it was waited for above
        option(page, f"{prefix}-team-choice", "New team")
    page.locator(f".st-key-{prefix}-team input").fill(name)


def name_team_by_keys(page: Page, name: str, prefix: str = "start") -> None:
    """Name a new team in a form by keys alone, whether or not there is a team to choose."""
    expect(page.locator(f'[class*="st-key-{prefix}-team"]').first).to_be_visible()
    rest(page)
    field = page.locator(f".st-key-{prefix}-team input")
    if page.locator(f".st-key-{prefix}-team-choice").count():  # settled: it was waited for above
        tab_to(page, page.get_by_role("combobox", name="Team", exact=True))
        page.keyboard.type("New team")
        expect(page.get_by_role("option", name="New team", exact=True)).to_be_visible()
        page.keyboard.press("Enter")
        expect(field).to_be_visible()
        rest(page)
    tab_to(page, field)
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(name)


def type_date(page: Page, label: str, day: date) -> None:
    """Type a date into the field of this label."""
    page.get_by_role("spinbutton", name=f"year, {label}").click()
    page.keyboard.type(f"{day:%Y%m%d}")
    page.keyboard.press("Tab")


def tab_to(page: Page, wanted: Locator, most: int = 120) -> None:
    """Press Tab until `wanted` has the focus.

    That is twice around most pages: on a busy machine a part may be redrawn just when it gets the focus.
    """
    stops, goal = [], wanted.element_handle()  # to look it up by its role at each stop costs more than all else
    for _ in range(most):
        page.keyboard.press("Tab")
        while (stop := goal.evaluate(_ANOTHER_STOP)) is None:
            goal = wanted.element_handle()
        if not stop:
            return
        stops.append(stop)
    raise AssertionError(f"{most} times Tab did not reach {wanted}, but {stops}")


# What has the focus, by its kind and name; nothing when it is this element, null when this element has gone.
_ANOTHER_STOP = """element => {
  const { tagName, ariaLabel, textContent } = document.activeElement
  if (!element.isConnected) return null
  return element === document.activeElement ? '' : `${tagName} ${(ariaLabel ?? textContent).trim().slice(0, 30)}`
}"""


_TRANSLATE = """() => {
  const wrap = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
      const parent = text.parentNode;
      if (!text.data.trim() || !parent || ["SCRIPT", "STYLE", "FONT"].includes(parent.nodeName)) continue;
      const outer = document.createElement("font"), inner = document.createElement("font");
      outer.append(inner);
      inner.textContent = `«${text.data}»`;
      parent.replaceChild(outer, text);
    }
  };
  wrap(document.body);
  new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach((node) => {
    if (node.nodeName !== "FONT" && node.parentNode?.nodeName !== "FONT") wrap(node.parentNode ?? node);
  }))).observe(document.body, { childList: true, subtree: true });
}"""


def translate(page: Page) -> None:
    """Replace the page's text as a browser's translation does: each text node by elements, also those that follow."""
    page.evaluate(_TRANSLATE)
