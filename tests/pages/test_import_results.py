"""Import: what a file should look like, what was read, every fault, and a corrected file stored as a round."""

import gc
from datetime import date
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button, Radio, Selectbox

from cxmaturity.answers import Answer
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.files.imports.opening.raw_table import RawTable
from cxmaturity.services import teams
from cxmaturity.services.assessments import listing, views
from cxmaturity.services.exports import exportable
from cxmaturity.services.imports import rounds, staging
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame import session
from tests.fixtures import QUESTIONNAIRE, begun
from tests.pages.conftest import OpenPage, shown, upload
from tests.pages.reading import elements, headers, labels, links, plain_texts, titles
from tests.workbooks import Rows, workbook

pytestmark = pytest.mark.usefixtures("quick_reader")

HEADINGS = ["Timestamp", "Name", "Do you lead people?", *(f"{q.id}. {q.prompt}" for q in QUESTIONNAIRE.questions)]
GOOD = [["noon", f"Person {n}", "yes" if n < 2 else "no", *["3"] * len(QUESTIONNAIRE.questions)] for n in range(5)]


def csv(*rows: list[str]) -> bytes:
    return "\n".join(";".join(row) for row in rows).encode()


def box(page: AppTest, label: str) -> Selectbox[Any]:
    return next(b for b in page.selectbox if b.label.replace("\\", "").startswith(label))


def radio(page: AppTest, label: str) -> Radio[Any]:
    return next(r for r in page.radio if r.label.startswith(label))


def button_starting(page: AppTest, label: str) -> Button:
    return next(b for b in page.button if b.label.startswith(label))


def can_import(page: AppTest) -> bool:
    return not page.button(key="import").disabled


def test_before_a_file_is_chosen(open_page: OpenPage) -> None:
    """What a file should look like, with an example and an empty table to download."""
    page = open_page("import_results")
    assert headers(page) == ["What the file should look like"]
    assert '<th scope="row">Ana</th>' in plain_texts(page)
    assert [b.label for b in elements(page, "download_button")] == ["Download an empty table"]


def test_faults_then_a_corrected_file_is_imported(open_page: OpenPage, database: Database) -> None:
    """Every fault is shown and nothing can be stored; the corrected file is stored and its result opens."""
    page = open_page("import_results")
    bad = [[*row] for row in GOOD]
    bad[1][3], bad[4][2], bad[4][5] = "7", "wizard", "<b>maybe</b>"
    page = upload(page, csv(HEADINGS, *bad))
    assert "**38 of 38 questions** have a column." in plain_texts(page)
    assert "**Columns left out:** Timestamp" in plain_texts(page)
    assert titles(page.error) == [r"The file has 3 faults\."]
    html = plain_texts(page)
    for cells in (
        (
            "cell D3, question P1",
            "&#x27;7&#x27; is not on the scale from 1 to 5; the file has values from 3 to 7",
            "If",
        ),
        ("cell C6, role", "&#x27;wizard&#x27; is no role", "Write &#x27;leader&#x27; or &#x27;other&#x27;"),
        ("cell F6, question P3", "&#x27;&lt;b&gt;maybe&lt;/b&gt;&#x27; is no answer to this question", "Write 1 to 5"),
    ):
        assert f'<th scope="row">{cells[0]}</th><td>{cells[1]}</td><td>{cells[2]}' in html
    assert "Nothing is imported while the file has faults." in html
    assert not can_import(page)
    assert teams.list_teams(database) == []

    page = upload(page, csv(HEADINGS, *GOOD))
    assert titles(page.error) == []
    assert "The first 5 of 5 people, as read." in plain_texts(page)
    page.text_input(key="import-team").set_value("Bakers")
    page = shown(page.text_input(key="import-label").set_value("Winter").run())
    assert labels(page)[-1] == "Import 5 people"
    page = shown(page.button(key="import").click().run())
    assert [s.value for s in page.success] == [f"{plain('Bakers · Winter')} is imported."]
    assert links(page) == ["See the result", "Compare over time"]
    assert headers(page) == ["What the file should look like"]

    stored = page.session_state[session.ASSESSMENT_PARAM]
    view = views.load_view(database, stored)
    assert (view.assessment.team_name, view.assessment.label, view.assessment.status) == ("Bakers", "Winter", "closed")
    assert (view.assessment.privacy, view.assessment.asks_role, view.response.level_of("P1")) == ("anonymous", True, 3)


