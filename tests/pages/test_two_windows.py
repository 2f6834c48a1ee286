"""Two windows on one plan or result: each stores only what its person changed, and shows the other's changes."""

from datetime import UTC, date, datetime

from streamlit.testing.v1 import AppTest

from cxmaturity.analysis.groups import AgreedLevel
from cxmaturity.answers import Answer
from cxmaturity.records import Action, DimensionTarget
from cxmaturity.services import plans, teams
from cxmaturity.services.assessments import answering, removal, targets, views
from cxmaturity.services.assessments.agreed_levels import agree_on_level, load_agreed_levels
from cxmaturity.services.workshops import facilitation, private_notes, workshop_view
from cxmaturity.services.workshops.finishing import participant_steps
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms.keys import private_note, scoped, what_if
from cxmaturity.wording.assessments import TARGETS_CHANGED_ELSEWHERE
from tests import workshop_fixtures
from tests.fixtures import begun, everywhere
from tests.pages.conftest import OpenPage, expanded, shown
from tests.pages.reading import announced, headers, key_of, labels, texts, titles
from tests.store.fixtures import plan_step

NOW = datetime.now(UTC)
DAY = date(2030, 3, 3)


def planned(database: Database) -> Action:
    view = views.load_view(database, begun(database, team="Bakery"))
    return plan_step(database, view.assessment, view.questionnaire.by_id["P1"], 1, "Zoë", DAY, NOW)


def stored(database: Database, action: Action) -> Action:
    [now] = plans.list_plan(database, action.team_id, NOW.date())
    return now


