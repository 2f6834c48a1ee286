"""Writes large open rounds of a portable file in many short transactions before they become visible.

Other writers wait less than a second, and readers see all of a round or nothing, as for rounds from tables
(services/imports/rounds.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from secrets import token_hex

from cxmaturity.errors import DatabaseUnavailable
from cxmaturity.files.portable.content import Portable, PortableAssessment
from cxmaturity.records import Assessment, Team
from cxmaturity.services.imports.rounds import discard_unpublished, refuse_abandoned
from cxmaturity.services.portable.storing import new_row, store_people, store_result
from cxmaturity.store import assessments, questionnaires
from cxmaturity.store import portable as stored
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.database.engine import Connection, Database

_ANSWERS_AT_ONCE = 20_000
"""How many answers are written in one transaction, which takes a third of a second."""


@contextmanager
def large_rounds_staged(database: Database, portable: Portable, now: datetime) -> Iterator[dict[str, Team]]:
    """Context manager: write the people of large new rounds; yield the unpublished team of each, by assessment id.

    When the block raises, all of it is removed again.
    """
    with database.reading() as connection:
        _, known, _ = stored.all_ids(connection)
    large = [one for one in portable.assessments if one.assessment.id not in known and _answers(one) > _ANSWERS_AT_ONCE]
    staged: dict[str, Team] = {}
    try:
        for one in large:
            team = Team(token_hex(10), stored_teams.UNPUBLISHED, False)
            staged[one.assessment.id] = team
            _stage(database, portable, one, team, now)
        yield staged
    except BaseException:
        with suppress(DatabaseUnavailable):  # the next start of the app then removes it
            for team in staged.values():
                discard_unpublished(database, team)
        raise


def publish(connection: Connection, portable: PortableAssessment, staged: Team, team: Team) -> Assessment:
    """Complete a staged assessment and move it to its own team; raises Refused when it was removed meanwhile."""
    row = new_row(portable, team)
    refuse_abandoned(assessments.assessment(connection, row.id, for_update=True))
    assessments.change_assessment(connection, row.id, {"team_id": team.id})
    assessments.mark_closed(connection, row.id, row.closed_at or row.opened_at)
    store_result(connection, row, portable)
    stored_teams.delete_team(connection, staged.id)
    return row


def _answers(one: PortableAssessment) -> int:
    return sum(len(answers) for person in one.people for answers in person.rounds.values())


def _stage(database: Database, portable: Portable, one: PortableAssessment, team: Team, now: datetime) -> None:
    row = replace(new_row(one, team), status="open", closed_at=None)
    with database.writing() as connection:
        stored_teams.add_team(connection, team, now)
        stored_teams.change_team(connection, team.id, {"archived_at": now})
        questionnaires.archive_questionnaire(connection, row.digest, portable.questionnaires[row.digest])
        assessments.add_assessment(connection, row, None)
    at_once = max(1, _ANSWERS_AT_ONCE * len(one.people) // _answers(one))
    for start in range(0, len(one.people), at_once):
        with database.writing() as connection:
            refuse_abandoned(assessments.assessment(connection, row.id, for_share=True))
            store_people(connection, new_row(one, team), one.people[start : start + at_once])
        database.give_way()
