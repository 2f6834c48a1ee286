"""A team's plan on both databases: taking on, changing, asking whether it worked, the order it is shown in."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from cxmaturity.errors import DatabaseUnavailable, NotFound, Refused
from cxmaturity.records import Action
from cxmaturity.services import plans
from cxmaturity.services.assessments import closing
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.store.database.engine import Database
from tests.store.fixtures import NOW, begin, shipped

TODAY = NOW.date()
LATER = NOW + timedelta(days=3)


def take(
    database: Database,
    at: AssessmentView,
    question: str = "P1",
    level: int = 2,
    owner: str = "Ana",
    due: date | None = None,
) -> Action:
    return plans.add_to_plan(database, at.assessment, shipped().by_id[question], level, owner, due, NOW)


def listed(database: Database, at: AssessmentView) -> list[Action]:
    return plans.list_plan(database, at.assessment.team_id, TODAY)


def refusal(database: Database, action: Action, **changes: Any) -> str:
    with pytest.raises(Refused) as raised:
        plans.change_action(database, action.id, LATER, changes)
    return raised.value.message


def test_a_step_taken_on_is_in_the_plan_in_full(database: Database) -> None:
    """What to do, how long, how one sees that it worked, who and by when: kept though the questionnaire may change."""
    at = begin(database)
    due = date(2026, 5, 18)
    action = take(database, at, "P1", 2, "  Ana & Béla 🥖 ", due)
    step = shipped().by_id["P1"].steps[1]
    assert (action.do, action.effort, action.worked_if) == (step.do, step.effort, step.worked_if)
    assert (action.owner, action.due, action.status, action.outcome) == ("Ana & Béla 🥖", due, "planned", None)
    assert (action.question_id, action.from_level, action.assessment_id) == ("P1", 2, at.assessment.id)
    assert (action.created_at, action.done_at) == (NOW, None)
    assert listed(database, at) == [action]


def test_without_a_name_the_role_of_the_step_owns_it(database: Database) -> None:
    """No action is nobody's: the questionnaire says which role does it."""
    assert take(database, begin(database), "P1", 1, "  ").owner == "Team lead"


def test_the_same_open_step_is_taken_on_once(database: Database) -> None:
    """Again, from the same assessment or the next, it is the one already there; once done it may be taken on anew."""
    at = begin(database)
    first = take(database, at, owner="Ana")
    assert take(database, at, owner="Béla") == first
    assert take(database, begin(database, label="Summer")) == first
    assert set(plans.open_actions(database, at.assessment.team_id)) == {("P1", 2)}
    take(database, at, "P1", 3)
    take(database, at, "P2", 2)
    take(database, begin(database, "Mill"))
    assert set(plans.open_actions(database, at.assessment.team_id)) == {("P1", 2), ("P1", 3), ("P2", 2)}

    plans.change_action(database, first.id, LATER, {"status": "done"})
    again = take(database, at)
    assert again.id != first.id
    assert len(listed(database, at)) == 4


def test_of_several_steps_all_are_put_into_the_plan_or_none(database: Database) -> None:
    """A step beyond the top, after two that fit, leaves the plan empty; the same step twice is one action."""
    view = begin(database)
    first, second = (plans.PlannedStep(shipped().by_id[name], 2, "", None) for name in ("P1", "P2"))
    steps = [first, second, plans.PlannedStep(shipped().by_id["P3"], 5, "", None)]
    with pytest.raises(Refused, match="There is no step beyond the highest level"):
        plans.add_all_to_plan(database, view.assessment, steps, NOW)
    assert listed(database, view) == []
    actions = plans.add_all_to_plan(database, view.assessment, [first, second, first], NOW)
    assert [action.question_id for action in actions] == ["P1", "P2", "P1"]
    assert actions[0].id == actions[2].id
    assert {action.id for action in listed(database, view)} == {action.id for action in actions}


def test_the_top_has_no_next_step(database: Database) -> None:
    """At the highest level there is nothing to take on."""
    at = begin(database)
    with pytest.raises(Refused, match="There is no step beyond the highest level"):
        take(database, at, level=5)
    assert listed(database, at) == []


def test_nothing_is_taken_on_from_a_removed_assessment(database: Database) -> None:
    """A window left open on it is told so, instead of that the database does not answer."""
    at = begin(database)
    closing.remove_assessment(database, at.assessment.id)
    with pytest.raises(NotFound, match="This assessment was removed"):
        take(database, at)


