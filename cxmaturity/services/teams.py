"""Teams: adding, renaming, archiving, restoring, and removing after showing what is removed with them."""

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from cxmaturity.errors import ChangedElsewhere, NotFound, Refused
from cxmaturity.records import Team
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.text_cleaning import clean_name
from cxmaturity.wording.command_line import no_such_team
from cxmaturity.wording.errors import TEAM_REMOVED
from cxmaturity.wording.language.other_windows import done_elsewhere


@dataclass(frozen=True, slots=True)
class RemovalImpact:
    """How many assessments, frozen results and actions are deleted with a team, and whether it is archived."""

    assessments: int
    results: int
    actions: int
    is_archived: bool = False


def list_teams(database: Database, *, archived: bool = False) -> list[Team]:
    """Return the teams that are not archived, or with `archived` those that are; sorted by name."""
    with database.reading() as connection:
        return stored_teams.teams(connection, archived=archived)


def every_team(database: Database) -> list[tuple[Team, bool]]:
    """Return all teams, each with whether it is archived; archived ones last."""
    return [(team, archived) for archived in (False, True) for team in list_teams(database, archived=archived)]


def team_by_name_or_id(database: Database, name: str) -> Team:
    """Return the team with this id or name, including archived and demo teams; raises NotFound.

    When an own team and a demo team have the same name, it is the own one.
    """
    every = [team for team, _ in every_team(database)]
    for team in sorted(every, key=lambda team: (team.id != name, team.is_demo)):
        if name in (team.id, team.name):
            return team
    raise NotFound(*no_such_team(name))


def create_team(database: Database, name: str, now: datetime) -> Team:
    """Add a team and return it; raises Refused when another team has that name."""
    team = Team(token_hex(10), clean_name(name, "The team"), False)
    with database.writing() as connection:
        stored_teams.lock_teams(connection)
        _refuse_duplicate_name(connection, team)
        stored_teams.add_team(connection, team, now)
    return team


def rename_team(database: Database, team_id: str, name: str, base_name: str) -> str | None:
    """Rename a team whose name was `base_name` when the person saw it; the same name changes nothing.

    Returns the name, if any, that somebody else had given the team in the meantime and that is now replaced; else None.
    Raises Refused when another team has the name.
    """
    name = clean_name(name, "The team")
    with database.writing() as connection:
        stored_teams.lock_teams(connection)
        team = find_team(connection, team_id)
        if name in (base_name, team.name):
            return None
        _refuse_duplicate_name(connection, Team(team.id, name, team.is_demo))
        stored_teams.change_team(connection, team_id, {"name": name})
    return None if team.name == base_name else team.name


def archive_team(database: Database, team_id: str, now: datetime) -> None:
    """Archive a team: it is hidden from lists, and nothing is deleted."""
    with database.writing() as connection:
        find_team(connection, team_id)
        stored_teams.change_team(connection, team_id, {"archived_at": now})


def restore_team(database: Database, team_id: str) -> None:
    """Restore an archived team."""
    with database.writing() as connection:
        find_team(connection, team_id)
        stored_teams.change_team(connection, team_id, {"archived_at": None})


def removal_impact(database: Database, team_id: str) -> RemovalImpact:
    """Return what would be deleted with a team."""
    with database.reading() as connection:
        return _impact(connection, team_id)


def _impact(connection: Connection, team_id: str) -> RemovalImpact:
    is_archived = any(team.id == team_id for team in stored_teams.teams(connection, archived=True))
    return RemovalImpact(*stored_teams.counts_of_team(connection, team_id), is_archived)


def remove_team(database: Database, team_id: str, expected: RemovalImpact) -> None:
    """Delete a team with all that belongs to it.

    `expected` is the impact that the person saw; raises ChangedElsewhere when it has changed since.
    """
    with database.writing(is_long=True) as connection:
        stored_teams.lock_team_for_removal(connection, team_id)
        find_team(connection, team_id)
        if _impact(connection, team_id) != expected:
            raise ChangedElsewhere(f"{done_elsewhere('This team')} Nothing was removed.", "Look again.")
        stored_teams.delete_team(connection, team_id)


def find_team(connection: Connection, team_id: str) -> Team:
    """Return the team with this id, which may be archived; raises NotFound."""
    for team in stored_teams.every_team(connection):
        if team.id == team_id:
            return team
    raise NotFound(*TEAM_REMOVED)


def _refuse_duplicate_name(connection: Connection, candidate: Team) -> None:
    """Raise Refused when another team, archived or not, has the name of `candidate`."""
    for archived in (False, True):
        team = stored_teams.team_named(connection, candidate.name, archived=archived, is_demo=candidate.is_demo)
        if team and team.id != candidate.id:
            kind, fix = ("an archived team", "restore that one") if archived else ("a team", "use that one")
            raise Refused(f"There is {kind} named {team.name} already.", f"Choose another name, or {fix}.")
