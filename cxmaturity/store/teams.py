"""Reading and writing teams."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update

from cxmaturity.records import Team
from cxmaturity.store import tables as t

UNPUBLISHED = ""
"""The name of a team that holds what is being imported until all of it is there; every other team has a real name."""


def unpublished_teams(connection: Connection) -> list[Team]:
    """Return the teams of imports that are not complete; no other function lists them."""
    rows = connection.execute(select(t.team).where(t.team.c.name == UNPUBLISHED))
    return [Team(row.id, row.name, row.is_demo) for row in rows]


def teams(connection: Connection, *, archived: bool = False) -> list[Team]:
    """Return the teams that are not archived, or those that are, by name."""
    is_archived = t.team.c.archived_at.is_not(None)
    query = select(t.team).where(is_archived if archived else ~is_archived, t.team.c.name != UNPUBLISHED)
    rows = connection.execute(query)
    return sorted((Team(r.id, r.name, r.is_demo) for r in rows), key=lambda team: (team.name.casefold(), team.id))


def every_team(connection: Connection) -> list[Team]:
    """Return all teams, the archived ones last."""
    return [*teams(connection), *teams(connection, archived=True)]


def lock_teams(connection: Connection) -> None:
    """Let no other transaction add a team until this one ends."""
    if connection.dialect.name == "postgresql":  # an SQLite transaction that writes is alone anyway
        connection.execute(text("LOCK TABLE team IN SHARE ROW EXCLUSIVE MODE"))


def lock_team(connection: Connection, team_id: str) -> None:
    """Let no other transaction lock this team until this one ends."""
    connection.execute(select(t.team.c.id).where(t.team.c.id == team_id).with_for_update(key_share=True))


def lock_team_for_removal(connection: Connection, team_id: str) -> None:
    """Wait for all who add something to this team, and let nobody add anything until this transaction ends.

    Whoever starts an assessment locks the teams, whoever closes one its row, and whoever adds an action the team's row,
    all in this order.
    """
    lock_teams(connection)
    connection.execute(select(t.assessment.c.id).where(t.assessment.c.team_id == team_id).with_for_update())
    connection.execute(select(t.team.c.id).where(t.team.c.id == team_id).with_for_update())


def add_team(connection: Connection, team: Team, now: datetime) -> None:
    """Add a team."""
    connection.execute(insert(t.team).values(id=team.id, name=team.name, is_demo=team.is_demo, created_at=now))


def change_team(connection: Connection, team_id: str, changes: Mapping[str, Any]) -> None:
    """Change a team's name or archived_at."""
    connection.execute(update(t.team).where(t.team.c.id == team_id).values(**changes))


def delete_team(connection: Connection, team_id: str) -> None:
    """Remove a team with all that belongs to it: assessments, answers, results, plan."""
    connection.execute(delete(t.team).where(t.team.c.id == team_id))


def counts_of_team(connection: Connection, team_id: str) -> tuple[int, int, int]:
    """Return how many assessments a team has, how many frozen results, how many actions."""
    of_team = t.assessment.c.team_id == team_id
    count = select(func.count())
    query = select(
        count.select_from(t.assessment).where(of_team).scalar_subquery().label("assessments"),
        count.select_from(t.frozen_result.join(t.assessment)).where(of_team).scalar_subquery().label("results"),
        count.select_from(t.action).where(t.action.c.team_id == team_id).scalar_subquery().label("actions"),
    )
    row = connection.execute(query).one()
    return row.assessments, row.results, row.actions


def remove_demo(connection: Connection) -> None:
    """Remove the demo teams with all that belongs to them, and nothing else."""
    connection.execute(delete(t.team).where(t.team.c.is_demo))