def test_done_is_dated_once_and_undone_undates(database: Database) -> None:
    """The date is that of the change to done; saying more about it later does not move it."""
    at = begin(database)
    action = take(database, at)
    done = plans.change_action(database, action.id, LATER, {"status": "done"})
    assert (done.status, done.done_at, done.outcome) == ("done", LATER, None)
    after = LATER + timedelta(days=14)
    asked = plans.change_action(
        database, action.id, after, {"status": "done", "outcome": "partly", "outcome_note": "Two of three\nteams"}
    )
    assert (asked.done_at, asked.outcome, asked.outcome_note) == (LATER, "partly", "Two of three\nteams")
    assert listed(database, at) == [asked]
    started = plans.change_action(database, action.id, after, {"status": "started"})
    assert (started.status, started.done_at, started.outcome) == ("started", None, None)
    assert listed(database, at) == [started]


def test_owner_and_date_may_change_and_the_date_be_lifted(database: Database) -> None:
    """Plans move: another owner, another day, or no day yet."""
    at = begin(database)
    action = take(database, at, due=date(2026, 5, 18))
    moved = plans.change_action(database, action.id, LATER, {"owner": "Béla", "due": date(2026, 6, 1)})
    assert (moved.owner, moved.due) == ("Béla", date(2026, 6, 1))
    assert plans.change_action(database, action.id, LATER, {"due": None}).due is None
    assert listed(database, at)[0].due is None


def test_a_change_that_changes_nothing_writes_nothing(database: Database) -> None:
    """A form sent twice leaves the date of the last change as it was."""
    action = take(database, begin(database))
    same = {"owner": "Ana", "status": "planned", "outcome": None, "outcome_note": "", "due": None}
    assert plans.change_action(database, action.id, LATER, same) == action
    with database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM action WHERE changed_at = created_at")) == 1


def test_what_is_too_long_is_refused(database: Database) -> None:
    """Owner and note have their bounds, which hold to the letter; a refused change leaves the action as it was."""
    at = begin(database)
    action = take(database, at, owner="x" * 80)
    assert refusal(database, action, owner="x" * 81) == "The owner must be text of at most 80 characters."
    assert refusal(database, action, outcome_note="y" * 501) == "The note must be text of at most 500 characters."
    assert listed(database, at) == [action]
    assert plans.change_action(database, action.id, LATER, {"outcome_note": "y" * 500}).outcome_note == "y" * 500
    with pytest.raises(Refused, match="The owner must be text of at most 80 characters"):
        take(database, at, "P2", owner="x" * 81)


def test_words_are_kept_and_unseen_characters_left_out(database: Database) -> None:
    """Emoji, hard spaces and quotes of a pasted note stay; what PostgreSQL cannot hold goes."""
    action = take(database, begin(database))
    note = "«\u202fDéjà vu\u202f» 👩\u200d🔧 'it works'; --\x00\ttab"
    kept = plans.change_action(database, action.id, LATER, {"outcome_note": note})
    assert kept.outcome_note == note.replace("\x00", "")


def test_a_status_the_plan_does_not_know_is_not_stored(database: Database) -> None:
    """A slip in the code is caught by the schema and leaves the action as it was."""
    at = begin(database)
    action = take(database, at)
    with pytest.raises(DatabaseUnavailable, match="This does not fit with what the database holds"):
        plans.change_action(database, action.id, LATER, {"status": "asleep"})
    assert listed(database, at) == [action]


def test_an_action_that_is_gone_is_named(database: Database) -> None:
    """Two windows, one of which removed the plan."""
    with pytest.raises(NotFound, match="This action is no longer in the plan"):
        plans.change_action(database, "gone", LATER, {"owner": "Ana"})


def test_the_plan_shows_what_is_late_first(database: Database) -> None:
    """Overdue, the oldest first; then by date, none last; then the done ones to ask about; then the rest."""
    at = begin(database)
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
    ids = {question: take(database, at, question, 2, "Ana", day).id for question, day in due.items()}
    plans.change_action(database, ids["P4"], LATER, {"status": "started"})
    plans.change_action(database, ids["P6"], LATER, {"status": "done", "outcome": "yes"})
    plans.change_action(database, ids["P7"], LATER, {"status": "done"})
    plans.change_action(database, ids["P8"], LATER, {"status": "dropped"})
    plans.change_action(database, ids["O1"], LATER, {"status": "started"})
    take(database, begin(database, "Mill"))
    shown = listed(database, at)
    assert [action.question_id for action in shown] == ["O1", "P5", "P3", "P4", "P1", "P2", "P7", "P6", "P8"]
    assert [action.question_id for action in shown if action.is_overdue(TODAY)] == ["O1", "P5", "P3"]
