"""A Chromium to measure in. Times are taken inside the page, so that the driver's own messages do not count."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A browser that is driven notes where in its source each error arose, also those that a script catches; for that it
    # reads the script a second time. With the code of the charts this takes 0.6 s, which nobody else waits for.
    "--js-flags=--no-enable-lazy-source-positions",
]
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_WAIT_MS = 30_000
IS_DONE = "document.querySelector('[data-test-script-state=notRunning]')"
"""JavaScript: whether the script's run has ended and its whole output has arrived."""

# Watches every change of the page from its first moment. `at` is when DONE was first true, `drawn` when a chart last
# changed; both in milliseconds since the navigation began.
_WATCH = """
window.bench = { at: null, drawn: null }
new MutationObserver((changes) => {
  if (bench.at === null && (DONE)) bench.at = performance.now()
  const inChart = (node) => node.nodeType === 1 && node.closest('.js-plotly-plot')
  if (changes.some((change) => inChart(change.target))) bench.drawn = performance.now()
}).observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
"""
_PRESS = """
() => new Promise((found, failed) => {
  const begun = performance.now()
  new MutationObserver((_, observer) => {
    if (DONE) { observer.disconnect(); found(performance.now() - begun) }
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
  setTimeout(() => failed(new Error('no reply')), WAIT)
  ;(PRESSED).click()
})
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a browser: the one in CHROMIUM, else one on the path, else Playwright's own."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def loaded(context: BrowserContext, address: str, done: str, charts: int = 0) -> tuple[Page, float]:
    """Open a page; return it with the milliseconds until `done` (JavaScript) was true and the last chart was drawn.

    A chart counts as drawn when nothing in it has changed for 0.7 s.
    """
    page = context.new_page()
    watch(page, done)
    page.goto(address, wait_until="commit")
    if not charts:
        page.wait_for_function("bench.at !== null", timeout=_WAIT_MS)
        return page, page.evaluate("bench.at")
    drawn = "[...document.querySelectorAll('.js-plotly-plot')].filter(c => c.querySelector('.trace')).length"
    quiet = "performance.now() - bench.drawn > 700"
    page.wait_for_function(f"{drawn} >= {charts} && {quiet} && bench.at !== null", timeout=_WAIT_MS, polling=50)
    return page, page.evaluate("bench.drawn")


def watch(page: Page, done: str) -> None:
    """Make each document that the page loads from now on note in `bench.at` when `done` (JavaScript) was first true."""
    page.add_init_script(_WATCH.replace("DONE", done))


def pressed(page: Page, control: str, done: str) -> float:
    """Click the element `control` (JavaScript) and return the milliseconds until `done` (JavaScript) is true."""
    script = _PRESS.replace("DONE", done).replace("PRESSED", control).replace("WAIT", str(_WAIT_MS))
    taken: float = page.evaluate(script)
    return taken


def settled(page: Page) -> None:
    """Wait until the last run has ended and the page has been quiet for a moment."""
    page.wait_for_function(IS_DONE, timeout=_WAIT_MS)
    page.wait_for_timeout(120)
