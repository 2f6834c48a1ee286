"""Two clicks or edits that were drawn by the same run: the second comes before the page shows the effect of the first.

Both count, as if the page had followed in between. Either one run gets both, or the second click interrupts the run
that the first began.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cxmaturity.answers import Privacy
from cxmaturity.records import DimensionTarget
from cxmaturity.services import plans, teams
from cxmaturity.services.assessments import closing, listing, removal, views
from cxmaturity.services.demo import loading
from cxmaturity.services.drafts import folders
from cxmaturity.services.sharing import access_tokens, published_links
from cxmaturity.services.surveys import progress, schedule
from cxmaturity.services.workshops import workshop_view
from cxmaturity.services.workshops.finishing import dot_votes
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared.forms import keys
from tests import workshop_fixtures
from tests.build import LIVING, write
from tests.fixtures import QUESTIONNAIRE, begun, everywhere
from tests.pages.conftest import OpenPage, expanded, interrupted, shown
from tests.pages.reading import announced, headers, key_of, plain_texts, texts
from tests.store.fixtures import plan_step
from tests.store.survey_fixtures import start

NOW = datetime.now(UTC)
Then = Callable[[AppTest], AppTest]
"""What happens between the two."""


@pytest.fixture(params=["one run", "interrupted"])
def then(request: pytest.FixtureRequest) -> Then:
    return interrupted if request.param == "interrupted" else lambda page: page


def survey(database: Database, privacy: Privacy, names: Sequence[str] = ()) -> str:
    """Start a survey among six people; return its id."""
    started = start(database, privacy=privacy, team_name="Bakers", expected=6, names=names, now=NOW)
    return started.assessment_id


def test_two_steps_of_a_result_are_put_into_the_plan(open_page: OpenPage, database: Database, then: Then) -> None:
    """With one announcement for both."""
    opened = begun(database, everywhere(2), finished=True)
    view = views.load_view(database, opened)
    first, second = (step.gap.question.id for step in view.outcome().first_steps[:2])
    page = expanded(
        open_page("result", assessment=opened), *(keys.scoped(f"taking-{name}", opened) for name in (first, second))
    )
    page.button(key=key_of(page, f"take-{first}")).click()
    page = shown(then(page).button(key=key_of(page, f"take-{second}")).click().run())
    assert {a.question_id for a in plans.all_actions(database, view.assessment.team_id)} == {first, second}
    assert announced(page) == "2 steps are in the plan now."


def test_two_assessments_are_removed_and_put_back(open_page: OpenPage, database: Database, then: Then) -> None:
    """A second click on the same button does nothing."""
    one, other = begun(database), begun(database)
    page = expanded(open_page("home"), "unfinished", f"more-{one}", f"more-{other}")
    page.button(key=f"remove-{one}").click()
    page = shown(then(page).button(key=f"remove-{other}").click().run())
    assert {row.id for row in removal.list_removed(database)} == {one, other}
    page = expanded(page, "removed")
    page.button(key=f"put-back-{one}").click()
    page = shown(then(page).button(key=f"put-back-{other}").click().run())
    assert removal.list_removed(database) == []
    page = expanded(page, "unfinished", f"more-{one}")
    page.button(key=f"remove-{one}").click()
    page = shown(then(page).button(key=f"remove-{one}").click().run())
    assert [row.id for row in removal.list_removed(database)] == [one]
    assert not page.info


def test_an_assessment_is_renamed_twice(open_page: OpenPage, database: Database) -> None:
    """The second name is no change of another window."""
    opened = begun(database)
    page = expanded(open_page("home"), "unfinished", f"more-{opened}")
    for name in ("First  name", "Second name"):
        page.text_input(key=f"rename-{opened}").set_value(name)
        page.button(key=f"save-rename-{opened}").click()
        page = interrupted(page)
    assert views.load_view(database, opened).assessment.label == "Second name"


def test_a_team_is_renamed_and_archived(open_page: OpenPage, database: Database, then: Then) -> None:
    """Also though its row is closed after the first."""
    team = teams.create_team(database, "Bakers", NOW)
    page = expanded(open_page("teams"), "teams-listed")
    page = shown(page.button(key=f"team-change-{team.id}").click().run())
    page.text_input(key=f"team-name-{team.id}").set_value("Mill")
    page.button(key=f"team-rename-{team.id}").click()
    shown(then(page).button(key=f"team-archive-{team.id}").click().run())
    assert [one.name for one in teams.list_teams(database, archived=True)] == ["Mill"]


def test_an_action_is_deleted_edited_and_put_back(open_page: OpenPage, database: Database, then: Then) -> None:
    """The edit is stored once the action is back; nothing of this was done in another window."""
    view = views.load_view(database, begun(database))
    action = plan_step(database, view.assessment, view.questionnaire.by_id["P1"], 1, "Zoë", date(2030, 3, 3), NOW)
    page = expanded(open_page("plan"), f"details-{action.id}")
    page.button(key=f"delete-{action.id}").click()
    page = then(page)
    page.button(key=f"delete-{action.id}").click()
    page = shown(page.text_input(key=f"owner-{action.id}").set_value("Anna").run())
    assert "another window" not in texts(page)
    page.button(key=f"undo-{action.id}").click()
    page = shown(then(page).button(key=f"undo-{action.id}").click().run())
    assert [a.owner for a in plans.all_actions(database, action.team_id)] == ["Anna"]
    assert announced(page) == "Put back."


def test_fields_and_stages_of_a_draft(
    open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: Then
) -> None:
    """A field is edited twice; of the stages Bare, Kept, Loved and Stage 4 the last two are left out."""
    monkeypatch.setenv("CXMATURITY_QUESTIONNAIRES", str(tmp_path))
    write(tmp_path, LIVING)
    page = shown(open_page("questionnaires").button(key="draft-begin-living").click().run())
    page = shown(page.button(key=key_of(page, "stage-add")).click().run())
    title = "edit-living-model.yaml-title"
    page.text_input(key=title).set_value("Living")
    page.button(key=key_of(page, "stage-leave-out-2-of-4")).click()
    page = then(page)
    page.text_input(key=title).set_value("Living here")
    page = shown(page.button(key=key_of(page, "stage-leave-out-3-of-4")).click().run())
    assert not page.error
    assert page.text_input(key=title).value == "Living here"
    assert [field.value for field in page.text_input if field.label.startswith("Name of stage")] == ["Bare", "Kept"]


@pytest.mark.usefixtures("quick_reader")
def test_two_choices_about_an_imported_file(open_page: OpenPage, then: Then) -> None:
    """Both of Ana's rows are read, and the row of averages."""
    file = ("round.csv", b"Name,P1\nAna,3\nAna,5\nAverage,4\n", "")
    page = shown(open_page("import_results").file_uploader[0].set_value(file).run())
    next(radio for radio in page.radio if radio.label.startswith("What is read of people")).set_value("all")
    page = then(page)
    next(button for button in page.button if button.label.startswith("Read the row")).click()
    assert "The first 3 of 3 people, as read" in texts(shown(page.run()))


