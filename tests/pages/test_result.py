"""Result and Method: figures that can be recomputed, partial answers, and what-if without side effects."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from cxmaturity.answers import Answer
from cxmaturity.records import DimensionTarget
from cxmaturity.services.assessments import closing, creation, listing, targets, views
from cxmaturity.services.demo import loading
from cxmaturity.services.reports import report
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared.forms.keys import scoped, what_if
from cxmaturity.ui.shared.frame import page_frame, session
from cxmaturity.wording.language.dates import format_day
from tests import workshop_fixtures
from tests.build import questionnaire
from tests.fixtures import QUESTIONNAIRE, begun, by_dimension, everywhere, id_of_team, stored
from tests.pages.conftest import OpenPage, expanded, sent_twice, shown
from tests.pages.reading import elements, headers, key_of, metrics, plain_texts, texts, titles

# Dimensions at 3, 4, 3, 2, 3: a level of 15/5 = 3. All evidence is missing, so the fours read as 3: 14/5 = 2.8.
WHOLE = by_dimension([3] * 8, [4] * 9, [3] * 8, [2] * 6, [3] * 7)


def keys(page: AppTest) -> list[str | None]:
    return [button.key for button in page.button]


def test_a_whole_result(open_page: OpenPage, database: Database) -> None:
    """Stage, level and evidenced level; to 3.5 it lacks 0.5 · 5 = 2.5, so three dimensions, the lowest among them.

    Nothing is missing, so range and coverage are not shown.
    """
    page = open_page("result", assessment=begun(database, WHOLE))
    assert headers(page) == [
        "Stage 3 of 5: By design",
        "Do this first",
        "Why",
        "Gaps",
        "Answers",
        "What if?",
        "Targets",
        "Download and share",
    ]
    assert [m[:2] for m in metrics(page)] == [("Level", "3.0"), ("Evidenced level", "2.8")]
    whole = plain_texts(page)
    assert (
        "For stage 4, By habit, it is enough that 3 dimensions rise by one level, with Social responsibility "
        "(CSR) at stage 3." in whole
    )
    assert "(3.00 + 4.00 + 3.00 + 2.00 + 3.00) ÷ 5 = 3.00" in whole
    assert "Social responsibility (CSR) is lowest at 2.0; Operations is highest at 4.0." in whole
    assert "still open" not in whole


def test_the_strict_reading(open_page: OpenPage, database: Database) -> None:
    """No stage is above the lowest answer, a 2: overall and for each dimension; the level stays."""
    page = open_page("result", assessment=begun(database, WHOLE))
    page = shown(page.toggle(key="strict").set_value(True).run())
    assert headers(page)[0] == "Stage 2 of 5: By effort"
    assert "Strict reading: no stage above the lowest answer." in plain_texts(page)
    assert metrics(page)[0][:2] == ("Level", "3.0")
    assert "level 4.0, stage 4 By habit, target 5" in texts(page)
    assert "level 2.0, stage 2 By effort, target 3, lowest · stage 2" in texts(page)


@pytest.mark.parametrize("written", ["true", "True", "TRUE"])
def test_the_strict_reading_by_its_address(open_page: OpenPage, database: Database, written: str) -> None:
    """As Streamlit reads it for the switch; the stage contradicted that until the page ran again."""
    page = open_page("result", assessment=begun(database, WHOLE), strict=written)
    assert page.toggle(key="strict").value
    assert headers(page)[0] == "Stage 2 of 5: By effort"


def test_another_assessment_is_chosen_while_the_strict_reading_is_on(open_page: OpenPage, database: Database) -> None:
    """The address keeps the reading, and the other assessment is shown in it."""
    south = begun(database, everywhere(4), team="South", finished=True)
    page = open_page("result", assessment=begun(database, WHOLE, team="North", finished=True), strict="true")
    assert headers(page)[0] == "Stage 2 of 5: By effort"
    page = shown(page.selectbox[0].set_value(views.load_view(database, south).assessment.team_id).run())
    assert (page.query_params["assessment"], page.query_params["strict"]) == (south, "true")
    assert page.toggle(key="strict").value
    assert headers(page)[0] == "Stage 4 of 5: By habit"


def test_a_partial_result_is_a_first_view(open_page: OpenPage, database: Database) -> None:
    """People at 3, all else unanswered: no stage and no level, a range from (3 + 4 · 1)/5 to (3 + 4 · 5)/5, 8 of 38
    rated."""
    answers = by_dimension([3] * 8, [None] * 9, [None] * 8, [None] * 6, [None] * 7)
    page = open_page("result", assessment=begun(database, answers))
    assert "30 of 38 questions are still open" in texts(page)
    assert headers(page)[0] == "No stage"
    assert [m[:2] for m in metrics(page)] == [
        ("Level", "–"),
        ("Range", "1.4 – 4.6"),
        ("Coverage", "21 %"),
        ("Evidenced level", "–"),
    ]
    assert "level 3.0, stage 3 By design, target 4" in texts(page)
    assert "no level, no stage, 0 of 9 rated, 7 needed" in texts(page)


def test_an_unfinished_result_names_what_is_missing(open_page: OpenPage, database: Database) -> None:
    """Too little for a level: the range, the sum so far, no stage on the scale, and steps from the lowest answers.

    P1 to P4 at 2: People between (8 + 4) ÷ 8 = 1.5 and (8 + 20) ÷ 8 = 3.5, the other four between 1 and 5: overall
    between 5.5 ÷ 5 = 1.1 and 23.5 ÷ 5 = 4.7. Coverage 4 ÷ 38 = 10.5 %, halves up.
    """
    page = open_page("result", assessment=begun(database, dict.fromkeys(("P1", "P2", "P3", "P4"), 2)))
    assert headers(page)[0] == "No stage"
    whole = plain_texts(page)
    assert "34 of 38 questions are still open, so this is a first view." in whole
    assert [m[:2] for m in metrics(page)] == [
        ("Level", "–"),
        ("Range", "1.1 – 4.7"),
        ("Coverage", "11 %"),
        ("Evidenced level", "–"),
    ]
    assert "(2 + 2 + 2 + 2) ÷ 4 = 2.00 so far, but that is no level: 4 of 8 rated, 6 needed" in whole
    assert "cx-ramp" not in whole
    steps = [e.label for e in page.expander if e.label.startswith("Add to plan")]
    assert steps == ["Add to plan (P3)", "Add to plan (P4)", "Add to plan (P1)"]


def test_an_unanswered_result(open_page: OpenPage, database: Database) -> None:
    """Without answers no level is shown, and of the pictures only that of the answers: the others would be empty."""
    page = open_page("result", assessment=begun(database))
    assert [m[:2] for m in metrics(page)[:3]] == [("Level", "–"), ("Range", "1.0 – 5.0"), ("Coverage", "0 %")]
    assert "Answer a question to see its next step." in texts(page)
    assert len(page.get("plotly_chart")) == 1
    assert {"The profile", "Gaps", "Answers"} <= {*headers(page), *(h.value for h in page.subheader)}


def test_a_question_that_does_not_apply(open_page: OpenPage, database: Database) -> None:
    """R2 of six does not apply: the other five make the level, and nothing that applies is missing."""
    page = open_page("result", assessment=begun(database, WHOLE | {"R2": Answer(not_applicable="No staff abroad")}))
    assert [m[0] for m in metrics(page)] == ["Level", "Evidenced level"]
    assert "1 “does not apply”" in texts(page)


def test_a_pulse_has_an_index_and_no_stage(open_page: OpenPage, database: Database) -> None:
    """Ten threes: 100 · (3 − 1)/4 = 50."""
    page = open_page("result", assessment=begun(database, everywhere(3), scope="pulse"))
    assert headers(page) == ["Pulse: 50 of 100", "Do this first", "Answers", "Download and share"]
    assert metrics(page) == []
    assert not page.toggle
    assert texts(page).count('class="cx-bar-row"') == 10
    assert "All 10 questions are at level 3." in plain_texts(page)


def test_reopening_asks_first_and_keeps_the_dated_result(open_page: OpenPage, database: Database) -> None:
    """It can be cancelled; confirmed, answers can be changed, and the earlier result's date is still shown."""
    opened = begun(database, WHOLE, finished=True, days_ago=40)
    finished = session.day_of(datetime.now(UTC) - timedelta(days=40))
    page = open_page("result", assessment=opened)
    assert f"Finished {format_day(finished)}." in plain_texts(page)
    page = shown(page.button(key=key_of(page, "reopen")).click().run())
    assert f"The result of {format_day(finished)} is kept beside the next one." in plain_texts(page)
    page = shown(page.button(key=key_of(page, "reopen-not")).click().run())
    assert not views.load_view(database, opened).assessment.is_open
    assert scoped("reopen-now", opened) not in keys(page)
    page = shown(page.button(key=scoped("reopen", opened)).click().run())
    page = shown(page.button(key=scoped("reopen-now", opened)).click().run())
    assert views.load_view(database, opened).assessment.is_open
    assert scoped("reopen", opened) not in keys(page)
    assert f"The result of {format_day(finished)} is kept." in plain_texts(page)


