"""Reads the rows that go into a portable file."""

from datetime import datetime

from sqlalchemy import Connection, select

from cxmaturity.records import Team
from cxmaturity.store import tables as t
from cxmaturity.store.teams import UNPUBLISHED


def dated_teams(connection: Connection) -> dict[str, tuple[Team, datetime, datetime | None]]:
    """Return every team with when it was added and when archived (None: not archived), by id."""
    rows = connection.execute(select(t.team).where(t.team.c.name != UNPUBLISHED).order_by(t.team.c.id))
    return {row.id: (Team(row.id, row.name, row.is_demo), row.created_at, row.archived_at) for row in rows}


def all_ids(connection: Connection) -> tuple[set[str], set[str], set[str]]:
    """Return the ids of all teams, of all assessments including removed ones, and of all actions."""
    team, assessment, action = (
        set(connection.scalars(select(table.c.id))) for table in (t.team, t.assessment, t.action)
    )
    return team, assessment, action