def test_a_token_is_made_once(open_page: OpenPage, database: Database, then: Then) -> None:
    """By two clicks on its button; another name makes another, whether the page has followed or not."""
    begun(database, everywhere(3), finished=True)
    page = expanded(open_page("teams"), "data-links")
    page.text_input(key="token-name").set_value("Board")
    page.button(key="token-create").click()
    page = then(page)
    page.text_input(key="token-name").set_value("Board")
    page.button(key="token-create").click()
    page = interrupted(page)
    assert [token.name for token in access_tokens.list_tokens(database)] == ["Board"]
    page.text_input(key="token-name").set_value("Desk")
    shown(page.button(key="token-create").click().run())
    assert {token.name for token in access_tokens.list_tokens(database)} == {"Board", "Desk"}


def test_a_result_is_published_once_and_its_targets_saved(open_page: OpenPage, database: Database, then: Then) -> None:
    """By two clicks on Publish, and then one that saves a target."""
    opened = begun(database, everywhere(2), finished=True)
    page = expanded(open_page("result", assessment=opened), "publish", "targets")
    page.button(key=key_of(page, "publish-now")).click()
    page = then(page)
    page.button(key=key_of(page, "publish-now")).click()
    page = then(page)
    page.selectbox(key=keys.target(opened, "csr")).set_value(4)
    page.button(key=key_of(page, "targets-save")).click()
    shown(then(page).button(key=key_of(page, "publish-now")).click().run())
    assert len(published_links.open_links(database, opened, NOW)) == 1
    assert views.load_view(database, opened).targets == {"csr": DimensionTarget(4, None)}