def test_a_corrected_result_says_when_it_was_corrected(open_page: OpenPage, database: Database) -> None:
    """It keeps its day where another of the team was finished since, and would seem to be of it; also in files."""
    opened = begun(database, WHOLE, team="Bakers", finished=True, days_ago=40)
    begun(database, WHOLE, team="Bakers", label="Autumn", finished=True, days_ago=10)
    closing.reopen_assessment(database, opened)
    closing.close_assessment(database, opened, datetime.now(UTC))
    day, today = (format_day(session.day_of(datetime.now(UTC) - timedelta(days=d))) for d in (40, 0))
    page = open_page("result", assessment=opened)
    assert f"Finished {day}, corrected {today}. The result of {day} is kept." in plain_texts(page)
    assert report(database, opened, session.viewer_now()).cover.dated == f"finished {day}, corrected {today}"


def test_demo_data_is_not_reopened(open_page: OpenPage, database: Database) -> None:
    """The demo has no button to reopen, because guides refer to its figures."""
    loading.load_demo(database, QUESTIONNAIRE, datetime.now(UTC))
    solo = next(r.assessment for r in listing.list_assessments(database, most_open=0) if r.assessment.mode == "solo")
    assert scoped("reopen", solo.id) not in keys(open_page("result", assessment=solo.id))


