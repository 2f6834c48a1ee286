"""Files of many assessments: of a team, or of everything."""

from datetime import datetime

from cxmaturity.errors import NotFound, Refused
from cxmaturity.files.file_names import file_name
from cxmaturity.records import Team
from cxmaturity.services import teams
from cxmaturity.services.exports.assessment_files import ExportedFile
from cxmaturity.services.exports.formats import MEDIA_TYPES
from cxmaturity.services.portable.writing import Selection, write_portable
from cxmaturity.store.database.engine import Database
from cxmaturity.wording import command_line as words

_EVERYTHING = "CX Maturity"


def export_collection(database: Database, format: str, team_name: str | None, now: datetime) -> ExportedFile:
    """Return the file of a team, by its name or id, with its history, or (None) of everything.

    `now` is this moment in the time zone of the reader. Raises NotFound, and Refused for a format that holds one
    assessment only.
    """
    if format != "cxm":
        raise Refused(*words.only_portable(format))
    team = None if team_name is None else find_team(database, team_name)
    content = write_portable(database, Selection(team_id=team.id if team else None))
    name = file_name([team.name if team else _EVERYTHING, now.date().isoformat()], format)
    return ExportedFile(name, MEDIA_TYPES[format], content)


def find_team(database: Database, name: str) -> Team:
    """Return the team of this id or name, of the demo and archived ones too; raises NotFound.

    Where one of the demo has the same name as an own one, the own one is meant.
    """
    every = [*teams.list_teams(database), *teams.list_teams(database, archived=True)]
    for team in sorted(every, key=lambda team: (team.id != name, team.is_demo)):
        if name in (team.id, team.name):
            return team
    raise NotFound(*words.no_such_team(name))
