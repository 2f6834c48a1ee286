"""Reading and writing teams; every function works on a connection of `Database.reading` or `Database.writing`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update

from cxmaturity.records import Team
from cxmaturity.store import tables as t


def teams(connection: Connection, *, archived: bool = False) -> list[Team]:
    """Return the teams that are not archived, or those that are, by name."""
    kept = t.team.c.archived_at
    found = connection.execute(select(t.team).where(kept.is_not(None) if archived else kept.is_(None)))
    return sorted((Team(r.id, r.name, r.is_demo) for r in found), key=lambda team: (team.name.casefold(), team.id))


def every_team(connection: Connection) -> list[Team]:
    """Return all teams, the archived ones last."""
    return [*teams(connection), *teams(connection, archived=True)]


def lock_teams(connection: Connection) -> None:
    """Let nobody else add a team until this transaction ends."""
    if connection.dialect.name == "postgresql":  # an SQLite transaction that writes is alone anyway
        connection.execute(text("LOCK TABLE team IN SHARE ROW EXCLUSIVE MODE"))


def lock_team(connection: Connection, team_id: str) -> None:
    """Let nobody else hold this team until this transaction ends."""
    connection.execute(select(t.team.c.id).where(t.team.c.id == team_id).with_for_update(key_share=True))


def add_team(connection: Connection, team: Team, now: datetime) -> None:
    """Add a team."""
    connection.execute(insert(t.team).values(id=team.id, name=team.name, is_demo=team.is_demo, created_at=now))


def change_team(connection: Connection, team_id: str, changes: Mapping[str, Any]) -> None:
    """Change a team's name or archived_at."""
    connection.execute(update(t.team).where(t.team.c.id == team_id).values(**changes))


def delete_team(connection: Connection, team_id: str) -> None:
    """Remove a team with all that is its own: assessments, answers, results, plan."""
    connection.execute(delete(t.team).where(t.team.c.id == team_id))


def counts_of_team(connection: Connection, team_id: str) -> tuple[int, int, int]:
    """Return how many assessments a team has, how many frozen results, how many actions."""
    own = t.assessment.c.team_id == team_id
    results = select(func.count()).select_from(t.frozen_result.join(t.assessment)).where(own)
    actions = select(func.count()).select_from(t.action).where(t.action.c.team_id == team_id)
    found = (select(func.count()).select_from(t.assessment).where(own), results, actions)
    assessments, frozen, planned = (connection.scalar(query) or 0 for query in found)
    return assessments, frozen, planned


def remove_demo(connection: Connection) -> None:
    """Remove the demo teams with all that is theirs, and nothing else."""
    connection.execute(delete(t.team).where(t.team.c.is_demo))