def test_last_time_stands_beside(open_page: OpenPage, database: Database) -> None:
    """The same team's earlier result is in the profile; without one there is no such line."""

    def radar(assessment: str) -> str:
        return str(open_page("result", assessment=assessment).get("plotly_chart")[0].proto.spec)

    first = begun(database, everywhere(2), team="Again", finished=True, days_ago=90)
    assert "Last time" not in radar(first)
    assert "Last time" in radar(begun(database, WHOLE, team="Again"))


def test_what_if_changes_no_answer_and_can_be_kept_as_targets(open_page: OpenPage, database: Database) -> None:
    """Three of six at 3 instead of 2: 15/6 = 2.5, stage 3 of that dimension, overall 15.5/5 = 3.1."""
    opened = begun(database, WHOLE)
    page = open_page("result", assessment=opened)
    page = shown(page.toggle(key="try").set_value(True).run())
    for question in ("R1", "R2", "R3"):
        page.segmented_control(key=what_if(opened, question)).set_value(3)
    page = shown(page.run())
    assert "3 answers changed." in plain_texts(page)
    assert metrics(page)[-2:] == [
        ("Today", "3 · By design", "Level 3.0"),
        ("What if", "3 · By design", "Level 3.1"),
    ]
    assert "What you tried leads to the targets as they are" in texts(page)
    for question in ("R1", "R2", "R3", "R4", "R5", "R6"):
        page.segmented_control(key=what_if(opened, question)).set_value(4)
    page = shown(page.run())
    assert "Social responsibility (CSR): target 3 By design becomes 4 By habit" in plain_texts(page)
    page = shown(page.button(key=key_of(page, "what-if-save")).click().run())
    assert views.load_view(database, opened).targets == {"csr": DimensionTarget(4, None)}
    assert stored(database, opened).level_of("R1") == 2
    assert "0 answers changed." in plain_texts(page)
    assert page.segmented_control(key=what_if(opened, "R1")).value == 2
    page = shown(page.button(key=key_of(page, "what-if-undo")).click().run())
    assert views.load_view(database, opened).targets.get("csr", DimensionTarget(None, None)).target is None
    assert scoped("what-if-undo", opened) not in keys(page)


