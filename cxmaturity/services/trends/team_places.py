"""The place of a team among the organisation's own teams."""

from cxmaturity.analysis.trends.team_places import TeamPlaces, team_places
from cxmaturity.questionnaire.schema import OVERALL, ComparisonKey
from cxmaturity.services import teams
from cxmaturity.services.trends.milestones import newest_milestones
from cxmaturity.store.database.engine import Database

MOST_TEAMS = 200
"""The largest number of teams that are compared, because each newest result must be read."""


def among_own_teams(database: Database, key: ComparisonKey) -> TeamPlaces | None:
    """Return the places of all teams but the demo's by the overall level of their newest milestone, if it has this key.

    Teams without a visible overall level are left out. None when too few teams are left, or there are more than
    MOST_TEAMS.
    """
    listed = [team for team in teams.list_teams(database) if not team.is_demo]
    if len(listed) > MOST_TEAMS:
        return None
    newest = newest_milestones(database, listed)
    levels = {team_id: m.levels[OVERALL] for team_id, m in newest.items() if m.comparison_key == key}
    return team_places({team_id: level for team_id, level in levels.items() if level is not None})
