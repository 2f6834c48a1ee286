"""Imports an answers file (JSON): one person's answers become a closed assessment of a team."""

from datetime import datetime
from typing import Any

from cxmaturity.errors import Refused
from cxmaturity.files.answers_json import read_answers_file
from cxmaturity.files.portable.content import PortableAssessment
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import DimensionTarget
from cxmaturity.services.assessments import closing, creation, listing
from cxmaturity.services.assessments.creation import StartSolo
from cxmaturity.services.portable.storing import store_assessment
from cxmaturity.store.database.engine import Database
from cxmaturity.wording import command_line as words


def import_answers_file(
    database: Database,
    content: Any,
    questionnaire: Questionnaire,
    file: str,
    team_name: str,
    label: str,
    closed_at: datetime,
) -> str:
    """Store the parsed JSON of an answers file as one person's closed assessment, all or nothing, and return its id.

    Raises ValidationErrors with every fault in the file, and Refused for the result of a group, and for a name that an
    assessment of the team has.
    """
    read = read_answers_file(content, questionnaire, file)
    if isinstance(result := content.get("result"), dict) and result.get("group") is not None:
        raise Refused(*words.GROUP_AS_ANSWERS)
    listing.refuse_taken_label(database, team_name, label)
    scope = about.get("scope") if isinstance(about := content.get("assessment"), dict) else None
    command = StartSolo(
        questionnaire=questionnaire,
        team_name=team_name,
        label=label,
        scope="pulse" if scope == "pulse" and questionnaire.pulse else "full",
    )
    targets = {
        name: DimensionTarget(read.targets.get(name), read.importance.get(name))
        for name in {*read.targets, *read.importance}
    }
    with database.writing() as connection:
        creation.archive(connection, questionnaire)
        closed_at = creation.first_free_second(connection, team_name, closed_at)
        team = creation.find_or_add_team(connection, team_name, closed_at)
        row = creation.new_assessment(command, team, closed_at)
        store_assessment(connection, PortableAssessment(row, targets, response=read.response.answers), team)
        closing.close_locked(connection, row, closed_at)
    return row.id
