"""The result: what-if, the first screenful, keys and links, and printing."""

import re
from functools import partial

from playwright.sync_api import Locator, Page, expect

from cxmaturity.store.database.engine import Database
from tests.browser import driver as app
from tests.fixtures import QUESTIONNAIRE, begun, by_dimension, everywhere
from tests.server import Server

A4_WITHIN_MARGINS = 718  # CSS pixels: 21 cm less 1 cm on either side


def expect_drawn(page: Page, key: str, name: str, values: list[float]) -> None:
    """Wait until the trace with this name in the chart of this key has these values."""
    chart = page.locator(f".st-key-{key} .js-plotly-plot")
    expect(chart).to_be_visible()
    read = """(chart, name) => Array.from(chart.data?.find(trace => trace.name === name)?.r ?? [])
      .map(value => Math.round(value * 100) / 100)"""
    app.eventually(lambda: chart.evaluate(read, name), values)


def tried(page: Page, question_id: str, level: int) -> Locator:
    """The button that tries this level."""
    return page.locator(f'[class*="st-key-whatif-{question_id}-"]').get_by_role("radio", name=str(level), exact=True)


def try_fives(page: Page, *names: str) -> None:
    """Try level 5 for these questions one after the other, and wait until each is counted."""
    for count, name in enumerate(names, start=1):
        page.locator(f'[class*="st-key-whatif-{name}-"]').get_by_text("5", exact=True).click()
        words = "1 answer changed." if count == 1 else f"{count} answers changed."
        expect(page.locator(".st-key-live-text-what-if")).to_contain_text(words)


def test_levels_are_tried_out_and_kept_as_targets(server: Server, page: Page, database: Database) -> None:
    """Trying three answers changes stage and radar, not the answers; saved, they are targets in the radar's table.

    Changes are announced once they are complete. Four dimensions at 4.0, Leadership seven times 1: overall 17 ÷ 5 =
    3.4, capped at stage 2. With L1, L2 and L3 at 5, Leadership is 19 ÷ 7 = 2.71, stage 3; overall 18.71 ÷ 5 = 3.74,
    stage 4.
    """
    assessment = begun(database, by_dimension([4] * 8, [4] * 9, [4] * 8, [4] * 6, [1] * 7))
    page.goto(f"{server.url}/result?assessment={assessment}")
    page.set_viewport_size({"width": 1280, "height": 800})
    app.switch(page, "try").click()
    sentence = page.locator(".st-key-live-text-what-if")
    expect(app.metric(page, "Today")).to_have_text("2 · By effort")
    expect(app.metric(page, "What if")).to_have_text("2 · By effort")
    expect(page.get_by_text("Save as targets")).to_have_count(0)
    expect(tried(page, "L1", 1)).to_be_checked()
    try_fives(page, "L1", "L2")
    app.button(page, "Start over").click()
    expect(sentence).to_contain_text("0 answers changed.")
    expect(page.get_by_role("heading", name="What if?")).to_be_focused()  # the button is disabled now
    for name in ("L1", "L2"):
        expect(tried(page, name, 1)).to_be_checked()
    for name in ("L1", "L2"):  # two quick clicks are one sentence in the status, where it is not shown once more
        page.locator(f'[class*="st-key-whatif-{name}-"]').get_by_text("5", exact=True).click()
    expect(sentence).to_contain_text("2 answers changed.")
    expect(page.locator(".cx-announcement:not(.cx-shown)")).to_contain_text("2 answers changed.")
    page.locator('[class*="st-key-whatif-L3-"]').get_by_text("5", exact=True).click()
    expect(sentence).to_contain_text("3 answers changed.")
    expect(app.metric(page, "What if")).to_have_text("4 · By habit")
    expect(app.metric(page, "Today")).to_have_text("2 · By effort")
    expect(page.get_by_role("heading", name="Stage 2 of 5: By effort")).to_be_visible()
    expect_drawn(page, "what-if-radar", "What if", [4, 4, 4, 4, 2.71, 4])
    expect_drawn(page, "what-if-radar", "Today", [4, 4, 4, 4, 1, 4])
    app.unfold(page, "what-if-targets")
    change = "Leadership: target 2 By effort becomes 3 By design"
    expect(page.get_by_text(change)).to_be_visible()
    app.button(page, "Save these targets").click()
    expect(page.locator(".cx-announcement")).to_have_text("1 target saved.")  # first: it goes after some seconds
    expect(sentence).to_contain_text("0 answers changed.")
    for name in ("L1", "L2", "L3"):
        expect(tried(page, name, 1)).to_be_checked()
    expect(app.metric(page, "What if")).to_have_text("2 · By effort")
    app.unfold(page, "table-radar")
    row = page.locator(".st-key-table-radar").get_by_role("row").filter(has_text="Leadership")
    headings = page.locator(".st-key-table-radar").get_by_role("columnheader")
    expect(headings.filter(has_text="target")).to_have_count(1)
    names = headings.all_inner_texts()  # settled: the table is drawn as one piece, and waited for above
    expect(row.locator("th, td").nth(names.index("Target"))).to_have_text("3")
    expect(row.locator("th, td").nth(names.index("Level"))).to_have_text("1.0")
    app.unfold(page, "targets")
    expect(page.get_by_role("combobox", name="Target of Leadership")).to_have_value("3 · By design")


