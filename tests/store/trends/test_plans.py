"""A team's plan on both databases: adding, changing, judging steps, and their order."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from cxmaturity.errors import DatabaseUnavailable, NotFound, Refused
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Action
from cxmaturity.services import plans, teams
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.store.database.engine import Database
from cxmaturity.wording.plans import AskedQuestion
from tests.store.fixtures import NOW, begin, plan_step, removed_for_good, shipped

TODAY = NOW.date()
LATER = NOW + timedelta(days=3)


def take(
    database: Database,
    view: AssessmentView,
    question: str = "P1",
    level: int = 2,
    owner: str = "Ana",
    due: date | None = None,
) -> Action:
    return plan_step(database, view.assessment, shipped().by_id[question], level, owner, due, NOW)


def listed(database: Database, view: AssessmentView) -> list[Action]:
    return plans.list_plan(database, view.assessment.team_id, TODAY)


def open_steps(database: Database, view: AssessmentView) -> list[tuple[str | None, int | None]]:
    steps = plans.by_step(plans.open_actions(database, view.assessment.team_id))
    return sorted((question, level) for question, level, _ in steps)


def with_other_steps() -> Questionnaire:
    """Return a questionnaire whose questions have the ids of the shipped one, but other steps."""
    content = shipped().model_dump() | {"id": "other"}
    for question in (question for dimension in content["dimensions"] for question in dimension["questions"]):
        question["steps"] = tuple(step | {"do": f"Not: {step['do']}"} for step in question["steps"])
    return Questionnaire.model_validate(content)


def refusal(database: Database, action: Action, **changes: Any) -> str:
    with pytest.raises(Refused) as raised:
        plans.change_action(database, action.id, LATER, changes)
    return raised.value.message


def test_a_step_added_to_the_plan_is_stored_in_full(database: Database) -> None:
    """Text, effort, success criterion, owner and date are stored, whatever later happens to the questionnaire."""
    view = begin(database)
    due = date(2026, 5, 18)
    action = take(database, view, "P1", 2, "  Ana & Béla 🥖 ", due)
    step = shipped().by_id["P1"].steps[1]
    assert (action.do, action.effort, action.worked_if) == (step.do, step.effort, step.worked_if)
    assert (action.owner, action.due, action.status, action.outcome) == ("Ana & Béla 🥖", due, "planned", None)
    assert (action.question_id, action.from_level, action.assessment_id) == ("P1", 2, view.assessment.id)
    assert (action.created_at, action.done_at) == (NOW, None)
    assert listed(database, view) == [action]


def test_without_a_name_the_role_of_the_step_owns_it(database: Database) -> None:
    """An action without an owner gets the role that the questionnaire names."""
    assert take(database, begin(database), "P1", 1, "  ").owner == "Team lead"


def test_the_same_open_step_is_added_once(database: Database) -> None:
    """Adding it again, from the same or the next assessment, returns the open action.

    A done step can be added again; so can the step of another questionnaire whose question has the same id.
    """
    view = begin(database)
    first = take(database, view, owner="Ana")
    assert take(database, view, owner="Béla") == first
    assert take(database, begin(database, label="Summer")) == first
    assert open_steps(database, view) == [("P1", 2)]
    take(database, view, "P1", 3)
    take(database, view, "P2", 2)
    take(database, begin(database, "Mill"))
    assert open_steps(database, view) == [("P1", 2), ("P1", 3), ("P2", 2)]

    other = begin(database, label="Other", questionnaire=with_other_steps())
    [otherwise] = plans.add_to_plan(
        database, other.assessment, [plans.PlannedStep(other.questionnaire.by_id["P1"], 2, "", None)], NOW
    )
    assert (otherwise.id != first.id, otherwise.do) == (True, f"Not: {first.do}")

    plans.change_action(database, first.id, LATER, {"status": "done"})
    again = take(database, view)
    assert again.id != first.id
    assert len(listed(database, view)) == 5


def test_of_several_steps_all_are_put_into_the_plan_or_none(database: Database) -> None:
    """A step beyond the top after two valid ones leaves the plan empty; the same step twice is one action."""
    view = begin(database)
    first, second = (plans.PlannedStep(shipped().by_id[name], 2, "", None) for name in ("P1", "P2"))
    steps = [first, second, plans.PlannedStep(shipped().by_id["P3"], 5, "", None)]
    with pytest.raises(Refused, match="There is no step beyond the highest level"):
        plans.add_to_plan(database, view.assessment, steps, NOW)
    assert listed(database, view) == []
    actions = plans.add_to_plan(database, view.assessment, [first, second, first], NOW)
    assert [action.question_id for action in actions] == ["P1", "P2", "P1"]
    assert actions[0].id == actions[2].id
    assert {action.id for action in listed(database, view)} == {action.id for action in actions}


def test_the_top_has_no_next_step(database: Database) -> None:
    """An answer at the highest level cannot be added to the plan."""
    view = begin(database)
    with pytest.raises(Refused, match="There is no step beyond the highest level"):
        take(database, view, level=5)
    assert listed(database, view) == []


def test_no_step_is_added_from_a_removed_assessment(database: Database) -> None:
    """The error gives the reason, not that the database does not answer."""
    view = begin(database)
    removed_for_good(database, view.assessment.id)
    with pytest.raises(NotFound, match="This assessment was removed"):
        take(database, view)


@pytest.mark.each_database
def test_done_is_dated_once_and_undone_undates(database: Database) -> None:
    """The date is that of the change to done, unchanged by later edits, and removed when it is not done."""
    view = begin(database)
    action = take(database, view)
    done = plans.change_action(database, action.id, LATER, {"status": "done"}).after
    assert (done.status, done.done_at, done.outcome) == ("done", LATER, None)
    after = LATER + timedelta(days=14)
    asked = plans.change_action(
        database, action.id, after, {"status": "done", "outcome": "partly", "outcome_note": "Two of three\nteams"}
    ).after
    assert (asked.done_at, asked.outcome, asked.outcome_note) == (LATER, "partly", "Two of three\nteams")
    assert listed(database, view) == [asked]
    started = plans.change_action(database, action.id, after, {"status": "started"}).after
    assert (started.status, started.done_at, started.outcome) == ("started", None, None)
    assert listed(database, view) == [started]


@pytest.mark.each_database
def test_owner_and_date_may_change_and_the_date_be_lifted(database: Database) -> None:
    """Another owner, another date, or no date."""
    view = begin(database)
    action = take(database, view, due=date(2026, 5, 18))
    changed = plans.change_action(database, action.id, LATER, {"owner": "Béla", "due": date(2026, 6, 1)})
    assert changed.before == action
    moved = changed.after
    assert (moved.owner, moved.due) == ("Béla", date(2026, 6, 1))
    assert plans.change_action(database, action.id, LATER, {"due": None}).after.due is None
    assert listed(database, view)[0].due is None


def test_a_form_sent_twice_changes_nothing(database: Database) -> None:
    """The action keeps the date on which it was done."""
    action = take(database, begin(database))
    done = {"owner": "Ana", "status": "done", "outcome": None, "outcome_note": "", "due": None}
    once = plans.change_action(database, action.id, LATER, done).after
    again = plans.change_action(database, action.id, LATER + timedelta(days=1), done)
    assert (again.before, again.after) == (once, once)
    assert once.done_at == LATER


def test_texts_that_are_too_long_are_refused(database: Database) -> None:
    """Owner and note have exact maximum lengths; a refused change leaves the action unchanged."""
    view = begin(database)
    action = take(database, view, owner="x" * 80)
    assert refusal(database, action, owner="x" * 81) == "The owner must be text of at most 80 characters."
    assert refusal(database, action, outcome_note="y" * 501) == "The note must be text of at most 500 characters."
    assert listed(database, view) == [action]
    assert plans.change_action(database, action.id, LATER, {"outcome_note": "y" * 500}).after.outcome_note == "y" * 500
    with pytest.raises(Refused, match="The owner must be text of at most 80 characters"):
        take(database, view, "P2", owner="x" * 81)


@pytest.mark.each_database
def test_words_are_kept_and_unseen_characters_left_out(database: Database) -> None:
    """Emoji, non-breaking spaces and quotes stay; characters that PostgreSQL cannot hold are removed."""
    action = take(database, begin(database))
    note = "«\u202fDéjà vu\u202f» 👩\u200d🔧 'it works'; --\x00\ttab"
    kept = plans.change_action(database, action.id, LATER, {"outcome_note": note}).after
    assert kept.outcome_note == note.replace("\x00", "")


def test_a_status_the_plan_does_not_know_is_not_stored(database: Database) -> None:
    """The schema refuses it and the action stays unchanged."""
    view = begin(database)
    action = take(database, view)
    with pytest.raises(DatabaseUnavailable, match="This does not fit with what the database holds"):
        plans.change_action(database, action.id, LATER, {"status": "asleep"})
    assert listed(database, view) == [action]


def test_changing_a_deleted_action_raises_not_found(database: Database) -> None:
    """A change of an action that another window deleted raises an error that says so."""
    with pytest.raises(NotFound, match="This action is no longer in the plan"):
        plans.change_action(database, "gone", LATER, {"owner": "Ana"})


def own_action(
    do: str = "Bake earlier", question: str | None = None, owner: str = "", worked_if: str = ""
) -> plans.OwnAction:
    return plans.OwnAction(do, question, owner, None, worked_if)


def test_an_own_action_needs_only_what_to_do(database: Database) -> None:
    """Question, level, owner, date and time may be empty; several own actions can be open at once."""
    view = begin(database)
    team = view.assessment.team_id
    first = plans.add_own_action(database, team, own_action(" Bake \n earlier "), NOW)
    second = plans.add_own_action(database, team, own_action("Bake later"), NOW)
    step = take(database, view)
    assert (first.do, first.question_id, first.from_level, first.assessment_id) == ("Bake earlier", None, None, None)
    assert (first.owner, first.due, first.effort, first.worked_if, first.status) == ("", None, "", "", "planned")
    assert {action.id for action in plans.open_actions(database, team)} == {step.id, first.id, second.id}


@pytest.mark.each_database
def test_an_own_action_for_a_question_of_the_newest_assessment(database: Database) -> None:
    """It has the question's words in that assessment; a question that is not in it is refused."""
    begin(database, scope="full")
    view = begin(database, label="Summer", scope="pulse", now=LATER)
    team = view.assessment.team_id
    choice = plans.questions_to_choose(database, team)
    assert list(choice) == [question.id for question in shipped().pulse]
    action = plans.add_own_action(database, team, own_action(question="P1"), LATER)
    step = take(database, view, "P4", 1)
    assert (action.question_id, action.assessment_id) == ("P1", view.assessment.id)
    prompts = {name: shipped().by_id[name].prompt_in("service") for name in ("P1", "P4")}
    assert plans.asked_questions_of(database, listed(database, view)) == {
        action.id: AskedQuestion(prompts["P1"], ""),
        step.id: AskedQuestion(prompts["P4"], "level 1 to 2", from_level=1),
    }
    with pytest.raises(Refused, match="This question is not asked any more"):
        plans.add_own_action(database, team, own_action(question="P2"), LATER)
    assert len(listed(database, view)) == 2


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (own_action(" \u200b\n"), "There is nothing in it to do yet."),
        (own_action("x" * 301), "The action must be text of at most 300 characters."),
        (own_action(owner="x" * 81), "The owner must be text of at most 80 characters."),
        (own_action(worked_if="x" * 301), "How you will see that it worked must be text of at most 300 characters."),
    ],
)
def test_an_own_action_that_is_refused_is_not_there(database: Database, wrong: plans.OwnAction, message: str) -> None:
    """An empty text, or one longer than the exact maximum."""
    view = begin(database)
    with pytest.raises(Refused) as raised:
        plans.add_own_action(database, view.assessment.team_id, wrong, NOW)
    assert raised.value.message == message
    assert listed(database, view) == []
    longest = plans.OwnAction("x" * 300, None, "y" * 80, None, "z" * 300)
    assert plans.add_own_action(database, view.assessment.team_id, longest, NOW).do == "x" * 300


