"""Constraints that the schema itself enforces, whatever the code."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, text

from cxmaturity.answers import Answer
from cxmaturity.errors import DatabaseUnavailable
from cxmaturity.records import Action, Assessment, DimensionTarget, StoredAnswer
from cxmaturity.services.assessments import answering, listing, views
from cxmaturity.store import answers, assessments, plans
from cxmaturity.store import frozen_results as stored_results
from cxmaturity.store.database.engine import Database
from tests.store.fixtures import NOW, begin


def refused(database: Database, write: Callable[[Connection], object]) -> bool:
    with pytest.raises(DatabaseUnavailable) as raised, database.writing() as connection:
        write(connection)
    return raised.value.message == "This does not fit with what the database holds; nothing was changed."


def save_answer(response_id: str, stored: StoredAnswer, connection: Connection) -> None:
    answers.save_answer(connection, response_id, "P1", stored, {}, NOW)


def add_assessment(row: Assessment, connection: Connection) -> None:
    assessments.add_assessment(connection, row, "new-response")


def add_action(action: Action, connection: Connection) -> None:
    plans.add_action(connection, action)


@pytest.mark.each_database
def test_a_level_beside_dont_know_is_refused(database: Database) -> None:
    """The schema refuses a level together with “don't know”; the revision is rolled back with it."""
    view = begin(database)
    for invalid in (
        Answer(level=3, dont_know=True),
        Answer(level=3, not_applicable="Not us"),
        Answer(not_applicable="Not us", dont_know=True),
        Answer(level=3, not_applicable="Not us", dont_know=True),
    ):
        stored = StoredAnswer(invalid, 1)
        assert refused(database, partial(save_answer, view.stored.id, stored))
    assert views.load_person_view(database, view.assessment.id).stored == view.stored


@pytest.mark.each_database
def test_an_assessment_is_of_a_known_kind(database: Database) -> None:
    """Unknown statuses are refused, and so is an assessment without its team or questionnaire."""
    view = begin(database)
    for name, value in (
        ("scope", "half"),
        ("mode", "duo"),
        ("privacy", "secret"),
        ("status", "lost"),
        ("digest", "0" * 64),
        ("team_id", "nobody"),
        ("id", view.assessment.id),
    ):
        changes: dict[str, Any] = {"id": "new", name: value}
        assert refused(database, partial(add_assessment, replace(view.assessment, **changes)))
    assert [row.assessment for row in listing.list_assessments(database)] == [view.assessment]


@pytest.mark.each_database
def test_an_action_is_of_a_known_kind(database: Database) -> None:
    """Unknown statuses and outcomes are refused, and so is an action without a team."""
    view = begin(database)
    action = Action(
        id="a1",
        team_id=view.assessment.team_id,
        assessment_id=None,
        question_id=None,
        from_level=None,
        do="Buy flour",
        effort="1 h",
        worked_if="There is bread",
        owner="Ana",
        due=date(2026, 5, 9),
        created_at=NOW,
    )
    with database.writing() as connection:
        plans.add_action(connection, action)
    for name, value in (("status", "asleep"), ("outcome", "maybe"), ("team_id", "nobody"), ("assessment_id", "gone")):
        changes: dict[str, Any] = {"id": "a2", name: value}
        assert refused(database, partial(add_action, replace(action, **changes)))
    with database.reading() as connection:
        assert plans.actions(connection) == [action]


@pytest.mark.each_database
def test_rows_need_their_assessment(database: Database) -> None:
    """Answers, targets and results need their assessment, on SQLite as on PostgreSQL."""
    assert refused(database, lambda c: assessments.save_dimension_targets(c, "gone", {"people": DimensionTarget(3, 3)}))
    assert refused(database, lambda c: stored_results.add_frozen_result(c, "gone", "{}", "0" * 64, NOW))


@pytest.mark.each_database
def test_a_refused_rows_own_words_do_not_choose_the_message(database: Database) -> None:
    """PostgreSQL quotes the refused row; 'locked' or 'full' in a note does not change the error."""
    view = begin(database)
    answer = Answer(level=3, dont_know=True, note="The door was locked, the disk is full, readonly")
    assert refused(database, lambda c: answers.save_answer(c, view.stored.id, "P1", StoredAnswer(answer, 1), {}, NOW))


@pytest.mark.each_database
def test_answers_written_at_once_are_as_if_given_one_by_one(database: Database) -> None:
    """Content, order and revision are equal, so open windows compare revisions correctly."""
    new_answers = {
        "P1": Answer(level=2, note="First"),
        "P2": Answer(dont_know=True),
        "P7": Answer(not_applicable="Not us"),
    }
    one_by_one, at_once = begin(database, label="One by one"), begin(database, label="At once")
    for question, answer in new_answers.items():
        answering.save_answer(database, one_by_one, question, answer, None, NOW)
    with database.writing() as connection:
        answers.save_answers(connection, at_once.stored.id, {q: (answer, NOW) for q, answer in new_answers.items()})
    responses = [views.load_person_view(database, view.assessment.id).stored for view in (one_by_one, at_once)]
    assert [stored.revision for stored in responses] == [3, 3]
    assert responses[0].answers == responses[1].answers
    assert answering.save_answer(database, at_once, "P3", Answer(level=1), 3, NOW).stored.revision == 4


@pytest.mark.each_database
def test_rounds_are_kept_apart(database: Database) -> None:
    """A vote of a later round is stored beside the first and is not counted as an answer."""
    view = begin(database)
    with database.writing() as connection:
        answers.save_answer(connection, view.stored.id, "P1", StoredAnswer(Answer(level=2), 1), {}, NOW)
        connection.execute(
            text(
                "INSERT INTO answer SELECT response_id, question_id, 2, 5, not_applicable, dont_know, note,"
                " evidence_grade, evidence, revision, answered_at, part_changes, is_note_shown FROM answer"
            )
        )
    with database.reading() as connection:
        assert answers.answered_counts(connection, [view.assessment.id]) == {view.assessment.id: 1}
        response = answers.solo_response(connection, view.assessment.id)
    assert response is not None
    assert [stored.answer.level for stored in response.answers.values()] == [2]
