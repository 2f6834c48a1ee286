"""Reads and writes the actions of teams' plans."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from cxmaturity.records import Action
from cxmaturity.store import tables as t


def add_action(connection: Connection, action: Action) -> None:
    """Add an action to its team's plan."""
    connection.execute(insert(t.action).values(**asdict(action)))


def change_action(connection: Connection, action_id: str, changes: Mapping[str, Any]) -> None:
    """Change columns of an action; `changes` maps columns to values."""
    connection.execute(update(t.action).where(t.action.c.id == action_id).values(**changes))


def delete_action(connection: Connection, action_id: str) -> None:
    """Remove an action from its team's plan."""
    connection.execute(delete(t.action).where(t.action.c.id == action_id))


def actions(connection: Connection, team_id: str | None = None) -> list[Action]:
    """Return all actions, or those of one team, oldest first."""
    query = select(t.action).order_by(t.action.c.created_at, t.action.c.id)
    rows = connection.execute(query.where(t.action.c.team_id == team_id) if team_id else query)
    return [Action(**row) for row in rows.mappings()]


_IS_OPEN = t.action.c.status.in_(("planned", "started"))


def next_due(connection: Connection, team_ids: Sequence[str], most: int) -> list[Action]:
    """Return at most `most` open actions of these teams that have a due date, earliest first."""
    a = t.action.c
    query = select(t.action).where(a.team_id.in_(team_ids), _IS_OPEN, a.due.is_not(None))
    rows = connection.execute(query.order_by(a.due, a.created_at, a.id).limit(most))
    return [Action(**row) for row in rows.mappings()]


def count_overdue(connection: Connection, team_ids: Sequence[str], today: date) -> int:
    """Return how many open actions of these teams are past their due date."""
    query = select(func.count()).select_from(t.action)
    return connection.scalar(query.where(t.action.c.team_id.in_(team_ids), _IS_OPEN, t.action.c.due < today)) or 0


def lock_action(connection: Connection, action_id: str) -> Action | None:
    """Return an action, locked against other writers; None when there is none with that id."""
    query = select(t.action).where(t.action.c.id == action_id).with_for_update(key_share=True)
    row = connection.execute(query).mappings().one_or_none()
    return Action(**row) if row else None