def test_a_target_no_higher_than_today_is_only_set_when_asked_for(open_page: OpenPage, database: Database) -> None:
    """Operations at 4 with the target 5 is tried at 3: saving is possible only after ticking the box."""
    opened = begun(database, WHOLE)
    page = open_page("result", assessment=opened)
    page = shown(page.toggle(key="try").set_value(True).run())
    page = shown(page.segmented_control(key=key_of(page, "what-if-dimension")).set_value("operations").run())
    for number in range(1, 10):
        page.segmented_control(key=what_if(opened, f"O{number}")).set_value(3)
    page = shown(page.run())
    whole = plain_texts(page)
    assert "Operations: target 5 By nature becomes 3 By design, though it is at 4 By habit today" in whole
    assert page.button(key=key_of(page, "what-if-save")).disabled
    page = shown(page.checkbox(key=key_of(page, "what-if-below-today")).check().run())
    shown(page.button(key=key_of(page, "what-if-save")).click().run())
    assert views.load_view(database, opened).targets == {"operations": DimensionTarget(3, None)}


def test_what_was_said_instead_of_a_level_is_said_as_on_the_form(open_page: OpenPage, database: Database) -> None:
    """Answers without a level have the form's labels; a finished assessment expects no answer any more."""
    answers = WHOLE | {"R1": Answer(dont_know=True), "R2": Answer(not_applicable="None of it"), "R3": None}
    page = open_page("result", assessment=begun(database, answers, finished=True))
    page = shown(page.toggle(key="try").set_value(True).run())
    page = shown(page.segmented_control(key=key_of(page, "what-if-dimension")).set_value("csr").run())
    whole = plain_texts(page)
    for question, now in (
        ("R1", "Don't know"),
        ("R2", "Does not apply"),
        ("R3", "Not answered"),
        ("R4", "2 By effort"),
    ):
        assert f"{question} · now: {now}]" in whole
    assert "1 “does not apply”, 1 “don't know”, 1 not answered." in whole


def test_what_was_tried_is_not_tried_in_another_result(open_page: OpenPage, database: Database) -> None:
    """The other result, shown in the same window, has its own answers in its fields, and nothing to start over."""
    opened, other = begun(database, WHOLE), begun(database, WHOLE, team="Mill")
    page = open_page("result", assessment=opened)
    page = shown(page.toggle(key="try").set_value(True).run())
    page = shown(page.segmented_control(key=what_if(opened, "R1")).set_value(5).run())
    assert "1 answer changed." in plain_texts(page)
    page.query_params["assessment"] = other
    page = shown(page.run())
    assert page.segmented_control(key=what_if(other, "R1")).value == 2
    assert page.button(key=key_of(page, "what-if-reset")).disabled


def test_starting_over_takes_back_what_was_tried(open_page: OpenPage, database: Database) -> None:
    """Every tried level returns to the answer; nothing is stored."""
    opened = begun(database, WHOLE)
    page = open_page("result", assessment=opened)
    page = shown(page.toggle(key="try").set_value(True).run())
    page = shown(page.segmented_control(key=what_if(opened, "R1")).set_value(5).run())
    page = shown(page.button(key=key_of(page, "what-if-reset")).click().run())
    assert page.segmented_control(key=what_if(opened, "R1")).value == 2
    assert "0 answers changed." in plain_texts(page)
    assert views.load_view(database, opened).targets == {}


