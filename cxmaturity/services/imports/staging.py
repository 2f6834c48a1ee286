"""Large rounds are written in many short transactions to a team that no list shows, and moved to their own in one.

So other writers wait for less than a second, and readers see all of a round or nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from secrets import token_hex

from cxmaturity.errors import DatabaseUnavailable, Refused
from cxmaturity.records import Assessment, Team
from cxmaturity.store import assessments, responses, teams
from cxmaturity.store.database.engine import Connection, Database

ANSWERS_AT_ONCE = 20_000
"""How many answers are written in one transaction, which takes a third of a second."""


@contextmanager
def unpublished_team(database: Database) -> Iterator[Team]:
    """Context manager: yield a new team for one round, which is removed with its answers when the block raises."""
    team = Team(token_hex(10), teams.UNPUBLISHED, False)
    try:
        yield team
    except BaseException:
        with suppress(DatabaseUnavailable):  # the next start of the app then removes it
            _discard(database, team)
        raise


def begin_round(connection: Connection, assessment: Assessment, unpublished: Team, now: datetime) -> None:
    """Store the open assessment of an unpublished team, and the team."""
    teams.add_team(connection, unpublished, now)
    teams.change_team(connection, unpublished.id, {"archived_at": now})
    assessments.add_assessment(connection, assessment, None)


@contextmanager
def writing_part(database: Database, assessment_id: str) -> Iterator[Connection]:
    """Context manager: one of the short transactions in which a round is written; raises Refused if it was removed."""
    with database.writing() as connection:
        _refuse_abandoned(assessments.assessment(connection, assessment_id, for_share=True))
        yield connection
    database.give_way()


def publish_round(
    connection: Connection, assessment_id: str, unpublished: Team, team_id: str, closed_at: datetime
) -> None:
    """Move a round to its own team and close it; raises Refused if it was removed meanwhile."""
    _refuse_abandoned(assessments.assessment(connection, assessment_id, for_update=True))
    assessments.change_assessment(connection, assessment_id, {"team_id": team_id})
    assessments.mark_closed(connection, assessment_id, closed_at)
    teams.delete_team(connection, unpublished.id)


def remove_unfinished_imports(database: Database) -> None:
    """Remove the rows of imports that the end of their process cut off; called when the app starts.

    An import that is running in another process at that moment is refused when it continues.
    """
    with database.reading() as connection:
        unpublished = teams.unpublished_teams(connection)
    for team in unpublished:
        _discard(database, team)


def _refuse_abandoned(row: Assessment | None) -> None:
    """Raise Refused when another process, started meanwhile, has begun to remove this import."""
    if row is None or not row.is_open:
        raise Refused("CX Maturity was started anew meanwhile, so nothing was stored.", "Import the file again.")


def _discard(database: Database, unpublished: Team) -> None:
    """Remove an unpublished team with its answers in short transactions; closing its assessment stops the import."""
    with database.writing() as connection:
        abandoned = assessments.close_all_of_team(connection, unpublished.id)
    for assessment_id in abandoned:
        while True:
            with database.writing() as connection:
                if not responses.delete_some(connection, assessment_id, 500):
                    break
    with database.writing() as connection:
        teams.delete_team(connection, unpublished.id)
