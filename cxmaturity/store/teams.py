"""Reads and writes teams."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update

from cxmaturity.records import Team
from cxmaturity.store import tables as t
from cxmaturity.text_cleaning import alphabetical, comparable_name

UNPUBLISHED = ""
"""The name of the team that holds a running import until it is complete; every other team has a real name."""


def unpublished_teams(connection: Connection) -> list[Team]:
    """Return the teams of incomplete imports, which no other function lists."""
    rows = connection.execute(select(t.team).where(t.team.c.name == UNPUBLISHED))
    return [Team(row.id, row.name, row.is_demo) for row in rows]


def teams(connection: Connection, *, archived: bool = False) -> list[Team]:
    """Return the teams that are not archived, or with `archived` those that are; sorted by name."""
    is_archived = t.team.c.archived_at.is_not(None)
    query = select(t.team).where(is_archived if archived else ~is_archived, t.team.c.name != UNPUBLISHED)
    rows = connection.execute(query)
    return sorted((Team(r.id, r.name, r.is_demo) for r in rows), key=lambda team: (*alphabetical(team.name), team.id))


def every_team(connection: Connection) -> list[Team]:
    """Return all teams, archived ones last."""
    return [*teams(connection), *teams(connection, archived=True)]


def team_named(connection: Connection, name: str, *, archived: bool = False, is_demo: bool = False) -> Team | None:
    """Return the team with this name, in any spelling, None without one; `archived` as for `teams`."""
    wanted = comparable_name(name)
    named = (team for team in teams(connection, archived=archived) if comparable_name(team.name) == wanted)
    return next((team for team in named if team.is_demo == is_demo), None)


def lock_teams(connection: Connection) -> None:
    """Prevent other transactions from adding a team until this one ends."""
    if connection.dialect.name == "postgresql":  # SQLite runs one writing transaction at a time
        connection.execute(text("LOCK TABLE team IN SHARE ROW EXCLUSIVE MODE"))


def lock_team(connection: Connection, team_id: str) -> None:
    """Prevent other transactions from locking this team until this one ends."""
    connection.execute(select(t.team.c.id).where(t.team.c.id == team_id).with_for_update(key_share=True))


def lock_team_for_removal(connection: Connection, team_id: str) -> None:
    """Wait for all transactions that add to this team, and prevent others until this one ends.

    The lock order of all use cases is: the teams (starting an assessment), the assessment's row (closing one), the
    team's row (adding an action).
    """
    lock_teams(connection)
    connection.execute(select(t.assessment.c.id).where(t.assessment.c.team_id == team_id).with_for_update())
    connection.execute(select(t.team.c.id).where(t.team.c.id == team_id).with_for_update())


def add_team(connection: Connection, team: Team, now: datetime) -> None:
    """Add a team."""
    connection.execute(insert(t.team).values(id=team.id, name=team.name, is_demo=team.is_demo, created_at=now))


def change_team(connection: Connection, team_id: str, changes: Mapping[str, Any]) -> None:
    """Change the name or `archived_at` of a team."""
    connection.execute(update(t.team).where(t.team.c.id == team_id).values(**changes))


def delete_team(connection: Connection, team_id: str) -> None:
    """Delete a team with its assessments, answers, results and plan."""
    connection.execute(delete(t.team).where(t.team.c.id == team_id))


def counts_of_team(connection: Connection, team_id: str) -> tuple[int, int, int]:
    """Return how many assessments, frozen results and actions a team has."""
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
    """Delete the demo teams with all that belongs to them, and nothing else."""
    connection.execute(delete(t.team).where(t.team.c.is_demo))
