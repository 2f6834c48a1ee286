"""Over time in a real browser: charts with their labels at any width."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from cxmaturity.answers import Answer
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.services.imports import rounds
from cxmaturity.store.database.engine import Database
from tests.browser import driver as app
from tests.browser.observers import expect_nothing_sideways
from tests.fixtures import QUESTIONNAIRE, unique
from tests.server import Server

_ROUNDS = 20

# The texts of every picture that stand out of the window, and those of one picture that lie on each other.
FAULTS = """() => [...document.querySelectorAll('.stMain .js-plotly-plot')].flatMap(plot => {
  const texts = [...plot.querySelectorAll('.annotation-text-g text, .textpoint text, .ytick text')]
  const boxes = texts.map(text => [text.textContent, text.getBoundingClientRect()])
  const out = boxes.filter(([, box]) => box.left < 0 || box.right > innerWidth || !box.width)
  const pairs = boxes.flatMap((one, i) => boxes.slice(i + 1).map(other => [one, other]))
  const over = ([, a], [, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3
  return [...out.map(([text]) => `out: ${text}`), ...pairs.filter(pair => over(...pair)).map(
    ([[a], [b]]) => `${a} on ${b}`)]
})"""


SMALL = '[class*="st-key-trend-"]:not(.st-key-trend-Overall) .js-plotly-plot'
COLUMNS = "plots => new Set(plots.map(plot => Math.round(plot.getBoundingClientRect().left))).size"


def test_every_label_has_room_at_any_width(server: Server, page: Page, database: Database) -> None:
    """Twenty rounds with long names: stacked at 360 px, side by side at 1280; no label is cut or covered."""
    team, now = unique("Long"), datetime.now(UTC)
    for number in range(_ROUNDS):
        people = [
            RespondentAnswers(str(i), None, {q.id: Answer(level=1 + (number + i) % 5) for q in QUESTIONNAIRE.questions})
            for i in range(8)
        ]
        when, label = now - timedelta(days=10 * (_ROUNDS - number)), f"Quarterly check of the northern depots {number}"
        rounds.import_round(database, QUESTIONNAIRE, team, label, "both", people, "open", when, now)
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(f"{server.url}/over_time?team={team}")
    for width, columns in ((360, 1), (1280, 3)):
        page.set_viewport_size({"width": width, "height": 900})
        expect(page.locator(".stMain .js-plotly-plot .main-svg").first).to_be_visible()
        expect(page.locator('[class*="st-key-trend-"] .js-plotly-plot')).to_have_count(6)
        expect(page.get_by_role("heading", name="What moved")).to_be_visible()
        app.rest(page)
        app.eventually(lambda: page.evaluate(FAULTS), [])
        app.eventually(lambda: page.locator(SMALL).evaluate_all(COLUMNS), columns)
        expect_nothing_sideways(page)