def test_a_saved_target_is_changed_back(open_page: OpenPage, database: Database) -> None:
    """To what the page still shows as stored: the next stage."""
    opened = begun(database, everywhere(2), finished=True)
    page = expanded(open_page("result", assessment=opened), "targets")
    for target in (4, 0):
        page.selectbox(key=keys.target(opened, "csr")).set_value(target)
        page.button(key=key_of(page, "targets-save")).click()
        page = interrupted(page)
    assert views.load_view(database, opened).targets["csr"].target is None


def test_tried_levels_are_saved_as_targets_and_taken_back(open_page: OpenPage, database: Database, then: Then) -> None:
    """Once each by two clicks; starting over counts too. All at level 2, the dimension tried at 4."""
    opened = begun(database, everywhere(2), finished=True)
    page = open_page("result", assessment=opened)
    page = shown(page.toggle(key="try").set_value(True).run())
    page.segmented_control(key=keys.what_if(opened, "P1")).set_value(5)
    page = shown(then(page).segmented_control(key=key_of(page, "what-if-dimension")).set_value("csr").run())
    assert "1 answer changed." in plain_texts(page)
    page = shown(page.button(key=key_of(page, "what-if-reset")).click().run())
    for number in range(1, 7):
        page.segmented_control(key=keys.what_if(opened, f"R{number}")).set_value(4)
    page = shown(page.run())
    page.button(key=key_of(page, "what-if-save")).click()
    page = shown(then(page).button(key=key_of(page, "what-if-save")).click().run())
    assert views.load_view(database, opened).targets == {"csr": DimensionTarget(4, None)}
    page = shown(page.segmented_control(key=keys.what_if(opened, "R1")).set_value(4).run())
    page.button(key=key_of(page, "what-if-reset")).click()
    page = shown(then(page).button(key=key_of(page, "what-if-undo")).click().run())
    assert views.load_view(database, opened).targets["csr"].target is None
    assert page.segmented_control(key=keys.what_if(opened, "R1")).value == 2


def test_targets_below_today_are_saved_where_the_box_is_ticked_right_before(
    open_page: OpenPage, database: Database, then: Then
) -> None:
    """All at level 3; one dimension is tried at 5, and another at 2, which is below today."""
    opened = begun(database, everywhere(3), finished=True)
    page = open_page("result", assessment=opened)
    page = shown(page.toggle(key="try").set_value(True).run())
    for dimension, level in ((QUESTIONNAIRE.dimensions[0], 5), (QUESTIONNAIRE.dimensions[3], 2)):
        page = shown(page.segmented_control(key=key_of(page, "what-if-dimension")).set_value(dimension.id).run())
        for question in dimension.questions:
            page.segmented_control(key=keys.what_if(opened, question.id)).set_value(level)
        page = shown(page.run())
    page.checkbox(key=key_of(page, "what-if-below-today")).check()
    page = shown(then(page).button(key=key_of(page, "what-if-save")).click().run())
    assert views.load_view(database, opened).targets == {
        "people": DimensionTarget(5, None),
        "csr": DimensionTarget(2, None),
    }
    assert announced(page) == "2 targets saved."


def test_an_assessment_is_reopened(open_page: OpenPage, database: Database, then: Then) -> None:
    """Though its confirmation is declined right after it."""
    opened = begun(database, everywhere(2), finished=True)
    page = shown(open_page("result", assessment=opened).button(key=keys.scoped("reopen", opened)).click().run())
    page.button(key=key_of(page, "reopen-now")).click()
    shown(then(page).button(key=key_of(page, "reopen-not")).click().run())
    assert views.load_view(database, opened).assessment.is_open


