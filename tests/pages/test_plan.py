"""Plan: one row per action, grouped by date.

Fields save themselves, “done” asks for the outcome, deleting can be undone.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from cxmaturity.errors import DatabaseUnavailable
from cxmaturity.records import Action
from cxmaturity.services import plans, teams
from cxmaturity.services.assessments import views
from cxmaturity.services.demo import loading
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms.keys import action_field
from cxmaturity.wording.errors import NOT_REACHED
from cxmaturity.wording.plans import added_again_elsewhere, empty_plan
from tests.fixtures import QUESTIONNAIRE, begun
from tests.pages.conftest import OpenPage, expanded, run_after_restart, shown
from tests.pages.reading import announced, elements, headers, key_of, labels, links, plain_texts, texts
from tests.store.fixtures import plan_step, removed_for_good

NOW = datetime.now(UTC)
TODAY = NOW.date()
LATER = TODAY + timedelta(days=45)  # in another month, whatever day it is


def planned(database: Database, question: str, due: date | None, opened: str = "", owner: str = "Zoë") -> Action:
    """Add a step to the plan of an assessment's team; of a new assessment unless `opened` is one."""
    view = views.load_view(database, opened or begun(database, team="Bakery"))
    return plan_step(database, view.assessment, view.questionnaire.by_id[question], 1, owner, due, NOW)


def listed(database: Database, action: Action) -> list[Action]:
    return plans.list_plan(database, action.team_id, TODAY)


def rows(page: AppTest) -> list[str]:
    """Return the text of each row, in the order of the page."""
    return [heading.value for heading in page.subheader]


def test_without_a_team_the_page_links_to_home(open_page: OpenPage) -> None:
    """The page links to Home."""
    page = open_page("plan")
    assert "There is no plan yet." in texts(page)
    assert links(page) == ["Start on Home"]


def test_an_empty_plan_says_what_a_plan_is(open_page: OpenPage, database: Database) -> None:
    """It names the team, links to the result, has the form for an own action open, and offers no empty file."""
    begun(database, team="Bakery")
    page = open_page("plan")
    assert plain(empty_plan("Bakery")) in texts(page)
    assert plain("who does it, by when, and later whether it worked") in texts(page)
    assert links(page) == ["See the result"]
    assert page.text_input(key=key_of(page, "own-do")).label == "What will you do?"
    assert not page.get("download_button")


def test_actions_stand_in_groups_by_when_they_are_due(open_page: OpenPage, database: Database) -> None:
    """Overdue, today, within a month or later, without a date; what is due today is not overdue."""
    opened, today = begun(database, team="Bakery"), datetime.now(UTC).date()
    dues = [today - timedelta(days=3), today, today + timedelta(days=45), None]
    for question, due in zip(("P2", "P3", "P4", "P1"), dues, strict=True):
        planned(database, question, due, opened)
    page = open_page("plan")
    assert headers(page) == ["Overdue · 1", "This month · 1", "Later · 2"]
    assert [d.value for d in page.date_input] == dues
    prompt = plain(QUESTIONNAIRE.by_id["P2"].prompt)
    assert [e.label for e in page.expander][1].startswith(f"{prompt} P2 · level 1 to 2")


def test_each_field_saves_itself_and_says_so(open_page: OpenPage, database: Database) -> None:
    """Owner, date and status, without a button; the row keeps its place until the list is sorted again."""
    action = planned(database, "P1", TODAY - timedelta(days=2))
    later = date(TODAY.year + 1, 3, 3)
    page = open_page("plan")
    page = shown(page.text_input(key=f"owner-{action.id}").set_value("Anna").run())
    assert announced(page) == "Saved: owner “Anna”."
    page = shown(page.date_input(key=f"due-{action.id}").set_value(later).run())
    assert announced(page) == f"Saved: review on 3 March {later.year}."
    page = shown(page.selectbox(key=f"status-{action.id}").set_value("started").run())
    assert announced(page) == "Saved: status “Started”."
    [kept] = listed(database, action)
    assert (kept.owner, kept.due, kept.status) == ("Anna", later, "started")
    assert headers(page) == ["Overdue · 1"]
    assert "1 action stays in place until you sort again." in texts(page)
    assert headers(shown(page.button(key="sort-again").click().run())) == ["Later · 1"]