def test_open_with_names_for_an_existing_team_on_a_past_day(open_page: OpenPage, database: Database) -> None:
    """It is added to the team of that name; comments have their authors' names."""
    begun(database, team="Bakers")
    page = upload(open_page("import_results"), csv(HEADINGS, *GOOD[:2]))
    assert page.selectbox(key="import-team-choice").value == "Bakers"
    assert "Fewer than 5 people answered" in plain_texts(page)
    page.radio(key="import-privacy").set_value("open")
    page.segmented_control(key="import-variant").set_value("service")
    day = session.today().replace(year=session.today().year - 1, day=1)
    page = shown(page.date_input(key="import-date").set_value(day).run())
    assert "Fewer than 5" not in plain_texts(page)
    page = shown(page.button(key="import").click().run())
    view = views.load_view(database, page.session_state[session.ASSESSMENT_PARAM])
    assert view.assessment.closed_at is not None
    assert (view.assessment.variant, view.assessment.closed_at.date()) == ("service", day)
    assert [team.name for team in teams.list_teams(database)] == ["Bakers"]
    assert {(p.name, p.role) for p in exportable.named_responses(database, view.assessment.id)} == {
        ("Person 0", "leader"),
        ("Person 1", "leader"),
    }


def test_a_name_that_the_team_has_used_is_said(open_page: OpenPage, database: Database) -> None:
    """The same file again would make a second round of the same name; one click gives it the next free name."""
    begun(database, team="Bakers", label="Past round")
    page = upload(open_page("import_results"), csv(HEADINGS, *GOOD))
    assert "Bakers" in plain_texts(page)
    assert "Past round (2)" in plain_texts(page)
    page = shown(page.button(key="import-free-label").click().run())
    assert page.text_input(key="import-label").value == "Past round (2)"
    assert "import-free-label" not in [button.key for button in page.button]
    page = shown(page.button(key="import").click().run())
    assert sorted(listing.labels_of_team(database, "Bakers")) == ["Past round", "Past round (2)"]


def test_columns_can_be_chosen(open_page: OpenPage) -> None:
    """If no heading is recognised, importing is possible only after the columns were chosen."""
    page = upload(open_page("import_results"), b"Wer,Frage eins,Frage zwei\nAna,3,4\n")
    assert "**0 of 38 questions** have a column." in plain_texts(page)
    assert "choose above which column holds which question" in plain_texts(page)
    assert not can_import(page)
    boxes = {box.label.replace("\\", "").split(" ·")[0]: box for box in page.selectbox}
    assert boxes["P1"].options == ["No column", "A · Wer", "B · Frage eins", "C · Frage zwei"]
    boxes["P1"].set_value("B · Frage eins")
    boxes["P2"].set_value("B · Frage eins")
    submit = next(b for b in page.button if b.label == "Use these columns")
    page = shown(submit.click().run())
    assert "it is chosen for P1 and P2" in plain_texts(page)
    boxes = {box.label.replace("\\", "").split(" ·")[0]: box for box in page.selectbox}
    boxes["P2"].set_value("C · Frage zwei")
    boxes["Who answered"].set_value("A · Wer")
    page = shown(next(b for b in page.button if b.label == "Use these columns").click().run())
    assert "**2 of 38 questions** have a column." in plain_texts(page)
    assert "One person, as read." in plain_texts(page)
    assert can_import(page)


def test_a_large_table_is_not_kept_in_the_session(open_page: OpenPage) -> None:
    """After the page was drawn neither the table nor the answers are in memory; both can have 5 million cells."""

    def alive() -> int:
        gc.collect()
        return sum(isinstance(thing, (RawTable, RespondentAnswers)) for thing in gc.get_objects())

    before = alive()
    page = upload(open_page("import_results"), csv(HEADINGS, *GOOD))
    assert can_import(page)
    assert alive() == before


