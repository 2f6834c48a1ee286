"""From the start of the process to its first page in a browser, and the memory it then uses."""

import time

from playwright.sync_api import Browser

from bench import fixtures
from bench.browser import chromium, loaded
from bench.loading import EMPTY_SHOWS, HOME_SHOWS
from bench.servers import Server, temporary_servers
from bench.table import Row, number, ratio


def start(rounds: int) -> list[Row]:
    """Measure from the start of the process until Home is visible in a browser without a cache; stock: an empty app.

    The database exists, as at every start except the first.
    """
    times: list[list[float]] = [[], []]
    memory: list[float] = []
    with temporary_servers() as servers, chromium() as browser:
        url, _ = fixtures.database(servers.folder, "start")
        ours, stock = servers.ours(url), servers.stock("empty")
        for turn in range(rounds + 1):
            for server, done, measurements in zip((ours, stock), (HOME_SHOWS, EMPTY_SHOWS), times, strict=True):
                taken = _first_page(browser, server, done)
                if turn:  # the first round fills the disk's cache
                    measurements.append(taken)
                    memory += [server.memory()] if server is ours else []
                server.kill()
    what = "start of the process to the first page, to an empty stock app"
    highest = max(memory)
    return [
        ratio(what, times[0], times[1], "s", at_most=2.0, remark="browser cache cold"),
        number("memory after the first page (RSS)", highest, "MB", 220, "highest of the rounds"),
    ]


def _first_page(browser: Browser, server: Server, done: str) -> float:
    """Return the seconds, by the wall clock, from the start of the process until `done` was true in the page."""
    context = browser.new_context()
    context.new_page()  # starts the browser's process for it before the measurement
    began = time.time()
    server.launch()
    server.wait()
    page, after = loaded(context, server.address, done)
    shown: float = page.evaluate("performance.timeOrigin") + after
    context.close()
    return shown / 1000 - began