def test_targets_and_importance_are_saved_by_their_form(open_page: OpenPage, database: Database) -> None:
    """Only by the button, and only what was changed; later they are in the form and the profile, and order the gaps."""
    opened = begun(database, WHOLE)
    page = expanded(open_page("result", assessment=opened), "targets")
    page.selectbox(key=key_of(page, "target-people")).set_value(5)
    page.select_slider(key=key_of(page, "importance-csr")).set_value(5)
    page = shown(page.run())  # as any other click on the page would; the tester, unlike a browser, then forgets them
    assert views.load_view(database, opened).targets == {}
    page.selectbox(key=key_of(page, "target-people")).set_value(5)
    page.select_slider(key=key_of(page, "importance-csr")).set_value(5)
    page = shown(page.button(key=key_of(page, "targets-save")).click().run())
    changed = {"people": DimensionTarget(5, None), "csr": DimensionTarget(None, 5)}
    assert views.load_view(database, opened).targets == changed
    page = expanded(open_page("result", assessment=opened), "targets")
    assert (
        page.selectbox(key=key_of(page, "target-people")).value,
        page.select_slider(key=key_of(page, "importance-csr")).value,
    ) == (5, 5)
    gaps = "Ambassadors and authority, Skills and learning, Empathy and involvement and Employee experience"
    assert f"The widest gaps are {gaps}: each 2.0 below its target." in plain_texts(page)  # those of People, at 3
    traces = json.loads(page.get("plotly_chart")[0].proto.spec)["data"]
    assert [t["r"] for t in traces if t.get("name") == "Target"] == [
        [5, 5, 4, 3, 4, 5]
    ]  # the first once more at the end


def test_a_warning_where_every_target_is_the_highest(open_page: OpenPage, database: Database) -> None:
    """The page warns if all targets are 5."""
    opened = begun(database, WHOLE)
    assert not expanded(open_page("result", assessment=opened), "targets").warning
    for name in ("people", "operations", "channels", "csr", "leadership"):
        targets.set_targets(database, opened, {name: DimensionTarget(5, None)})
    page = expanded(open_page("result", assessment=opened), "targets")
    assert "Every target is the highest stage." in page.warning[0].value


class TestMethod:
    """The Method page, with the user's own figures if there are any."""

    def test_without_a_result(self, open_page: OpenPage) -> None:
        """The rules and the sources are shown."""
        page = open_page("method")
        assert headers(page)[:2] == ["From answers to a stage", "From gaps to first steps"]
        assert "38 questions in 5 dimensions" in texts(page)
        assert len([e for e in page.expander if e.label.endswith("claims")]) == 5

    def test_with_a_result(self, open_page: OpenPage, database: Database) -> None:
        """Each dimension's sum and the reason for its stage, then the overall ones."""
        page = open_page("method", assessment=begun(database, WHOLE, team="Bakery"))
        assert "With your numbers: Bakery · Spring" in headers(page)
        whole = plain_texts(page)
        assert "**Operations:** (4 + 4 + 4 + 4 + 4 + 4 + 4 + 4 + 4) ÷ 9 = 4.00" in whole
        assert "**Overall:** (3.00 + 4.00 + 3.00 + 2.00 + 3.00) ÷ 5 = 3.00" in whole

    def test_with_a_pulse(self, open_page: OpenPage, database: Database) -> None:
        """A pulse has no stage, so none is explained."""
        page = open_page("method", assessment=begun(database, everywhere(3), scope="pulse"))
        assert not [h for h in headers(page) if h.startswith("With your numbers")]


