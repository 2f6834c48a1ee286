"""What comes and goes on a page has a place of its own: nothing else is drawn anew, and no open list closes."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cxmaturity.records import DimensionTarget
from cxmaturity.services import plans
from cxmaturity.services.assessments import creation, targets
from cxmaturity.services.assessments.agreed_levels import agree_on_level
from cxmaturity.services.assessments.creation import StartSurvey
from cxmaturity.services.plans import OwnAction
from cxmaturity.services.surveys import admission
from cxmaturity.services.workshops import private_notes
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared.forms.keys import private_note
from cxmaturity.wording.workshop.workshop_console import MOVED_ON_ELSEWHERE
from tests import workshop_fixtures
from tests.build import LIVING, SHIPPED, write
from tests.fixtures import DIMENSIONS, QUESTIONNAIRE, begun, crowd, everywhere, id_of_team
from tests.pages.conftest import OpenPage, expanded, sent_twice, shown, upload
from tests.pages.reading import key_of, labels, places, texts, titles

NOW = datetime.now(UTC)


def kept(page: AppTest, act: Callable[[AppTest], Any], *names: str) -> AppTest:
    """Let something happen and the page run; all that has one of these names in its id must keep its place."""
    before = {key: place for key, place in places(page.main).items() if any(name in key for name in names)}
    assert all(any(name in key for key in before) for name in names)
    act(page)
    page = shown(page.run())
    assert before.items() <= places(page.main).items()
    return page


def in_reveal(database: Database) -> tuple[WorkshopView, str]:
    """Return a workshop whose first question is revealed, and that question."""
    workshop = workshop_fixtures.opened(database)
    people = workshop_fixtures.joined(database, workshop, 3)
    workshop_fixtures.done(database, workshop, "begin")
    workshop_fixtures.voted(database, workshop, people, 2, 3, 5)
    workshop = workshop_fixtures.done(database, workshop, "reveal")
    return workshop, str(workshop_fixtures.reloaded(database, workshop).state.question)


@pytest.mark.usefixtures("quick_reader")
def test_the_name_of_a_new_team_leaves_the_fields_below_in_place(open_page: OpenPage, database: Database) -> None:
    """The names of the known teams are listed once one is typed, when Tab has led to the next field."""
    begun(database, team="Bakers")
    page = upload(open_page("import_results"), b"respondent,P1\nAna,3\n")
    page = shown(page.selectbox(key="import-team-choice").set_value("\n").run())
    kept(page, lambda page: page.text_input(key="import-team").set_value("Millers"), "import-label", "import-date")


def test_names_change_the_number_of_people_in_its_field(open_page: OpenPage) -> None:
    """Until it is changed by hand for as many names; Tab leads from the names to this field."""
    page = shown(open_page("home", begin="survey").radio(key="start-privacy").set_value("open").run())
    assert page.number_input(key="start-expected").value == 8
    page = kept(page, lambda page: page.text_area(key="start-names").set_value("A\nB\nC"), "start-expected")
    assert page.number_input(key="start-expected").value == 3
    page = shown(page.number_input(key="start-expected").set_value(5).run())
    page = shown(page.text_area(key="start-names").set_value("A\nB\nD").run())
    assert page.number_input(key="start-expected").value == 5
    page = shown(page.text_area(key="start-names").set_value("A\nB").run())
    assert page.number_input(key="start-expected").value == 2


def test_an_action_deleted_elsewhere_leaves_its_place_to_the_notice(open_page: OpenPage, database: Database) -> None:
    """Somebody may type in the next row already."""
    begun(database, everywhere(3), team="Bakers")
    team = id_of_team(database, "Bakers")
    first, second = (
        plans.add_own_action(database, team, OwnAction(do, None, "", date(2031, 1, 1), ""), NOW) for do in ("A", "B")
    )
    page = open_page("plan", team=team)
    plans.delete_action(database, first.id)
    page = kept(page, lambda page: page.text_input(key=f"owner-{first.id}").set_value("Zoë"), f"owner-{second.id}")
    assert len(page.info) == 1
    assert not any(field.key == f"owner-{first.id}" for field in page.text_input)
    plans.restore_action(database, first)
    page = shown(page.run())
    assert len(page.info) == 0
    assert page.text_input(key=f"owner-{first.id}").value == ""


class TestConsole:
    def test_a_phone_asks_to_be_let_in(self, open_page: OpenPage, database: Database) -> None:
        workshop = workshop_fixtures.opened(database)
        workshop_fixtures.joined(database, workshop, 2)
        page = expanded(open_page("workshop", assessment=workshop.assessment.id), "workshop-people")
        page = kept(
            page,
            lambda _: admission.request_admission(database, workshop.assessment.id, "a browser"),
            "workshop-person",
            "workshop-timer",
            "workshop-ending",
        )
        assert "Let them in" in labels(page)

    def test_another_window_moves_on(self, open_page: OpenPage, database: Database) -> None:
        """The notice says so above, and what belongs to a vote appears among the boxes."""
        workshop = workshop_fixtures.opened(database)
        workshop_fixtures.joined(database, workshop, 2)
        page = expanded(open_page("workshop", assessment=workshop.assessment.id), "workshop-people")
        page = kept(
            page,
            lambda _: workshop_fixtures.done(database, workshop, "begin"),
            "workshop-person",
            "workshop-timer",
            "workshop-ending",
            "talk-",
        )
        assert titles(page.info) == [MOVED_ON_ELSEWHERE]
        assert "Reveal" in labels(page)

    def test_a_level_is_agreed_on(self, open_page: OpenPage, database: Database) -> None:
        workshop, question = in_reveal(database)
        page = open_page("workshop", assessment=workshop.assessment.id)
        page = kept(
            page,
            lambda _: agree_on_level(database, workshop.assessment.id, question, 3, "So", NOW),
            "agree-keep",
            "agree-P",
            "workshop-acts",
        )
        assert "Agreed on level 3" in texts(page)

    def test_the_list_of_questions_stays_open_after_a_reveal(self, open_page: OpenPage, database: Database) -> None:
        """Its label counts what is revealed, and Streamlit takes a box with another label for a new one."""
        workshop = workshop_fixtures.opened(database)
        people = workshop_fixtures.joined(database, workshop, 3)
        workshop_fixtures.done(database, workshop, "begin")
        page = expanded(open_page("workshop", assessment=workshop.assessment.id), "workshop-questions")
        workshop_fixtures.voted(database, workshop, people, 2, 3, 5)
        workshop_fixtures.done(database, workshop, "reveal")
        page = shown(page.run())
        assert "Vote" in labels(page)

    def test_reasons_are_asked_for(self, open_page: OpenPage, database: Database) -> None:
        workshop, _ = in_reveal(database)
        page = open_page("workshop", assessment=workshop.assessment.id)
        kept(page, lambda _: workshop_fixtures.switched_on(database, workshop, "asks_why"), "agree-keep", "agree-P")

    def test_a_note_replaces_that_of_another_window(self, open_page: OpenPage, database: Database) -> None:
        workshop, question = in_reveal(database)
        page = open_page("workshop", assessment=workshop.assessment.id)
        private_notes.save_private_note(database, workshop.assessment.id, question, "Theirs")
        field = private_note(workshop.assessment.id, question)
        page = kept(page, lambda page: page.text_area(key=field).set_value("Mine"), field, "workshop-note")
        assert "Theirs" in texts(page)


class TestResult:
    def test_reopening_is_asked(self, open_page: OpenPage, database: Database) -> None:
        page = open_page("result", assessment=begun(database, everywhere(3), finished=True))
        page = kept(page, lambda page: page.button(key=key_of(page, "reopen")).click(), "how-sure", "screen-only-try")
        kept(page, lambda page: page.button(key=key_of(page, "reopen-not")).click(), "how-sure", "screen-only-try")

    def test_targets_are_the_highest_or_another_window_changes_them(
        self, open_page: OpenPage, database: Database
    ) -> None:
        assessment = begun(database, everywhere(3), finished=True)
        page = expanded(open_page("result", assessment=assessment), "targets")
        unset = dict.fromkeys(DIMENSIONS, DimensionTarget(None, None))
        highest = dict.fromkeys(DIMENSIONS, DimensionTarget(5, None))
        page = kept(
            page, lambda _: targets.set_targets(database, assessment, highest, unset), "targets-save", "importance-"
        )
        assert len(page.warning) == 1
        assert "Put mine back" in labels(page)

    def test_a_level_is_agreed_on(self, open_page: OpenPage, database: Database) -> None:
        assessment = crowd(database, [1, 2, 3, 5, 5], "Bakers")
        page = expanded(open_page("result", assessment=assessment), "agree")
        page = kept(
            page, lambda _: agree_on_level(database, assessment, "P1", 3, "So", NOW), "agree-keep", "screen-only-agree"
        )
        assert "Agreed on level 3" in texts(page)


def test_a_phone_that_asks_and_answers_leave_the_reminder_in_place(open_page: OpenPage, database: Database) -> None:
    """The part of the page that follows the answers is drawn again every few seconds."""
    command = StartSurvey(
        questionnaire=QUESTIONNAIRE, team_name="Bakers", label="Spring", scope="pulse", privacy="open", expected=2
    )
    survey = creation.start(database, command, NOW).assessment_id
    page = open_page("survey", assessment=survey)
    page = kept(page, lambda _: admission.request_admission(database, survey, "a browser"), "reminder-text")
    assert "Let them in" in labels(page)


def test_the_first_team_leaves_the_form_for_the_next_in_place(open_page: OpenPage) -> None:
    def add(page: AppTest) -> None:
        page.text_input(key="team-new").set_value("Bakers")
        page.button(key="team-add").click()

    page = kept(open_page("teams"), add, "team-new", "team-add")
    assert "Bakers" in texts(expanded(page, "teams-listed"))


def test_what_was_removed_is_shown_above_and_its_list_stays_open(open_page: OpenPage, database: Database) -> None:
    """The list's label counts what is in it, and Streamlit takes a box with another label for a new one."""
    first, second = (begun(database, team="Bakers", label=label) for label in ("Spring", "Summer"))
    page = expanded(open_page("home"), "unfinished", f"more-{first}")
    page = kept(page, lambda page: page.button(key=f"remove-{first}").click(), "new-assessment")
    assert "Undo" in labels(page)
    page = expanded(page, f"more-{second}")
    assert any(button.key == f"remove-{second}" for button in page.button)


