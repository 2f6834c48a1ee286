"""Result and method: numbers anyone can redo, a first view while answers are missing, and trying out without harm."""

from streamlit.testing.v1 import AppTest

from cxmaturity.answers import Answer
from cxmaturity.records import DimensionTarget
from cxmaturity.services.assessments import targets, views
from cxmaturity.store.engine import Database
from tests.browser.fixtures import begun, by_dimension, everywhere, stored
from tests.pages.conftest import OpenPage, shown
from tests.pages.reading import headers, labels, metrics, texts, titles

# Dimensions at 3, 4, 3, 2, 3: a level of 15/5 = 3. All evidence is missing, so the fours read as 3: 14/5 = 2.8.
WHOLE = by_dimension([3] * 8, [4] * 9, [3] * 8, [2] * 6, [3] * 7)


def test_a_whole_result(open_page: OpenPage, database: Database) -> None:
    """Stage, level and evidenced level; to 3.5 it lacks 0.5 · 5 = 2.5, so three dimensions, the lowest among them.

    Nothing is missing, so there is no range and no coverage to show.
    """
    page = open_page("result", assessment=begun(database, WHOLE))
    assert headers(page)[0] == "Stage 3 of 5: By design"
    assert [m[:2] for m in metrics(page)] == [("Level", "3.0"), ("Evidenced level", "2.8")]
    said = texts(page).replace("\\", "")
    assert (
        "For stage 4, By habit, 3 dimensions must rise by one level, and Social responsibility (CSR) must reach "
        "stage 3." in said
    )
    assert "(3.00 + 4.00 + 3.00 + 2.00 + 3.00) ÷ 5 = 3.00" in said
    assert "Social responsibility (CSR) is lowest at 2.0; Operations is highest at 4.0." in said
    assert "still open" not in said


def test_the_strict_reading(open_page: OpenPage, database: Database) -> None:
    """No stage above the lowest answer, a 2: the whole and each dimension are read again, the level stays."""
    page = open_page("result", assessment=begun(database, WHOLE))
    page = shown(page.toggle(key="strict").set_value(True).run())
    assert headers(page)[0] == "Stage 2 of 5: By effort"
    assert metrics(page)[0][:2] == ("Level", "3.0")
    assert "**Operations** · 4.0 · 4 By habit" in [e.label for e in page.expander]


def test_a_partial_result_is_a_first_view(open_page: OpenPage, database: Database) -> None:
    """People at 3, all else open: no stage and no level, a range from (3 + 4 · 1)/5 to (3 + 4 · 5)/5, 8 of 38 rated."""
    given = by_dimension([3] * 8, [None] * 9, [None] * 8, [None] * 6, [None] * 7)
    page = open_page("result", assessment=begun(database, given))
    assert "30 of 38 questions are still open" in texts(page)
    assert page.subheader[0].value == "No stage yet"
    assert [m[:2] for m in metrics(page)] == [
        ("Level", "–"),
        ("Range", "1.4 – 4.6"),
        ("Coverage", "21 %"),
        ("Evidenced level", "–"),
    ]
    assert [e.label for e in page.expander][:2] == [
        "**People** · 3.0 · 3 By design",
        "**Operations** · – · no stage yet",
    ]


def test_an_unanswered_result(open_page: OpenPage, database: Database) -> None:
    """Nothing is known, and nothing is made up."""
    page = open_page("result", assessment=begun(database))
    assert [m[:2] for m in metrics(page)[:3]] == [("Level", "–"), ("Range", "1.0 – 5.0"), ("Coverage", "0 %")]
    assert "Answer a question to see its next step." in texts(page)


def test_a_dimension_that_does_not_apply(open_page: OpenPage, database: Database) -> None:
    """R2 left out of six: the other five carry the dimension, and nothing is missing of what applies."""
    page = open_page("result", assessment=begun(database, WHOLE | {"R2": Answer(not_applicable="No staff abroad")}))
    assert [m[0] for m in metrics(page)] == ["Level", "Evidenced level"]
    assert "1 not applicable" in texts(page)


def test_a_pulse_has_an_index_and_no_stage(open_page: OpenPage, database: Database) -> None:
    """Ten threes: 100 · (3 − 1)/4 = 50."""
    page = open_page("result", assessment=begun(database, everywhere(3), scope="pulse"))
    assert headers(page) == ["Pulse: 50 of 100", "First steps", "Every answer"]
    assert [m[:2] for m in metrics(page)] == [("Mean level", "3.0")]
    assert not page.toggle
    assert "Of 10 questions: 10 at level 3." in texts(page).replace("\\", "")


def test_a_finished_result_can_be_reopened(open_page: OpenPage, database: Database) -> None:
    """It says when it was finished; reopening leads back to answering."""
    opened = begun(database, WHOLE, finished=True)
    page = open_page("result", assessment=opened)
    assert " · finished " in texts(page)
    page = shown(page.button(key="reopen").click().run())
    assert views.load_view(database, opened).assessment.is_open
    assert "reopen" not in [b.key for b in page.button]


def test_last_time_stands_beside(open_page: OpenPage, database: Database) -> None:
    """The same team's earlier result is in the profile; without one there is no such line."""

    def radar(assessment: str) -> str:
        return str(open_page("result", assessment=assessment).get("plotly_chart")[0].proto.spec)

    first = begun(database, everywhere(2), team="Again", finished=True, days_ago=90)
    assert "Last time" not in radar(first)
    assert "Last time" in radar(begun(database, WHOLE, team="Again"))