def test_the_first_screenful(server: Server, page: Page, database: Database) -> None:
    """At 1280×800 without scrolling.

    Stage, its meaning, what caps it in the answer's own words, how certain it is, every bar and the start of the first
    step. The first picture is within 240 px of the top, the whole page within 4200 px. On a phone the radar
    begins within 60 px of its sentence. It fails when these grow. Each number of the scale stands above its line.
    """
    rows = [3] * 8, [4] * 9, [4] * 8, [4] * 6, [1] * 7
    begun(database, everywhere(2), team="Fold", label="Q1", finished=True, days_ago=90)
    assessment = begun(database, by_dimension(*rows), team="Fold", label="Q2", finished=True)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{server.url}/result?assessment={assessment}")
    stage = QUESTIONNAIRE.stage(2)
    lowest = QUESTIONNAIRE.by_id["L1"].levels[0]
    above_the_fold = [
        page.get_by_role("heading", name="Fold · Q2"),
        page.get_by_role("heading", name=f"Stage 2 of 5: {stage.name}"),
        page.get_by_text(stage.meaning),
        page.get_by_text(f"Leadership holds you at stage 2. There: “{lowest}”"),
        page.get_by_text("How sure is this?").first,
        *(app.bar(page, d.name) for d in QUESTIONNAIRE.dimensions),
        page.get_by_role("heading", name="Do this first"),
        page.locator('[class*="st-key-card-step-"] h3').first,
        *(app.button(page, name) for name in ("Print", "Reopen")),
        page.get_by_role("link", name="Download", exact=True),
    ]
    expect(page.locator(".st-key-heatmap .js-plotly-plot")).to_be_visible()
    app.rest(page)
    is_in_view = "part => part.getBoundingClientRect().bottom <= 800"
    for part in above_the_fold:
        expect(part).to_be_visible()
        app.eventually(partial(part.evaluate, is_in_view), True, str(part))
    expect(app.bar(page, "Leadership")).to_contain_text("lowest · stage 1")
    picture = page.locator(".cx-bars, .js-plotly-plot").first
    app.eventually(lambda: picture.evaluate("part => part.getBoundingClientRect().top") <= 240, True, "first picture")
    main = page.locator(".stMain")
    app.eventually(lambda: main.evaluate("part => part.scrollHeight") <= 4200, True, "the whole page")
    app.eventually(lambda: page.locator(".cx-bars").first.evaluate(_BESIDE_LINES) <= 1, True, "numbers of the scale")
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 740})
        app.eventually(lambda: page.locator(".st-key-section-radar").evaluate(_AIR) <= 60, True, f"air at {width}")


# The most pixels that a number of a scale is beside the line of its level.
_BESIDE_LINES = """part => {
  const track = part.querySelector('.cx-bar-track').getBoundingClientRect()
  return Math.max(...[...part.querySelectorAll('.cx-bars-scale i')].slice(1, -1).map((number, place) => {
    const { left, right } = number.getBoundingClientRect()
    return Math.abs((left + right) / 2 - (track.left + track.width * (place + 1) / 4))
  }))
}"""

# The pixels between the sentence of the profile and the highest name in its picture.
_AIR = """part => {
  const above = part.querySelector('p').getBoundingClientRect().bottom
  const names = [...part.querySelectorAll('.angularaxistick text')].map((name) => name.getBoundingClientRect().top)
  return names.length ? Math.min(...names) - above : Infinity
}"""