@pytest.mark.each_database
def test_only_the_words_of_an_own_action_change(database: Database) -> None:
    """The text of a question's step belongs to the questionnaire; such a change is refused as a whole."""
    view = begin(database)
    step = take(database, view)
    assert refusal(database, step, do="Else", owner="Béla") == "The step of a question keeps its words."
    assert listed(database, view) == [step]
    action = plans.add_own_action(database, view.assessment.team_id, own_action(), NOW)
    changed = plans.change_action(database, action.id, LATER, {"do": " Bake \n late", "worked_if": "Cold bread"}).after
    assert (changed.do, changed.worked_if) == ("Bake late", "Cold bread")
    assert refusal(database, action, do=" ") == "There is nothing in it to do yet."
    assert refusal(database, action, do="x" * 301) == "The action must be text of at most 300 characters."


def test_a_deleted_action_is_restored_as_it_was(database: Database) -> None:
    """With all its fields, once, however often it is restored; others stay; a second window cannot delete it again."""
    view = begin(database)
    action, other = take(database, view, due=TODAY), take(database, view, "P2")
    done = plans.change_action(database, action.id, LATER, {"status": "done", "outcome": "no", "outcome_note": "No"})
    assert plans.delete_action(database, action.id) == done.after
    assert listed(database, view) == [other]
    with pytest.raises(NotFound, match="no longer in the plan"):
        plans.delete_action(database, action.id)
    for _ in range(2):
        plans.restore_action(database, done.after)
    assert listed(database, view) == [other, done.after]


