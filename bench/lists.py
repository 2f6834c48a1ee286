"""Pages with long lists: Home with many open assessments, Plan with many actions."""

import re
import time
from datetime import date

from playwright.sync_api import BrowserContext

from bench import fixtures
from bench.browser import IS_DONE, chromium, loaded, pressed, settled
from bench.loading import EMPTY_SHOWS
from bench.servers import temporary_servers
from bench.table import Row, ratio
from cxmaturity.services import plans
from cxmaturity.services.assessments import views
from cxmaturity.store.database.engine import open_database

ASSESSMENTS, ACTIONS = 200, 180
_SETTLED = 150  # dropped actions; the others are open
_LIST_SHOWS = "document.querySelector('[class*=st-key-card-]') && " + IS_DONE
_LEAVE = "({ click() { document.activeElement.blur() } })"  # leaving a field saves it
_SAVED = f"(window.hasRun = window.hasRun || !({IS_DONE})) && ({IS_DONE})"  # a rerun has begun and ended


def long_lists(rounds: int) -> list[Row]:
    """Measure both pages until complete, and saving an action, in comparison with an empty plain app."""
    with temporary_servers() as servers, chromium() as browser:
        url, ids = fixtures.database(servers.folder, "lists", ASSESSMENTS)
        team = _planned(url, ids[0])
        ours, empty = servers.ours(url), servers.stock("empty")
        for server in (ours, empty):
            server.start()
        pages = (
            (f"{ours.address}/", "Home", f"{ASSESSMENTS} open assessments"),
            (f"{ours.address}/plan?team={team}", "Plan", f"{ACTIONS} actions"),
        )
        visits = [(browser.new_context(), empty.address, EMPTY_SHOWS)]
        visits += [(browser.new_context(), address, _LIST_SHOWS) for address, _, _ in pages]
        times: list[list[float]] = [[], [], [], []]
        for turn in range(rounds + 2):
            measured = [*(_load(*visit) for visit in visits), _save(visits[-1][0], pages[-1][0])]
            if turn > 1:  # the first two fill the caches
                for row, milliseconds in zip(times, measured, strict=True):
                    row.append(milliseconds)
    base, *loads, saves = times
    rows = [
        ratio(f"{title} with {what} until complete, to an empty stock app's load", load, base, "ms", at_most=2.5)
        for (_, title, what), load in zip(pages, loads, strict=True)
    ]
    return [*rows, ratio(f"saving one of {ACTIONS} actions, to the same load", saves, base, "ms", at_most=1)]


def _planned(url: str, assessment_id: str) -> str:
    """Add many actions to the plan of an assessment's team, most of them dropped; return the team's id."""
    store = open_database(url)
    view = views.load_view(store, assessment_id)
    questions = view.questionnaire.questions
    steps = [plans.PlannedStep(q, level, "Ana", date(2030, 3, 3)) for level in range(1, 5) for q in questions]
    steps += steps[: ACTIONS - len(steps)]
    actions = plans.add_to_plan(store, view.assessment, steps[:_SETTLED], fixtures.NOW)
    for action in actions:
        plans.change_action(store, action.id, fixtures.NOW, {"status": "dropped"})
    plans.add_to_plan(store, view.assessment, steps[_SETTLED:], fixtures.NOW)
    assert len(plans.list_plan(store, view.assessment.team_id, date(2030, 1, 1))) == ACTIONS
    store.close()
    return view.assessment.team_id


def _load(context: BrowserContext, address: str, done: str) -> float:
    page, milliseconds = loaded(context, address, done)
    page.close()
    time.sleep(0.3)  # lets the former page end, so that it does not slow down the next
    return milliseconds


def _save(context: BrowserContext, address: str) -> float:
    """Change the owner of the first action; return the milliseconds from leaving the field until all is shown."""
    page, _ = loaded(context, address, _LIST_SHOWS)
    settled(page)
    page.get_by_role("textbox", name=re.compile("^Owner ")).first.fill(f"Ana {time.monotonic()}")
    milliseconds = pressed(page, _LEAVE, _SAVED)
    page.close()
    return milliseconds