def test_rows_are_regrouped_after_another_page(open_page: OpenPage, database: Database) -> None:
    """After another page was open, dropped actions stand under “Dropped”, and no Undo is left."""
    opened = begun(database, team="Bakery")
    action, other = (planned(database, question, LATER, opened) for question in ("P1", "P2"))
    page = open_page("plan")
    page = shown(expanded(page, f"details-{other.id}").button(key=f"delete-{other.id}").click().run())
    page = shown(page.selectbox(key=f"status-{action.id}").set_value("dropped").run())
    assert headers(page) == ["Later · 1"]
    page = shown(shown(page.switch_page("method.py").run()).switch_page("plan.py").run())
    assert headers(page) == []
    assert [e.label for e in page.expander][-1] == "Dropped · 1"
    assert [label for label in labels(page) if label.startswith("Undo")] == []


def test_mark_done_asks_at_once_whether_it_worked(open_page: OpenPage, database: Database) -> None:
    """After one click two fields for the outcome, which save themselves, stand in the same place."""
    action = planned(database, "P1", TODAY - timedelta(days=2))
    page = open_page("plan")
    assert not page.segmented_control
    page = shown(page.button(key=f"done-{action.id}").click().run())
    assert announced(page) == "Saved: status “Done”. Did it work?"
    assert (headers(page), labels(page).count("Mark done")) == (["Overdue · 1"], 0)
    page = shown(page.segmented_control(key=f"worked-{action.id}").set_value("partly").run())
    page = shown(page.text_input(key=f"saw-{action.id}").set_value("Half of *them*").run())
    [kept] = listed(database, action)
    assert (kept.status, kept.outcome, kept.outcome_note) == ("done", "partly", "Half of *them*")
    assert kept.done_at is not None
    assert rows(page) == [plain(action.do)]
    page = shown(page.button(key="sort-again").click().run())
    assert (headers(page), rows(page)) == ([], [])
    assert "Done · 1" in [e.label for e in page.expander]
    assert plain("1 action worked partly.") in texts(page)


def test_a_done_action_without_an_outcome_is_asked_about_in_a_new_window(
    open_page: OpenPage, database: Database
) -> None:
    """In a new window it stands open under its own heading; reopened, it is a step to do."""
    action = planned(database, "P1", LATER)
    plans.change_action(database, action.id, NOW, {"status": "done"})
    page = open_page("plan")
    assert headers(page) == ["Done: did it work? · 1"]
    assert page.segmented_control(key=f"worked-{action.id}").value is None
    page = shown(page.selectbox(key=f"status-{action.id}").set_value("started").run())
    assert not page.segmented_control
    assert headers(shown(page.button(key="sort-again").click().run())) == ["Later · 1"]


def test_an_own_action_is_written_with_and_without_a_question(open_page: OpenPage, database: Database) -> None:
    """Only its text is required; the form closes and is empty again; hostile text is shown as typed."""
    opened = begun(database, team="Bakery")
    page = open_page("plan")
    page.text_input(key=key_of(page, "own-do")).set_value("Bake *early* <b>")
    page = shown(page.button(key=key_of(page, "own-add")).click().run())
    assert announced(page) == "It is in the plan."
    assert rows(page) == [plain("Bake *early* <b>")]
    page = expanded(page, "own-action")
    assert page.text_input(key=key_of(page, "own-do")).value == ""
    page.text_input(key=key_of(page, "own-do")).set_value("Ask the bakers")
    page.selectbox(key=key_of(page, "own-question")).set_value("P2")
    page.text_input(key=key_of(page, "own-owner")).set_value("Anna")
    page.date_input(key=key_of(page, "own-due")).set_value(TODAY)
    page.text_input(key=key_of(page, "own-worked-if")).set_value("They answer")
    page = shown(page.button(key=key_of(page, "own-add")).click().run())
    first, second = listed(database, planned(database, "P3", TODAY - timedelta(days=9), opened))[1:]
    assert (first.do, first.question_id, first.owner, first.due, first.worked_if) == (
        "Ask the bakers",
        "P2",
        "Anna",
        TODAY,
        "They answer",
    )
    assert (second.do, second.question_id, second.from_level, second.due) == ("Bake *early* <b>", None, None, None)
    sources = [e.label for e in page.expander if "own action" not in e.label.lower()]
    assert sources == [plain(f"{QUESTIONNAIRE.by_id['P2'].prompt} P2")]