def test_a_step_that_was_added_again_is_not_restored_beside_it(database: Database) -> None:
    """A step deleted in one window and added in another is in the plan once; a deleted done step is restored."""
    view = begin(database)
    finished = plans.delete_action(
        database, plans.change_action(database, take(database, view).id, LATER, {"status": "done"}).after.id
    )
    deleted = plans.delete_action(database, take(database, view).id)
    again = take(database, view, owner="Ben")
    plans.restore_action(database, deleted)
    assert listed(database, view) == [again]
    plans.restore_action(database, finished)
    assert listed(database, view) == [again, finished]


def test_an_action_is_restored_without_what_was_removed_meanwhile(database: Database) -> None:
    """Without its assessment it is restored without that link; without its team it is refused."""
    view = begin(database)
    begin(database, label="Summer")
    action = plans.delete_action(database, take(database, view).id)
    removed_for_good(database, view.assessment.id)
    plans.restore_action(database, action)
    [kept] = listed(database, view)
    assert kept == replace(action, assessment_id=None)
    assert plans.asked_questions_of(database, [kept]) == {}
    plans.delete_action(database, kept.id)
    teams.remove_team(database, kept.team_id, teams.removal_impact(database, kept.team_id))
    with pytest.raises(NotFound, match="This team was removed"):
        plans.restore_action(database, kept)
    with pytest.raises(NotFound, match="This team was removed"):
        plans.add_own_action(database, kept.team_id, own_action(), NOW)