def test_the_length_chosen_stays_when_its_label_changes(open_page: OpenPage) -> None:
    """The minutes in it depend on the kind of organisation; a browser sends the label that it shows."""
    page = shown(open_page("home", begin="survey").radio(key="start-scope").set_value("pulse").run())
    page = sent_twice(page, lambda page: page.segmented_control(key="start-variant").set_value("service"))
    assert page.radio(key="start-scope").value == "pulse"


def test_a_questionnaire_and_length_chosen_stay_when_their_labels_change(
    open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another questionnaire asks another number of questions; another window publishes it with another title."""
    monkeypatch.setenv("CXMATURITY_QUESTIONNAIRES", str(tmp_path))
    copytree(SHIPPED, tmp_path / "cx")
    living = write(tmp_path, LIVING)
    page = shown(open_page("workshop").radio(key="workshop-length").set_value("full").run())
    page = sent_twice(page, lambda page: page.selectbox(key="start-questionnaire").set_value("living"))
    assert page.radio(key="workshop-length").value == "full"

    def rename(_: AppTest) -> None:
        model = living / "model.yaml"
        model.write_text(model.read_text("utf-8").replace("Living well", "Living better"), "utf-8")

    page = sent_twice(page, rename)
    assert page.selectbox(key="start-questionnaire").value == "living"