def test_the_words_of_an_own_action_can_be_mended(open_page: OpenPage, database: Database) -> None:
    """They save themselves; an empty text is not saved; a question's step has no such field."""
    step = planned(database, "P1", LATER)
    own_step = plans.add_own_action(database, step.team_id, plans.OwnAction("Bake erly", None, "", None, ""), NOW)
    page = expanded(open_page("plan"), *(f"details-{action.id}" for action in (step, own_step)))
    assert [field.key for field in page.text_input if (field.key or "").startswith("do-")] == [f"do-{own_step.id}"]
    page = shown(page.text_input(key=f"do-{own_step.id}").set_value("Bake early").run())
    assert announced(page) == "Saved: action “Bake early”."
    page = shown(page.text_input(key=f"worked-if-{own_step.id}").set_value("Warm bread").run())
    assert rows(page) == [plain(step.do), "Bake early"]
    page = shown(page.text_input(key=f"do-{own_step.id}").set_value("").run())
    assert announced(page) == "Not saved."
    assert plain("Write what you will do.") in [error.value for error in page.error]
    assert [(a.do, a.worked_if) for a in listed(database, own_step)][1] == ("Bake early", "Warm bread")
    page = shown(page.text_input(key=f"do-{own_step.id}").set_value("Bake late").run())
    assert not page.error
    assert listed(database, own_step)[1].do == "Bake late"


def test_nothing_to_do_is_no_own_action(open_page: OpenPage, database: Database) -> None:
    """The error stands beside the empty field, and the other fields keep their content."""
    begun(database, team="Bakery")
    page = open_page("plan")
    page.text_input(key=key_of(page, "own-do")).set_value("   ")
    page.text_input(key=key_of(page, "own-owner")).set_value("Anna")
    page = shown(page.button(key=key_of(page, "own-add")).click().run())
    assert [error.value for error in page.error] == [plain("Write what you will do.")]
    assert page.text_input(key=key_of(page, "own-owner")).value == "Anna"
    assert plans.list_plan(database, teams.list_teams(database)[0].id, TODAY) == []


def test_a_deleted_action_is_restored_by_undo(open_page: OpenPage, database: Database) -> None:
    """Undo stands in its place, also after the list was sorted again."""
    opened = begun(database, team="Bakery")
    steps = [planned(database, question, LATER, opened) for question in ("P1", "P2")]
    action, other = sorted(steps, key=lambda a: a.id)
    page = open_page("plan")
    page = expanded(page, f"details-{action.id}")
    page = shown(page.button(key=f"delete-{action.id}").click().run())
    assert announced(page) == "Deleted."
    assert listed(database, action) == [other]
    assert (headers(page), rows(page)) == (["Later · 1"], [plain(other.do)])
    page = shown(page.button(key=f"undo-{action.id}").click().run())
    assert announced(page) == "Put back."
    assert listed(database, action) == [action, other]
    assert rows(page) == [plain(action.do), plain(other.do)]


def test_a_step_that_was_added_again_is_not_restored_by_undo(open_page: OpenPage, database: Database) -> None:
    """The step is in the plan once, and the page says why."""
    opened = begun(database, team="Bakery")
    action = planned(database, "P1", LATER, opened)
    page = open_page("plan")
    page = shown(expanded(page, f"details-{action.id}").button(key=f"delete-{action.id}").click().run())
    again = planned(database, "P1", LATER, opened)
    page = shown(page.button(key=f"undo-{action.id}").click().run())
    assert announced(page) == added_again_elsewhere()
    assert listed(database, action) == [again]
    assert rows(page) == [plain(again.do)]