@pytest.mark.parametrize(
    ("due", "status", "group"),
    [
        (date(2026, 5, 3), "started", "overdue"),
        (date(2026, 5, 4), "planned", "this_month"),  # today
        (date(2026, 5, 31), "planned", "this_month"),
        (date(2026, 6, 1), "planned", "later"),
        (date(2027, 5, 4), "planned", "later"),  # the month's name is not enough
        (None, "planned", "later"),
        (date(2026, 5, 3), "done", None),
        (date(2026, 5, 3), "dropped", None),
    ],
)
def test_when_an_action_is_due(sqlite_database: Database, due: date | None, status: str, group: str | None) -> None:
    """On 4 May 2026; done and dropped actions are never due."""
    action = take(sqlite_database, begin(sqlite_database), due=due)
    assert plans.change_action(sqlite_database, action.id, LATER, {"status": status}).after.due_group(TODAY) == group


@pytest.mark.each_database
def test_the_plan_shows_what_is_late_first(database: Database) -> None:
    """Overdue ones first; then by date, those without one last; then done ones to judge; then the rest."""
    view = begin(database)
    due = {
        "P1": TODAY + timedelta(days=7),
        "P2": None,
        "P3": TODAY - timedelta(days=2),
        "P4": TODAY,
        "P5": TODAY - timedelta(days=30),
        "P6": TODAY - timedelta(days=9),
        "P7": TODAY - timedelta(days=8),
        "P8": TODAY - timedelta(days=7),
        "O1": TODAY - timedelta(days=90),
    }
    ids = {question: take(database, view, question, 2, "Ana", day).id for question, day in due.items()}
    plans.change_action(database, ids["P4"], LATER, {"status": "started"})
    plans.change_action(database, ids["P6"], LATER, {"status": "done", "outcome": "yes"})
    plans.change_action(database, ids["P7"], LATER, {"status": "done"})
    plans.change_action(database, ids["P8"], LATER, {"status": "dropped"})
    plans.change_action(database, ids["O1"], LATER, {"status": "started"})
    take(database, begin(database, "Mill"))
    shown = listed(database, view)
    assert [action.question_id for action in shown] == ["O1", "P5", "P3", "P4", "P1", "P2", "P7", "P6", "P8"]
    assert [action.question_id for action in shown if action.is_overdue(TODAY)] == ["O1", "P5", "P3"]


def test_a_step_is_not_opened_again_beside_the_same_one(database: Database) -> None:
    """A dropped step stays dropped while the same step is open; once that is done it can be reopened."""
    view = begin(database)
    old = take(database, view)
    plans.change_action(database, old.id, NOW, {"status": "dropped"})
    new = take(database, view)
    assert new.id != old.id
    assert refusal(database, old, status="planned") == "The same step is open in the plan already."
    assert {a.id: a.status for a in listed(database, view)} == {old.id: "dropped", new.id: "planned"}
    plans.change_action(database, new.id, NOW, {"status": "done"})
    assert plans.change_action(database, old.id, LATER, {"status": "started"}).after.is_open
