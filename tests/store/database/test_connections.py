"""Each use case needs only one connection at a time, and people do not wait for one another."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine

from cxmaturity.answers import Answer
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments import answering, closing, listing, views
from cxmaturity.services.surveys import codes, participation
from cxmaturity.services.workshops.voting import vote_writer
from cxmaturity.store import answers, assessments
from cxmaturity.store.database import engine
from cxmaturity.store.database.engine import Database, open_database
from cxmaturity.store.workshop.votes import VoteRow
from tests.store.fixtures import NOW, begin, shipped
from tests.store.survey_fixtures import start
from tests.store.workshop_fixtures import begin as begin_workshop


@pytest.fixture(params=["sqlite_url", "begun_postgresql_url"], ids=["sqlite", "postgresql"])
def one_connection_database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """A database with one connection: asking for a second one while holding it waits, then fails."""

    def one_connection(url: Any, **options: Any) -> Any:
        return create_engine(url, **{**options, "pool_size": 1, "max_overflow": 0, "pool_timeout": 0.2})

    monkeypatch.setattr(engine, "create_engine", one_connection)
    opened = open_database(request.getfixturevalue(request.param))
    yield opened
    opened.close()


def start_survey(database: Database, now: datetime = NOW) -> str:
    return start(database, is_linked=True, expected=5, now=now).assessment_id


def invited(database: Database, assessment_id: str) -> participation.Survey:
    with database.reading() as connection:
        row = assessments.assessment(connection, assessment_id)
    assert row is not None
    assert row.invitation is not None
    return participation.survey_by_invitation(database, row.invitation)


def test_one_connection_is_enough_for_a_survey(one_connection_database: Database) -> None:
    """From its start to the last levels, with an empty questionnaire cache: no step asks for a second connection."""
    code = codes.new_code()
    first = invited(one_connection_database, start_survey(one_connection_database))
    view = participation.begin_participation(one_connection_database, first, code, "", None, NOW)
    answering.save_answer(one_connection_database, view, "P1", Answer(level=4), None, NOW)
    participation.mark_submitted(one_connection_database, view, NOW)
    closing.close_assessment(one_connection_database, first.assessment.id, NOW)
    second = invited(one_connection_database, start_survey(one_connection_database, NOW + timedelta(days=90)))
    questionnaires._archived.clear()
    assert participation.previous_levels(one_connection_database, second, code) == {"P1": 4}


def test_one_connection_is_enough_for_one_person(one_connection_database: Database) -> None:
    """Starting, answering from the form, closing and the list on Home."""
    view = begin(one_connection_database)
    for work in (
        lambda: answering.save_change(
            one_connection_database, view.assessment.id, "P1", answering.whole_answer(Answer(level=2), 0), NOW
        ),
        lambda: views.load_view(one_connection_database, view.assessment.id),
        lambda: listing.list_assessments(one_connection_database),
        lambda: closing.close_assessment(one_connection_database, view.assessment.id, NOW),
        lambda: views.previous_view(one_connection_database, view),
    ):
        questionnaires._archived.clear()
        work()
    assert views.load_view(one_connection_database, view.assessment.id).response.level_of("P1") == 2


def test_one_connection_is_enough_for_a_vote(one_connection_database: Database) -> None:
    """The vote writer reads an uncached questionnaire on the connection that it holds."""
    changes = {"privacy": "anonymous", "pace": "self_paced", "expected": 5}
    started = begin_workshop(one_connection_database, **changes).assessment.id
    survey = invited(one_connection_database, started)
    view = participation.begin_participation(one_connection_database, survey, codes.new_code(), "", None, NOW)
    questionnaires._archived.clear()
    question = shipped().pulse[0].id
    writer = vote_writer.VoteWriter(lambda: one_connection_database)
    saved = writer.submit(started, VoteRow(view.stored.id, question, 1, Answer(level=3), NOW))
    with pytest.raises(vote_writer.VotingClosed):  # still in the lobby: refused in words, not for want of a connection
        saved.result(10)


def test_people_answer_while_another_answer_is_being_written(begun_postgresql_url: str) -> None:
    """On PostgreSQL one person's open transaction blocks nobody else in the survey."""
    database = open_database(begun_postgresql_url)
    survey = invited(database, start_survey(database))
    one, two = (participation.begin_participation(database, survey, codes.new_code(), "", None, NOW) for _ in range(2))
    with database.writing() as connection:
        assert answers.lock_to_answer(connection, survey.assessment.id, one.stored.id)
        assert answering.save_answer(database, two, "P1", Answer(level=3), None, NOW).is_accepted
        participation.mark_submitted(database, two, NOW)
    assert answering.save_answer(database, one, "P1", Answer(level=4), None, NOW).is_accepted
    database.close()
