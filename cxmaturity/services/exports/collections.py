"""Makes files of many assessments, of a team or of everything: portable files, and tidy tables for analysts."""

from datetime import date, datetime
from typing import get_args

from cxmaturity.errors import Refused
from cxmaturity.files.file_names import file_name
from cxmaturity.services import teams
from cxmaturity.services.exports.assessment_files import ExportedFile
from cxmaturity.services.exports.formats import MEDIA_TYPES, TABLE_NAMES, CollectionFormat
from cxmaturity.services.portable.writing import Selection, write_portable
from cxmaturity.store.database.engine import Database
from cxmaturity.wording import command_line as words

_EVERYTHING = "CX Maturity"


def export_collection(
    database: Database, format: str, team_name: str | None, now: datetime, table: str | None = None
) -> ExportedFile:
    """Return the file of a team, given by its name or id, or with None of everything.

    The format is a portable file, a workbook with all tidy tables, or one tidy table as Parquet or CSV: `table`, by
    default that of the answers. `now` is the current time in the reader's time zone. Raises NotFound, and Refused for a
    format that holds one assessment only.
    """
    if format not in get_args(CollectionFormat):
        raise Refused(*words.only_one_assessment(format))
    team = None if team_name is None else teams.team_by_name_or_id(database, team_name)
    team_id, title = (team.id, team.name) if team else (None, _EVERYTHING)
    if format == "cxm":
        content = write_portable(database, Selection(team_id=team_id))
        return _file([title], format, content, now)
    if format == "xlsx":
        return _file([title], format, _tables_workbook(database, team_id, title, now.date()), now)
    name = table or "answers"
    return _file([title, name], format, tidy_table(database, name, team_id, format), now)


def _file(parts: list[str], format: str, content: bytes, now: datetime) -> ExportedFile:
    return ExportedFile(file_name([*parts, now.date().isoformat()], format), MEDIA_TYPES[format], content)


def tidy_table(database: Database, name: str, team_id: str | None, format: str) -> bytes:
    """Return a tidy table as Parquet or CSV, of one team or with None of all; raises Refused for an unknown name."""
    if name not in TABLE_NAMES:
        raise Refused(*words.unknown_table(name, TABLE_NAMES))
    from cxmaturity.export.analysts import table_csv, table_parquet
    from cxmaturity.services.exports.tidy_tables import TABLES

    rows = TABLES[name](database, team_id)
    return table_parquet(rows) if format == "parquet" else table_csv(rows)


def _tables_workbook(database: Database, team_id: str | None, title: str, day: date) -> bytes:
    from cxmaturity.export.analysts import tables_workbook
    from cxmaturity.services.exports.tidy_tables import TABLES

    return tables_workbook({name: table(database, team_id) for name, table in TABLES.items()}, title, day)
