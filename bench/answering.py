"""The round trip of one answer in the browser."""

import sqlite3
from collections.abc import Callable
from statistics import median

from playwright.sync_api import Page

from bench import fixtures
from bench.browser import chromium, loaded, pressed, settled
from bench.servers import Server, temporary_servers
from bench.table import Row, ratio

CLICKS = 6  # per app and round


class OurQuestion:
    """Our answer form with one question; an answer is complete when the page shows it as saved.

    At the click the page replaces "Saved", and shows it again with the server's reply; then the stored row is read.
    """

    QUESTION = "P1"
    RADIO = f"[data-question={QUESTION}] [role=radiogroup] input"
    READY = f"document.querySelector('[data-question={QUESTION}]:not([hidden])')"
    _SAVED = f"document.querySelector('[data-question={QUESTION}] .cx-status').dataset.state === 'saved'"

    def __init__(self, page: Page, database_url: str) -> None:
        self._page, self._file = page, database_url.removeprefix("sqlite:///")
        settled(page)

    @staticmethod
    def address(server: Server, assessment: str) -> str:
        """Return the address of the view."""
        return f"{server.address}/assess?assessment={assessment}&at={OurQuestion.QUESTION}"

    def choose(self, level: int) -> float:
        """Choose `level` (another than before) and return the milliseconds until the page shows it saved."""
        return pressed(self._page, option(level, self.RADIO), self._SAVED)

    def answer(self, level: int) -> float:
        """Do the same as `choose`, and check that the level is stored."""
        taken = self.choose(level)
        if self.stored() != level:
            raise RuntimeError("the page said Saved, the database holds something else")
        return taken

    def stored(self) -> int | None:
        """Return the level in the database file."""
        with sqlite3.connect(self._file) as connection:
            row = connection.execute("select level from answer where question_id = ?", [self.QUESTION]).fetchone()
        connection.close()
        return row[0] if row else None


def option(level: int, radios: str = "[role=radiogroup] input") -> str:
    """Return JavaScript for the radio of a level, among the radios that match a CSS selector."""
    return f"document.querySelectorAll('{radios}')[{level - 1}].closest('label')"


def _radio(page: Page) -> Callable[[int], float]:
    echo = "document.querySelector('.stMain').textContent.includes('You chose LEVEL')"
    return lambda level: pressed(page, option(level), echo.replace("LEVEL", str(level)))


def round_trip(rounds: int) -> list[Row]:
    """Measure from a click on a level until it is shown as saved, compared with a click on a radio until its echo."""
    with temporary_servers() as servers, chromium() as browser:
        url, (assessment,) = fixtures.database(servers.folder, "answering")
        ours, stock, floor = servers.ours(url), servers.stock("radio"), servers.stock("radio", floor=True)
        apps: list[tuple[Page, Callable[[int], float]]] = []
        for server in (ours, stock, floor):
            server.start()
        page, _ = loaded(browser.new_context(), OurQuestion.address(ours, assessment), OurQuestion.READY)
        apps.append((page, OurQuestion(page, url).answer))
        for server in (stock, floor):
            page, _ = loaded(browser.new_context(), server.address, "document.querySelector('[role=radiogroup] label')")
            settled(page)
            apps.append((page, _radio(page)))
        taken: list[list[float]] = [[], [], []]
        for turn in range(rounds + 1):
            clicks: list[list[float]] = [[], [], []]
            for click in range(CLICKS):
                for (page, choose), times in zip(apps, clicks, strict=True):
                    page.bring_to_front()
                    times.append(choose(4 + click % 2))
                    settled(page)
            if turn:  # the first round warms up
                for all_times, times in zip(taken, clicks, strict=True):
                    all_times.append(median(times))
    what = "an answer's round trip, saved, to a stock one-radio app"
    return [
        ratio(what, taken[0], taken[1], "ms", at_most=0.5),
        ratio("the same to a one-radio app with the collector off", taken[0], taken[2], "ms", at_most=1.8),
    ]
