"""The team that each team of a portable file becomes here, and teams whose names collide with those of others."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from cxmaturity.files.portable.content import Portable, PortableTeam
from cxmaturity.records import Team
from cxmaturity.store import assessments, plans
from cxmaturity.store import portable as stored
from cxmaturity.store.database.engine import Connection
from cxmaturity.text_cleaning import comparable_name
from cxmaturity.wording.assessments import free_label

SameName = Literal["join", "rename"]
"""What becomes of a team of the file when another team here has its name: it joins that team, or is renamed."""


@dataclass(frozen=True, slots=True)
class TeamCollision:
    """A team of the file whose name, in any case, another team here has; `is_archived` is about that team."""

    team_id: str
    name: str
    is_archived: bool


def collisions_in(connection: Connection, portable: Portable) -> tuple[TeamCollision, ...]:
    """Return the teams of a file that add something and have the name of another team here."""
    _, known_assessments, known_actions = stored.all_ids(connection)
    here = stored.dated_teams(connection)
    collisions = []
    for one in portable.teams:
        brings = [a.assessment.id for a in portable.assessments if a.assessment.team_id == one.team.id]
        is_new = set(brings) - known_assessments or {action.id for action in one.actions} - known_actions
        if one.team.id in here or (not is_new and (brings or one.actions)) or _joined(connection, portable, one):
            continue
        for team, _, archived_at in here.values():
            if _have_same_name(team, one.team):
                collisions.append(TeamCollision(one.team.id, one.team.name, archived_at is not None))
    return tuple(collisions)


def _joined(connection: Connection, portable: Portable, team: PortableTeam) -> Team | None:
    """Return the team into which an earlier import put this team's assessments or actions, None without one."""
    here = stored.dated_teams(connection)
    for one in portable.assessments:
        if one.assessment.team_id == team.team.id:
            row = assessments.assessment(connection, one.assessment.id)
            if row is not None and row.team_id in here:
                return here[row.team_id][0]
    for action in team.actions:
        if (known := plans.lock_action(connection, action.id)) is not None and known.team_id in here:
            return here[known.team_id][0]
    return None


def places_of(connection: Connection, portable: Portable, choices: Mapping[str, SameName | None]) -> dict[str, Team]:
    """Return the team here, stored or yet to be added, that each team of the file becomes, by its id in the file.

    `choices` hold what becomes of each team whose name collides.
    """
    here = stored.dated_teams(connection)
    colliding = {collision.team_id for collision in collisions_in(connection, portable)}
    taken = [team for team, _, _ in here.values()]
    places: dict[str, Team] = {}
    for one in portable.teams:
        team = one.team
        if team.id in here:
            place = here[team.id][0]
        elif (joined := _joined(connection, portable, one)) is not None:
            place = joined
        elif team.id in colliding and choices.get(team.id) == "join":
            place = next(other for other in taken if _have_same_name(other, team))
        else:
            names = [other.name for other in taken if other.is_demo == team.is_demo]
            place = replace(team, name=free_label(team.name, names))
            taken.append(place)
        places[team.id] = place
    return places


def _have_same_name(one: Team, other: Team) -> bool:
    return one.is_demo == other.is_demo and comparable_name(one.name) == comparable_name(other.name)
