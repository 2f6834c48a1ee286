"""The schedule of a survey: its deadline, sharing of its result afterwards, and its next round.

A survey that repeats does so with the same people, links and settings; the links of a round lead to the next one once
it is open. In open mode, names and personal links are the same in all rounds of a series. In anonymous mode only the
link for everybody is, and private codes where answers are linked over time.
"""

from calendar import monthrange
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from secrets import token_hex, token_urlsafe

from cxmaturity.errors import CHOOSE_SHOWN, NotFound, Refused
from cxmaturity.records import Assessment
from cxmaturity.services.assessments import closing
from cxmaturity.services.assessments.targets import carry_over
from cxmaturity.services.locking import lock_survey
from cxmaturity.services.questionnaires import read_archived_questionnaire
from cxmaturity.store import assessments, responses
from cxmaturity.store.database.engine import Database
from cxmaturity.wording.assessments import default_label, free_label
from cxmaturity.wording.errors import SURVEY_REMOVED, team_archived

RHYTHMS: Collection[int | None] = (None, 1, 3, 6, 12)
"""The possible numbers of months between rounds; None: no repetition."""


@dataclass(frozen=True, slots=True)
class DueRound:
    """A closed survey that repeats and is the newest of its series, and the day on which the next round is due."""

    last: Assessment
    due: date


def set_deadline(database: Database, assessment_id: str, closes_at: datetime | None, now: datetime) -> None:
    """Set when a survey closes by itself, as a time with the owner's UTC offset; None for no deadline.

    Raises NotFound, and Refused for a time in the past or a closed survey.
    """
    if closes_at is not None and closes_at <= now:
        raise Refused("That day is past.", "Choose today or a later day.")
    with database.writing() as connection:
        if not lock_survey(connection, assessment_id).is_open:
            raise Refused("This survey is closed.", "Reopen it first.")
        text = closes_at.isoformat() if closes_at else None
        assessments.change_assessment(connection, assessment_id, {"closes_at": text})


def close_overdue(database: Database, now: datetime) -> list[str]:
    """Close every survey whose deadline has passed, dated at its deadline, and return their ids."""
    with database.reading() as connection:
        overdue = [row for row in assessments.open_with_deadline(connection) if row.is_overdue(now)]
    return [row.id for row in overdue if _close_if_overdue(database, row.id, now)]


def _close_if_overdue(database: Database, assessment_id: str, now: datetime) -> bool:
    """Close a survey at its deadline; return False where another window has closed, removed or extended it since."""
    with database.writing(is_long=True) as connection:
        row = assessments.assessment(connection, assessment_id, for_update=True)
        if row is None or not row.is_overdue(now):
            return False
        closing.close_locked(connection, row, row.deadline or now)
    return True


def share_result(database: Database, assessment_id: str, is_shared: bool) -> None:
    """Set whether the participants of a survey may view its result once it is closed; raises NotFound."""
    with database.writing() as connection:
        lock_survey(connection, assessment_id)
        assessments.change_assessment(connection, assessment_id, {"is_shared": is_shared})


def set_repetition(database: Database, assessment_id: str, months: int | None) -> None:
    """Set the number of months after which a survey is repeated, None for never; raises NotFound and Refused."""
    if months not in RHYTHMS:
        raise Refused("A survey is not repeated that often.", CHOOSE_SHOWN)
    with database.writing() as connection:
        row = lock_survey(connection, assessment_id)
        choice = {"repeat_months": months, "series_id": row.series_id or row.id}
        assessments.change_assessment(connection, assessment_id, choice)


def due_day(row: Assessment, begun: date) -> date | None:
    """Return when the round after this one is due; `begun` is the viewer's day on which this one was started."""
    if row.repeat_months is None:
        return None
    month = begun.month - 1 + row.repeat_months
    year, month = begun.year + month // 12, month % 12 + 1
    return date(year, month, min(begun.day, monthrange(year, month)[1]))


def due_rounds(database: Database, day_of: Callable[[datetime], date]) -> list[DueRound]:
    """Return the series whose newest round is closed and repeats, earliest due day first.

    `day_of` returns the viewer's day of a time.
    """
    with database.reading() as connection:
        rounds = assessments.rounds_in_series(connection)
    newest: dict[str | None, Assessment] = {}
    for row in rounds:
        newest.setdefault(row.series_id, row)
    due = [(row, due_day(row, day_of(row.opened_at))) for row in newest.values() if not row.is_open]
    return sorted((DueRound(row, day) for row, day in due if day), key=lambda each: (each.due, each.last.id))


def begin_next_round(database: Database, assessment_id: str, now: datetime, today: date, label: str = "") -> str:
    """Start the round after a closed one and return its id: same questionnaire, settings, people and links.

    Without a `label` it is named after the quarter of `today`. Raises NotFound, and Refused while a round of the series
    is open, when this is not the newest round, or when the team was archived.
    """
    with database.writing() as connection:
        last = lock_survey(connection, assessment_id)
        if last.series_id is None:
            raise NotFound(*SURVEY_REMOVED)
        rounds = assessments.rounds_in_series(connection, last.series_id)
        if not rounds:
            raise Refused(team_archived(last.team_name), "Restore it on the Teams page.")
        if rounds[0].is_open or rounds[0].id != last.id:
            raise Refused("The next round has begun already.", "You find it on Home.")
        row = replace(
            last,
            id=token_hex(10),
            label=label or free_label(default_label(today), assessments.labels_of_team(connection, last.team_id)),
            status="open",
            opened_at=now,
            closed_at=None,
            invitation=token_urlsafe(16),
            places=None,
            is_locked=False,
            slips=None if last.slips is None else 0,  # slips were in use: new ones are needed
            closes_at=None,
        )
        assessments.add_assessment(connection, row, None)
        carry_over(connection, row, read_archived_questionnaire(connection, row.digest))
        if row.privacy == "open":
            names = responses.participant_names(connection, last.id)
            responses.save_names(connection, row.id, names.items())
    return row.id


def open_round_after(database: Database, row: Assessment) -> Assessment | None:
    """Return the open round of a closed survey's series, to which its links lead; None without one."""
    if row.series_id is None:
        return None
    with database.reading() as connection:
        newest = assessments.rounds_in_series(connection, row.series_id)[:1]
    return next((later for later in newest if later.is_open and later.id != row.id), None)
