"""Assess: choices are stored, stored answers are shown, and nothing is stored without a choice."""

import re
from html import unescape
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from cxmaturity.answer_form import html as answer_form_html
from cxmaturity.answers import Answer
from cxmaturity.services.assessments import views
from cxmaturity.store.database.engine import Database
from tests.fixtures import QUESTIONNAIRE, begun, everywhere, stored
from tests.pages.conftest import OpenPage, shown
from tests.pages.reading import component_data, headers, links, metrics, plain_texts, texts, titles


def answer_form_data(page: AppTest) -> dict[str, Any]:
    """Return the data of the answer form, empty if the page has none."""
    return component_data(page, "cx_answer_form")


def test_nothing_is_chosen_before_someone_does(open_page: OpenPage, database: Database) -> None:
    """Opening the page stores nothing, and the form has no default choice."""
    opened = begun(database)
    shown_form = answer_form_data(open_page("assess", assessment=opened))
    assert (shown_form["answers"], shown_form["revision"], shown_form["question"], shown_form["view"]) == (
        {},
        0,
        "P1",
        "question",
    )
    assert re.findall("<(?:input|option)[^>]*(?:checked|selected)", shown_form["html"]) == []
    assert stored(database, opened).answers == {}


def test_it_opens_at_the_first_open_question_with_what_is_stored(open_page: OpenPage, database: Database) -> None:
    """An open assessment continues at its first unanswered question."""
    opened = begun(database, {"P1": 3, "P2": Answer(dont_know=True)})
    page = open_page("assess", assessment=opened)
    assert page.query_params["at"] == answer_form_data(page)["question"] == "P3"
    assert answer_form_data(page)["answers"] == {"P1": {"level": 3}, "P2": {"dont_know": True}}


def test_the_address_names_the_place_and_the_view(open_page: OpenPage, database: Database) -> None:
    """Opening the address again shows the same question in the same view."""
    shown_form = answer_form_data(open_page("assess", assessment=begun(database), view="One dimension", at="C2"))
    assert (shown_form["question"], shown_form["view"]) == ("C2", "dimension")


def test_a_pulse_asks_its_ten_questions(open_page: OpenPage, database: Database) -> None:
    """And none of the other 28."""
    shown_form = answer_form_data(open_page("assess", assessment=begun(database, scope="pulse")))
    asked = re.findall(r'data-question="(\w+)"', shown_form["html"])
    assert asked == [q.id for q in QUESTIONNAIRE.pulse]


def test_last_times_levels_come_along(open_page: OpenPage, database: Database) -> None:
    """Last levels are marked; a last “don't know” is not."""
    begun(database, {"P1": 4, "P2": Answer(dont_know=True)}, team="Bakers", finished=True, days_ago=90)
    assert answer_form_data(open_page("assess", assessment=begun(database, team="Bakers")))["previous_levels"] == {
        "P1": 4
    }


def test_every_question_is_there_as_it_is_written(open_page: OpenPage, database: Database) -> None:
    """Prompt, why, evidence, whom to ask, each statement; “does not apply” only where it is allowed."""
    html = answer_form_data(open_page("assess", assessment=begun(database)))["html"]
    text = unescape(html)
    for question in QUESTIONNAIRE.questions:
        for words in (question.prompt, question.why, question.evidence, question.ask, *question.levels):
            assert words in text, (question.id, words)
    assert html.count('value="dont_know"') == 38
    assert html.count('value="not_applicable"') == sum(q.may_not_apply for q in QUESTIONNAIRE.questions)


def test_markup_in_a_questionnaire_is_text() -> None:
    """Markup in a question is shown as typed."""
    people = QUESTIONNAIRE.dimensions[0]
    question = people.questions[0].model_copy(update={"prompt": "<img src=x> & 'you'"})
    people = people.model_copy(update={"questions": (question,)})
    questionnaire = QUESTIONNAIRE.model_copy(update={"dimensions": (people,)})
    assessment = SimpleNamespace(variant="both")
    view: Any = SimpleNamespace(questionnaire=questionnaire, assessment=assessment, questions=(question,))
    html = answer_form_html.answer_form_html(view)
    assert "<img" not in html
    assert "&lt;img src=x&gt; &amp; &#39;you&#39;" in html


