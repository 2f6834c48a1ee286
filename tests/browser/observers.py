"""What a page must never show: violations of WCAG that axe finds, and anything that sticks out sideways."""

from collections.abc import Mapping
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.waiting import eventually

_LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]

# What axe may judge otherwise when the same page has other colours or another width.
_OF_LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]

# Nothing is loaded for it: that is for rules on sounds and on orientation, of which there are none here.
_RUN = """rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'], preload: false })
  .then(found => found.violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.target.join(' '),
    node.html.slice(0, 200), [...node.any, ...node.all, ...node.none].map(check => check.message).join('; '),
  ].join(' | '))))"""

# Words for screen readers only, which go past Markdown, must not carry its backslashes.
_READ_ALOUD = """() => [...document.querySelectorAll('[aria-label*="\\\\\\\\"], [alt*="\\\\\\\\"]')]
  .map(element => `backslash read aloud | ${element.ariaLabel ?? element.alt}`)"""

# The headings of a page, as screen readers list them: one of the first level, and none that jumps a level.
_HEADINGS = """() => {
  const levels = [...document.querySelectorAll('.stMain :is(h1, h2, h3, h4, h5, h6)')]
    .filter(heading => heading.checkVisibility())
    .map(heading => [Number(heading.tagName[1]), heading.textContent.trim()])
  if (!document.querySelector('.stMain')) return []
  const tops = levels.filter(([level]) => level === 1)
  const jumps = levels.filter(([level], place) => level > (place ? levels[place - 1][0] : 0) + 1)
  return [...(tops.length === 1 ? [] : [`${tops.length} headings of the first level`]),
    ...jumps.map(([level, words]) => `a heading jumps to level ${level} | ${words}`)]
}"""

_STICKS_OUT = """() => {
  const scrolls = (element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX)
  const isInside = (element) => {
    for (let up = element.parentElement; up && !up.matches('.stMain'); up = up.parentElement) {
      if (scrolls(up) && up.getBoundingClientRect().right <= innerWidth + 1) return true
    }
    return false
  }
  const name = (element) => `${element.tagName.toLowerCase()}.${element.className?.baseVal ?? element.className}`
  const pages = [document.scrollingElement, document.querySelector('.stMain')]
  const wide = pages.filter(page => page && page.scrollWidth > page.clientWidth + 1)
    .map(page => `scrolls: ${name(page)}`)
  const out = [...document.querySelectorAll('.stMain *, header *, main *')].filter(element => {
    const box = element.getBoundingClientRect()
    return box.width > 1 && box.height > 1 && box.right > innerWidth + 1 && !isInside(element)
  }).slice(0, 3).map(element => `sticks out: ${name(element)} to ${element.getBoundingClientRect().right}`)
  return [...wide, ...out]
}"""


Scheme = Literal["light", "dark"]

WIDTH: Mapping[Scheme, int] = {"light": 1280, "dark": 360}
BACKGROUND: Mapping[Scheme, str] = {"light": "rgb(255, 255, 255)", "dark": "rgb(16, 24, 30)"}


def violations(page: Page, is_other_look: bool = False) -> list[str]:
    """Return each violation of WCAG 2.2 A and AA in the whole page, with its rule, place and problem.

    For another look of a page that was checked already, only the rules that may differ are run.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    rules = {"type": "rule", "values": _OF_LOOKS} if is_other_look else {"type": "tag", "values": _LEVELS}
    faults: list[str] = [*page.evaluate(_RUN, rules), *read_aloud(page)]
    return faults


def read_aloud(page: Page) -> list[str]:
    """Return the texts with backslashes that screen readers would read."""
    faults: list[str] = page.evaluate(_READ_ALOUD)
    return faults


def heading_faults(page: Page) -> list[str]:
    """Return the faults in the order of the headings on a page."""
    faults: list[str] = page.evaluate(_HEADINGS)
    return faults


def sideways(page: Page) -> list[str]:
    """Return what makes the page scroll sideways, or is cut off at its right edge."""
    faults: list[str] = page.evaluate(_STICKS_OUT)
    return faults


def expect_nothing_sideways(page: Page, where: str = "") -> None:
    """Wait until nothing sticks out: charts take a new width shortly after the window."""
    eventually(lambda: sideways(page), [], where)


def expect_fit(page: Page, where: str = "", is_other_look: bool = False) -> None:
    """Wait until nothing sticks out and axe finds nothing; what a script corrects shortly after is no violation.

    For another look of the same page see `violations`.
    """
    expect_nothing_sideways(page, where)
    eventually(lambda: read_aloud(page), [], where)
    eventually(lambda: heading_faults(page), [], where)
    eventually(lambda: violations(page, is_other_look), [], where)


def expect_fit_for_all(page: Page) -> None:
    """Check the page light on a laptop and dark on a phone, and that nothing is too wide.

    It starts with the current look and ends with the other one, because changing it costs as much as a page.
    """
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")  # settled: tests alone change it
    for scheme in ("dark", "light") if is_dark else ("light", "dark"):
        is_other_look = is_dark == (scheme == "light")
        page.emulate_media(color_scheme=scheme)
        if scheme == "light" and is_other_look:
            expect_nothing_too_wide_on_a_screen(page)
        page.set_viewport_size({"width": WIDTH[scheme], "height": 900})
        expect(page.locator(".stApp")).to_have_css("background-color", BACKGROUND[scheme])
        # Else a button may be half below the header, which stays.
        page.locator(".stMain").evaluate("main => main.scrollTo(0, 0)")  # settled: it only scrolls
        expect_fit(page, f"{scheme}, {WIDTH[scheme]} px wide", is_other_look)
        if scheme == "light" and not is_other_look:
            expect_nothing_too_wide_on_a_screen(page)


def expect_nothing_too_wide_on_a_screen(page: Page) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    expect_nothing_sideways(page, "1920 px wide")