class TestPlan:
    def test_two_fields_changed_in_two_windows_are_both_stored(self, open_page: OpenPage, database: Database) -> None:
        """A changes the owner; B, opened before, only the status: both are stored, and B shows the new owner."""
        action = planned(database)
        a, b = open_page("plan"), open_page("plan")
        shown(a.text_input(key=f"owner-{action.id}").set_value("Anna").run())
        b = shown(b.selectbox(key=f"status-{action.id}").set_value("started").run())
        now = stored(database, action)
        assert (now.owner, now.status, now.due) == ("Anna", "started", DAY)
        assert b.text_input(key=f"owner-{action.id}").value == "Anna"
        assert plain("changed in another window; that one is shown. Here it was: owner “Zoë”.") in texts(b)

    def test_a_window_follows_and_puts_its_own_back(self, open_page: OpenPage, database: Database) -> None:
        """Another window's value is shown at the next click with a notice; one more click restores this window's."""
        action = planned(database)
        page = open_page("plan")
        plans.change_action(database, action.id, NOW, {"owner": "Anna", "due": None, "status": "done"})
        page = shown(page.run())
        assert page.text_input(key=f"owner-{action.id}").value == "Anna"
        assert page.selectbox(key=f"status-{action.id}").value == "done"
        assert plain("Here it was: owner “Zoë”, review on 3 March 2030 and status “Planned”.") in texts(page)
        page = shown(page.button(key=f"put-mine-back-{action.id}").click().run())
        now = stored(database, action)
        assert (now.owner, now.due, now.status) == ("Zoë", DAY, "planned")
        assert "another window" not in texts(page)
        assert page.text_input(key=f"owner-{action.id}").value == "Zoë"

    def test_the_later_save_of_a_field_wins_with_a_notice(self, open_page: OpenPage, database: Database) -> None:
        """Both change the owner: the second is stored, with a notice of the first and a button that restores it."""
        action = planned(database)
        page = open_page("plan")
        plans.change_action(database, action.id, NOW, {"owner": "Anna"})
        page = shown(page.text_input(key=f"owner-{action.id}").set_value("Béla").run())
        assert stored(database, action).owner == "Béla"
        assert plain("changed in another window to: owner “Anna”.") in texts(page)
        page = shown(page.button(key=f"put-theirs-back-{action.id}").click().run())
        assert stored(database, action).owner == "Anna"
        assert page.text_input(key=f"owner-{action.id}").value == "Anna"

    def test_a_click_on_mark_done_takes_nothing_back(self, open_page: OpenPage, database: Database) -> None:
        """In a window opened before, the other's owner stays."""
        action = planned(database)
        page = open_page("plan")
        plans.change_action(database, action.id, NOW, {"owner": "Anna", "status": "started"})
        page = shown(page.button(key=f"done-{action.id}").click().run())
        assert (stored(database, action).owner, stored(database, action).status) == ("Anna", "done")
        assert page.selectbox(key=f"status-{action.id}").value == "done"

    def test_blanks_around_an_own_text_are_no_change_of_another_window(
        self, open_page: OpenPage, database: Database
    ) -> None:
        """Text that is stored without them is not reported as a change."""
        action = planned(database)
        page = open_page("plan")
        page = shown(page.text_input(key=f"owner-{action.id}").set_value("  Anna ").run())
        page = shown(page.run())
        assert stored(database, action).owner == "Anna"
        assert "another window" not in texts(page)

    def test_a_change_of_an_action_that_another_window_deleted(self, open_page: OpenPage, database: Database) -> None:
        """It is not restored, and the second window names the action; deleting it there as well changes nothing."""
        action = planned(database)
        page, third = open_page("plan"), expanded(open_page("plan"), f"details-{action.id}")
        plans.delete_action(database, action.id)
        page = shown(page.text_input(key=f"owner-{action.id}").set_value("Anna").run())
        assert plain(f"“{action.do}” was deleted in another window. Your change is not saved.") in texts(page)
        third = shown(third.button(key=f"delete-{action.id}").click().run())
        assert announced(third) == f"“{action.do}” was deleted in another window."
        assert "not saved" not in texts(third)
        assert plans.list_plan(database, action.team_id, NOW.date()) == []

    def test_a_step_put_into_the_plan_by_two_at_once(self, open_page: OpenPage, database: Database) -> None:
        """The second window shows the owner that was set first; one click replaces it."""
        opened = begun(database, everywhere(2), team="Bakery", finished=True)
        page = open_page("result", assessment=opened)
        view = views.load_view(database, opened)
        step = view.outcome().first_steps[0].gap.question
        page = expanded(page, scoped(f"taking-{step.id}", opened))
        plan_step(database, view.assessment, step, 2, "Anna", DAY, NOW)
        page.text_input(key=scoped(f"owner-{step.id}", opened)).set_value("Béla")
        page = shown(page.button(key=key_of(page, f"take-{step.id}")).click().run())
        [action] = plans.list_plan(database, view.assessment.team_id, NOW.date())
        assert action.owner == "Anna"
        assert plain("is in the plan already: Anna · planned, review on 3 March 2030.") in texts(page)
        shown(page.button(key=f"put-mine-{action.id}").click().run())
        assert stored(database, action).owner == "Béla"

    def test_the_address_of_a_renamed_team_opens_no_other_teams_plan(
        self, open_page: OpenPage, database: Database
    ) -> None:
        """The id in the address opens it under its new name; the old name opens nothing and the page says so."""
        action = planned(database)
        begun(database, team="Alpha")
        teams.rename_team(database, action.team_id, "Mill", "Bakery")
        page = open_page("plan", team="Bakery")
        assert "There is no such team." in texts(page)
        assert not page.text_input
        for address in (action.team_id, "Mill"):
            assert open_page("plan", team=address).text_input(key=f"owner-{action.id}").value == "Zoë"

    def test_the_plan_of_a_team_that_another_window_archived(self, open_page: OpenPage, database: Database) -> None:
        """It stays open where it is shown and by its address, marked as archived, and every act counts and is shown.

        It is not offered beside another team's plan.
        """
        action = planned(database)
        other = views.load_view(database, begun(database, team="Alpha")).assessment.team_id
        page = expanded(open_page("plan", team=action.team_id), "own-action")
        teams.archive_team(database, action.team_id, NOW)
        page = shown(page.text_input(key=f"owner-{action.id}").set_value("Anna").run())
        assert (announced(page), stored(database, action).owner) == ("Saved: owner “Anna”.", "Anna")
        assert page.selectbox(key="team").options == ["Alpha", "Bakery (archived)"]
        page.text_input(key=key_of(page, "own-do")).set_value("Bake early")
        page.selectbox(key=key_of(page, "own-question")).set_value("P2")
        page = shown(page.button(key=key_of(page, "own-add")).click().run())
        assert (announced(page), [row.value for row in page.subheader][1]) == ("It is in the plan.", "Bake early")
        assert [a.question_id for a in plans.list_plan(database, action.team_id, NOW.date())] == ["P1", "P2"]
        page = shown(page.selectbox(key="team").set_value(other).run())
        assert page.selectbox(key="team").options == ["Alpha"]

    def test_the_plan_of_a_team_that_another_window_removed(self, open_page: OpenPage, database: Database) -> None:
        """A change, deleting, undoing that, and an own action each say that it could not be done, and why."""
        action = planned(database)
        begun(database, team="Alpha")
        pages = [expanded(open_page("plan", team=action.team_id), f"details-{action.id}", "own-action")]
        pages += [expanded(open_page("plan", team=action.team_id), f"details-{action.id}") for _ in range(2)]
        view = views.load_view(database, str(action.assessment_id))
        last = plan_step(database, view.assessment, view.questionnaire.by_id["P2"], 1, "", DAY, NOW)
        pages.append(expanded(open_page("plan", team=action.team_id), f"details-{last.id}"))
        pages[3] = shown(pages[3].button(key=f"delete-{last.id}").click().run())
        teams.remove_team(database, action.team_id, teams.removal_impact(database, action.team_id))
        pages[0].text_input(key=key_of(pages[0], "own-do")).set_value("Bake early")
        pages[0].button(key=key_of(pages[0], "own-add")).click()
        pages[1].text_input(key=f"owner-{action.id}").set_value("Anna")
        pages[2].button(key=f"delete-{action.id}").click()
        pages[3].button(key=f"undo-{last.id}").click()
        gone = [shown(page.run()) for page in pages]
        assert [announced(page) for page in gone] == [
            "This team was removed.",
            f"“{action.do}” was deleted in another window. Your change is not saved.",
            f"“{action.do}” was deleted in another window.",
            "Not put back.",
        ]
        assert all(titles(page.info) == ["There is no such team."] for page in gone)

    def test_of_many_actions_some_are_drawn(self, open_page: OpenPage, database: Database) -> None:
        """Thirty open and ninety settled ones: eight rows, more on demand, no settled one."""
        view = views.load_view(database, begun(database, team="Bakery"))
        questions = view.questionnaire.questions[:30]
        steps = [plans.PlannedStep(q, level, "Zoë", DAY) for q in questions for level in (1, 2, 3, 4)]
        actions = plans.add_to_plan(database, view.assessment, steps, NOW)
        for action in actions[30:]:
            plans.change_action(database, action.id, NOW, {"status": "dropped"})
        page = open_page("plan")
        assert len(page.subheader) == 8
        assert headers(page) == ["Later · 30"]
        assert "Show more: 22 actions left" in labels(page)
        page = shown(page.button(key="more-actions").click().run())
        assert len(page.subheader) == 28
        assert [e.label for e in page.expander][-1] == "Dropped · 90"


