"""Assess: what is chosen is stored, what is stored is shown, and nothing is stored that was not said."""

from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from cxmaturity.answers import Answer
from cxmaturity.services import assessments
from cxmaturity.store.engine import Database
from cxmaturity.ui.question import DONT_KNOW, NOT_APPLICABLE
from tests.browser.given import QUESTIONNAIRE, begun, everywhere, stored
from tests.pages.conftest import OpenPage, shown
from tests.pages.look import labels, links, texts, titles


def choose(page: AppTest, question: str, option: object) -> AppTest:
    return shown(page.radio(key=f"answer-{question}").set_value(option).run())


def change_elsewhere(database: Database, opened: str, question: str, answer: Answer) -> None:
    """Store an answer as another window does."""
    at = assessments.work(database, opened)
    assessments.record(database, at, question, answer, None, datetime.now(UTC))


def test_nothing_is_chosen_before_someone_does(open_page: OpenPage, database: Database) -> None:
    """No default: opening the page stores nothing, and it says so."""
    opened = begun(database)
    page = open_page("assess", assessment=opened)
    assert page.radio(key="answer-P1").value is None
    assert "Not answered yet" in texts(page)
    assert stored(database, opened).answers == {}


def test_a_choice_is_stored_before_the_page_says_so(open_page: OpenPage, database: Database) -> None:
    """One choice, one row, and the progress counts it."""
    opened = begun(database)
    page = choose(open_page("assess", assessment=opened), "P1", 3)
    assert "**Saved**" in texts(page)
    assert stored(database, opened).answers == {"P1": Answer(level=3)}
    assert page.get("progress")[0].text == "1 of 38 answered"


def test_it_opens_at_the_first_open_question(open_page: OpenPage, database: Database) -> None:
    """One begins where one stopped; next leads on from there."""
    opened = begun(database, {"P1": 3, "P2": Answer(dont_know=True)})
    page = open_page("assess", assessment=opened)
    assert page.query_params["at"] == "P3"
    page = shown(page.button(key="next").click().run())
    assert page.query_params["at"] == "P4"


def test_a_whole_dimension_on_one_page(open_page: OpenPage, database: Database) -> None:
    """All eight questions of People, with what is stored; a choice among them is stored like any."""
    opened = begun(database, {"P1": 2})
    page = open_page("assess", assessment=opened, view="One dimension", at="P1")
    assert [r.value for r in page.radio] == [2, None, None, None, None, None, None, None]
    choose(page, "P8", 5)
    assert stored(database, opened).answers == {"P1": Answer(level=2), "P8": Answer(level=5)}


def test_dont_know_says_whom_to_ask(open_page: OpenPage, database: Database) -> None:
    """Where it is chosen, in the review, and on the result."""
    ask = QUESTIONNAIRE.by_id["P1"].ask
    opened = begun(database)
    page = open_page("assess", assessment=opened)
    assert ask in page.radio(key="answer-P1").options[5].replace("\\", "")
    choose(page, "P1", DONT_KNOW)
    assert stored(database, opened).answers == {"P1": Answer(dont_know=True)}
    review = open_page("assess", assessment=opened, view="Review and finish")
    assert f"Ask: {ask}" in texts(review).replace("\\", "")
    result = open_page("result", assessment=opened)
    assert "To find out" in [s.value for s in result.subheader]
    assert f"**Ask today:** {ask}" in texts(result).replace("\\", "")


def test_does_not_apply_without_a_reason_is_not_stored(open_page: OpenPage, database: Database) -> None:
    """The page says what is missing and holds on to it; with a reason it is stored and may be left."""
    opened = begun(database)
    page = choose(open_page("assess", assessment=opened, at="P7"), "P7", NOT_APPLICABLE)
    assert "Not saved yet" in texts(page)
    page = shown(page.button(key="next").click().run())
    assert page.query_params["at"] == "P7"
    assert "Stay a moment" in texts(page)
    page = shown(page.text_input(key="reason-P7").set_value("  ").run())
    assert stored(database, opened).answers == {}
    page = shown(page.text_input(key="reason-P7").set_value("We have no shops").run())
    assert stored(database, opened).answers == {"P7": Answer(not_applicable="We have no shops")}
    assert shown(page.button(key="next").click().run()).query_params["at"] == "P8"


def test_a_question_for_everyone_cannot_be_left_out(open_page: OpenPage, database: Database) -> None:
    """P1 has five levels and don't know; P7 has one choice more."""
    opened = begun(database)
    assert len(open_page("assess", assessment=opened, at="P1").radio(key="answer-P1").options) == 6
    assert len(open_page("assess", assessment=opened, at="P7").radio(key="answer-P7").options) == 7


