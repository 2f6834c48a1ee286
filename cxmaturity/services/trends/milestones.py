"""Milestones: closed full assessments with their frozen results, a bounded number read at a time."""

from collections.abc import Sequence
from datetime import datetime
from threading import Lock

from cachetools import LRUCache

from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment
from cxmaturity.analysis.frozen.frozen_result import FrozenResult, read_frozen_result
from cxmaturity.analysis.pulse import PulsePoint, pulse_points
from cxmaturity.records import Assessment, Team
from cxmaturity.services import questionnaires
from cxmaturity.store import frozen_results as stored_results
from cxmaturity.store import trends as stored
from cxmaturity.store.database.engine import Connection, Database

MILESTONES_PER_PAGE = 20
"""The largest number of a team's milestones shown at once."""

POINTS_SHOWN = 20
"""The largest number of points of a team's pulse shown."""

TEAMS_PER_PAGE = 30
"""The largest number of teams shown side by side."""


def count_milestones(database: Database, team_id: str) -> int:
    """Return how many milestones a team has."""
    with database.reading() as connection:
        return stored.count_milestones(connection, team_id)


def reopened(database: Database, team_id: str) -> list[str]:
    """Return the labels of a team's full assessments that were reopened, oldest first."""
    with database.reading() as connection:
        return stored.reopened_labels(connection, team_id)


def milestone_page(database: Database, team_id: str, skip: int = 0) -> list[ClosedAssessment]:
    """Return at most MILESTONES_PER_PAGE milestones of a team after the `skip` newest, oldest first."""
    with database.reading() as connection:
        rows = stored.milestone_page(connection, team_id, MILESTONES_PER_PAGE, skip)
        results = frozen_results(connection, rows)
    return closed_assessments(database, rows[::-1], results)


def first_closings(database: Database, milestones: Sequence[ClosedAssessment]) -> dict[str, datetime]:
    """Return when the milestones that were reopened were closed for the first time, by assessment id."""
    with database.reading() as connection:
        return stored.earlier_closings(connection, [m.assessment.id for m in milestones])


def first_milestone(database: Database, team_id: str) -> ClosedAssessment | None:
    """Return a team's first milestone ever, None without any."""
    with database.reading() as connection:
        row = stored.first_milestone(connection, team_id)
        rows = [row] if row else []
        results = frozen_results(connection, rows)
    return next(iter(closed_assessments(database, rows, results)), None)


def newest_milestones(
    database: Database, teams: Sequence[Team], before: datetime | None = None
) -> dict[str, ClosedAssessment]:
    """Return by team id the newest milestone with all dimensions of each of these teams, closed by `before`.

    A newer milestone of only some dimensions does not hide it.
    """
    with database.reading() as connection:
        rows = stored.newest_milestone_of_each(connection, [team.id for team in teams], before)
        results = frozen_results(connection, rows)
    return {m.assessment.team_id: m for m in closed_assessments(database, rows, results)}


def newest_pulse_points(database: Database, team_id: str) -> list[PulsePoint]:
    """Return a team's newest pulse points, oldest first; empty when no closed assessment is a pulse."""
    with database.reading() as connection:
        rows = stored.newest_with_pulses(connection, team_id, POINTS_SHOWN)
        results = frozen_results(connection, rows)
    return pulse_points(closed_assessments(database, rows[::-1], results))


def last_two_rounds(database: Database, teams: Sequence[Team]) -> tuple[datetime, datetime] | None:
    """Return when the last two rounds of these teams were closed, earlier first; None when no team has two.

    They are the latest closing among the teams' second newest milestones with all dimensions, and among their newest.
    """
    with database.reading() as connection:
        newest, second = (stored.latest_closing(connection, [team.id for team in teams], skip) for skip in (0, 1))
    return (second, newest) if second and newest else None


def closed_assessments(
    database: Database, rows: Sequence[Assessment], results: dict[str, FrozenResult]
) -> list[ClosedAssessment]:
    """Return those of the assessments that are closed, with their frozen results, in the same order."""
    return [
        ClosedAssessment(
            row, row.closed_at, questionnaires.archived_questionnaire(database, row.digest), results[row.id]
        )
        for row in rows
        if row.closed_at and row.id in results
    ]


# Results are cached by digest, which identifies the content. The cache is bounded by the length of the JSON texts: the
# result of one person has about 10,000 characters, that of 20,000 people about five million.
_MAX_CACHED_CHARACTERS = 16_000_000
_cache: LRUCache[str, tuple[FrozenResult, int]] = LRUCache(_MAX_CACHED_CHARACTERS, getsizeof=lambda entry: entry[1])
_cache_lock = Lock()


def frozen_results(connection: Connection, rows: Sequence[Assessment]) -> dict[str, FrozenResult]:
    """Return the newest frozen result of each of these assessments, by assessment id; cached by digest."""
    digests = stored_results.frozen_digests(connection, [row.id for row in rows])
    with _cache_lock:
        results = {name: entry[0] for name, digest in digests.items() if (entry := _cache.get(digest))}
    contents = stored_results.frozen_contents(connection, [name for name in digests if name not in results])
    for name, (digest, content) in contents.items():
        results[name] = read_frozen_result(content)
        if len(content) <= _MAX_CACHED_CHARACTERS:
            with _cache_lock:
                _cache[digest] = results[name], len(content)
    return results
