"""A team's plan: first steps taken on, kept to done, and asked whether they worked."""

from dataclasses import replace
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from cxmaturity.errors import NotFound, Refused
from cxmaturity.questionnaire import Question
from cxmaturity.store import repository
from cxmaturity.store.engine import Database
from cxmaturity.store.records import Action, Assessment, Status, Worked

MAX_OWNER = 80
MAX_NOTE = 500


def take_on(
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
        owner=_bounded(owner, MAX_OWNER, "The owner") or step.owner,
        due=due,
        status="planned",
        outcome=None,
        outcome_note="",
        created_at=now,
        done_at=None,
    )
    with database.writing() as connection:
        for other in repository.actions(connection, assessment.team_id):
            if other.is_open and (other.question_id, other.from_level) == (question.id, level):
                return other
        repository.add_action(connection, action)
    return action


def change(
    database: Database,
    action_id: str,
    now: datetime,
    *,
    owner: str | None = None,
    due: date | None = None,
    status: Status | None = None,
    outcome: Worked | None = None,
    outcome_note: str | None = None,
) -> Action:
    """Change what is given (not None) of an action and return it; marking it done notes when."""
    changes: dict[str, Any] = {}
    if owner is not None:
        changes["owner"] = _bounded(owner, MAX_OWNER, "The owner")
    if outcome_note is not None:
        changes["outcome_note"] = _bounded(outcome_note, MAX_NOTE, "The note")
    changes |= {n: v for n, v in (("due", due), ("status", status), ("outcome", outcome)) if v is not None}
    if status is not None:
        changes["done_at"] = now if status == "done" else None
    with database.writing() as connection:
        before = repository.action(connection, action_id)
        if before is None:
            raise NotFound("This action is no longer in the plan.", "Reload the page to see what is.")
        if any(getattr(before, name) != value for name, value in changes.items() if name != "done_at"):
            repository.change_action(connection, action_id, changes, now)
            return replace(before, **changes)
    return before


def plan(database: Database, team_id: str, today: date) -> list[Action]:
    """Return the team's actions: overdue first, then by date, then those done that wait for 'did it work?', the rest."""
    with database.reading() as connection:
        found = repository.actions(connection, team_id)

    def order(action: Action) -> tuple[int, date]:
        if action.is_open:
            return (0 if action.is_overdue(today) else 1, action.due or date.max)
        return (2 if action.status == "done" and action.outcome is None else 3, action.due or date.max)

    return sorted(found, key=order)


def taken(database: Database, team_id: str) -> set[tuple[str | None, int | None]]:
    """Return (question id, from level) of every open action of a team."""
    with database.reading() as connection:
        return {(a.question_id, a.from_level) for a in repository.actions(connection, team_id) if a.is_open}


def _bounded(text: str, most: int, what: str) -> str:
    text = text.strip()
    if len(text) > most or not text.replace("\n", " ").isprintable():
        raise Refused(f"{what} must be plain text of at most {most} characters.", "Shorten it and try again.")
    return text
