"""From the last answers to a first step in the plan, with the mouse; the first visit is in the journeys by keys."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from cxmaturity.answers import Answer, EvidenceGrade
from cxmaturity.store.database.engine import Database
from tests.browser import driver as app
from tests.fixtures import QUESTIONNAIRE, begun, by_dimension, unique
from tests.server import Server


def test_from_the_last_answers_to_a_step_that_worked(
    server: Server, page: Page, database: Database, tmp_path: Path
) -> None:
    """Two answers, review, finish, a result worked out by hand; a step is planned, done and judged; then Back.

    People 3.0; Operations 4.0, with documents; Channels 28 ÷ 8 = 3.5; CSR 21 ÷ 6 = 3.5, average stage 4, capped at 3 by
    R1; Leadership 9 ÷ 7 = 1.29, stage 1. Overall 15.29 ÷ 5 = 3.06, stage 3 by the average, capped at 2 by Leadership.
    Evidenced: 3.0, 4.0, 22 ÷ 8, 16 ÷ 6, 1.29: 13.70 ÷ 5 = 2.74.
    """
    proven = Answer(level=4, evidence_grade=EvidenceGrade.DOCUMENT)
    rows = [3] * 8, [proven] * 9, [4] * 6 + [2] * 2, [1] + [4] * 5, [1] * 5 + [None] * 2
    team = unique("Café/漢字")
    assessment = begun(database, by_dimension(*rows), team=team)
    page.goto(f"{server.url}/assess?assessment={assessment}")
    app.expect_question(page, "L6")
    expect(page.get_by_text("36 of 38 answered")).to_be_visible()
    for name in ("L6", "L7"):
        app.expect_question(page, name)
        app.choose(page, name, 2)
        app.expect_saved(page, name)
        app.onward(page)
    expect(page.locator("p", has_text="Every question has an answer.")).to_be_visible()
    app.button(page, "Finish and see the result").click()

    expect(page.get_by_role("heading", name="Stage 2 of 5: By effort")).to_be_visible()
    held = "Leadership is lowest, at stage 1, and the overall stage is at most 1 above the lowest dimension"
    expect(page.get_by_text(f"The average alone, 3.06, would give stage 3, By design. {held}")).to_be_visible()
    lowest = QUESTIONNAIRE.by_id["L1"].levels[0]
    expect(page.get_by_text(f"Leadership holds you at stage 2. There: “{lowest}”")).to_be_visible()
    expect(page.get_by_role("img", name="Stage 2 of 5")).to_be_visible()
    app.unfold(page, "how-sure")
    expect(app.metric(page, "Level")).to_have_text("3.1")
    expect(app.metric(page, "Range")).to_have_count(0)  # nothing is missing
    expect(app.metric(page, "Evidenced level")).to_have_text("2.7")
    trail = app.bar(page, "Social responsibility (CSR)")
    expect(trail.locator("summary")).to_contain_text("level 3.5, stage 3 By design, held by its lowest answer")
    trail.locator("summary").click()
    expect(trail).to_contain_text("(1 + 4 + 4 + 4 + 4 + 4) ÷ 6 = 3.50")
    expect(trail).to_contain_text(
        f"“{QUESTIONNAIRE.by_id['R1'].prompt}” (R1) is lowest, at 1, "
        "and the stage of a dimension is at most 2 above its lowest answer"
    )
    expect(trail).to_contain_text(QUESTIONNAIRE.by_id["R1"].levels[1])

    step = page.locator(".st-key-card-step-R1")
    expect(step).to_contain_text("It holds Social responsibility (CSR) at stage 3")
    app.unfold(page, "taking-R1")
    due = datetime.now(UTC).date() + timedelta(days=40)
    page.get_by_role("textbox", name="Who does it? (R1)").fill("Ömer, =cmd")
    app.type_date(page, "Review it on (R1)", due)
    app.button(page, "Put it in the plan (R1)").click()
    expect(step.get_by_text("In your plan: Ömer, =cmd, review on")).to_be_visible()

    page.get_by_role("navigation").get_by_role("link", name="Plan").click()
    expect(page.get_by_role("heading", name="Later · 1")).to_be_visible()
    card = page.locator('[class*="st-key-card-action-"]')
    expect(card).to_have_count(1)
    expect(card.get_by_role("heading", level=3)).to_have_text(QUESTIONNAIRE.by_id["R1"].steps[0].do)
    expect(card.get_by_role("textbox", name=re.compile("^Owner "))).to_have_value("Ömer, =cmd")
    card.get_by_role("button", name=re.compile("^Mark done ")).click()
    expect(card.get_by_role("heading", name="Did it work?")).to_be_focused()
    card.get_by_role("radiogroup", name=re.compile("^Did it work")).get_by_text("Yes", exact=True).click()
    expect(page.get_by_role("status").get_by_text("Saved: “Did it work?” answered with “Yes”.")).to_be_visible()
    card.get_by_role("textbox", name=re.compile("^What did you see")).fill("Three of five said so")
    page.keyboard.press("Tab")
    expect(page.get_by_role("status").get_by_text("Saved: note “Three of five said so”.")).to_be_visible()
    app.button(page, "Sort again").click()
    expect(page.get_by_text("Done · 1")).to_be_visible()

    with page.expect_download() as downloading:
        app.button(page, "Download as CSV").click()
    assert downloading.value.suggested_filename == f"{team.replace('/', ' ')} - plan.csv"
    downloading.value.save_as(tmp_path / "plan.csv")
    (row,) = csv.DictReader(io.StringIO((tmp_path / "plan.csv").read_text("utf-8-sig")))
    assert row["step"] == QUESTIONNAIRE.by_id["R1"].steps[0].do
    assert (row["owner"], row["review on"], row["status"]) == ("Ömer, =cmd", due.isoformat(), "done")
    assert (row["worked"], row["note"], row["question"], row["from level"]) == (
        "yes",
        "Three of five said so",
        "R1",
        "1",
    )
    page.go_back()
    expect(page).to_have_url(re.compile(rf"/result\?assessment={assessment}$"))
    expect(page.get_by_role("heading", name="Stage 2 of 5: By effort")).to_be_visible()