def test_what_if_changes_no_answer_and_can_be_kept_as_targets(open_page: OpenPage, database: Database) -> None:
    """Three of six at 3 instead of 2: 15/6 = 2.5, stage 3 of that dimension, 15.5/5 = 3.1 of the whole."""
    opened = begun(database, WHOLE)
    page = open_page("result", assessment=opened)
    page = shown(page.toggle(key="try").set_value(True).run())
    for question in ("R1", "R2", "R3"):
        page.segmented_control(key=f"whatif-{question}").set_value(3)
    page = shown(page.run())
    assert "3 answers changed." in texts(page)
    assert metrics(page)[-2:] == [
        ("Today", "3 · By design", "Level 3.0"),
        ("What if", "3 · By design", "Level 3.1"),
    ]
    page = shown(page.button(key="what-if-save").click().run())
    at = views.load_view(database, opened)
    assert at.targets == {"csr": DimensionTarget(3, None)}
    assert stored(database, opened).level_of("R1") == 2
    assert "0 answers changed." in texts(page)
    assert page.segmented_control(key="whatif-R1").value == 2


def test_starting_over_takes_back_what_was_tried(open_page: OpenPage, database: Database) -> None:
    """Every tried level goes back to the answer; nothing is stored."""
    opened = begun(database, WHOLE)
    page = open_page("result", assessment=opened)
    page = shown(page.toggle(key="try").set_value(True).run())
    page = shown(page.segmented_control(key="whatif-R1").set_value(5).run())
    page = shown(page.button(key="what-if-reset").click().run())
    assert page.segmented_control(key="whatif-R1").value == 2
    assert "0 answers changed." in texts(page)
    assert views.load_view(database, opened).targets == {}


def with_aims(page: AppTest) -> AppTest:
    """Open the box of targets and importance."""
    page.session_state["targets"] = True
    return shown(page.run())


def test_targets_and_importance_are_saved_by_their_form(open_page: OpenPage, database: Database) -> None:
    """Nothing is written before the button; then what was changed, and nothing else."""
    opened = begun(database, WHOLE)
    page = with_aims(open_page("result", assessment=opened))
    page.selectbox(key="target-people").set_value(5)
    page.select_slider(key="importance-csr").set_value(5)
    page = shown(page.run())  # as any other click on the page would; the tester, unlike a browser, then forgets them
    assert views.load_view(database, opened).targets == {}
    page.selectbox(key="target-people").set_value(5)
    page.select_slider(key="importance-csr").set_value(5)
    page = shown(page.button(key="targets-save").click().run())
    changed = {"people": DimensionTarget(5, None), "csr": DimensionTarget(None, 5)}
    assert views.load_view(database, opened).targets == changed
    assert with_aims(open_page("result", assessment=opened)).selectbox(key="target-people").value == 5


def test_a_warning_where_every_target_is_the_highest(open_page: OpenPage, database: Database) -> None:
    """Five is not the goal everywhere."""
    opened = begun(database, WHOLE)
    assert not with_aims(open_page("result", assessment=opened)).warning
    for name in ("people", "operations", "channels", "csr", "leadership"):
        targets.set_targets(database, opened, {name: DimensionTarget(5, None)})
    page = with_aims(open_page("result", assessment=opened))
    assert "Every target is the highest stage." in page.warning[0].value


class TestMethod:
    """The rules, with the user's own numbers where there are any."""

    def test_without_a_result(self, open_page: OpenPage) -> None:
        """The rules and the sources stand alone."""
        page = open_page("method")
        assert headers(page)[:2] == ["From answers to a stage", "From gaps to first steps"]
        assert "38 questions in 5 dimensions" in texts(page)
        assert len([e for e in page.expander if e.label.endswith("claims")]) == 5

    def test_with_a_result(self, open_page: OpenPage, database: Database) -> None:
        """Each dimension's sum and what decides its stage, then the whole."""
        page = open_page("method", assessment=begun(database, WHOLE, team="Bakery"))
        assert "With your numbers: Bakery · Spring" in headers(page)
        said = texts(page).replace("\\", "")
        assert "**Operations:** (4 + 4 + 4 + 4 + 4 + 4 + 4 + 4 + 4) ÷ 9 = 4.00" in said
        assert "**Overall:** (3.00 + 4.00 + 3.00 + 2.00 + 3.00) ÷ 5 = 3.00" in said

    def test_with_a_pulse(self, open_page: OpenPage, database: Database) -> None:
        """A pulse has no stage to explain."""
        page = open_page("method", assessment=begun(database, everywhere(3), scope="pulse"))
        assert not [h for h in headers(page) if h.startswith("With your numbers")]


def test_a_first_step_goes_into_the_plan(open_page: OpenPage, database: Database) -> None:
    """One click puts it there with its proposed owner; the card then says so and offers it no more."""
    opened = begun(database, WHOLE)
    page = open_page("result", assessment=opened)
    question = views.load_view(database, opened).outcome().first_steps[0].gap.question.id
    page.session_state[f"taking-{question}"] = True
    first = f"take-{question}"
    page = shown(shown(page.run()).button(key=first).click().run())
    assert "**In your plan.**" in texts(page)
    assert first not in [b.key for b in page.button]
    plan = open_page("plan")
    assert headers(plan) == ["Under way and planned"]
    assert labels(plan) == ["Save"]
    assert titles(plan.info) == []
