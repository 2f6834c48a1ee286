"""A team's plan: first steps added to it, their owners, dates and status, and whether they worked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from cxmaturity.errors import NotFound, Refused
from cxmaturity.questionnaire.schema import Question
from cxmaturity.records import Action, Assessment
from cxmaturity.store import assessments, plans
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.database.engine import Database
from cxmaturity.text_cleaning import clean_text

MAX_OWNER_LENGTH = 80
MAX_OUTCOME_NOTE_LENGTH = 500


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A first step to put into a plan: that of `question` from `level`, who does it, and the date by which."""

    question: Question
    level: int
    owner: str
    due: date | None


def add_to_plan(
    database: Database,
    assessment: Assessment,
    question: Question,
    level: int,
    owner: str,
    due: date | None,
    now: datetime,
) -> Action:
    """Put one step into the team's plan and return its action, as `add_all_to_plan`."""
    return add_all_to_plan(database, assessment, [PlannedStep(question, level, owner, due)], now)[0]


def add_all_to_plan(
    database: Database, assessment: Assessment, steps: Sequence[PlannedStep], now: datetime
) -> list[Action]:
    """Put steps into the team's plan, all of them or none, and return their actions in the same order.

    A step that is open in the plan already is not added again: its action is returned. Raises Refused for a step beyond
    the highest level or an owner that is too long, NotFound when the assessment was removed.
    """
    actions = [_action(assessment, step, now) for step in steps]
    with database.writing() as connection:
        if assessments.assessment(connection, assessment.id, for_share=True) is None:
            raise NotFound("This assessment was removed.", "Go to Home to see those that are here.")
        stored_teams.lock_team(connection, assessment.team_id)
        planned = {(a.question_id, a.from_level): a for a in plans.actions(connection, assessment.team_id) if a.is_open}
        for action in actions:
            if planned.setdefault((action.question_id, action.from_level), action) is action:
                plans.add_action(connection, action)
    return [planned[action.question_id, action.from_level] for action in actions]


def _action(assessment: Assessment, planned: PlannedStep, now: datetime) -> Action:
    step = planned.question.step_from(planned.level)
    if step is None:
        raise Refused("There is no step beyond the highest level.", "Choose another question.")
    return Action(
        id=token_hex(10),
        team_id=assessment.team_id,
        assessment_id=assessment.id,
        question_id=planned.question.id,
        from_level=planned.level,
        do=step.do,
        effort=step.effort,
        worked_if=step.worked_if,
        owner=_limited_text(planned.owner, MAX_OWNER_LENGTH, "The owner") or step.owner,
        due=planned.due,
        status="planned",
        outcome=None,
        outcome_note="",
        created_at=now,
        done_at=None,
    )


def change_action(database: Database, action_id: str, now: datetime, changes: Mapping[str, Any]) -> Action:
    """Change an action's owner, due, status, outcome or outcome_note and return the action.

    Only what `changes` names is written: whatever else another window has changed stays. The status "done" stores `now`
    as the date; any other status removes date and outcome. Raises Refused and NotFound.
    """
    changes = dict(changes)
    if unknown := set(changes) - {"owner", "due", "status", "outcome", "outcome_note"}:
        raise ValueError(f"an action has no such part to change: {unknown}")
    for name, most, what in (
        ("owner", MAX_OWNER_LENGTH, "The owner"),
        ("outcome_note", MAX_OUTCOME_NOTE_LENGTH, "The note"),
    ):
        if name in changes:
            changes[name] = _limited_text(changes[name] or "", most, what)
    with database.writing() as connection:
        before = plans.lock_action(connection, action_id)
        if before is None:
            raise NotFound("This action is no longer in the plan.", "Reload the page to see what is.")
        changes = {name: value for name, value in changes.items() if getattr(before, name) != value}
        if "status" in changes:
            changes["done_at"] = now if changes["status"] == "done" else None
            if changes["status"] != "done":
                changes["outcome"] = None  # an action taken up again is asked about again once it is done
        if changes:
            plans.change_action(connection, action_id, changes, now)
    return replace(before, **changes)


def list_plan(database: Database, team_id: str, today: date) -> list[Action]:
    """Return the team's actions: overdue first, then by date, then the done ones still to ask about, the rest."""
    with database.reading() as connection:
        actions = plans.actions(connection, team_id)

    def order(action: Action) -> tuple[int, date]:
        if action.is_open:
            return (0 if action.is_overdue(today) else 1, action.due or date.max)
        return (2 if action.status == "done" and action.outcome is None else 3, action.due or date.max)

    return sorted(actions, key=order)


def open_actions(database: Database, team_id: str) -> dict[tuple[str | None, int | None], Action]:
    """Return every open action of a team by (question id, from level)."""
    with database.reading() as connection:
        return {(a.question_id, a.from_level): a for a in plans.actions(connection, team_id) if a.is_open}


def _limited_text(text: str, most: int, what: str) -> str:
    text = clean_text(text).strip()
    if len(text) > most:
        raise Refused(f"{what} must be text of at most {most} characters.", "Shorten it and try again.")
    return text