def test_a_name_is_needed(open_page: OpenPage) -> None:
    """Of the team and of the assessment; the reason stands beside the button."""
    page = upload(open_page("import_results"), csv(HEADINGS, *GOOD))
    page = shown(page.text_input(key="import-team").set_value(" ").run())
    assert "Name the team." in plain_texts(page)
    assert not can_import(page)
    page.text_input(key="import-team").set_value("Bakers")
    page = shown(page.text_input(key="import-label").set_value("").run())
    assert "Give the assessment a name." in plain_texts(page)
    assert not can_import(page)


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (b" ", "The file is empty."),
        (b"P1,P2\n", "The file has headings, but no row of answers below them."),
        (b"%PDF-1.7", "This is a PDF file, and no whole report of CX Maturity."),
        (b"PK\x03\x04", "This workbook is damaged: its archive cannot be opened."),
        (b'P1,P2\n"1,2\n', "The file has 1 fault."),
    ],
)
def test_a_file_without_a_table_shows_an_error(open_page: OpenPage, content: bytes, title: str) -> None:
    """Another file can be chosen after that."""
    page = upload(open_page("import_results"), content)
    assert [t.replace("\\", "") for t in titles(page.error)] == [title]
    assert headers(page) == []
    assert can_import(upload(page, csv(HEADINGS, *GOOD)))


def test_a_workbook(open_page: OpenPage) -> None:
    """The sheet that fits best is read and named; another can be chosen."""
    sheets: dict[str, Rows] = {
        "Read me": [["A survey"]],
        "Form *1*": [["P1", "P2"], [3.0, 4.0]],
        "Form 2": [["P1"], [1.0]],
    }
    page = upload(open_page("import_results"), workbook(sheets), "round.xlsx")
    assert "This is the sheet **Form *1***, which fits best of 3." in plain_texts(page)
    assert can_import(page)
    page = shown(box(page, "Sheet").set_value("Form 2").run())
    assert "**1 of 38 questions** has a column." in plain_texts(page)


def test_choices_about_a_file_are_offered_for_the_next_one(open_page: OpenPage) -> None:
    """Its lowest level, texts and roles; the choices are stored for the next file with the same headings."""
    rows = [["Name", "Role", "P1", "P2"], ["Ana", "Wizard", "0", "so so"], ["Bo", "Manager", "4", "0"]]
    content = csv(*rows)
    page = upload(open_page("import_results"), content)
    assert "The numbers in the answers go from 0 to 4." in plain_texts(page)
    assert "Read these" not in " ".join(labels(page))  # the scale comes first
    page = shown(button_starting(page, "Use these meanings").click().run())
    page = shown(radio(page, "Which number is the lowest").set_value(0).run())
    box(page, "so so").set_value("2 · By effort")
    box(page, "Wizard").set_value("Does not lead people")
    page = shown(button_starting(page, "Use these meanings").click().run())
    assert titles(page.error) == []
    page.radio(key="import-privacy").set_value("open")
    page = shown(page.button(key="import").click().run())
    assert [s.value for s in page.success] == [f"{plain('My team · Past round')} is imported."]

    page = upload(page, content, "next.csv")
    assert not can_import(page)
    page = shown(button_starting(page, "Use the choices of last time").click().run())
    assert titles(page.error) == []
    table = plain_texts(page)
    assert '<th scope="row">2</th><td>Ana</td><td>other</td><td>1</td><td>2</td>' in table
    assert '<th scope="row">3</th><td>Bo</td><td>leader</td><td>5</td><td>1</td>' in table


def test_cells_that_cannot_be_read_are_left_open_in_one_click(open_page: OpenPage) -> None:
    """All of them, with their number; and it can be undone."""
    page = upload(open_page("import_results"), b"P1,P2,P3\n3,maybe,4\n2,n/a,4\n")
    page = shown(button_starting(page, "Leave these 2 answers open").click().run())
    assert titles(page.error) == []
    assert "Answers that cannot be read are left open." in plain_texts(page)
    assert can_import(page)
    page = shown(button_starting(page, "Show them as faults again").click().run())
    page = shown(button_starting(page, "Read these 2 answers as don't know").click().run())
    assert plain_texts(page).count("<td>don&#x27;t know</td>") == 2


