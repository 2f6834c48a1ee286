"""A team's plan: first steps taken on, kept to done, and asked whether they worked."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from cxmaturity.errors import NotFound, Refused
from cxmaturity.questionnaire.schema import Question
from cxmaturity.records import Action, Assessment
from cxmaturity.store import assessments, plans
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.engine import Database
from cxmaturity.text_cleaning import clean_text

MAX_OWNER_LENGTH = 80
MAX_OUTCOME_NOTE_LENGTH = 500


def add_to_plan(
    database: Database,
    assessment: Assessment,
    question: Question,
    level: int,
    owner: str,
    due: date | None,
    now: datetime,
) -> Action:
    """Put the step from `level` into the team's plan and return it; the same open step is taken on only once."""
    step = question.step_from(level)
    if step is None:
        raise Refused("There is no step beyond the highest level.", "Choose another question.")
    action = Action(
        id=token_hex(10),
        team_id=assessment.team_id,
        assessment_id=assessment.id,
        question_id=question.id,
        from_level=level,
        do=step.do,
        effort=step.effort,
        worked_if=step.worked_if,
        owner=_limited_text(owner, MAX_OWNER_LENGTH, "The owner") or step.owner,
        due=due,
        status="planned",
        outcome=None,
        outcome_note="",
        created_at=now,
        done_at=None,
    )
    with database.writing() as connection:
        if assessments.assessment(connection, assessment.id) is None:
            raise NotFound("This assessment was removed.", "Go to Home to see those that are here.")
        stored_teams.lock_team(connection, assessment.team_id)
        for other in plans.actions(connection, assessment.team_id):
            if other.is_open and (other.question_id, other.from_level) == (question.id, level):
                return other
        plans.add_action(connection, action)
    return action


def change_action(database: Database, action_id: str, now: datetime, given: Mapping[str, Any]) -> Action:
    """Change an action's owner, due, status, outcome or outcome_note as `given` and return it; done notes when."""
    changes = dict(given)
    if unknown := set(changes) - {"owner", "due", "status", "outcome", "outcome_note"}:
        raise ValueError(f"not to be changed: {unknown}")
    for name, most, what in (
        ("owner", MAX_OWNER_LENGTH, "The owner"),
        ("outcome_note", MAX_OUTCOME_NOTE_LENGTH, "The note"),
    ):
        if name in changes:
            changes[name] = _limited_text(changes[name] or "", most, what)
    with database.writing() as connection:
        before = plans.action(connection, action_id)
        if before is None:
            raise NotFound("This action is no longer in the plan.", "Reload the page to see what is.")
        changes = {name: value for name, value in changes.items() if getattr(before, name) != value}
        if "status" in changes:
            changes["done_at"] = now if changes["status"] == "done" else None
            if changes["status"] != "done":
                changes["outcome"] = None  # taken up again: once done, it is asked about again
        if changes:
            plans.change_action(connection, action_id, changes, now)
    return replace(before, **changes)


def list_plan(database: Database, team_id: str, today: date) -> list[Action]:
    """Return the team's actions: overdue first, then by date, then the done ones still to ask about, the rest."""
    with database.reading() as connection:
        found = plans.actions(connection, team_id)

    def order(action: Action) -> tuple[int, date]:
        if action.is_open:
            return (0 if action.is_overdue(today) else 1, action.due or date.max)
        return (2 if action.status == "done" and action.outcome is None else 3, action.due or date.max)

    return sorted(found, key=order)


def open_action_keys(database: Database, team_id: str) -> set[tuple[str | None, int | None]]:
    """Return (question id, from level) of every open action of a team."""
    with database.reading() as connection:
        return {(a.question_id, a.from_level) for a in plans.actions(connection, team_id) if a.is_open}


def _limited_text(text: str, most: int, what: str) -> str:
    text = clean_text(text).strip()
    if len(text) > most:
        raise Refused(f"{what} must be text of at most {most} characters.", "Shorten it and try again.")
    return text