class TestResult:
    def test_targets_of_two_dimensions_set_in_two_windows(self, open_page: OpenPage, database: Database) -> None:
        """Each stores only its own: an importance that was not touched stays the default."""
        opened = begun(database, everywhere(3), finished=True)
        page = expanded(open_page("result", assessment=opened), "targets")
        targets.set_targets(database, opened, {"people": DimensionTarget(5, 4)})
        page.selectbox(key=key_of(page, "target-csr")).set_value(4)
        page = shown(page.button(key=key_of(page, "targets-save")).click().run())
        expected = {"people": DimensionTarget(5, 4), "csr": DimensionTarget(4, None)}
        assert views.load_view(database, opened).targets == expected
        assert page.selectbox(key=key_of(page, "target-people")).value == 5

    def test_a_window_follows_targets_and_puts_its_own_back(self, open_page: OpenPage, database: Database) -> None:
        """The other's targets are shown at the next click with a notice; one more click restores this window's."""
        opened = begun(database, everywhere(3), finished=True)
        targets.set_targets(database, opened, {"people": DimensionTarget(4, 2)})
        page = expanded(open_page("result", assessment=opened), "targets")
        targets.set_targets(database, opened, {"people": DimensionTarget(5, 2)})
        page = shown(page.run())
        assert page.selectbox(key=key_of(page, "target-people")).value == 5
        assert TARGETS_CHANGED_ELSEWHERE in texts(page)
        page = shown(page.button(key=key_of(page, "targets-put-back")).click().run())
        assert views.load_view(database, opened).targets["people"] == DimensionTarget(4, 2)
        assert TARGETS_CHANGED_ELSEWHERE not in texts(page)

    def test_an_answer_that_another_window_changed_was_not_tried_here(
        self, open_page: OpenPage, database: Database
    ) -> None:
        """What-if counts only levels tried in this window, and does not save another window's answer as a target."""
        opened = begun(database, everywhere(2))
        page = open_page("result", assessment=opened)
        page = shown(page.toggle(key="try").set_value(True).run())
        view = views.load_person_view(database, opened)
        first = view.questions[0].id
        answering.save_answer(database, view, first, Answer(level=5), None, NOW)
        page = shown(page.run())
        assert page.segmented_control(key=what_if(opened, first)).value == 5
        assert page.session_state[f"tried-levels-{opened}"] == {}
        second = view.questions[1].id
        page = shown(page.segmented_control(key=what_if(opened, second)).set_value(4).run())
        assert page.session_state[f"tried-levels-{opened}"] == {second: 4}

    def test_a_result_that_another_window_removed_is_not_reopened(
        self, open_page: OpenPage, database: Database
    ) -> None:
        """Nothing asks whether to reopen it; the page and the announcement say that it was removed."""
        opened = begun(database, everywhere(2), finished=True)
        page = open_page("result", assessment=opened)
        removal.remove_assessment(database, opened, NOW)
        page = shown(page.button(key=scoped("reopen", opened)).click().run())
        assert announced(page) == "There is no assessment at this link."
        assert titles([*page.info, *page.error]) == [plain("There is no assessment at this link.")]


