"""What loading a page costs: bytes transferred, time until it can be read, and time until it is complete."""

import json
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from bench import fixtures
from bench.browser import IS_DONE, chromium, loaded
from bench.servers import temporary_servers
from bench.table import Row, ratio
from cxmaturity.charts.dumbbells import dumbbells
from cxmaturity.charts.heatmap import heatmap
from cxmaturity.charts.priorities import priorities
from cxmaturity.charts.radar import radar
from cxmaturity.services.assessments import views
from cxmaturity.store.database.engine import open_database
from cxmaturity.tables import results
from cxmaturity.wording.questionnaire import levels
from cxmaturity.wording.result import takeaways

CHARTS = 4  # on the result page
EMPTY_SHOWS = "document.querySelector('[data-testid=stText]')"
HOME_SHOWS = (
    f"{IS_DONE} && document.querySelector('.stMain h1') && document.querySelector('[class*=st-key-begin-] button')"
)
_STAGE_SHOWS = "/[Ss]tage \\d.* of 5/.test(document.querySelector('.stMain')?.textContent)"
_FOLD_SHOWS = (  # the stage, all bars and the first steps are visible
    f"{_STAGE_SHOWS} && document.querySelectorAll('.cx-bar').length === 5"
    " && document.querySelector('[class*=st-key-card-step-] h3')"
)


def weight(rounds: int) -> list[Row]:
    """Measure the bytes of a first visit to Home without a cache, in comparison with an empty plain app."""
    with temporary_servers() as servers, chromium() as browser:
        url, _ = fixtures.database(servers.folder, "weight", 0)
        ours, stock = servers.ours(url), servers.stock("empty")
        sizes: list[list[float]] = [[], []]
        for server in (ours, stock):
            server.start()
        for _ in range(rounds):
            for server, done, measurements in zip((ours, stock), (HOME_SHOWS, EMPTY_SHOWS), sizes, strict=True):
                measurements.append(_bytes(browser, server.address, done) / 1e6)
    what = "first load of the home page, bytes, to an empty stock app"
    return [ratio(what, sizes[0], sizes[1], "MB", at_most=0.45, remark="cold cache")]


def _bytes(browser: Browser, address: str, done: str) -> float:
    context = browser.new_context()
    page = context.new_page()
    sizes: list[float] = []

    def finished(event: dict[str, Any]) -> None:
        sizes.append(event["encodedDataLength"])

    session = context.new_cdp_session(page)
    session.on("Network.loadingFinished", finished)  # excludes the websocket
    session.send("Network.enable")
    page.goto(address)
    page.wait_for_function(done)
    page.wait_for_load_state("networkidle")
    context.close()
    return sum(sizes)


def result_page(rounds: int) -> list[Row]:
    """Measure the result page of 38 answers: until stage, bars and steps are visible, and until the last chart is.

    Compared with an empty plain app, and with the same figures ready-made in a plain app. All from the browser's cache,
    because people come to the result from other pages; each page is loaded completely, as by a link or reload.
    """
    with temporary_servers() as servers, chromium() as browser:
        url, (assessment,) = fixtures.database(servers.folder, "result", answered=True)
        figures = servers.folder / "figures.json"
        _write_figures(url, assessment, figures)
        ours, empty, ready = (
            servers.ours(url),
            servers.stock("empty"),
            servers.stock("figures", BENCH_FIGURES=str(figures)),
        )
        for server in (ours, empty, ready):
            server.start()
        address = f"{ours.address}/result?assessment={assessment}"
        visits = [
            (browser.new_context(), empty.address, EMPTY_SHOWS, 0),
            (browser.new_context(), ready.address, IS_DONE, CHARTS),
            (browser.new_context(), address, _STAGE_SHOWS, CHARTS),
            (browser.new_context(), address, _FOLD_SHOWS, CHARTS),
        ]
        times: list[list[tuple[float, float]]] = [[] for _ in visits]
        for turn in range(2 * rounds + 2):  # page loads vary most
            for visit, measurements in zip(visits, times, strict=True):
                measured = _visit(*visit)
                if turn > 1:  # the first two fill the caches, including compiled scripts
                    measurements.append(measured)
    empty_page, ready_made, stage, fold = times
    figures_drawn = [last for _, last in ready_made]
    remark, ready_page = "cache warm", "to a page of the same figures ready-made"
    return [
        ratio(
            "result page until the stage shows, to an empty stock app's load",
            [first for first, _ in stage],
            [first for first, _ in empty_page],
            "ms",
            at_most=1.2,
            remark=remark,
        ),
        ratio(
            f"result page until stage, bars and steps show, {ready_page}",
            [first for first, _ in fold],
            figures_drawn,
            "ms",
            at_most=0.8,
            remark=remark,
        ),
        ratio(
            f"result page until the last of {CHARTS} charts is drawn, {ready_page}",
            [last for _, last in fold],
            figures_drawn,
            "ms",
            at_most=1.1,
            remark=remark,
        ),
    ]


def _visit(context: BrowserContext, address: str, done: str, charts: int) -> tuple[float, float]:
    """Return the milliseconds until `done` was true, and until the last chart was drawn (the same without charts)."""
    page, last = loaded(context, address, done, charts)
    first: float = page.evaluate("bench.at")
    page.close()
    time.sleep(0.5)  # lets the former page end, so that it does not slow down the next
    return first, last


def _write_figures(url: str, assessment: str, file: Path) -> None:
    """Write the figures of the result page as JSON."""
    store = open_database(url)
    work = views.load_view(store, assessment)
    store.close()
    outcome, model = work.outcome(), work.questionnaire
    profile = results.dimension_profile(model, outcome.result, outcome.targets)
    gaps = results.capability_gaps(model, outcome.result, outcome.targets)
    answers = results.answer_table(model, work.questions, work.response)
    figures = [
        radar(profile, model.scale_max),
        dumbbells(gaps, model.scale_max),
        priorities(results.priority_table(outcome)),
        heatmap(answers, levels.level_names(model), levels.level_numbers(model)),
    ]
    assert takeaways.profile_takeaway(outcome)  # else the page would draw fewer figures
    file.write_text(json.dumps([json.loads(figure.to_json()) for figure in figures]), encoding="utf-8")
