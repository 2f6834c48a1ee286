"""The windows lent to tests are as new, whatever the test before did."""

import re
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.windows import Windows, set_font_size
from tests.server import Server
from tests.waiting import eventually

STATE = """() => ({
  stored: localStorage.length + sessionStorage.length, cookies: document.cookie, earlier: history.length - 1,
  width: innerWidth, font: getComputedStyle(document.documentElement).fontSize,
  dark: matchMedia('(prefers-color-scheme: dark)').matches, left: window.left ?? null,
  calm: matchMedia('(prefers-reduced-motion: reduce)').matches, print: matchMedia('print').matches,
  forced: matchMedia('(forced-colors: active)').matches, hovered: document.querySelectorAll('main :hover').length,
})"""


@pytest.fixture
def lender(chromium: Browser) -> Windows:
    """Windows for one test."""
    return Windows(chromium)


def faults_after_an_exchange(lender: Windows, page: Page) -> list[str]:
    """Ask the window something, so that its events arrive, and return the faults so far."""
    page.title()  # settled: the reply is not used
    return lender.faults


def leave_traces(page: Page, site: str) -> None:
    """Do everything to a window that a test may do."""
    page.add_init_script("window.left = 'a script'")
    page.context.add_init_script("window.left = 'a script of its context'")
    page.route("**/join", lambda route: route.abort())
    page.context.route("**/static/**", lambda route: route.abort())
    page.goto(f"{site}/healthz")
    page.evaluate(
        "() => { localStorage.mine = 1; sessionStorage.mine = 1; document.cookie = 'mine=1' }"
    )  # settled: it writes
    page.context.add_cookies([{"name": "code", "value": "1", "url": site, "httpOnly": True}])
    page.context.new_page()
    page.mouse.move(300, 200)
    page.emulate_media(media="print", color_scheme="dark", reduced_motion="reduce", forced_colors="active")
    page.set_viewport_size({"width": 320, "height": 256})
    set_font_size(page, 32)
    page.set_extra_http_headers({"Accept-Language": "de"})
    page.context.set_extra_http_headers({"X-Left": "1"})
    page.context.set_offline(True)


def test_a_window_is_lent_as_new(lender: Windows, shared_server: Server) -> None:
    """Scripts, routes, headers, storage, cookies, media, sizes, network, history and pages of before are gone."""
    new = lender.lend(has_touch=True)
    new.goto(f"{shared_server.url}/join")
    expect(new.get_by_label("The code on the screen")).to_be_visible()
    as_new = new.evaluate(STATE)  # settled: a light page, which has come
    lender.take_back()

    used = lender.lend(has_touch=True, color_scheme="dark")
    assert used is new
    leave_traces(used, shared_server.url)
    lender.take_back()

    again = lender.lend(has_touch=True)
    assert again is used, "kept, for it could be cleared"
    with again.expect_request("**/join") as asked:
        again.goto(f"{shared_server.url}/join")
    assert {"x-left", "accept-language"} & asked.value.all_headers().keys() == {"accept-language"}
    assert not asked.value.all_headers()["accept-language"].startswith("de")
    expect(again.get_by_label("The code on the screen")).to_be_visible()
    assert again.evaluate(STATE) | {"earlier": 0} == as_new | {"earlier": 0}  # settled: likewise
    assert again.context.pages == [again]
    assert again.context.cookies() == new.context.cookies()
    again.go_back()
    expect(again).to_have_url(re.compile("/healthz$"))  # the way back leads to no page of another test
    assert lender.faults == []
    lender.take_back()


def test_a_look_that_finds_nothing_costs_little(lender: Windows, shared_server: Server) -> None:
    """The driver builds no accessibility tree for it: see lean_driver.cjs, which changes the driver's own code."""
    page = lender.lend()
    page.goto(f"{shared_server.url}/healthz")
    with pytest.raises(AssertionError, match="element\\(s\\) not found") as failed:
        expect(page.get_by_role("heading")).to_be_visible(timeout=1)
    assert "snapshot" not in str(failed.value).lower()
    lender.take_back()


def test_two_who_meet_have_windows_of_their_own(lender: Windows) -> None:
    """Windows lent at once are different, each with its own storage.

    A window with other options is not lent instead.
    """
    one, other, touched = lender.lend(), lender.lend(), lender.lend(has_touch=True)
    assert len({page.context for page in (one, other, touched)}) == 3
    lender.take_back()
    assert lender.lend(has_touch=True) is touched
    assert {lender.lend(), lender.lend()} == {one, other}
    lender.take_back()


def test_what_cannot_be_cleared_is_not_lent_again(lender: Windows, own_server: Server, shared_server: Server) -> None:
    """A closed window, one with a fake clock, one on a server that has ended. On another server everything is cleared.

    A fault is reported once.
    """
    own_server.start()
    elsewhere, closed, broken, clocked = lender.lend(), lender.lend(), lender.lend(), lender.lend()
    clocked.clock.install()
    elsewhere.goto(f"{own_server.url}/healthz")
    closed.close()
    broken.goto(f"{shared_server.url}/healthz")
    with broken.expect_event("pageerror"):
        broken.evaluate("() => { setTimeout(() => { throw new Error('on purpose') }) }")  # settled: it reads nothing
    assert lender.faults == ["a script broke: on purpose"]
    lender.take_back()
    assert lender.faults == []
    again = [lender.lend(), lender.lend()]
    assert set(again) == {elsewhere, broken}
    again[0].goto(f"{own_server.url}/healthz")
    own_server.kill()
    lender.take_back()
    assert lender.lend() is again[1]
    assert lender.lend() is not again[0]
    lender.take_back()


def test_a_page_that_asks_another_host_is_noticed(lender: Windows, shared_server: Server) -> None:
    """By name or number, by a request, a websocket or in a window that it opens."""
    fetch = "address => void fetch(address).catch(() => {})"
    for act, asked in (
        (fetch, "http://example.com/a"),
        (fetch, "https://192.0.2.1/a"),
        ("address => void new WebSocket(address)", "ws://192.0.2.1/a"),
        ("address => void open(address)", "http://example.com/b"),
    ):
        page = lender.lend()
        page.goto(f"{shared_server.url}/healthz")
        page.evaluate(act, asked)  # settled: it reads nothing
        eventually(partial(faults_after_an_exchange, lender, page), [f"asked another host: {asked}"])
        lender.take_back()
