"""Chooses the assessment that a page shows when its address names none, and the others that it offers."""

from datetime import datetime
from typing import NamedTuple

from cxmaturity.records import Assessment, Team
from cxmaturity.store import answers as store_answers
from cxmaturity.store import assessments
from cxmaturity.store import frozen_results as stored_results
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.database.engine import Database

MOST_OFFERED = 60
"""The largest number of a team's assessments that are offered: its newest."""


def newest_with_result(database: Database, team_id: str | None = None, *, is_open: bool = False) -> Assessment | None:
    """Return the newest assessment whose result may be viewed, of one team or of all, None without one.

    The user's own come before the demo's. With `is_open`, the newest that one person can still answer.
    """
    with database.reading() as connection:
        return next(iter(assessments.with_result(connection, 1, team_id, is_open=is_open)), None)


def newest_to_show(database: Database) -> Assessment | None:
    """Return the newest assessment with a result that says something: a closed one, or one with an answer.

    The demo's only without any own data. When nothing says anything, it is the newest.
    """
    with database.reading() as connection:
        rows = assessments.with_result(connection, MOST_OFFERED)
        answered = store_answers.answered_counts(connection, [row.id for row in rows if row.is_open])
    offered = [row for row in rows if row.is_demo == rows[0].is_demo]
    return next((row for row in offered if not row.is_open or row.id in answered), next(iter(offered), None))


def newest_to_answer(database: Database) -> Assessment | None:
    """Return the newest assessment that one person can still answer; the demo's only without any own data."""
    newest = newest_with_result(database, is_open=True)
    finished = newest_with_result(database)
    return None if newest and newest.is_demo and finished and not finished.is_demo else newest


def offered_of_team(database: Database, team_id: str, *, is_open: bool = False) -> list[Assessment]:
    """Return a team's assessments with a result, or those still to answer; newest first."""
    with database.reading() as connection:
        return assessments.with_result(connection, MOST_OFFERED, team_id, is_open=is_open)


def teams_with_result(database: Database, *, is_open: bool = False) -> list[Team]:
    """Return the teams with a result to view, or an assessment to answer: own ones by name, then the demo's."""
    with database.reading() as connection:
        ids = assessments.teams_with_result(connection, is_open=is_open)
        listed = [team for team in stored_teams.teams(connection) if team.id in ids]
    return sorted(listed, key=lambda team: team.is_demo)


class FreezingDates(NamedTuple):
    """When results of an assessment were frozen.

    `earlier` holds those from before it was reopened, oldest first. `corrected_at` is that of the newest where the
    assessment of one person kept the date of an earlier one, else None.
    """

    earlier: list[datetime]
    corrected_at: datetime | None = None


def freezing_dates(database: Database, assessment: Assessment) -> FreezingDates:
    """Return when the results of an assessment were frozen."""
    with database.reading() as connection:
        moments = stored_results.frozen_moments(connection, assessment.id)
    if assessment.is_open or not moments:
        return FreezingDates(moments)
    if assessment.mode == "solo":  # its result is frozen by nothing but closing; that of a group by agreed levels, too
        *earlier, newest = moments
        return FreezingDates(earlier, newest if earlier and newest != assessment.closed_at else None)
    return FreezingDates([m for m in moments if assessment.closed_at and m < assessment.closed_at])
