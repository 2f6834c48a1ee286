"""The people of large rounds of a portable file, written before the file's other content (`imports/staging.py`)."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime

from cxmaturity.files.portable.content import Portable, PortableAssessment
from cxmaturity.records import Assessment, Team
from cxmaturity.services.imports import staging
from cxmaturity.services.portable.storing import new_row, store_people, store_result
from cxmaturity.store import portable as stored
from cxmaturity.store import questionnaires
from cxmaturity.store.database.engine import Connection, Database


@contextmanager
def large_rounds_staged(database: Database, portable: Portable, now: datetime) -> Iterator[dict[str, Team]]:
    """Context manager: write the people of large new rounds; yield the unpublished team of each, by assessment id.

    When the block raises, all of it is removed again.
    """
    with database.reading() as connection:
        _, known, _ = stored.all_ids(connection)
    staged: dict[str, Team] = {}
    with ExitStack() as teams:
        for one in portable.assessments:
            if one.assessment.id not in known and _answers(one) > staging.ANSWERS_AT_ONCE:
                team = staged[one.assessment.id] = teams.enter_context(staging.unpublished_team(database))
                _stage(database, portable, one, team, now)
        yield staged


def publish(connection: Connection, portable: PortableAssessment, staged: Team, team: Team) -> Assessment:
    """Complete a staged assessment and move it to its own team; raises Refused when it was removed meanwhile."""
    row = new_row(portable, team)
    staging.publish_round(connection, row.id, staged, team.id, row.dated_at)
    store_result(connection, row, portable)
    return row


def _answers(one: PortableAssessment) -> int:
    return sum(len(answers) for person in one.people for answers in person.rounds.values())


def _stage(database: Database, portable: Portable, one: PortableAssessment, team: Team, now: datetime) -> None:
    row = replace(new_row(one, team), status="open", closed_at=None)
    with database.writing() as connection:
        questionnaires.archive_questionnaire(connection, row.digest, portable.questionnaires[row.digest])
        staging.begin_round(connection, row, team, now)
    at_once = max(1, staging.ANSWERS_AT_ONCE * len(one.people) // _answers(one))
    for start in range(0, len(one.people), at_once):
        with staging.writing_part(database, row.id) as connection:
            store_people(connection, new_row(one, team), one.people[start : start + at_once])