@pytest.mark.parametrize(("language", "attribute"), [("de", ' lang="de"'), ("en", "")])
def test_texts_of_a_questionnaire_are_in_its_language(language: str, attribute: str) -> None:
    """Its texts are marked as German, the app's own are not; an English questionnaire needs no mark."""
    questionnaire = QUESTIONNAIRE.model_copy(update={"language": language})
    question = questionnaire.by_id["P7"]
    assessment = SimpleNamespace(variant="both")
    view: Any = SimpleNamespace(questionnaire=questionnaire, assessment=assessment, questions=(question,))
    html = answer_form_html.answer_form_html(view)
    # dimension, capability, heading, rule, hints for two variants, why, evidence, five
    # levels, and whom to ask
    kinds = sum(wording.think_of is not None for wording in question.variants.values())
    assert html.count("lang=") == (12 + kinds if attribute else 0)
    assert f'<h2 id="prompt-P7" tabindex="-1"{attribute}>' in html
    assert f"<span{attribute}><b>3 · By design.</b>" in html
    assert "<span><b>Don&#39;t know.</b>" in html


def test_each_kind_of_organisation_is_given_its_own_hints() -> None:
    """P2 has one for each of two kinds; “both” is given the two, each with the name of its kind."""
    question = QUESTIONNAIRE.by_id["P2"]
    hints = {kind: answer_form_html.think_of(QUESTIONNAIRE, kind, question) for kind in (*question.variants, "both")}
    texts = {kind: wording.think_of for kind, wording in question.variants.items()}
    assert len(texts) == 2
    assert {kind: hints[kind] for kind in texts} == {kind: [("Think of:", text)] for kind, text in texts.items()}
    assert [text for _, text in hints["both"]] == [*texts.values()]
    assert all(lead.endswith(", think of:") for lead, _ in hints["both"])


def test_dont_know_says_whom_to_ask(open_page: OpenPage, database: Database) -> None:
    """In the review and on the result page, where 36 of the 37 questions that apply are rated."""
    ask = QUESTIONNAIRE.by_id["P1"].ask
    answers = everywhere(3) | {"P1": Answer(dont_know=True), "P7": Answer(not_applicable="No 1 is hired here")}
    opened = begun(database, answers)
    review = open_page("assess", assessment=opened, view="Review and finish")
    assert f"Ask: {ask}" in plain_texts(review)
    result = open_page("result", assessment=opened)
    assert "To find out" in [s.value for s in result.subheader]
    assert f"<b>Ask today:</b> {ask}</p>" in texts(result)
    assert ("Coverage", "97 %") in [m[:2] for m in metrics(result)]


def test_a_long_list_of_what_to_find_out_is_folded(open_page: OpenPage, database: Database) -> None:
    """Of 38 unknown answers three are visible and 35 folded; of four all are visible."""
    unknown = Answer(dont_know=True)
    shown = texts(open_page("result", assessment=begun(database, everywhere(unknown))))
    assert shown.partition("<summary>35 more questions to find out</summary>")[0].count("Ask today:") == 3
    assert shown.count("Ask today:") == 38
    four = {q.id: unknown for q in QUESTIONNAIRE.questions[:4]}
    assert "to find out</summary>" not in texts(open_page("result", assessment=begun(database, four)))


def test_the_review_lists_what_is_open_and_finishes(open_page: OpenPage, database: Database) -> None:
    """The one unanswered question has a link; finishing, above the answers, closes it and shows the result."""
    opened = begun(database, everywhere(3) | {"L7": None})
    review = open_page("assess", assessment=opened, view="Review and finish")
    answered = [q.id for q in QUESTIONNAIRE.questions if q.id != "L7"]
    assert [b.key for b in review.button] == ["open-L7", "finish", *(f"answer-{name}" for name in answered)]
    assert review.button(key="answer-P1").label.endswith("**3 By design**")
    there = open_page("assess", assessment=opened, view="Review and finish").button(key="open-L7").click().run()
    assert answer_form_data(shown(there))["question"] == "L7"
    page = shown(review.button(key="finish").click().run())
    assert page.title[0].value.endswith(" · Spring")
    assert headers(page)[0] == "Stage 3 of 5: By design"
    assert not views.load_view(database, opened).assessment.is_open


def test_the_review_leads_to_what_was_answered(open_page: OpenPage, database: Database) -> None:
    """Each answer, also one without a level, is one line that opens its question."""
    opened = begun(database, {"P1": 2, "P2": Answer(dont_know=True), "P3": None})
    review = open_page("assess", assessment=opened, view="Review and finish")
    lines = [b.label.rpartition("**")[0].rpartition("**")[2] for b in review.button if str(b.key).startswith("answer-")]
    assert lines == ["2 By effort", "Don't know"]
    assert answer_form_data(shown(review.button(key="answer-P2").click().run()))["question"] == "P2"


