"""Repeating surveys and deadlines: when the next round is due, what it takes over, and what is refused."""

import sqlite3
from contextlib import closing as closing_file
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from cxmaturity.answers import Privacy
from cxmaturity.errors import NotFound, Refused
from cxmaturity.records import Assessment
from cxmaturity.services import teams
from cxmaturity.services.assessments import closing
from cxmaturity.services.surveys import admission, codes, participation, schedule
from cxmaturity.services.surveys.admission import SlipNeeded, make_slips
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.store import assessments, responses
from cxmaturity.store.database.engine import Database, sqlite_path
from tests.store.fixtures import NOW, begin, shipped
from tests.store.survey_fixtures import DAY, start

pytestmark = pytest.mark.each_database


def started(database: Database, privacy: Privacy = "open", **changes: Any) -> tuple[Assessment, dict[str, str]]:
    made = start(database, privacy=privacy, team_name="Bakers", **{"expected": 6} | changes)
    return stored(database, made.assessment_id), dict(made.codes)


def stored(database: Database, assessment_id: str) -> Assessment:
    with database.reading() as connection:
        row = assessments.assessment(connection, assessment_id)
    assert row
    return row


def utc_day(moment: datetime) -> date:
    return moment.date()


@pytest.mark.parametrize(
    ("begun", "months", "due"),
    [
        (date(2026, 12, 1), 3, date(2027, 3, 1)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 5, 4), 12, date(2027, 5, 4)),
        (date(2026, 5, 4), None, None),
    ],
)
def test_the_next_round_is_due_on_the_same_day_some_months_later(
    sqlite_database: Database, begun: date, months: int | None, due: date | None
) -> None:
    """Or on the last day of a shorter month."""
    row, _ = started(sqlite_database)
    schedule.set_repetition(sqlite_database, row.id, months)
    assert schedule.due_day(stored(sqlite_database, row.id), begun) == due


def test_a_round_is_due_once_it_is_closed(database: Database) -> None:
    """For the newest of its series; once the next has begun, nothing is due until that is closed.

    Never after repeating was stopped.
    """
    row, _ = started(database)
    schedule.set_repetition(database, row.id, 3)
    assert schedule.due_rounds(database, utc_day) == []
    closing.close_assessment(database, row.id, NOW + timedelta(days=7))
    [due] = schedule.due_rounds(database, utc_day)
    assert (due.last.id, due.due) == (row.id, date(2026, 8, 4))
    later = schedule.begin_next_round(database, row.id, NOW + timedelta(days=90), date(2026, 8, 2))
    assert schedule.due_rounds(database, utc_day) == []
    with pytest.raises(Refused, match="begun already"):
        schedule.begin_next_round(database, row.id, NOW, date(2026, 8, 2))
    closing.close_assessment(database, later, NOW + timedelta(days=100))
    with pytest.raises(Refused, match="begun already"):
        schedule.begin_next_round(database, row.id, NOW, date(2026, 8, 2))
    assert [each.last.id for each in schedule.due_rounds(database, utc_day)] == [later]
    schedule.set_repetition(database, later, None)
    assert schedule.due_rounds(database, utc_day) == []


def test_no_round_begins_in_an_archived_team(sqlite_database: Database) -> None:
    """A window opened before may still offer it."""
    row, _ = started(sqlite_database)
    schedule.set_repetition(sqlite_database, row.id, 3)
    closing.close_assessment(sqlite_database, row.id, NOW)
    teams.archive_team(sqlite_database, row.team_id, NOW)
    with pytest.raises(Refused, match="The team Bakers was archived"):
        schedule.begin_next_round(sqlite_database, row.id, NOW, date(2026, 8, 2))


def test_the_next_round_takes_people_links_and_choices_along(database: Database) -> None:
    """It has the quarter's name and the same terms; each personal link leads to its person, without answers."""
    row, links = started(database, names=["Ana", "Ben"], is_linked=False)
    schedule.set_repetition(database, row.id, 6)
    schedule.share_result(database, row.id, is_shared=True)
    first = Survey(row, shipped())
    participation.begin_participation(database, first, links["Ana"], "Ana", None, NOW)
    closing.close_assessment(database, row.id, NOW)
    later = stored(database, schedule.begin_next_round(database, row.id, NOW + timedelta(days=1), date(2026, 8, 2)))
    assert (later.label, later.is_open, later.is_shared, later.repeat_months) == ("2026 Q3", True, True, 6)
    same = (
        "team_id",
        "digest",
        "scope",
        "variant",
        "mode",
        "privacy",
        "asks_role",
        "is_linked",
        "expected",
        "series_id",
    )
    assert [getattr(later, name) for name in same] == [getattr(stored(database, row.id), name) for name in same]
    assert later.invitation not in (None, row.invitation)
    again = Survey(later, shipped())
    for name in ("Ana", "Ben"):
        assert participation.participant_name(database, again, links[name]) == name
        assert participation.find_participation(database, again, links[name]) is None
    assert schedule.open_round_after(database, stored(database, row.id)) == later
    assert schedule.open_round_after(database, later) is None