def test_a_bar_opens_its_reasons_by_key_and_the_links_lead_to_their_parts(
    server: Server, page: Page, database: Database
) -> None:
    """Enter on a bar opens the sum and the answers below it; each link scrolls to the heading that it names.

    Back before all of them shows the top again, and Forward the first part. A chart's hover label closes without moving
    the mouse; the chart says that its table follows, and it is the next stop.
    """
    assessment = begun(database, everywhere(3) | {"O1": 1})
    page.goto(f"{server.url}/result?assessment={assessment}")
    expect(page.locator(".st-key-heatmap .js-plotly-plot")).to_be_visible()
    app.rest(page)
    row = app.bar(page, "Operations")
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(row.get_by_text("(1 + 3 + 3 + 3 + 3 + 3 + 3 + 3 + 3) ÷ 9 = 2.78")).to_be_visible()
    expect(row.get_by_text(QUESTIONNAIRE.by_id["O1"].levels[0])).to_be_visible()
    for name in ("Why", "Gaps", "Answers", "What if?", "Targets", "Download"):
        page.locator(".st-key-screen-only-actions").get_by_role("link", name=name, exact=True).click()
        heading = "Download and share" if name == "Download" else name
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_in_viewport()
        expect(app.button(page, "Print")).to_be_in_viewport()
    page.evaluate("history.go(-6)")  # settled: it acts
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    page.go_forward()
    expect(page.get_by_role("heading", name="Why", exact=True)).to_be_in_viewport()
    expect(page.get_by_role("heading", level=1)).not_to_be_in_viewport()
    figure = page.locator(".st-key-heatmap").get_by_role("figure")
    expect(figure).to_have_accessible_name(re.compile("The same follows as a table.$"))
    figure.locator("text").filter(has_text="O1").first.hover(force=True)
    expect(figure.locator(".hovertext")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(figure.locator(".hovertext")).to_have_count(0)
    page.locator(".st-key-heatmap").evaluate("part => { part.tabIndex = -1; part.focus() }")  # settled: it acts
    page.keyboard.press("Tab")
    expect(page.locator(".st-key-table-heatmap summary")).to_be_focused()


def test_the_result_prints_whole_and_is_translated(server: Server, page: Page, database: Database) -> None:
    """On paper, always white.

    No navigation, no controls, every chart whole, the stage, all headings, and the reasons that are folded on the
    screen. One click on the button calls the browser's dialog once. In a browser that translates, which replaces text
    nodes by its own elements, switching, trying and opening work all the same.
    """
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1 }")
    assessment = begun(database, everywhere(3), finished=True)
    page.goto(f"{server.url}/result?assessment={assessment}")
    charts = [page.locator(f".st-key-{key} .js-plotly-plot") for key in ("radar", "dumbbells", "heatmap")]
    for chart in charts:
        expect(chart).to_be_visible()
    app.rest(page)
    app.button(page, "Print").click()
    page.wait_for_function("window.printed === 1")
    reasons = page.locator(".cx-print-only").filter(has_text="The level:")
    expect(reasons).to_be_hidden()
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".stApp")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.get_by_role("heading", name="Stage 3 of 5")).to_have_css("color", "rgb(11, 24, 32)")
    for words in (".xtitle", ".ytitle", ".annotation-text"):
        expect(page.locator(f".st-key-priorities {words}")).to_have_css("fill", "rgb(11, 24, 32)")
    expect(reasons).to_contain_text("(3 + 3 + 3 + 3 + 3 + 3 + 3 + 3) ÷ 8 = 3.00")
    expect(reasons).to_be_visible()
    for hidden in (
        page.get_by_role("navigation"),
        app.button(page, "Reopen"),
        page.get_by_text("Add to plan").first,
        app.switch(page, "strict"),
        page.get_by_role("heading", name="What if?"),
        page.get_by_role("heading", name="Targets"),
        page.get_by_text("The same as a table").first,
    ):
        expect(hidden).to_be_hidden()
    fits = "(chart, width) => chart.getBoundingClientRect().width <= width"
    for chart in charts:
        app.eventually(partial(chart.evaluate, fits, A4_WITHIN_MARGINS), True)
        expect(chart.locator("xpath=ancestor::*[contains(@class, 'stPlotlyChart')]")).to_have_css(
            "break-inside", "avoid"
        )
    paper = page.pdf(format="A4", tagged=True, outline=True)
    assert len(re.findall(rb"/Type /Page\b", paper)) > 1
    printed = re.findall(rb"/Title \((.*?)\)\n", paper)
    assert b"Stage 3 of 5: By design" in printed
    assert b"Answers" in printed
    assert b"What if?" not in printed
    page.emulate_media(media="null", color_scheme="light")
    expect(app.button(page, "Reopen")).to_be_visible()
    app.rest(page)
    app.translate(page)
    app.switch(page, "strict").click()
    expect(page.get_by_text("«Strict reading: no stage above the lowest answer.»")).to_be_visible()
    expect(page).to_have_url(re.compile(r"[?&]strict=true"))  # opened from it, the page reads strictly: tests/pages
    app.switch(page, "try").click()
    expect(page.locator(".st-key-numbers-what-if").get_by_text("«What if»")).to_be_visible()
    page.locator(".st-key-targets summary").click()
    expect(app.button(page, "«Save targets and importance»")).to_be_visible()