class TestConsole:
    def test_an_agreed_level_is_kept_for_its_question_though_the_workshop_moved_on(
        self, open_page: OpenPage, database: Database
    ) -> None:
        """The other console moves to the next question before this one's click: level and reason are stored for theirs,
        and so is a note sent after that."""
        workshop, page = _revealed(open_page, database)
        workshop_fixtures.done(database, workshop, "next")
        page.radio(key=key_of(page, "agree-level-P1")).set_value(4)
        page.text_area(key=key_of(page, "agree-reason-P1")).set_value("Two cases show it")
        page = shown(page.button(key=key_of(page, "agree-keep-P1")).click().run())
        assert load_agreed_levels(database, workshop.assessment.id) == {"P1": AgreedLevel(4, "Two cases show it")}
        assert workshop_view.load_workshop(database, workshop.assessment.id).state.question == "P4"
        facilitation.perform_action(
            database,
            workshop.assessment.id,
            workshop_view.load_workshop(database, workshop.assessment.id).version,
            "skip",
            NOW,
        )
        shown(page.text_area(key=private_note(workshop.assessment.id, "P4")).set_value("Ask the bakers").run())
        assert private_notes.load_private_notes(database, workshop.assessment.id) == {"P4": "Ask the bakers"}

    def test_a_run_for_another_reason_takes_no_form_away(self, open_page: OpenPage, database: Database) -> None:
        """Somebody writes, as the browser has said, while the other window moves on; an action here lets it follow."""
        workshop, page = _revealed(open_page, database)
        page.session_state["workshop-writing"] = (workshop.assessment.id, 0)
        workshop_fixtures.done(database, workshop, "next")
        page = shown(page.toggle(key=key_of(page, "workshop-is_shared")).set_value(True).run())
        assert page.text_area(key=key_of(page, "agree-reason-P1")).label == "Why?"
        page.radio(key=key_of(page, "agree-level-P1")).set_value(4)
        page = shown(page.button(key=key_of(page, "agree-keep-P1")).click().run())
        assert headers(page)[0].startswith("P4")

    def test_a_step_is_planned_though_the_other_window_moved_on(self, open_page: OpenPage, database: Database) -> None:
        """At once, not when somebody comes back to the steps."""
        workshop, _ = _revealed(open_page, database)
        workshop_fixtures.done(database, workshop, "dots", "steps")
        page = open_page("workshop", assessment=workshop.assessment.id)
        workshop_fixtures.done(database, workshop, "ask_worth")
        page = shown(page.button(key=key_of(page, "step-P1")).click().run())
        assert [action.question_id for action in plans.all_actions(database, workshop.assessment.team_id)] == ["P1"]
        assert announced(page) == "1 step is in the plan now."

    def test_the_later_agreed_level_wins_with_a_notice(self, open_page: OpenPage, database: Database) -> None:
        """The second window shows the first's level and restores it with one click."""
        workshop, page = _revealed(open_page, database)
        agree_on_level(database, workshop.assessment.id, "P1", 2, "We counted", NOW)
        page.radio(key=key_of(page, "agree-level-P1")).set_value(4)
        page.text_area(key=key_of(page, "agree-reason-P1")).set_value("Two cases show it")
        page = shown(page.button(key=key_of(page, "agree-keep-P1")).click().run())
        assert load_agreed_levels(database, workshop.assessment.id)["P1"].level == 4
        assert plain("changed in another window to: level 2, “We counted”.") in texts(page)
        shown(page.button(key=key_of(page, "agree-put-back")).click().run())
        assert load_agreed_levels(database, workshop.assessment.id) == {"P1": AgreedLevel(2, "We counted")}

    def test_text_that_ends_in_a_space_was_not_changed_elsewhere(self, open_page: OpenPage, database: Database) -> None:
        """It is stored without the space, also when the browser sends a note before its next word is typed."""
        workshop, page = _revealed(open_page, database)
        page = shown(page.text_area(key=private_note(workshop.assessment.id, "P1")).set_value("Ask ").run())
        assert "Saved" in texts(page)
        page.radio(key=key_of(page, "agree-level-P1")).set_value(4)
        page.text_area(key=key_of(page, "agree-reason-P1")).set_value("Two cases show it ")
        page = shown(page.button(key=key_of(page, "agree-keep-P1")).click().run())
        page.text_area(key=private_note(workshop.assessment.id, "P1")).set_value("Ask Zoë")
        page.radio(key=key_of(page, "agree-level-P1")).set_value(3)
        page = shown(page.button(key=key_of(page, "agree-keep-P1")).click().run())
        assert load_agreed_levels(database, workshop.assessment.id)["P1"].level == 3
        assert not page.info

    def test_a_note_that_overwrites_another_gives_a_notice(self, open_page: OpenPage, database: Database) -> None:
        """The other window's note is shown and can be copied."""
        workshop, page = _revealed(open_page, database)
        private_notes.save_private_note(database, workshop.assessment.id, "P1", "Theirs")
        page = shown(page.text_area(key=private_note(workshop.assessment.id, "P1")).set_value("Mine").run())
        assert private_notes.load_private_notes(database, workshop.assessment.id) == {"P1": "Mine"}
        assert plain("changed in another window to: “Theirs”.") in texts(page)
        page = shown(page.text_area(key=private_note(workshop.assessment.id, "P1")).set_value("Mine, at length").run())
        assert plain("changed in another window to: “Theirs”.") in texts(page)  # while one types on

    def test_a_window_that_is_only_open_writes_no_note(self, open_page: OpenPage, database: Database) -> None:
        """It shows the note that another window saved, and does not save its own older text by rerunning."""
        workshop, page = _revealed(open_page, database)
        page = shown(page.text_area(key=private_note(workshop.assessment.id, "P1")).set_value("Older").run())
        private_notes.save_private_note(database, workshop.assessment.id, "P1", "Newer")
        page = shown(page.run())
        assert page.text_area(key=private_note(workshop.assessment.id, "P1")).value == "Newer"
        assert private_notes.load_private_notes(database, workshop.assessment.id) == {"P1": "Newer"}

    def test_a_workshop_that_another_window_removed(self, open_page: OpenPage, database: Database) -> None:
        """A decision on a step and the lock each lead to one sentence that says so, and announce it."""
        workshop = workshop_fixtures.done(database, workshop_fixtures.opened(database), "begin", "reveal", "dots")
        participant_steps.propose_step(database, workshop.assessment.id, "Ask the bakers")
        pages = [open_page("workshop", assessment=workshop.assessment.id) for _ in range(2)]
        pages[1] = expanded(pages[1], "workshop-people")
        [step] = participant_steps.waiting_steps(database, workshop.assessment.id)
        removal.remove_assessment(database, workshop.assessment.id, NOW)
        lock = scoped("workshop-lock", workshop.assessment.id)
        for page, key in zip(pages, (f"accept-{step.id}", lock), strict=True):
            gone = shown(page.button(key=key).click().run())
            assert titles([*gone.info, *gone.error]) == [plain("There is no workshop at this link.")]
            assert announced(gone) == "There is no workshop at this link."


def _revealed(open_page: OpenPage, database: Database) -> tuple[WorkshopView, AppTest]:
    """Open the console of a workshop that has just revealed its first question."""
    workshop = workshop_fixtures.opened(database)
    people = workshop_fixtures.joined(database, workshop, 2)
    workshop_fixtures.done(database, workshop, "begin")
    workshop_fixtures.voted(database, workshop, people, 2, 5)
    workshop_fixtures.done(database, workshop, "reveal")
    return workshop, open_page("workshop", assessment=workshop.assessment.id)
