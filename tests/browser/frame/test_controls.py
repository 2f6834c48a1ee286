"""Controls as they are seen: the focus ring, edges, contrast themes, low windows, spaced and large text."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from cxmaturity.services import teams
from cxmaturity.services.trends.milestones import TEAMS_PER_PAGE
from cxmaturity.services.workshops import workshop_view
from cxmaturity.store.database.engine import Database, open_database
from tests import workshop_fixtures
from tests.browser import driver as app
from tests.browser.conftest import NewWindow
from tests.browser.observers import BACKGROUND, Scheme, expect_nothing_sideways
from tests.browser.pixels import (
    box_of,
    clearly_different,
    covered_stops,
    has_ring,
    picture,
    pixel_at,
    tab_from_the_top,
    tab_stops,
)
from tests.browser.windows import set_font_size
from tests.contrast import contrast
from tests.fixtures import begun, everywhere, unique
from tests.server import Server

MOST_STOPS = 45  # more would be rows of the same kind
LONG = ("home", "workshop", "result", "assess", "reveal")
SPACED = (  # WCAG 1.4.12
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
    "p { margin-bottom: 2em !important }"
)
# Words whose own box is cut by the nearest part around them that hides what sticks out.
CUT = """() => {
  const walk = document.createTreeWalker(document.querySelector('.stMain'), NodeFilter.SHOW_TEXT)
  const cut = []
  for (let text; (text = walk.nextNode());) {
    const holder = text.parentElement
    if (!text.data.trim() || !holder.checkVisibility()) continue
    if (holder.closest('svg, style, [aria-hidden=true], [inert], .cx-visually-hidden')) continue
    // Shortened on purpose, and whole when opened or chosen.
    if (holder.closest('details:not([open]) > summary .cx-why, .cx-dont-know .cx-words')) continue
    const range = document.createRange()
    range.selectNodeContents(text)
    const words = range.getBoundingClientRect()
    for (let box = holder; box && !box.matches('.stMain'); box = box.parentElement) {
      const { overflowX, overflowY, clipPath } = getComputedStyle(box)
      if (clipPath !== 'none') break  // only to be read aloud
      const { left, right, top, bottom } = box.getBoundingClientRect()
      const isLow = overflowY === 'hidden' && (words.top < top - 3 || words.bottom > bottom + 3)
      const isWide = overflowX === 'hidden' && (words.left < left - 3 || words.right > right + 3)
      if (isLow || isWide) { cut.push(text.data.trim().slice(0, 60)); break }
    }
  }
  return cut
}"""

Addresses = Mapping[str, str]


@pytest.fixture(scope="module")
def addresses(shared_server: Server) -> Addresses:
    """Pages with controls of every kind."""
    database = open_database(shared_server.database_url)
    answers = {**everywhere(3), "P3": None}
    rooms = workshop_fixtures.at_each_phase(database, "Controls")
    pages = {
        "home": "",
        "assess": f"assess?assessment={begun(database, answers, team='Controls')}&at=P3",
        "result": f"result?assessment={begun(database, everywhere(3), team='Controls', finished=True)}",
        "teams": "teams",
        "survey": "?begin=survey",
        "workshop": "workshop",
        "reveal": f"workshop?assessment={rooms['in reveal']}",
        "import": "import_results",
        "plan": "plan?team=Controls",
        "over time": "over_time?team=Controls",
        "method": "method",
        "questionnaires": "questionnaires",
    }
    database.close()
    return pages


def opened(page: Page, server: Server, address: str) -> Page:
    """Open a page and wait until it no longer changes."""
    page.goto(f"{server.url}/{address}")
    expect(page.locator("h1")).to_be_visible()
    app.rest(page)
    return page


def visited(page: Page, address: str) -> None:
    """Go to a page within the window and wait until it no longer changes."""
    app.visit(page, f"/{address}")
    expect(page.locator("h1")).to_have_count(1)
    app.rest(page)


def test_the_focus_can_be_seen(server: Server, window: NewWindow, addresses: Addresses) -> None:
    """At every Tab stop a ring of at least 2 px changes by 3 : 1 or more, and nothing covers it.

    At 1280 x 900 neither the head of a result nor Back and Next of a dimension do, in either direction.
    """
    page, rings = opened(window(), server, addresses["workshop"]), Rings()
    rings.expect_on(page)
    visited(page, addresses["result"])
    rings.expect_on(page, 200)
    assert covered_stops(page, 60, "Shift+Tab") == []
    visited(page, addresses["assess"])
    rings.expect_on(page)
    opened(page, server, f"{addresses['assess']}&view=One dimension")
    assert covered_stops(page, 200) == []
    assert covered_stops(page, 60, "Shift+Tab") == []


@pytest.fixture
def pages_of_teams(database: Database) -> Iterator[None]:
    """As many teams as their page needs to have several pages."""
    now = datetime.now(UTC)
    created = [teams.create_team(database, unique("List"), now) for _ in range(TEAMS_PER_PAGE + 1)]
    yield
    for team in created:
        teams.remove_team(database, team.id, teams.removal_impact(database, team.id))


@pytest.mark.usefixtures("pages_of_teams")
def test_the_focus_can_be_seen_in_the_dark(server: Server, window: NewWindow, addresses: Addresses) -> None:
    """As above, on a console with a chart, and on a page with lists, paging and a chart."""
    page, rings = opened(window(color_scheme="dark"), server, addresses["reveal"]), Rings()
    rings.expect_on(page)
    visited(page, addresses["teams"])
    expect(app.button(page, "Next page")).to_be_visible()
    rings.expect_on(page)


class Rings:
    """The focus rings checked in one window: one of each kind of Tab stop, by classes and style; see `has_ring`."""

    def __init__(self) -> None:
        self._kinds: set[str] = set()

    def expect_on(self, page: Page, most: int = MOST_STOPS) -> None:
        """Tab through a page: each new kind of control has a clear ring, and nothing covers a stop."""
        faint: list[str] = []
        covered: list[str] = []
        tab_from_the_top(page)
        place = 0
        for place, stop in enumerate(tab_stops(page, most)):
            if place < MOST_STOPS:
                self._kinds.add(stop.kind)
                if not has_ring(page, stop.kind):
                    faint.append(f"{place} {stop.name}")
            if stop.is_covered and not stop.name.startswith("MAIN"):
                covered.append(stop.name)
        assert place >= 12
        assert len(self._kinds) > 3
        assert faint == []
        assert covered == []


def test_the_font_size_of_the_browser_is_followed(
    server: Server, window: NewWindow, addresses: Addresses, database: Database
) -> None:
    """With 32 px instead of 16 texts, labels and buttons are twice as large, and none is cut.

    Bars of a vote do not stick out on a phone.
    """
    page, phone = window(), window(viewport={"width": 390, "height": 844})
    for one in (page, phone):
        set_font_size(one, 32)
    opened(page, server, addresses["workshop"])
    expect(page.locator(".stMain p").first).to_have_css("font-size", "32px")
    expect(page.get_by_text("Which questions?").first).to_have_css("font-size", "28px")
    app.eventually(lambda: page.evaluate(CUT), [])
    workshop = workshop_view.load_workshop(database, addresses["reveal"].partition("=")[2])
    workshop_fixtures.switched_on(database, workshop, "is_shared")
    phone.goto(f"{server.url}/join/{workshop.assessment.invitation}")
    phone.get_by_label("Your name").fill("Guest")
    app.button(phone, "Join").click()
    bar = phone.locator(".cx-votes svg").first
    app.eventually(lambda: (box := bar.bounding_box()) is not None and box["width"] >= 80, True)
    expect_nothing_sideways(phone)


def test_every_page_is_whole_in_a_low_window_spaced_and_in_large_letters(
    server: Server, window: NewWindow, addresses: Addresses
) -> None:
    """Nothing is cut, covered or sticks out on any of the owner's pages.

    At 320 x 256, which is 1280 x 1024 at 400 %, with the spacing of WCAG 1.4.12, and on the longest pages through all
    Tab stops in both directions; with that spacing 1280 and 360 wide; and 360 wide in a contrast theme with the
    browser's font at 200 %. Each page starts with the look in which the one before ended.
    """
    page = opened(window(), server, "")
    spaced = page.add_style_tag(content=SPACED)

    def look(name: str, *, is_low: bool) -> None:
        spaced.evaluate("(style, isLow) => { style.disabled = !isLow }", is_low)  # settled: it acts
        set_font_size(page, 16 if is_low else 32)
        page.emulate_media(forced_colors="none" if is_low else "active")
        page.set_viewport_size({"width": 320, "height": 256} if is_low else {"width": 360, "height": 800})
        expect(page.locator("html")).to_have_css("font-size", "16px" if is_low else "32px")
        expect_nothing_sideways(page, name)
        app.eventually(lambda: page.evaluate(CUT), [], name)
        if is_low:
            tab_from_the_top(page)
            assert covered_stops(page, MOST_STOPS if name in LONG else 20) == [], name
        if is_low and name in LONG:
            assert covered_stops(page, 15, "Shift+Tab") == [], name
            for width in (1280, 360):
                page.set_viewport_size({"width": width, "height": 900})
                app.eventually(lambda: page.evaluate(CUT), [], f"{name}, {width} px wide")

    for place, (name, address) in enumerate(addresses.items()):
        visited(page, address)
        for is_low in (True, False) if place % 2 == 0 else (False, True):
            look(name, is_low=is_low)


def test_chosen_and_on_are_told_by_shape_in_a_contrast_theme(
    server: Server, window: NewWindow, addresses: Addresses
) -> None:
    """With forced colours chosen radios, segments and switches have another shape, and progress has its bar."""
    page = opened(window(forced_colors="active"), server, addresses["workshop"])
    radios = page.get_by_test_id("stRadioOption")
    marks = [radios.filter(has=page.locator(f"input{state}")).first for state in (":checked", ":not(:checked)")]
    marks[0].scroll_into_view_if_needed()
    chosen, other = (box_of(mark.locator("> div > div").first) for mark in marks)
    assert clearly_different(picture(page, chosen), picture(page, other)) > 30
    segments = page.locator("[data-variant=segmented_control]")
    for state, colour in (("true", "rgb(255, 255, 255)"), ("false", "rgb(0, 0, 0)")):
        expect(segments.and_(page.locator(f"[aria-checked={state}]")).first).not_to_have_css("background-color", colour)
    app.visit(page, f"/{addresses['result']}")
    switch = page.locator(".st-key-strict label > div").first
    switch.scroll_into_view_if_needed()
    app.rest(page)
    off = picture(page, box_of(switch))
    app.switch(page, "strict").click()
    expect(page.get_by_role("switch", name="Strict reading")).to_be_checked()
    app.rest(page)
    page.mouse.move(0, 0)
    assert clearly_different(off, picture(page, box_of(switch))) > 60
    app.visit(page, f"/{addresses['assess']}")
    bar = page.locator(".cx-progress progress")
    expect(bar).to_be_visible()
    app.rest(page)
    box = box_of(bar)
    start, end = (picture(page, {**box, "x": x, "width": 4}) for x in (box["x"] + 6, box["x"] + box["width"] - 6))
    assert contrast(pixel_at(start, 1), pixel_at(end, 1)) >= 3


def test_edges_and_help_can_be_seen_and_hit(server: Server, page: Page, addresses: Addresses) -> None:
    """Edges of fields, unchosen radios and checkboxes have 3 : 1 to the page; help buttons are at least 24 px.

    A button's text keeps its contrast under the mouse.
    """
    opened(page, server, addresses["survey"])
    edges = {
        "field": page.get_by_test_id("stTextInputRootElement").first,
        "number": page.get_by_test_id("stNumberInputContainer"),
        "radio": page.get_by_test_id("stRadioOption").nth(1).locator("> div > div").first,
        "checkbox": page.locator(".st-key-start-linked label > div").first,
    }
    back = page.locator(".st-key-begin-back button")
    of_links: dict[Scheme, str] = {"light": "rgb(11, 92, 138)", "dark": "rgb(124, 195, 236)"}
    for scheme, of_link in of_links.items():
        page.emulate_media(color_scheme=scheme)
        expect(page.locator(".stApp")).to_have_css("background-color", BACKGROUND[scheme])
        faint = {}
        for name, control in edges.items():
            control.scroll_into_view_if_needed()
            box = box_of(control)
            around = picture(page, {"x": box["x"] - 4, "y": box["y"] - 4, "width": 12, "height": box["height"] + 8})
            best = max(contrast(pixel_at(around, 0), pixel_at(around, x)) for x in range(around.width))
            if best < 3:
                faint[name] = best
        assert faint == {}, scheme
        back.hover()
        expect(back).to_have_css("color", of_link)
    helps = page.get_by_test_id("stTooltipIcon").get_by_role("button")
    sizes = [help_.bounding_box() for help_ in helps.all()]  # settled: the page has come to rest
    assert len(sizes) > 2
    assert all(size and min(size["width"], size["height"]) >= 24 for size in sizes)
