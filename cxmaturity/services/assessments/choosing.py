"""Which assessment a page shows where no address names one, and which others it offers."""

from datetime import datetime

from cxmaturity.records import Assessment, Team
from cxmaturity.store import assessments
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.database.engine import Database

MOST_OFFERED = 60
"""How many assessments of a team are offered to be looked at, the newest of them."""


def newest_with_result(database: Database, team_id: str | None = None) -> Assessment | None:
    """Return the newest assessment with a result to look at, of one team or of all; own data before demo data."""
    with database.reading() as connection:
        return next(iter(assessments.with_result(connection, 1, team_id)), None)


def offered_of_team(database: Database, team_id: str) -> list[Assessment]:
    """Return a team's assessments with a result to look at, the newest first."""
    with database.reading() as connection:
        return assessments.with_result(connection, MOST_OFFERED, team_id)


def teams_with_result(database: Database) -> list[Team]:
    """Return the teams with an assessment to look at, by name, the viewer's own before those of the demo."""
    with database.reading() as connection:
        ids = assessments.teams_with_result(connection)
        listed = [team for team in stored_teams.teams(connection) if team.id in ids]
    return sorted(listed, key=lambda team: team.is_demo)


def earlier_results(database: Database, assessment: Assessment) -> list[datetime]:
    """Return when the results were made that are kept from before the assessment was reopened, the oldest first."""
    with database.reading() as connection:
        moments = assessments.frozen_moments(connection, assessment.id)
    return [m for m in moments if assessment.closed_at is None or m < assessment.closed_at]