@pytest.mark.parametrize(
    ("answered", "caution"),
    [
        (0, "No question is answered yet."),
        (18, "Only 18 of 38 questions are answered."),
        (19, ""),
    ],
)
def test_finishing_with_few_answers_asks_first(
    open_page: OpenPage, database: Database, answered: int, caution: str
) -> None:
    """With fewer than half of the 38 answered the first click asks and the second finishes."""
    opened = begun(database, {q.id: 3 for q in QUESTIONNAIRE.questions[:answered]})
    review = open_page("assess", assessment=opened, view="Review and finish")
    page = shown(review.button(key="finish").click().run())
    if caution:
        assert [warning.value for warning in page.warning] == [f"{caution} Do you want to finish all the same?"]
        assert views.load_view(database, opened).assessment.is_open
        page = shown(page.button(key="finish-all-the-same").click().run())
    assert not views.load_view(database, opened).assessment.is_open


def test_the_rule_stands_above_the_first_question_and_is_one_tap_away_later(
    open_page: OpenPage, database: Database
) -> None:
    """Visible above the choices of the first question; folded in each of the other 37."""
    html = answer_form_data(open_page("assess", assessment=begun(database)))["html"]
    assert html.count(f'<p class="cx-rule">{QUESTIONNAIRE.rule}</p>') == 1
    assert html.index('class="cx-rule"') < html.index('class="cx-choices"')
    assert html.count("How to choose</span></summary>") == 37
    assert html.count(QUESTIONNAIRE.rule) == 38


def test_a_finished_assessment_asks_nothing(open_page: OpenPage, database: Database) -> None:
    """The page says how to change answers and links to the result."""
    page = open_page("assess", assessment=begun(database, everywhere(3), finished=True))
    assert "Reopen it on the result page" in texts(page)
    assert answer_form_data(page) == {}
    assert [name.replace("\\", "").partition(" of ")[0] for name in links(page)] == [
        "See the result",
        "Begin the next round",
        "Begin something new",
    ]


def test_from_the_menu_it_shows_the_newest_that_can_be_answered_with_a_picker(
    open_page: OpenPage, database: Database
) -> None:
    """A newer closed one is not shown; only open ones are offered, and another team's opens at its question.

    With an assessment in the address there is no picker.
    """
    north = begun(database, {"P1": 3}, team="North", days_ago=3)
    south = begun(database, {"P1": 3, "P2": 3}, team="South", days_ago=4)
    begun(database, everywhere(3), team="West", finished=True)
    assert open_page("assess", assessment=north).selectbox.len == 0
    page = open_page("assess")
    assert (page.query_params["assessment"], page.query_params["at"]) == (north, "P2")
    [team, _] = page.selectbox
    assert team.options == ["North", "South"]
    page = shown(team.set_value(views.load_view(database, south).assessment.team_id).run())
    assert (page.query_params["assessment"], page.query_params["at"]) == (south, "P3")
    assert page.selectbox.len == 2


def test_own_data_comes_before_what_is_open_in_the_demo(open_page: OpenPage, database: Database) -> None:
    """A person whose own assessments are closed gets these, not an open one of the demo."""
    shown(open_page("home").button(key="demo-in").click().run())
    assessment = begun(database, everywhere(3), finished=True)
    assert open_page("assess").query_params["assessment"] == assessment


def test_the_result_so_far_leads_back_to_the_review(open_page: OpenPage, database: Database) -> None:
    """The link "Continue answering" opens the view that was left, also a dimension's."""
    opened = begun(database, {"P1": 3})
    for view in ("Review and finish", "One dimension"):
        page = open_page("assess", assessment=opened, view=view)
        result = shown(page.switch_page("result.py").run())
        [link] = [link for link in result.page_link if link.value == "Continue answering"]
        assert parse_qs(link.proto.query_string) == {"assessment": [opened], "view": [view]}


@pytest.mark.parametrize("name", ["assess", "result"])
def test_no_link_at_all_leads_home(open_page: OpenPage, name: str) -> None:
    """Opened from the menu without any assessment."""
    page = open_page(name)
    assert titles(page.info) == ["No assessment is chosen yet\\."]
    assert links(page) == ["Go to Home"]


def test_a_question_that_does_not_exist(open_page: OpenPage, database: Database) -> None:
    """An unknown question in the address, or one outside of the pulse, opens the first unanswered one.

    So does an address with an empty view.
    """
    assert open_page("assess", assessment=begun(database), at="P99", view="").query_params["at"] == "P1"
    pulse = begun(database, {"P1": 3}, scope="pulse")
    for foreign in ("P2", "Z9", "<b>"):
        page = open_page("assess", assessment=pulse, at=foreign, view="nothing")
        assert page.query_params["at"] == "P4"
