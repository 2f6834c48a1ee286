"""A workshop of many phones on our server, with a browser showing the screen, controlled from the console."""

import sqlite3
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from playwright.sync_api import Browser

from bench.browser import chromium
from bench.servers import temporary_servers
from bench.stage import Workshop, under_way
from bench.table import Row, number
from cxmaturity.services.surveys import codes
from cxmaturity.services.workshops.voting import reveals
from cxmaturity.web.events import POLL_SECONDS

SIZES = (50, 100, 300, 1_000)
HELD = 300  # limits apply up to so many phones; with more, only faults count
EVERY, STRETCH, STRETCHES = 5.0, 10.0, 2  # seconds between a phone's votes; seconds and number of stretches
_JOIN_EACH_SECOND = 60
_WAIT_MS = 30_000

# When the screen first showed each part, by the part's key, in milliseconds of the wall clock.
_SCREEN = """
window.seen = {}
new MutationObserver(() => {
  const key = document.querySelector('[data-phase]')?.dataset.key
  if (key) seen[key] ??= performance.timeOrigin + performance.now()
}).observe(document, { subtree: true, childList: true, attributes: true })
"""


@dataclass(slots=True)
class Measurements:
    """The measurements with `count` phones, in seconds.

    joined: until all had joined, who came within `joined_within`.
    eager: votes as soon as the question was shown; bursts: votes at the same instant; steady: other votes.
    heard, on_phones, on_screen: from the console's action until phones heard of it, showed it, and the screen showed
    it.
    ticks: the time of one poll of the workshop.
    busy: the server's share of a core in each stretch; memory: in MB.
    """

    count: int
    joined_within: float = 0.0
    joined: float = 0.0
    eager: list[float] = field(default_factory=list)
    bursts: list[float] = field(default_factory=list)
    heard: list[float] = field(default_factory=list)
    on_phones: list[float] = field(default_factory=list)
    on_screen: list[float] = field(default_factory=list)
    steady: list[float] = field(default_factory=list)
    ticks: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    memory: float = 0.0
    votes: int = 0
    lost: int = 0
    doubled: int = 0
    errors: int = 0
    first_errors: Sequence[str] = ()


def measured(browser: Browser, count: int, rounds: int) -> Measurements:
    """Run a workshop and return the measurements: a burst of votes per round, then stretches of steady voting."""
    results = Measurements(count)
    with (
        temporary_servers() as servers,
        under_way(f"sqlite:///{servers.folder}/workshop.db", servers.ours, count) as stage,
    ):
        screen = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
        screen.add_init_script(_SCREEN)
        screen.goto(f"{stage.server.address}/join/screen/{stage.workshop.screen}")
        results.joined_within = count / _JOIN_EACH_SECOND
        results.joined = stage.phones.ask("join", within=results.joined_within)["all"]
        asked = iter(stage.workshop.order)
        stage.act("begin")
        stage.phones.ask("wait_for_version", number=stage.workshop.version)
        next(asked)
        stage.phones.ask("set_eager", eager=True)
        for _ in range(rounds):
            question = next(asked)
            began = stage.act("vote", question)
            saw = stage.phones.ask("wait_for_version", number=stage.workshop.version, vote=f"{question}:1")
            results.eager += saw["votes"]
            results.bursts += stage.phones.ask("vote_at_once")["votes"]
            results.heard += [moment - began for moment in saw["heard"]]
            results.on_phones += [moment - began for moment in saw["shown"]]
            began = stage.act("reveal")
            key = f"reveal:{question}:1"
            screen.wait_for_function("key => seen[key]", arg=key, timeout=_WAIT_MS)
            results.on_screen.append(screen.evaluate("key => seen[key]", key) / 1000 - began)
            revealed = _revealed(stage, question)
            results.doubled += max(0, revealed - count)
            results.lost += max(0, count - revealed)
            stage.phones.ask("wait_for_version", number=stage.workshop.version)
        stage.phones.ask("set_eager", eager=False)
        for _ in range(STRETCHES):
            stage.act("vote", next(asked))
            stage.phones.ask("wait_for_version", number=stage.workshop.version)
            _steady(stage, results)
        screen.close()
        left = stage.phones.ask("leave")
        results.lost, results.votes, doubled = _compared(stage, left["stored"])
        results.doubled += doubled
        results.errors, results.first_errors = left["errors"], left["first_errors"]
    return results