def test_a_first_step_goes_into_the_plan(open_page: OpenPage, database: Database) -> None:
    """The card then shows owner and date, links to the plan, and has no button to add it."""
    opened = begun(database, WHOLE)
    page = open_page("result", assessment=opened)
    question = views.load_view(database, opened).outcome().first_steps[0].gap.question.id
    page = expanded(page, scoped(f"taking-{question}", opened))
    page.text_input(key=key_of(page, f"owner-{question}")).set_value("Ömer")
    page = shown(page.button(key=key_of(page, f"take-{question}")).click().run())
    due = session.today() + timedelta(days=14)
    assert f"In your plan: Ömer, review on {format_day(due)}." in plain_texts(page)
    assert f"See the plan ({question})" in [link.label for link in page.page_link]
    assert scoped(f"take-{question}", opened) not in keys(page)
    plan = open_page("plan")
    group = "This month · 1" if due.month == session.today().month else "Later · 1"
    assert headers(plan) == [group]
    assert titles(plan.info) == []


class TestWithoutAnAddress:
    """Opened from the menu, the page shows a result and offers the others."""

    def test_the_newest_of_the_viewers_own_teams(self, open_page: OpenPage, database: Database) -> None:
        """Not the demo's, although it is newer; an open survey has no result to show, nor has one without an answer."""
        begun(database, everywhere(2), team="Older", days_ago=9)
        begun(database, team="Older", label="Just begun")
        newest = begun(database, WHOLE, team="Newer", finished=True, days_ago=3)
        loading.load_demo(database, QUESTIONNAIRE, datetime.now(UTC))
        running = creation.StartSurvey(
            questionnaire=QUESTIONNAIRE, team_name="Newer", label="Now", privacy="open", names=["Ana", "Ben"]
        )
        creation.start(database, running, datetime.now(UTC))
        page = open_page("result")
        assert page.title[0].value == "Newer · Spring"
        assert page.query_params["assessment"] == newest
        team, _ = page.selectbox
        assert list(team.options)[:2] == ["Newer", "Older"]
        assert all(name.endswith("(demo)") for name in team.options[2:])

    def test_another_team_and_another_assessment_can_be_chosen(self, open_page: OpenPage, database: Database) -> None:
        """A chosen team opens with its newest; the address follows."""
        earlier = begun(database, everywhere(2), team="A", label="Q1", finished=True, days_ago=90)
        begun(database, WHOLE, team="A", label="Q2", finished=True, days_ago=5)
        begun(database, WHOLE, team="B", label="Q3")
        page = open_page("result")
        assert page.title[0].value == "B · Q3"
        page = shown(page.selectbox[0].select_index(0).run())
        assert page.title[0].value == "A · Q2"
        page = shown(page.selectbox[1].select_index(1).run())
        assert page.title[0].value == "A · Q1"
        assert page.query_params["assessment"] == earlier

    def test_nothing_there_yet(self, open_page: OpenPage) -> None:
        """The page says so and links to Home."""
        page = open_page("result")
        assert titles(page.info) == ["No assessment is chosen yet\\."]
        assert "Go to Home" in [link.label for link in page.page_link]


def test_no_question_is_called_by_its_id_alone(open_page: OpenPage, database: Database) -> None:
    """Wherever a sentence has an id, the question's words stand beside it."""
    answers = WHOLE | {"P1": Answer(dont_know=True), "O1": 1}
    page = open_page("result", assessment=begun(database, answers))
    by_id = QUESTIONNAIRE.by_id
    pieces = [str(e.value) for e in elements(page, "markdown", "info", "caption")]
    named = [(n, text) for text in (p.replace("\\", "") for p in pieces) for n in re.findall(r"\b[POCRL]\d\b", text)]
    assert "O1" in {name for name, _ in named}  # else there was nothing to check
    for name, sentence in named:
        assert by_id[name].prompt in sentence, sentence


def many_dimensions(database: Database, count: int) -> str:
    """Store an assessment of another model with this many dimensions of nine questions."""
    built = questionnaire([[1.0] * 9] * count)
    named = (d.model_copy(update={"name": f"Dimension {place}"}) for place, d in enumerate(built.dimensions, start=1))
    model = built.model_copy(update={"dimensions": tuple(named)})
    return begun(database, {q.id: 2 + place % 2 for place, q in enumerate(model.questions)}, questionnaire=model)


