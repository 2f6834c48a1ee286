"""Which assessment a page shows where no address names one, and which others it offers."""

from datetime import datetime

from cxmaturity.records import Assessment, Team
from cxmaturity.store import assessments
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.database.engine import Database

MOST_OFFERED = 60
"""How many assessments of a team are offered to be looked at, the newest of them."""


def newest_with_result(database: Database, team_id: str | None = None, *, is_open: bool = False) -> Assessment | None:
    """Return the newest assessment with a result to look at, of one team or of all; own data before demo data.

    With `is_open` the newest that one person can still answer.
    """
    with database.reading() as connection:
        return next(iter(assessments.with_result(connection, 1, team_id, is_open=is_open)), None)


def newest_to_answer(database: Database) -> Assessment | None:
    """Return the newest assessment that one person can still answer; of the demo only where nobody has own data."""
    newest = newest_with_result(database, is_open=True)
    finished = newest_with_result(database)
    return None if newest and newest.is_demo and finished and not finished.is_demo else newest


def offered_of_team(database: Database, team_id: str, *, is_open: bool = False) -> list[Assessment]:
    """Return a team's assessments with a result to look at, or those to answer, the newest first."""
    with database.reading() as connection:
        return assessments.with_result(connection, MOST_OFFERED, team_id, is_open=is_open)


def teams_with_result(database: Database, *, is_open: bool = False) -> list[Team]:
    """Return the teams with an assessment to look at, or to answer, by name, the viewer's own before the demo's."""
    with database.reading() as connection:
        ids = assessments.teams_with_result(connection, is_open=is_open)
        listed = [team for team in stored_teams.teams(connection) if team.id in ids]
    return sorted(listed, key=lambda team: team.is_demo)


def earlier_results(database: Database, assessment: Assessment) -> list[datetime]:
    """Return when the results were made that are kept from before the assessment was reopened, the oldest first."""
    with database.reading() as connection:
        moments = assessments.frozen_moments(connection, assessment.id)
    return [m for m in moments if assessment.closed_at is None or m < assessment.closed_at]