def test_anonymous_rounds_take_no_people_along(database: Database) -> None:
    """Keys differ unless answers are linked; where slips are required each person needs a new one."""
    for is_linked in (False, True):
        row, _ = started(database, "anonymous", is_linked=is_linked, label=f"Linked {is_linked}")
        make_slips(database, row, 2)
        schedule.set_repetition(database, row.id, 1)
        closing.close_assessment(database, row.id, NOW)
        later = stored(database, schedule.begin_next_round(database, row.id, NOW + timedelta(days=1), date(2026, 8, 2)))
        code = codes.new_code()
        assert (codes.participant_key(row, code) == codes.participant_key(later, code)) == is_linked
        with database.reading() as connection:
            assert responses.participant_names(connection, later.id) == {}
        assert later.slips == 0
        with pytest.raises(SlipNeeded):
            participation.begin_participation(database, Survey(later, shipped()), code, "", None, NOW)


def test_the_next_round_begins_unlocked_with_as_many_places_as_are_expected(sqlite_database: Database) -> None:
    """Six were expected, a seventh admitted; then the first round was locked."""
    row, _ = started(sqlite_database)
    schedule.set_repetition(sqlite_database, row.id, 3)
    admission.request_admission(sqlite_database, row.id, "a seventh")
    admission.admit_waiting(sqlite_database, row)
    admission.set_lock(sqlite_database, row, is_locked=True)
    closing.close_assessment(sqlite_database, row.id, NOW)
    last = stored(sqlite_database, row.id)
    later = stored(sqlite_database, schedule.begin_next_round(sqlite_database, row.id, NOW, date(2026, 8, 2)))
    assert [(each.expected, each.places, each.is_locked) for each in (last, later)] == [(6, 7, True), (6, None, False)]


def test_an_earlier_code_of_an_open_round_stays_good_when_it_begins_to_repeat(database: Database) -> None:
    """The series has the first round's number, so keys made before it stay the same."""
    row, links = started(database, names=["Ana"])
    schedule.set_repetition(database, row.id, 3)
    assert participation.participant_name(database, Survey(stored(database, row.id), shipped()), links["Ana"]) == "Ana"


def test_invalid_deadlines_and_rhythms_are_refused(database: Database) -> None:
    """A past day, an unknown rhythm, an assessment that is no survey, a closed or removed survey."""
    row, _ = started(database)
    with pytest.raises(Refused, match="past"):
        schedule.set_deadline(database, row.id, NOW, NOW)
    with pytest.raises(Refused, match="that often"):
        schedule.set_repetition(database, row.id, 2)
    solo = begin(database).assessment.id
    for other in ("nothing", solo):
        with pytest.raises(NotFound):
            schedule.set_deadline(database, other, None, NOW)
        with pytest.raises(NotFound):
            schedule.set_repetition(database, other, 3)
        with pytest.raises(NotFound):
            schedule.share_result(database, other, is_shared=True)
        with pytest.raises(NotFound):
            schedule.begin_next_round(database, other, NOW, date(2026, 8, 2))
    closing.close_assessment(database, row.id, NOW)
    with pytest.raises(Refused, match="closed"):
        schedule.set_deadline(database, row.id, NOW + timedelta(days=1), NOW)


def test_a_deadline_keeps_the_owners_day(database: Database) -> None:
    """23:59 in Honolulu is the next day in UTC; the survey closes at that moment and not before."""
    row, _ = started(database)
    moment = datetime.fromisoformat("2026-05-31T23:59:59.999999-10:00")
    schedule.set_deadline(database, row.id, moment, NOW)
    again = stored(database, row.id)
    assert again.deadline
    assert again.deadline.date() == date(2026, 5, 31)
    assert schedule.close_overdue(database, datetime(2026, 6, 1, 9, 59, tzinfo=UTC)) == []
    assert schedule.close_overdue(database, datetime(2026, 6, 1, 12, 0, tzinfo=UTC)) == [row.id]
    assert stored(database, row.id).closed_at == moment
    deadline_gone, _ = started(database, label="Autumn")
    schedule.set_deadline(database, deadline_gone.id, moment, NOW)
    schedule.set_deadline(database, deadline_gone.id, None, NOW)
    assert stored(database, deadline_gone.id).deadline is None


def test_a_deadline_extended_at_the_last_moment_counts(sqlite_database: Database) -> None:
    """The owner extends one survey, and removes another, after the overdue ones were read: only the third is closed."""
    extended, removed, overdue = (started(sqlite_database, label=label)[0].id for label in ("A", "B", "C"))
    for survey in (extended, removed, overdue):
        schedule.set_deadline(sqlite_database, survey, NOW + DAY, NOW)
    path, begun = sqlite_path(sqlite_database.engine.url), list[str]()

    def change_first(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement != "BEGIN IMMEDIATE" or begun:
            return
        begun.append(statement)
        with closing_file(sqlite3.connect(str(path))) as owner, owner:
            owner.execute("UPDATE assessment SET closes_at = ? WHERE id = ?", ((NOW + 9 * DAY).isoformat(), extended))
            owner.execute("UPDATE assessment SET removed_at = ? WHERE id = ?", ("2026-08-02 09:00:00.000000", removed))

    event.listen(sqlite_database.engine, "before_cursor_execute", change_first)
    assert schedule.close_overdue(sqlite_database, NOW + 2 * DAY) == [overdue]
    assert stored(sqlite_database, extended).is_open
    assert stored(sqlite_database, overdue).closed_at == NOW + DAY
