"""Importing an earlier round in a real browser, with the keyboard alone, and accessible at each step."""

import csv
import re
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from playwright.sync_api import Page, expect

from cxmaturity.questionnaire.schema import Question
from cxmaturity.services.assessments import listing
from cxmaturity.services.exports import exportable
from cxmaturity.store.database.engine import Database
from tests.browser import driver as app
from tests.browser.observers import expect_fit_for_all
from tests.fixtures import QUESTIONNAIRE, begun, unique
from tests.server import Server


def saved(folder: Path, name: str, answers: list[str], questions: Sequence[Question] = QUESTIONNAIRE.questions) -> Path:
    """Return a file with this many people who give the same answer to each of these questions."""
    written = StringIO()
    headings = ["Timestamp", "Name", "Do you lead people?", *(q.prompt for q in questions)]
    rows = [["noon", f"Person {n}", "yes", *[answer] * len(questions)] for n, answer in enumerate(answers)]
    csv.writer(written).writerows([headings, *rows])
    file = folder / name
    file.write_text(written.getvalue(), encoding="utf-8")
    return file


def choose(page: Page, file: Path) -> None:
    page.locator(".st-key-import-file-0 input[type=file]").set_input_files(file)


def test_faults_are_mended_and_the_round_is_there(
    server: Server, page: Page, database: Database, tmp_path: Path
) -> None:
    """All faults as a list and as a file; the corrected file is stored, and its result is one click away."""
    begun(database)  # a team to choose from the list, which the round must not go to
    team = unique("Brought")
    page.goto(f"{server.url}/import_results")
    expect(page).to_have_title("Import · CX Maturity")
    expect(page.get_by_role("rowheader", name="Ana")).to_be_visible()
    app.rest(page)
    expect_fit_for_all(page)
    choose(page, saved(tmp_path, "faults.csv", ["3", "*y* <b>seven</b>", "By design", "9"]))
    expect(page.get_by_text("The file has 76 faults.")).to_be_visible()
    app.rest(page)
    page.get_by_text("Check or change what each column is").click()
    for id_ in ("P3", "L3"):  # the first and the last with punctuation that Markdown would take for a mark
        expect(page.get_by_role("combobox", name=f"{id_} · {QUESTIONNAIRE.by_id[id_].prompt}")).to_be_visible()
    app.rest(page)
    expect_fit_for_all(page)
    expect(page.get_by_role("rowheader", name="cell D3, question P1", exact=True)).to_be_visible()
    expect(page.get_by_text("Nothing is imported while the file has faults.")).to_be_visible()
    app.rest(page)
    with page.expect_download() as download:
        app.button(page, "Download every fault").click()
    assert len(Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()) == 77

    choose(page, saved(tmp_path, "mended.csv", ["3", "don't know", "By design", "4", "2", "5"]))
    expect(app.button(page, "Import 6 people")).to_be_enabled()
    app.name_team(page, team, "import")
    page.locator(".st-key-import-team input").press("Enter")
    app.rest(page)
    page.get_by_text("Open, with names").click()
    app.rest(page)
    app.button(page, "Import 6 people").click()
    expect(page.get_by_text(f"{team} · Past round is imported.")).to_be_visible()
    page.get_by_role("link", name="See the result").click()
    expect(page.get_by_role("heading", name="Stage 3 of 5: By design")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/result\?assessment=\w+$"))
    assessment = page.url.split("assessment=")[1]  # settled: waited for above
    assert sorted(p.name for p in exportable.named_responses(database, assessment)) == [f"Person {n}" for n in range(6)]


def test_an_import_goes_on_when_the_page_is_left(
    server: Server, page: Page, database: Database, tmp_path: Path
) -> None:
    """A click on Home during the import does not stop it.

    The round is stored, and the page of imports says so later.
    """
    team = unique("Left")
    page.goto(f"{server.url}/import_results")
    choose(page, saved(tmp_path, "many.csv", [str(1 + n % 5) for n in range(2500)]))
    expect(app.button(page, "Import 2,500 people")).to_be_enabled()
    app.name_team(page, team, "import")
    page.locator(".st-key-import-team input").press("Enter")
    app.rest(page)
    app.button(page, "Import 2,500 people").click()
    imported = page.get_by_text(f"{team} · Past round is imported.")
    expect(page.get_by_role("progressbar").or_(imported).first).to_be_visible()  # a busy machine may look late
    page.get_by_role("navigation").get_by_role("link", name="Home").click()
    expect(page.get_by_role("heading", name=re.compile("^(Your teams|How well do you serve)"))).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="Import").click()
    expect(imported).to_be_visible()
    listed = [row for row in listing.list_assessments(database) if row.assessment.team_name == team]
    assert [(row.answered, row.assessment.is_open) for row in listed] == [(2500, False)]


def test_in_a_browser_that_translates(server: Server, page: Page, tmp_path: Path) -> None:
    """It replaces text nodes by its own elements; a file is read all the same, and again after a choice."""
    page.goto(f"{server.url}/import_results")
    expect(page.get_by_role("rowheader", name="Ana")).to_be_visible()
    app.rest(page)
    app.translate(page)
    choose(page, saved(tmp_path, "round.csv", ["0", "4", "2", "3", "1"]))
    expect(page.get_by_text("«The file has 38 faults.»")).to_be_visible()
    app.rest(page)
    page.get_by_test_id("stRadio").first.get_by_text("«0»").click()
    expect(page.get_by_text("«Import 5 people»")).to_be_visible()


def test_with_the_keyboard_alone(server: Server, page: Page, database: Database, tmp_path: Path) -> None:
    """Choosing another column, a new team beside an existing one, its name, and importing."""
    begun(database)
    team = unique("Typed")
    page.goto(f"{server.url}/import_results")
    choose(page, saved(tmp_path, "round.csv", ["3"] * 5, QUESTIONNAIRE.pulse[:3]))
    expect(app.button(page, "Import 5 people")).to_be_enabled()
    app.rest(page)
    app.tab_to(page, page.get_by_text("Check or change what each column is").locator("xpath=ancestor::summary"))
    page.keyboard.press("Enter")
    role = page.get_by_role("combobox", name="Whether they lead people")
    expect(role).to_be_visible()
    app.rest(page)
    app.tab_to(page, role)
    page.keyboard.type("No col")
    page.keyboard.press("Enter")
    app.tab_to(page, app.button(page, "Use these columns"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Columns left out: Timestamp · Do you lead people?")).to_be_visible()
    app.rest(page)
    app.name_team_by_keys(page, team, "import")
    page.keyboard.press("Tab")
    expect(page.get_by_text("A new team. Yours:")).to_be_visible()
    app.rest(page)
    expect(page.get_by_role("textbox", name="Name of this assessment")).to_be_focused()
    app.tab_to(page, app.button(page, "Import 5 people"))
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{team} · Past round is imported.")).to_be_visible()