def test_slips_are_made_once_and_the_survey_is_closed(open_page: OpenPage, database: Database, then: Then) -> None:
    """For the 6 people expected; closing it leads to its result whatever is clicked then."""
    opened = survey(database, "anonymous")
    page = open_page("survey", assessment=opened)
    page.button(key=key_of(page, "slips-make")).click()
    page = shown(then(page).button(key=key_of(page, "slips-make")).click().run())
    assert progress.participation_status(database, opened).assessment.slips == 6
    page.button(key=key_of(page, "close-survey")).click()
    page = shown(then(page).button(key=key_of(page, "slips-make")).click().run())
    assert page.title[0].value == "Bakers · Spring"


def test_a_next_round_is_begun(open_page: OpenPage, database: Database, then: Then) -> None:
    """Also when a run without a click comes between; its page opens."""
    last = survey(database, "open", names=["Ana", "Ben"])
    schedule.set_repetition(database, last, 3)
    closing.close_assessment(database, last, NOW)
    page = expanded(open_page("home"))
    page.button(key=f"begin-next-{last}").click()
    page = shown(then(page).run())
    [begun_now] = [row.assessment for row in listing.list_assessments(database) if row.assessment.is_open]
    assert page.query_params["assessment"] == begun_now.id
    assert headers(page)[0] == "So far"


def test_the_demo_is_removed(open_page: OpenPage, database: Database, then: Then) -> None:
    """Though another click follows at once."""
    loading.load_demo(database, QUESTIONNAIRE, NOW)
    opened = begun(database)
    page = expanded(open_page("home"), "unfinished", f"more-{opened}")
    page.button(key="demo-out").click()
    shown(then(page).button(key=f"remove-{opened}").click().run())
    assert not loading.is_demo_loaded(database)
    assert [row.id for row in removal.list_removed(database)] == [opened]


def test_a_finished_assessment_leads_to_its_result(open_page: OpenPage, database: Database, then: Then) -> None:
    """Also when a run without a click comes between."""
    opened = begun(database, everywhere(2))
    page = open_page("assess", assessment=opened, view="Review and finish")
    page.button(key="finish").click()
    page = shown(then(page).run())
    assert not views.load_view(database, opened).assessment.is_open
    assert page.title[0].value.endswith("Spring")


def test_a_copy_of_a_questionnaire_and_a_draft_are_made_once(
    open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: Then
) -> None:
    """By two clicks; a draft that is published by two clicks is published without an error."""
    monkeypatch.setenv("CXMATURITY_QUESTIONNAIRES", str(tmp_path))
    write(tmp_path, LIVING)
    page = open_page("questionnaires")
    page.text_input(key=key_of(page, "copy-title")).set_value("Loving")
    page.button(key=key_of(page, "copy-make")).click()
    page = then(page)
    page.text_input(key=key_of(page, "copy-title")).set_value("Loving")
    page = shown(page.button(key=key_of(page, "copy-make")).click().run())
    assert len(folders.draft_names()) == 1
    page.button(key=key_of(page, "publish")).click()
    page = shown(then(page).button(key=key_of(page, "publish")).click().run())
    assert len(folders.published_questionnaires()) == 2
    assert not page.error


@pytest.mark.usefixtures("quick_reader")
def test_a_file_is_imported(open_page: OpenPage, database: Database, then: Then) -> None:
    """Once, also when a run without a click comes between."""
    file = ("round.csv", b"Name,P1\nAna,3\nBen,5\n", "")
    page = shown(open_page("import_results").file_uploader[0].set_value(file).run())
    page = shown(page.text_input(key="import-team").set_value("Bakers").run())
    page.button(key="import").click()
    shown(then(page).run())
    assert len(listing.list_assessments(database)) == 1


def test_an_assessment_is_started_once(open_page: OpenPage, database: Database) -> None:
    """A refused click does not count, nor does one after the start; also when a run without a click comes between."""
    page = open_page("home", begin="full")
    for label in (" ", "Spring", "Summer"):
        page.text_input(key="start-label").set_value(label)
        page.button(key="start").click()
        page = interrupted(page)
    page = shown(page.run())
    assert [row.assessment.label for row in listing.list_assessments(database)] == ["Spring"]
    assert page.title[0].value == "My team · Spring"