def _steady(stage: Workshop, results: Measurements) -> None:
    """Let all phones vote at their own times for a while."""
    busy, began = stage.server.busy(), time.time()
    saw = stage.phones.ask("vote_at_intervals", seconds=STRETCH, every=EVERY)
    results.busy.append((stage.server.busy() - busy) / (time.time() - began))
    results.memory = stage.server.memory()
    results.steady += saw["votes"]
    results.ticks += (np.diff(saw["counts"]) - POLL_SECONDS).tolist()


def _revealed(stage: Workshop, question: str) -> int:
    """Return the number of votes that the reveal showed."""
    [shown] = reveals.round_results(stage.store, stage.workshop.assessment.id, question)
    return sum(shown.shown.counts or ())


def _compared(stage: Workshop, confirmed: dict[str, dict[str, int]]) -> tuple[int, int, int]:
    """Return how many confirmed votes the database lacks, how many were confirmed, and how many it has twice."""
    with sqlite3.connect(stage.url.removeprefix("sqlite:///")) as connection:
        query = (
            "select participant_hash, question_id || ':' || round, level from answer join response on id = response_id"
        )
        rows = connection.execute(query).fetchall()
    connection.close()
    row = stage.workshop.assessment
    stored = {(key, vote): level for key, vote, level in rows}
    votes = {
        (codes.participant_key(row, code), vote): level
        for code, levels in confirmed.items()
        for vote, level in levels.items()
    }
    lost = sum(stored.get(name) != level for name, level in votes.items())
    return lost, len(votes), len(rows) - len(stored)


def workshop(rounds: int) -> list[Row]:
    """Run workshops of 50 to 1,000 phones; each row says how many."""
    with chromium() as browser:
        return [row for count in SIZES for row in rows(measured(browser, count, rounds))]


def rows(results: Measurements) -> list[Row]:
    """Return the rows of the table for a workshop."""
    if results.errors:
        print(f"{results.count:,} phones:", *results.first_errors, sep="\n", file=sys.stderr)
    who, is_sound = f"{results.count:,} phones", not (results.lost or results.doubled or results.errors)
    wrong = f"{results.lost}, {results.doubled}, {results.errors} with {results.votes:,} votes"
    slowest, screen = max(results.on_phones), max(results.on_screen)
    remark = (
        f"phones hear of it p95 {_percentile(results.heard, 95):.2f} s, "
        f"show it p95 {_percentile(results.on_phones, 95):.2f} s; the screen {screen:.2f} s"
    )
    shown = f"{who}: vote started until the last of them shows it; reveal until the screen shows it"
    stretch = f"{who}, each voting every {EVERY:.0f} s"
    made = [
        Row(f"{who} in a workshop: votes lost, votes doubled, errors", wrong, "0, 0, 0", is_sound),
        number(f"{who} joining within {results.joined_within:.0f} s: all are in after", results.joined, "s", 60),
        _milliseconds(f"{who} voting as soon as they see the question: p95", results.eager, 250),
        _milliseconds(f"{who} voting in the same instant: p95", results.bursts, 250),
        number(shown, max(slowest, screen), "s", 2, remark),
        _milliseconds(f"{stretch}: p95", results.steady, 75),
        number(
            f"{stretch}: of a core, the server", 100 * float(np.mean(results.busy)), "%", 25, f"{results.memory:.0f} MB"
        ),
    ]
    if results.count > HELD:  # no limits: only faults count
        made[1:] = [Row(row.what, row.measured, "", None) for row in made[1:]]
    if results.count == HELD:
        made.append(_milliseconds(f"{stretch}: a live tick, p95", results.ticks, 150))
    return made


def _milliseconds(what: str, seconds: Sequence[float], at_most: float) -> Row:
    return number(what, _percentile(seconds, 95) * 1000, "ms", at_most, f"p50 {_percentile(seconds, 50) * 1000:.3g} ms")


def _percentile(values: Sequence[float], percent: float) -> float:
    return float(np.percentile(values, percent))