def test_the_actions_of_one_owner(open_page: OpenPage, database: Database) -> None:
    """The filter shows one owner's actions with their number; an action that gets another owner stays visible."""
    opened = begun(database, team="Bakery")
    mine, other = (
        planned(database, name, TODAY + timedelta(days=day), opened, who)
        for name, day, who in (("P1", -2, "Anna"), ("P2", -1, "Béla"))
    )
    page = open_page("plan")
    assert plain("2 actions to do.") in texts(page)
    page = shown(page.selectbox(key=key_of(page, "plan-owner")).set_value("Anna").run())
    assert rows(page) == [plain(mine.do)]
    assert plain("1 action to do.") in texts(page)
    page = shown(page.text_input(key=f"owner-{mine.id}").set_value("Cora").run())
    assert set(rows(page)) == {plain(mine.do), plain(other.do)}  # no action is Anna's any more, so all are shown
    page = shown(page.selectbox(key=key_of(page, "plan-owner")).set_value("Béla").run())
    assert rows(page) == [plain(mine.do), plain(other.do)]


def test_the_filter_is_not_there_for_one_owner(open_page: OpenPage, database: Database) -> None:
    """With one owner there is no filter."""
    planned(database, "P1", LATER)
    assert not [box for box in open_page("plan").selectbox if str(box.key).startswith("plan-owner-")]


def test_the_names_of_fields_say_whose_they_are(open_page: OpenPage, database: Database) -> None:
    """With two steps of one question no two fields or buttons have the same accessible name."""
    opened = begun(database, team="Bakery")
    view = views.load_view(database, opened)
    question = view.questionnaire.by_id["P1"]
    for level in (1, 2):
        plan_step(database, view.assessment, question, level, "Zoë", TODAY + timedelta(days=level), NOW)
    page = open_page("plan")
    names = [w.label for w in elements(page, "text_input", "date_input", "selectbox", "button")]
    assert len(set(names)) == len(names) >= 9
    assert [name for name in names if name.startswith("Owner ")] == [
        "Owner Ask for one volunteer in today's meeting and P1",
        "Owner Write half a page with ambassadors hours their P1",
    ]


