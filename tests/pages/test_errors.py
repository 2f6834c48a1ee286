"""Errors on pages: what happened and what to do, without a traceback; everything else works."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cxmaturity.services.sharing import published_links
from cxmaturity.services.sharing.published_links import MOST_LINKS
from cxmaturity.services.workshops.finishing import participant_steps
from cxmaturity.store.database.engine import Database
from tests import workshop_fixtures
from tests.build import LIVING, edited, write
from tests.fixtures import begun, everywhere
from tests.pages.conftest import OpenPage, expanded, shown
from tests.pages.reading import component_data, headers, key_of, labels, links, places, texts, titles

PAGES = ["home", "assess", "result", "plan", "method"]


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one questionnaire that has two faults."""
    folder = tmp_path / "questionnaires"
    folder.mkdir()
    files = edited(("model.yaml", "practice: 1", "practice: -1"), ("garden.yaml", '"The soil"', "no"))
    monkeypatch.setenv("CXMATURITY_QUESTIONNAIRES", str(folder))
    return write(folder, files)


def test_the_faults_of_a_questionnaire_are_listed(open_page: OpenPage, faulty: Path) -> None:
    """Every fault with its file and line, on Home and on Method; nothing can be started."""
    for name in ("home", "method"):
        page = open_page(name)
        assert "2 faults" in page.error[0].proto.title
        assert [t.value.split(",")[0].split(":")[0] for t in page.text] == ["living/garden.yaml", "living/model.yaml"]
        assert labels(page) == []
    assert headers(open_page("home")) == []
    assert faulty.is_dir()


def test_of_thousands_of_faults_the_first_are_shown(open_page: OpenPage, faulty: Path) -> None:
    """The first 200 are listed with the total, because a page of 3,000 lines takes minutes."""
    text = LIVING["garden.yaml"]
    start, question = text.split("questions:\n")
    many = "".join(question.replace('"G1"', f'"G{n}"').replace("prompt:", "promt:") for n in range(1500))
    (faulty / "garden.yaml").write_text(f"{start}questions:\n{many}", "utf-8")
    page = open_page("home")
    assert len(page.text) == 200
    assert "The first 200 of 3,001 faults are listed here." in texts(page)


def test_existing_assessments_outlive_a_broken_folder(open_page: OpenPage, database: Database, faulty: Path) -> None:
    """Their questionnaire is in the database: they are listed, answered and shown."""
    opened = begun(database, {"P1": 3})
    home = open_page("home")
    assert "Continue" in labels(home)
    assert not home.expander[0].label.startswith("New assessment")
    assert open_page("assess", assessment=opened).query_params["at"] == "P2"
    assert "37 of 38 questions are still open" in texts(open_page("result", assessment=opened))
    assert "What this is not" in headers(open_page("method", assessment=opened))
    assert faulty.is_dir()


def test_a_mended_file_is_read_again(open_page: OpenPage, faulty: Path) -> None:
    """A corrected questionnaire can be started without a restart of the app."""
    for name, content in LIVING.items():
        (faulty / name).write_text(content, "utf-8")
    page = open_page("home")
    assert not page.error
    assert "Full · 3 questions" in texts(page)
    assert "Start the full assessment" in labels(page)


def test_demo_goes_with_the_shipped_questionnaire_only(open_page: OpenPage, faulty: Path) -> None:
    """With another questionnaire alone the demo is not offered."""
    for name, content in LIVING.items():
        (faulty / name).write_text(content, "utf-8")
    assert labels(open_page("home")) == ["Start the quick check", "Start the full assessment", "Set up a survey"]


@pytest.mark.parametrize("name", ["assess", "result", "method"])
def test_a_link_to_no_assessment_says_so_and_leads_home(open_page: OpenPage, database: Database, name: str) -> None:
    """For an unknown, a hostile and a cut id: a message, a link to Home, and nothing to answer."""
    real = begun(database)
    for wrong in ("nobody", '"><script>alert(1)</script>', "' OR 1=1 --", real[:-1]):
        page = open_page(name, assessment=wrong)
        assert titles(page.info) == ["There is no assessment at this link\\."]
        assert links(page) == ["Go to Home"]
        assert (labels(page), component_data(page, "cx_answer_form")) == ([], {})


@pytest.mark.parametrize("name", PAGES)
def test_a_database_that_cannot_be_opened(
    open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A text file in its place: a plain message, the file stays, and a retry works without a restart."""
    file = tmp_path / "notes.txt"
    file.write_text("Buy milk.\n" * 200, "utf-8")
    monkeypatch.setenv("CXMATURITY_DATABASE_URL", f"sqlite:///{file}")
    page = open_page(name, **({"assessment": "a"} if name in ("assess", "result", "method") else {}))
    assert titles(page.error) == ["The database file cannot be read as a database; it was left untouched\\."]
    assert labels(page) == ["Try again"]
    assert "Traceback" not in texts(page)
    assert file.read_text("utf-8") == "Buy milk.\n" * 200
    file.unlink()
    page = shown(page.button(key="try-again").click().run())
    assert not page.error


def test_what_was_filled_in_stays_when_the_database_fails(
    open_page: OpenPage, database: Database, tmp_path: Path
) -> None:
    """The page says so once and stops before its fields, which the browser forgets then; the next run fills them."""
    begun(database)
    page = open_page("home", begin="survey")
    page = shown(page.text_input(key="start-label").set_value("Summer").run())
    away = (tmp_path / "cx.db").rename(tmp_path / "away.db")
    page = shown(page.button(key="start").click().run())
    assert labels(page) == ["Try again"]
    assert len(page.error) == 1
    away.rename(tmp_path / "cx.db")
    page = shown(page.button(key="try-again").click().run())
    assert not page.error
    field = page.text_input(key="start-label").proto
    assert (field.set_value, field.value) == (True, "Summer")
    assert shown(page.run()).text_input(key="start-label").proto.set_value is False


def test_an_error_above_the_page_leaves_all_in_its_place(open_page: OpenPage, database: Database) -> None:
    """Browsers draw anew what has another place: the page would jump, and the focus would be lost."""
    assessment = begun(database, everywhere(3), finished=True)
    page = expanded(open_page("result", assessment=assessment), "publish")
    for _ in range(MOST_LINKS):
        published_links.publish(database, assessment, 7, datetime.now(UTC), "key")
    before = places(page.main)
    page = shown(page.button(key=key_of(page, "publish-now")).click().run())
    assert len(page.error) == 1
    assert before
    assert before.items() <= places(page.main).items()


def test_an_error_on_the_page_leaves_what_follows_in_its_place(open_page: OpenPage, database: Database) -> None:
    """The steps from phones below the form that puts one of the console to the vote, which has nothing to put."""
    workshop = workshop_fixtures.opened(database)
    people = workshop_fixtures.joined(database, workshop, 2)
    workshop_fixtures.done(database, workshop, "begin")
    workshop_fixtures.voted(database, workshop, people, 2, 5)
    workshop_fixtures.done(database, workshop, "reveal", "dots")
    participant_steps.propose_step(database, workshop.assessment.id, "Bake at night", is_by_console=False)
    page = open_page("workshop", assessment=workshop.assessment.id)
    before = places(page.main)
    page = shown(page.button(key=key_of(page, "workshop-own-step-add")).click().run())
    assert titles(page.error) == ["There is nothing in it to do yet\\."]
    assert any("accept-" in name for name in before)
    assert before.items() <= places(page.main).items()