def test_letters_that_were_guessed_are_shown_and_can_be_changed(open_page: OpenPage) -> None:
    """With another encoding names are shown correctly."""
    page = upload(open_page("import_results"), "Name,P1\nŽofie,3\nŁukasz,2\n".encode("cp1250"))
    assert "They were read as Central European (Windows-1250)" in plain_texts(page)
    assert "Žofie,3" in [text.value for text in page.text]
    page = shown(box(page, "Letters stored as").set_value("Western European (Windows-1252)").run())
    assert "£ukasz" in plain_texts(page)
    page = shown(box(page, "Letters stored as").set_value("Central European (Windows-1250)").run())
    assert "Łukasz" in plain_texts(page)


def test_rows_that_are_nobodys_are_shown_and_can_be_read(open_page: OpenPage) -> None:
    """Rows of averages are asked about; of repeated people the last row is kept, or another by choice."""
    page = upload(open_page("import_results"), b"Name,P1\nAna,3\nAna,5\nAverage,4\n")
    assert "One person, as read." in plain_texts(page)
    assert "1 row looks like averages or totals." in plain_texts(page)
    page = shown(radio(page, "What is read of people").set_value("all").run())
    assert "The first 2 of 2 people, as read." in plain_texts(page)
    page = shown(button_starting(page, "Read the row that looks like averages").click().run())
    assert "The first 3 of 3 people, as read." in plain_texts(page)
    page = shown(button_starting(page, "Leave them out again").click().run())
    assert "The first 2 of 2 people, as read." in plain_texts(page)


def test_the_day_is_proposed_by_the_times_in_the_file(open_page: OpenPage) -> None:
    """The latest day in the file."""
    page = upload(open_page("import_results"), b"Timestamp,P1\n2025/03/01 10:00,3\n2025/03/09 10:00,3\n")
    assert page.date_input(key="import-date").value == date(2025, 3, 9)
    page = upload(open_page("import_results"), b"Timestamp,P1\n1899-12-31 10:00,3\n1899-12-31 10:01,3\n")
    assert page.date_input(key="import-date").value == session.today()  # so empty times are written


def test_more_faults_than_fit_on_the_page(open_page: OpenPage) -> None:
    """The first 200 are listed; the download has all."""
    page = upload(open_page("import_results"), b"P1\n" + b"9\n" * 201)
    assert "The first 200 are listed here, 201 in the download." in plain_texts(page)
    assert plain_texts(page).count("is not on the scale from 1 to 5</td>") == 200
    assert [b.label for b in elements(page, "download_button")] == ["Download every fault"]


def test_hostile_headings_and_cells_are_never_markup(open_page: OpenPage) -> None:
    """Markup in a file is shown as typed."""
    bad = "<img src=x onerror=alert(1)> **b** [x](y) :red[z] =1+1"
    page = upload(open_page("import_results"), f"{bad},P1,{'h' * 5000}\n{bad},{bad},\n".encode())
    assert all("<img" not in html.value for html in elements(page, "html"))
    left_out = next(m.value for m in page.markdown if "Columns left out" in m.value)
    assert plain(bad) in left_out
    assert bad not in left_out
    assert "h" * 100 not in left_out


def test_the_next_start_removes_what_a_cut_off_import_left(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the process dies after answers were written, opening the database again removes them."""

    def process_ends(_done: int, _total: int) -> None:
        raise SystemExit

    people = [RespondentAnswers("Ana", None, {"P1": Answer(level=3)})]
    now = session.now()
    with monkeypatch.context() as killed:
        killed.setattr(staging, "_discard", lambda *_: None)
        with pytest.raises(SystemExit):
            rounds.import_round(database, QUESTIONNAIRE, "Mill", "W", "both", people, "open", now, now, process_ends)
    counts = "SELECT (SELECT count(*) FROM team), (SELECT count(*) FROM answer)"
    with database.reading() as connection:
        assert connection.exec_driver_sql(counts).one() == (1, 1)
    st.cache_resource.clear()
    with session.database().reading() as connection:
        assert connection.exec_driver_sql(counts).one() == (0, 0)