def test_what_could_not_be_stored_is_kept_to_be_tried_again(
    open_page: OpenPage, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the database refuses to write, the row says so and keeps the text; later one click stores it.

    That is so too when the plan of another team was shown meanwhile.

    Deleted at the second try, the action leaves no word of the first.
    """
    action, other = planned(database, "P1", LATER), teams.create_team(database, "Millers", NOW)
    page = open_page("plan")

    def no_writing(*_: object) -> None:
        raise DatabaseUnavailable("The database cannot be written.", "Try again.")

    with monkeypatch.context() as broken:
        broken.setattr(plans, "change_action", no_writing)
        page = shown(page.text_input(key=f"owner-{action.id}").set_value("Anna").run())
    assert announced(page) == "Not saved."
    assert "The database cannot be written." in plain_texts(page)
    assert page.text_input(key=f"owner-{action.id}").value == "Anna"
    for team in (other.id, action.team_id):
        page = shown(page.selectbox(key="team").set_value(team).run())
        assert ("cannot be written" in texts(page)) == (team == action.team_id)
    assert page.text_input(key=f"owner-{action.id}").value == "Anna"
    page = shown(page.button(key=f"save-again-{action.id}").click().run())
    assert listed(database, action)[0].owner == "Anna"
    assert "cannot be written" not in texts(page)
    page = expanded(page, f"details-{action.id}")
    with monkeypatch.context() as broken:
        broken.setattr(plans, "delete_action", no_writing)
        page = shown(page.button(key=f"delete-{action.id}").click().run())
    assert (announced(page), "cannot be written" in texts(page)) == ("Not deleted.", True)
    page = shown(page.button(key=f"delete-{action.id}").click().run())
    assert (announced(page), "cannot be written" in texts(page)) == ("Deleted.", False)


def test_the_question_of_a_removed_assessment(open_page: OpenPage, database: Database) -> None:
    """The action stays, and says that its assessment was removed."""
    opened = begun(database, team="Bakery")
    planned(database, "P1", LATER, opened)
    removed_for_good(database, opened)
    page = open_page("plan")
    assert any("of an assessment that was removed" in e.label for e in page.expander)


def test_from_the_menu_it_is_the_newest_plan_of_an_own_team(open_page: OpenPage, database: Database) -> None:
    """Without any own plan the team that began last: neither the first by name nor the demo's.

    A plan is shown in place of the empty one of a team that began later. The demo's only without own teams.
    """
    loading.load_demo(database, QUESTIONNAIRE, NOW)
    shown = open_page("plan").selectbox(key="team").value
    assert shown in {
        team.id for team in teams.list_teams(database) if team.is_demo and plans.all_actions(database, team.id)
    }
    alpha = begun(database, team="Alpha", days_ago=9)
    begun(database, team="Omega")
    assert plain(empty_plan("Omega")) in texts(open_page("plan"))
    action = planned(database, "P1", LATER, alpha)
    assert open_page("plan").selectbox(key="team").value == action.team_id


def test_the_plan_is_that_of_the_assessment_last_looked_at(open_page: OpenPage, database: Database) -> None:
    """Of three teams the one whose result was open last; another can be chosen.

    From Plan the menu leads to Over time of the same team, not to that of the first one by name.
    """
    for other in ("Alpha", "Aardvark"):
        begun(database, team=other)
    page = open_page("result", assessment=begun(database, team="Beta"))
    plan = shown(page.switch_page("plan.py").run())
    assert plain(empty_plan("Beta")) in texts(plan)
    ids = {team.name: team.id for team in teams.list_teams(database)}
    assert plain(empty_plan("Alpha")) in texts(shown(plan.selectbox(key="team").set_value(ids["Alpha"]).run()))
    assert plan.query_params["team"] == ids["Alpha"]
    plan.query_params["team"] = ids["Beta"]  # as Back does
    assert shown(plan.run()).selectbox(key="team").value == ids["Beta"]
    plan.query_params.clear()  # as the menu does
    assert shown(plan.switch_page("over_time.py").run()).selectbox(key="team").value == ids["Beta"]


def test_a_link_to_a_team_that_does_not_exist(open_page: OpenPage, database: Database) -> None:
    """The plan of a team that exists is shown, with the choice of teams."""
    begun(database, team="Bakers")
    page = open_page("plan", team="nobody")
    assert page.selectbox[0].label == "Team"


def test_a_change_that_a_restarted_server_missed_is_not_shown_as_stored(
    open_page: OpenPage, database: Database
) -> None:
    """The window sends what its fields hold; the new server knew no callback, says so, and stores it on request.

    A row whose fields hold what is stored has no notice.
    """
    opened = begun(database, team="Bakery")
    action, other = planned(database, "P1", LATER, opened), planned(database, "P2", LATER, opened)
    page = open_page("plan")
    page.text_input(key=action_field(action.id, "owner")).set_value("Anna")
    run_after_restart(page)
    assert listed(database, action)[0].owner == "Zoë"
    assert plain(NOT_REACHED[0]) in texts(page)
    assert not [button for button in page.button if button.key == f"save-again-{other.id}"]
    page.button(key=f"save-again-{action.id}").click().run()
    assert {a.id: a.owner for a in listed(database, action)} == {action.id: "Anna", other.id: "Zoë"}


def test_a_date_that_a_restarted_server_missed_stays_in_its_field(open_page: OpenPage, database: Database) -> None:
    """Also an emptied one: nothing that is stored takes its place."""
    opened = begun(database, team="Bakery")
    action, other = planned(database, "P1", LATER, opened), planned(database, "P2", LATER, opened)
    page = open_page("plan")
    page.date_input(key=action_field(action.id, "due")).set_value(LATER + timedelta(days=1))
    page.date_input(key=action_field(other.id, "due")).set_value(None)
    page = run_after_restart(page)
    assert page.date_input(key=action_field(action.id, "due")).value == LATER + timedelta(days=1)
    assert page.date_input(key=action_field(other.id, "due")).value is None
    assert [action.due for action in listed(database, action)] == [LATER, LATER]
    for one in (action, other):
        page = shown(page.button(key=f"save-again-{one.id}").click().run())
    assert {a.id: a.due for a in listed(database, action)} == {action.id: LATER + timedelta(days=1), other.id: None}
    assert plain(NOT_REACHED[0]) not in texts(page)
