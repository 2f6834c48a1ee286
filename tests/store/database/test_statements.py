"""The number of SQL statements does not grow with the number of people or answers."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event

from cxmaturity.answers import Answer
from cxmaturity.services.assessments import answering
from cxmaturity.services.assessments.creation import StartedAssessment
from cxmaturity.services.surveys import codes, participation, personal_links
from cxmaturity.store import assessments
from cxmaturity.store.database.engine import Database
from tests.store.fixtures import NOW, begin, shipped
from tests.store.survey_fixtures import start

pytestmark = pytest.mark.each_database


def statements_of(database: Database, work: Callable[[], object]) -> list[str]:
    """Return the statements that the work runs, without the one that begins its transaction."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    return statements


def start_with_names(database: Database, count: int) -> StartedAssessment:
    return start(database, privacy="open", names=[f"Person {number}" for number in range(count)], expected=None)


def test_personal_links_are_stored_together(database: Database) -> None:
    """For 60 people as many statements as for 6, for new and for renewed links."""
    start_with_names(database, 2)  # adds the team
    few, many = (statements_of(database, partial(start_with_names, database, count)) for count in (6, 60))
    assert len(few) == len(many)
    small, large = start_with_names(database, 6).assessment_id, start_with_names(database, 60).assessment_id
    renewed = [
        statements_of(database, partial(personal_links.renew_personal_links, database, name)) for name in (small, large)
    ]
    assert len(renewed[0]) == len(renewed[1]) == 3


def test_one_persons_name_is_asked_for_by_itself(database: Database) -> None:
    """Opening a personal link reads one row, however many people are invited."""
    started = start_with_names(database, 3)
    with database.reading() as connection:
        row = assessments.assessment(connection, started.assessment_id)
    assert row is not None
    survey = participation.Survey(row, shipped())
    names: list[str | None] = []
    [statement] = statements_of(
        database, lambda: names.append(participation.participant_name(database, survey, started.codes["Person 1"]))
    )
    assert names == ["Person 1"]
    assert "participant_hash =" in statement


def test_an_answer_is_saved_without_reading_the_others(database: Database) -> None:
    """One statement locks, one reads the answer to this question, two write; targets are not read."""
    view = begin(database)
    for number, question in enumerate(view.questions[:20]):
        answering.save_change(
            database, view.assessment.id, question.id, answering.whole_answer(Answer(level=3), number), NOW
        )
    statements = statements_of(
        database,
        lambda: answering.save_change(
            database, view.assessment.id, "P1", answering.whole_answer(Answer(level=4), 20), NOW
        ),
    )
    assert [statement.split()[0] for statement in statements] == ["SELECT", "SELECT", "UPDATE", "INSERT"]
    assert "answer.question_id = " in statements[1]


def test_an_answer_in_a_survey_is_saved_by_four_statements(database: Database) -> None:
    """As in a solo assessment; on PostgreSQL each of them is one exchange with the server, where pg8000 makes three."""
    row_id = start_with_names(database, 2).assessment_id
    with database.reading() as connection:
        row = assessments.assessment(connection, row_id)
    assert row is not None
    survey = participation.Survey(row, shipped())
    view = participation.begin_participation(database, survey, codes.new_code(), "Zoë", None, NOW)
    answering.save_answer(database, view, "P1", Answer(level=3), 0, NOW)
    exchanges: list[str] = []
    with database.engine.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
    if database.engine.dialect.name == "postgresql":
        read = driver.handle_messages

        def note_and_read(context: Any) -> None:
            exchanges.append(context.statement)
            read(context)

        driver.handle_messages = note_and_read
    statements = statements_of(database, lambda: answering.save_answer(database, view, "P1", Answer(level=4), 1, NOW))
    assert [statement.split()[0] for statement in statements] == ["SELECT", "SELECT", "UPDATE", "INSERT"]
    if database.engine.dialect.name == "postgresql":
        words = [statement.split()[0].rstrip(";").lower() for statement in exchanges]
        assert words == ["begin", "", "select", "select", "update", "insert", "commit"]  # the empty one is a ping
