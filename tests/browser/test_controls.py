"""Controls as eyes meet them: the ring of the focus, edges, contrast themes, low windows, spaced and large text."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from cxmaturity.services import teams
from cxmaturity.services.trends.milestones import TEAMS_PER_PAGE
from cxmaturity.services.workshops import facilitation
from cxmaturity.store.database.engine import Database, open_database
from tests.browser import driver as app
from tests.browser import workshop_fixtures
from tests.browser.conftest import FLAGS, NewWindow, chromium_path
from tests.browser.fixtures import begun, everywhere, unique
from tests.browser.observers import expect_nothing_sideways
from tests.browser.pixels import (
    clearly_different,
    contrast,
    covered_stops,
    kind_of_stop,
    picture,
    ring_share,
    tab_from_the_top,
    tab_stops,
)
from tests.browser.server import Server

MOST_STOPS = 45  # more would be rows of the same kind
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
    """Pages with all kinds of controls."""
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
    """Open a page and wait until it has come to rest."""
    page.goto(f"{server.url}/{address}")
    expect(page.locator("h1")).to_be_visible()
    app.rest(page)
    return page


@pytest.mark.parametrize(
    ("scheme", "name"),
    [("light", "home"), ("light", "workshop"), ("light", "result"), ("light", "assess"), ("dark", "reveal")],
)
def test_a_page_is_used_with_keys_in_windows_of_any_size(
    server: Server, window: NewWindow, addresses: Addresses, scheme: str, name: str
) -> None:
    """The focus can be seen on everything, nothing lies over it in a low window, and spaced text is not cut.

    At every stop of Tab a ring of at least 2 px whose pixels change by 3 : 1 or more; at 320 x 256, which is 1280 x
    1024 at 400 %, forwards and backwards, nothing over it; with the spacing of WCAG 1.4.12 every word is whole, wide
    and on a phone.
    """
    page = opened(window(color_scheme=scheme), server, addresses[name])
    if name != "home":
        expect_rings(page)
    page.set_viewport_size({"width": 320, "height": 256})
    tab_from_the_top(page)
    assert covered_stops(page, MOST_STOPS) == []
    assert covered_stops(page, 15, "Shift+Tab") == []
    page.add_style_tag(content=SPACED)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        app.eventually(lambda: page.evaluate(CUT), [], f"{width} px wide")


@pytest.fixture
def pages_of_teams(database: Database) -> Iterator[None]:
    """So many teams that their page has several pages to choose from."""
    now = datetime.now(UTC)
    created = [teams.create_team(database, unique("List"), now) for _ in range(TEAMS_PER_PAGE + 1)]
    yield
    for team in created:
        teams.remove_team(database, team.id, teams.removal_impact(database, team.id))


@pytest.mark.usefixtures("pages_of_teams")
def test_the_focus_can_be_seen_on_lists_in_the_dark(server: Server, window: NewWindow, addresses: Addresses) -> None:
    """As above, on a page of lists with a choice of pages, and a chart."""
    page = opened(window(color_scheme="dark"), server, addresses["teams"])
    expect(app.button(page, "Next page")).to_be_visible()
    expect_rings(page)


def expect_rings(page: Page) -> None:
    """Look at one ring of each kind of what Tab comes to, told apart by its classes and by how it is drawn."""
    shares: dict[str, float] = {}
    kinds: list[str] = []
    for place, stop in enumerate(tab_stops(page, MOST_STOPS)):
        kind = kind_of_stop(page)
        if kind not in kinds:
            shares[f"{place} {stop}"] = ring_share(page)
        kinds.append(kind)
    assert len(kinds) > 12
    assert len(shares) > 3
    faint = {stop: share for stop, share in shares.items() if share < (0.4 if " MAIN " in stop else 0.8)}
    assert faint == {}


@pytest.mark.parametrize(("name", "more"), [("assess", "&view=One dimension"), ("result", "")])
def test_bars_that_stay_hide_no_focus_in_a_usual_window(
    server: Server, window: NewWindow, addresses: Addresses, name: str, more: str
) -> None:
    """At 1280 x 900 neither the head of the page nor Back and Next lie over what Tab comes to, in both directions."""
    page = opened(window(), server, f"{addresses[name]}{more}")
    assert covered_stops(page, 200) == []
    assert covered_stops(page, 60, "Shift+Tab") == []


def test_the_font_size_of_the_browser_is_followed(
    server: Server, chromium: Browser, addresses: Addresses, database: Database
) -> None:
    """Somebody who set 32 px instead of 16 reads texts, labels and buttons twice as large, none of them cut.

    Nor does the result of a vote, with its bars, stick out of a phone.
    """
    large = chromium.browser_type.launch(
        executable_path=chromium_path(), args=[*FLAGS, "--blink-settings=defaultFontSize=32"]
    )
    page = opened(large.new_page(viewport={"width": 1280, "height": 900}), server, addresses["workshop"])
    expect(page.locator(".stMain p").first).to_have_css("font-size", "32px")
    expect(page.get_by_text("How much?").first).to_have_css("font-size", "28px")
    app.eventually(lambda: page.evaluate(CUT), [])
    workshop = facilitation.load_workshop(database, addresses["reveal"].partition("=")[2])
    workshop_fixtures.switched(database, workshop, "is_shared")
    phone = large.new_page(viewport={"width": 390, "height": 844})
    phone.goto(f"{server.url}/join/{workshop.assessment.invitation}")
    phone.get_by_label("Your name").fill("Guest")
    app.button(phone, "Join").click()
    bar = phone.locator(".cx-votes svg").first
    app.eventually(lambda: (bar.bounding_box() or {}).get("width", 0) >= 80, True)
    expect_nothing_sideways(phone)
    large.close()


def test_every_page_is_whole_in_a_low_window_spaced_and_in_large_letters(
    server: Server, window: NewWindow, chromium: Browser, addresses: Addresses
) -> None:
    """Nothing is cut, covered or sticks out on any page of the owner.

    At 320 x 256 with the spacing of WCAG 1.4.12, and 360 wide in a contrast theme with the browser's font at 200 %.
    """
    page = opened(window(viewport={"width": 320, "height": 256}), server, "")
    page.add_style_tag(content=SPACED)
    large = chromium.browser_type.launch(
        executable_path=chromium_path(), args=[*FLAGS, "--blink-settings=defaultFontSize=32"]
    )
    enlarged = large.new_page(viewport={"width": 360, "height": 800}, forced_colors="active")
    opened(enlarged, server, "")
    for name, address in addresses.items():
        for shown in (page, enlarged):
            app.visit(shown, f"/{address}")
            expect(shown.locator("h1")).to_have_count(1)
            app.rest(shown)
            expect_nothing_sideways(shown, name)
            app.eventually(lambda shown=shown: shown.evaluate(CUT), [], name)  # type: ignore[misc]
        tab_from_the_top(page)
        assert covered_stops(page, 20) == [], name
    large.close()


def test_chosen_and_on_are_told_by_shape_in_a_contrast_theme(
    server: Server, window: NewWindow, addresses: Addresses, database: Database
) -> None:
    """With forced colours radios, segments and switches look different when chosen, and progress has its bar."""
    page = opened(window(forced_colors="active"), server, addresses["workshop"])
    radios = page.get_by_test_id("stRadioOption")
    marks = [radios.filter(has=page.locator(f"input{state}")).first for state in (":checked", ":not(:checked)")]
    marks[0].scroll_into_view_if_needed()
    chosen, other = (mark.locator("> div > div").first.bounding_box() or {} for mark in marks)  # settled: at rest
    assert clearly_different(picture(page, chosen), picture(page, other)) > 30
    segments = page.locator("[data-variant=segmented_control]")
    for state, colour in (("true", "rgb(255, 255, 255)"), ("false", "rgb(0, 0, 0)")):
        expect(segments.and_(page.locator(f"[aria-checked={state}]")).first).not_to_have_css("background-color", colour)
    app.visit(page, f"/{addresses['result']}")
    switch = page.locator(".st-key-strict label > div").first
    switch.scroll_into_view_if_needed()
    app.rest(page)
    off = picture(page, switch.bounding_box() or {})  # settled: the page has come to rest
    app.switch(page, "strict").click()
    expect(page.get_by_role("switch", name="Strict reading")).to_be_checked()
    app.rest(page)
    page.mouse.move(0, 0)
    assert clearly_different(off, picture(page, switch.bounding_box() or {})) > 60  # settled: likewise
    app.visit(page, f"/{addresses['assess']}")
    bar = page.locator(".cx-progress progress")
    expect(bar).to_be_visible()
    app.rest(page)
    box = bar.bounding_box() or {}  # settled: the page has come to rest
    ends = [picture(page, box | {"x": x, "width": 4}) for x in (box["x"] + 6, box["x"] + box["width"] - 6)]
    assert contrast(*(end.getpixel((1, end.height // 2)) for end in ends)) >= 3  # type: ignore[arg-type]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_and_help_can_be_seen_and_hit(
    server: Server, window: NewWindow, addresses: Addresses, scheme: str
) -> None:
    """Fields, unchosen radios and checkboxes have edges of 3 : 1 to the page; what opens a help is at least 24 px.

    The words of a button keep their contrast under the mouse.
    """
    page = opened(window(color_scheme=scheme), server, addresses["survey"])
    edges = {
        "field": page.get_by_test_id("stTextInputRootElement").first,
        "number": page.get_by_test_id("stNumberInputContainer"),
        "radio": page.get_by_test_id("stRadioOption").nth(1).locator("> div > div").first,
        "checkbox": page.locator(".st-key-start-linked label > div").first,
    }
    faint = {}
    for name, control in edges.items():
        control.scroll_into_view_if_needed()
        box = control.bounding_box()  # settled: the page has come to rest
        assert box
        around = picture(page, {"x": box["x"] - 4, "y": box["y"] - 4, "width": 12, "height": box["height"] + 8})
        row = [around.getpixel((x, around.height // 2)) for x in range(around.width)]
        best = max(contrast(row[0], pixel) for pixel in row)  # type: ignore[arg-type]
        if best < 3:
            faint[name] = best
    assert faint == {}
    back = page.locator(".st-key-begin-back button")
    back.hover()
    expect(back).to_have_css("color", {"light": "rgb(11, 92, 138)", "dark": "rgb(124, 195, 236)"}[scheme])  # of links
    helps = page.get_by_test_id("stTooltipIcon").get_by_role("button")
    sizes = [help_.bounding_box() for help_ in helps.all()]  # settled: the page has come to rest
    assert len(sizes) > 2
    assert all(size and min(size["width"], size["height"]) >= 24 for size in sizes)