def unfolded(page: AppTest, key: str) -> AppTest:
    """Open a box of the page."""
    page.session_state[key] = True
    return shown(page.run())


def test_note_and_evidence_are_stored_and_shown_again(open_page: OpenPage, database: Database) -> None:
    """A later session finds what was typed."""
    opened = begun(database, {"P1": 4})
    page = unfolded(open_page("assess", assessment=opened, at="P1"), "details-P1")
    page.text_area(key="note-P1").set_value("Since *March*")
    page.selectbox(key="grade-P1").set_value(2)
    shown(page.text_input(key="evidence-P1").set_value("Rota <b>").run())
    kept = stored(database, opened).answer("P1")
    assert (kept.level, kept.note, kept.evidence_grade, kept.evidence) == (4, "Since *March*", 2, "Rota <b>")
    again = unfolded(open_page("assess", assessment=opened, at="P1"), "details-P1")
    assert again.text_area(key="note-P1").value == "Since *March*"
    assert again.text_input(key="evidence-P1").value == "Rota <b>"


def test_a_newer_answer_from_another_window_is_shown(open_page: OpenPage, database: Database) -> None:
    """This window shows 3, another stores 5: the next run shows 5 and writes nothing; a choice made then wins."""
    opened = begun(database)
    page = choose(open_page("assess", assessment=opened, at="P1"), "P1", 3)
    change_elsewhere(database, opened, "P1", Answer(level=5, note="From elsewhere"))
    page = shown(page.run())
    assert page.radio(key="answer-P1").value == 5
    assert unfolded(page, "details-P1").text_area(key="note-P1").value == "From elsewhere"
    assert stored(database, opened).answers == {"P1": Answer(level=5, note="From elsewhere")}
    choose(page, "P1", 2)
    assert stored(database, opened).answer("P1").level == 2


def test_a_choice_made_before_the_newer_one_was_seen_wins(open_page: OpenPage, database: Database) -> None:
    """Somebody who clicks means it, whatever happened elsewhere meanwhile."""
    opened = begun(database)
    page = choose(open_page("assess", assessment=opened, at="P1"), "P1", 3)
    change_elsewhere(database, opened, "P1", Answer(level=5))
    page = choose(page, "P1", 1)
    assert page.radio(key="answer-P1").value == 1
    assert stored(database, opened).answer("P1").level == 1


def test_the_review_lists_what_is_open_and_finishes(open_page: OpenPage, database: Database) -> None:
    """One question open: named, one click away; finishing leads to the result and closes the assessment."""
    opened = begun(database, everywhere(3) | {"L7": None})
    review = open_page("assess", assessment=opened, view="Review and finish")
    assert [b.key for b in review.button] == ["open-L7", "finish"]
    page = shown(review.button(key="finish").click().run())
    assert page.title[0].value == "Result"
    assert not assessments.work(database, opened).assessment.is_open


def test_a_finished_assessment_asks_nothing(open_page: OpenPage, database: Database) -> None:
    """It says how to change answers and leads to the result."""
    page = open_page("assess", assessment=begun(database, everywhere(3), finished=True))
    assert "Reopen it on the result page" in texts(page)
    assert (len(page.radio), links(page)) == (0, ["See the result"])


def test_finished_in_another_window_meanwhile(open_page: OpenPage, database: Database) -> None:
    """The next click stores nothing and breaks nothing."""
    opened = begun(database, everywhere(3))
    page = open_page("assess", assessment=opened, at="P1")
    assessments.finish(database, opened, datetime.now(UTC))
    page = choose(page, "P1", 5)
    assert "This assessment is finished" in texts(page)
    assert stored(database, opened).answer("P1").level == 3


@pytest.mark.parametrize("name", ["assess", "result", "method"])
def test_a_bad_link_leads_home(open_page: OpenPage, name: str) -> None:
    """What happened, what to do and the way there; no exception, no half page."""
    page = open_page(name, assessment="cut-sho")
    assert titles(page.info) == ["There is no assessment at this link\\."]
    assert links(page) == ["Go to Home"]
    assert labels(page) == []


@pytest.mark.parametrize("name", ["assess", "result"])
def test_no_link_at_all_leads_home(open_page: OpenPage, name: str) -> None:
    """Straight from the menu with nothing chosen."""
    page = open_page(name)
    assert titles(page.info) == ["No assessment is chosen yet\\."]
    assert links(page) == ["Go to Home"]


def test_a_question_that_does_not_exist(open_page: OpenPage, database: Database) -> None:
    """A link cut short opens the first open question instead."""
    assert open_page("assess", assessment=begun(database), at="P99").query_params["at"] == "P1"