def test_assessments_of_one_name_and_day_are_chosen_each(open_page: OpenPage, database: Database) -> None:
    """They are numbered, the oldest first; the newest is the first of the list, which keeps the focus."""
    older, newer = (begun(database, everywhere(2), team="Bakery", finished=True) for _ in range(2))
    page = open_page("result", assessment=older)
    choice = page.selectbox(key="pick-assessment")
    assert [entry[-4:] for entry in choice.options] == [" (2)", " (1)"]
    page = shown(choice.select_index(0).run())
    assert page.query_params["assessment"] == newer
    assert page.selectbox(key="pick-assessment").id == choice.id


def test_another_team_is_chosen_while_the_list_of_assessments_is_that_of_the_last(
    open_page: OpenPage, database: Database
) -> None:
    """A browser sends what its lists show, until it has received those of the other team."""
    shown_first = begun(database, everywhere(2), team="Bakery", label="Spring", finished=True)
    other = begun(database, everywhere(2), team="Mill", label="Autumn", finished=True)
    page = open_page("result", assessment=shown_first)
    page = sent_twice(page, lambda page: page.selectbox(key="pick-team").set_value(id_of_team(database, "Mill")))
    assert page.query_params["assessment"] == other
    assert page.selectbox(key="pick-assessment").value == other


@pytest.mark.parametrize(("count", "pictures"), [(2, 3), (3, 4), (7, 4), (8, 3), (14, 3)])
def test_bars_replace_the_radar_of_too_few_or_too_many_dimensions(
    open_page: OpenPage, database: Database, count: int, pictures: int
) -> None:
    """Each dimension has a bar; the radar is drawn for three to seven; no text mentions the shipped model."""
    page = open_page("result", assessment=many_dimensions(database, count))
    whole = plain_texts(page)
    assert whole.count('class="cx-bar-row"') == count
    assert len(page.get("plotly_chart")) == pictures
    for word in ("customer", "By design", "CSR"):
        assert word not in whole


def test_a_result_of_some_dimensions_speaks_of_no_others(open_page: OpenPage, database: Database) -> None:
    """A workshop on People alone: one bar, no overall stage and the reason, and no gap in Operations."""
    workshop = workshop_fixtures.opened(database, scope="full", dimensions=("people",))
    people = workshop_fixtures.joined(database, workshop, 3)
    workshop_fixtures.done(database, workshop, "begin")
    workshop_fixtures.voted(database, workshop, people, 2, 3, 3)
    workshop_fixtures.done(database, workshop, "reveal", "end")
    whole = plain_texts(open_page("result", assessment=workshop.assessment.id))
    assert "Only some dimensions were asked. An overall stage needs all of them." in whole.replace("*", "")
    assert whole.count('class="cx-bar-row"') == 1
    assert "Operations" not in whole.partition("The overall level")[0]


def test_what_comes_before_the_charts_is_sent_first(open_page: OpenPage, database: Database) -> None:
    """In a window's first result: stage, bars, steps and placeholders, but no chart.

    After the browser reports that they are shown the whole page follows, and from then on at once.
    """
    assessment = begun(database, WHOLE)
    page = open_page("home")
    page.session_state[page_frame.IS_DRAWN] = False
    page.query_params["assessment"] = assessment
    page = shown(page.switch_page("result.py").run())
    assert headers(page) == ["Stage 3 of 5: By design", "Do this first"]
    assert 'class="cx-bars"' in texts(page)
    assert 'class="cx-skeleton"' in texts(page)
    assert len(page.get("plotly_chart")) == 0
    page.session_state[page_frame.IS_DRAWN] = True
    page = shown(page.run())
    assert 'class="cx-skeleton"' not in texts(page)
    assert len(page.get("plotly_chart")) == 4