def test_a_second_click_on_start_leads_on(open_page: OpenPage, database: Database) -> None:
    """It is sent from the form, although the server has opened the assessment: the window had not received that yet."""
    page = open_page("home", begin="full")
    form = page._page_hash
    page.button(key="start").click()
    sent = page._tree.get_widget_states()
    page = shown(page.run())
    page._page_hash, page.query_params["begin"] = form, "full"
    del page.query_params["assessment"]
    page = shown(page._run(sent))
    assert len(listing.list_assessments(database)) == 1
    assert page.title[0].value.startswith("My team · ")


def test_a_survey_is_started_with_what_was_typed_last(open_page: OpenPage, database: Database, then: Then) -> None:
    """Three names, and then at once Start: the page has proposed 8 people, and proposes 3."""
    page = shown(open_page("home", begin="survey").radio(key="start-privacy").set_value("open").run())
    page.text_area(key="start-names").set_value("Ana\nBen\nCem")
    page.checkbox(key="start-linked").set_value(True)
    page.button(key="start").click()
    page = shown(then(page).run())
    [row] = [row.assessment for row in listing.list_assessments(database)]
    assert (row.mode, row.expected, row.is_linked) == ("survey", 3, True)
    assert any("Ben: " in code.value for code in page.code)


def test_a_workshop_is_started_with_what_was_chosen_last(open_page: OpenPage, database: Database, then: Then) -> None:
    """Twelve people and one more, the whole questionnaire, and then at once the lobby: everyone at their own pace."""
    page = open_page("workshop")
    page.number_input(key="workshop-expected").set_value(13)
    page.radio(key="workshop-length").set_value("full")
    page.button(key="start").click()
    page = shown(then(page).button(key="start").click().run())
    [row] = [row.assessment for row in listing.list_assessments(database)]
    assert (row.expected, row.scope) == (13, "full")
    assert workshop_view.load_workshop(database, row.id).pace == "self_paced"
    assert headers(page)[0] == "Lobby"


def test_the_next_round_of_an_assessment_is_started_once(open_page: OpenPage, database: Database, then: Then) -> None:
    """Also when a run without a click comes between."""
    last = begun(database, everywhere(2), finished=True)
    page = open_page("home", begin="next", assessment=last)
    page.button(key="start").click()
    page = then(page)
    page.button(key="start").click()
    page = shown(then(page).run())
    [begun_now] = [row.assessment for row in listing.list_assessments(database) if row.assessment.is_open]
    assert page.query_params["assessment"] == begun_now.id


@pytest.mark.usefixtures("quick_reader")
def test_columns_and_meanings_of_a_file(open_page: OpenPage, then: Then) -> None:
    """What each form was sent with counts, also when a run without a click comes between."""
    file = ("round.csv", b"Who,First\nAna,high\nBen,3\n", "")
    page = shown(open_page("import_results").file_uploader[0].set_value(file).run())
    for field, choice, label in (("P1 ", 1, "Use these columns"), ("high", 5, "Use these meanings")):
        next(box for box in page.selectbox if box.label.startswith(field)).set_value(choice)
        next(button for button in page.button if button.label == label).click()
        page = shown(then(page).run())
    assert "The first 2 of 2 people, as read" in texts(page)
    assert "high" not in texts(page)


def test_a_step_of_the_console_is_put_to_the_vote_once(open_page: OpenPage, database: Database) -> None:
    """By two clicks; another step is another."""
    workshop = workshop_fixtures.opened(database)
    people = workshop_fixtures.joined(database, workshop, 2)
    workshop_fixtures.done(database, workshop, "begin")
    workshop_fixtures.voted(database, workshop, people, 2, 5)
    workshop_fixtures.done(database, workshop, "reveal", "dots")
    page = open_page("workshop", assessment=workshop.assessment.id)
    for step in ("Ask the bakers", "Ask the bakers", "Ask the guests"):
        page.text_input(key=key_of(page, "workshop-own-step")).set_value(step)
        page.button(key=key_of(page, "workshop-own-step-add")).click()
        page = interrupted(page)
    candidates = dot_votes.step_candidates(database, workshop.assessment.id)
    assert sorted(c.step.do for c in candidates if c.question is None) == ["Ask the bakers", "Ask the guests"]
