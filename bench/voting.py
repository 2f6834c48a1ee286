"""Voting: the way to a first vote in a browser, the throughput of its endpoint, and the same on plain Streamlit."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page

from bench import fixtures
from bench.browser import chromium, loaded, pressed, watch
from bench.loading import EMPTY_SHOWS
from bench.servers import Server, TemporaryServers, temporary_servers
from bench.stage import Workshop, under_way
from bench.table import Row, number, ratio
from bench.wire import PlainPage

CLIENTS = 30
SECONDS = 2.0  # per server and round
CROWDS = (50, 100)
_FEWER = 3  # maximum of rounds on plain Streamlit, where a burst takes many seconds
_WAIT_MS = 30_000

_WELCOMES = "document.querySelector('button[value=begin]')"
_ASKS = "document.querySelector('.cx-question form input[type=radio]')"
_IS_IN = "document.querySelector('.cx-status')?.textContent.includes('Your vote is in')"
_JOIN = """
() => {
  const begun = performance.timeOrigin + performance.now()
  document.querySelector('[name=role]').click()
  document.querySelector('button[value=begin]').click()
  return begun
}
"""


def first_vote(rounds: int) -> list[Row]:
    """Measure from an invitation's link to a stored vote without a cache, compared with loading an empty plain app.

    There are two pages: the explanation with the button to join, and the question.
    """
    ways: list[float] = []
    empty: list[float] = []
    sizes: list[float] = []
    with temporary_servers() as servers, chromium() as browser, _workshop(servers, "first", servers.ours) as stage:
        stock = servers.stock("empty")
        stock.start()
        stage.act("begin")
        for turn in range(rounds + 1):
            way, size = _way(browser, f"{stage.server.address}/join/{stage.workshop.assessment.invitation}")
            context = browser.new_context()
            _, cold = loaded(context, stock.address, EMPTY_SHOWS)
            context.close()
            if turn:  # the first round warms up
                ways.append(way)
                empty.append(cold)
                sizes.append(size / 1000)
    what = "a phone's way from the link to its first vote, on the wire"
    also = "a phone's way from the link to its first question, to an empty stock app's load"
    return [
        number(what, max(sizes), "kB", 15, "all that came, cold cache"),
        ratio(also, ways, empty, "ms", at_most=0.25, remark="two pages, cold cache"),
    ]


def _workshop(
    servers: TemporaryServers, name: str, serve: Callable[[str], Server], count: int = CLIENTS
) -> AbstractContextManager[Workshop]:
    return under_way(f"sqlite:///{servers.folder}/{name}.db", serve, count)


def _way(browser: Browser, address: str) -> tuple[float, float]:
    """Return the milliseconds until both pages were visible, and the bytes received until the vote was stored."""
    # Playwright waits by evaluating in the page, which the page's security policy forbids.
    context = browser.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)
    page = context.new_page()
    sizes = _received(page)
    watch(page, f"{_WELCOMES} || {_ASKS}")
    page.goto(address, wait_until="commit")
    page.wait_for_function(f"{_WELCOMES} && bench.at !== null", timeout=_WAIT_MS)
    first: float = page.evaluate("bench.at")
    begun: float = page.evaluate(_JOIN)
    page.wait_for_function(f"{_ASKS} && bench.at !== null", timeout=_WAIT_MS)
    second: float = page.evaluate("performance.timeOrigin + bench.at") - begun
    page.wait_for_function("document.querySelector('.cx-connection').dataset.state === 'on'", timeout=_WAIT_MS)
    pressed(page, _ASKS, _IS_IN)
    page.wait_for_timeout(300)  # the last bytes are reported a moment later
    context.close()
    return first + second, sum(sizes.values())


def _received(page: Page) -> dict[str, float]:
    """Return a dict that fills with the bytes received for each request of the page, including headers."""
    sizes: dict[str, float] = {}
    session = page.context.new_cdp_session(page)

    def sent(event: Any) -> None:
        if redirect := event.get("redirectResponse"):
            sizes[f"{event['requestId']} before"] = redirect["encodedDataLength"]

    def began(event: Any) -> None:
        sizes[event["requestId"]] = event["response"]["encodedDataLength"]

    def came(event: Any) -> None:
        sizes[event["requestId"]] = sizes.get(event["requestId"], 0) + event["encodedDataLength"]

    def ended(event: Any) -> None:
        sizes[event["requestId"]] = event["encodedDataLength"]

    session.on("Network.requestWillBeSent", sent)
    session.on("Network.responseReceived", began)
    session.on("Network.dataReceived", came)
    session.on("Network.loadingFinished", ended)
    session.send("Network.enable")
    return sizes


def route(rounds: int) -> list[Row]:
    """Measure the votes per second that phones can store, in comparison with the same pages in bare Starlette."""
    rates: list[list[float]] = [[], []]
    with (
        temporary_servers() as servers,
        _workshop(servers, "ours", servers.ours) as ours,
        _workshop(servers, "bare", servers.bare) as bare,
    ):
        for stage in (ours, bare):
            stage.phones.ask("join", within=1)
            stage.act("begin")
            stage.phones.ask("wait_for_version", number=stage.workshop.version)
        for turn in range(rounds + 1):
            for stage, measurements in zip((ours, bare), rates, strict=True):
                rate = stage.phones.ask("vote_without_pause", seconds=SECONDS)["rate"]
                if turn:  # the first round warms up
                    measurements.append(rate)
        for stage in (ours, bare):
            stage.check()
    what = f"votes a second from {CLIENTS} phones, to the same route in bare Starlette"
    return [ratio(what, rates[0], rates[1], "a second", at_least=0.6, remark="each stored")]


def beside_stock(rounds: int) -> list[Row]:
    """Measure many votes at the same instant, compared with as many sessions of plain Streamlit."""
    return [row for count in CROWDS for row in _side_by_side(count, min(rounds, _FEWER))]


def _side_by_side(count: int, rounds: int) -> list[Row]:
    slowest: list[list[float]] = [[], []]
    busy: list[list[float]] = [[], []]
    with (
        temporary_servers() as servers,
        _workshop(servers, "ours", servers.ours, count) as ours,
        asyncio.Runner() as runner,
    ):
        url, assessments = fixtures.database(servers.folder, "stock", count)
        stock = servers.stock("question", uses_ours=True, CXMATURITY_DATABASE_URL=url)
        stock.start()
        ours.phones.ask("join", within=1)
        ours.act("begin")
        ours.phones.ask("wait_for_version", number=ours.workshop.version)
        pages = runner.run(_joined(stock, assessments))
        bursts: list[tuple[Server, Callable[[], list[float]]]] = [
            (ours.server, lambda: ours.phones.ask("vote_at_once")["votes"]),
            (stock, lambda: runner.run(_burst(pages))),
        ]
        for turn in range(rounds + 1):
            for (server, burst), taken, used in zip(bursts, slowest, busy, strict=True):
                before = server.busy()
                votes = burst()
                if turn:  # the first round warms up
                    taken.append(float(np.percentile(votes, 95)) * 1000)
                    used.append((server.busy() - before) / count * 1000)
        runner.run(_left(pages))
        ours.check()
    who = f"{count} people voting in the same instant on stock Streamlit"
    return [
        ratio(f"{who}: p95, to ours", slowest[1], slowest[0], "ms"),
        ratio(f"{who}: the server's processor time of a vote, to ours", busy[1], busy[0], "ms"),
    ]


async def _joined(server: Server, assessments: list[str]) -> list[PlainPage]:
    return [await PlainPage.joined(server, assessment) for assessment in assessments]


async def _burst(pages: list[PlainPage]) -> list[float]:
    """Let all pages answer at once; return how long each took."""

    async def one(page: PlainPage) -> float:
        began = time.perf_counter()
        await page.answer()
        return time.perf_counter() - began

    return await asyncio.gather(*map(one, pages))


async def _left(pages: list[PlainPage]) -> None:
    for page in pages:
        await page.leave()
