"""The answers of many people are written and read together."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from cxmaturity.answers import Answer, EvidenceGrade
from cxmaturity.records import ParticipantResponse, StoredAnswer
from cxmaturity.store import answers, responses, tables, trends
from cxmaturity.store.database.engine import Database
from cxmaturity.store.responses import NewResponse
from tests.store.fixtures import NOW
from tests.store.survey_fixtures import start

ANSWERS = {
    "P1": Answer(level=3, note="It's “so”; drop table x", evidence_grade=EvidenceGrade.SEEN, evidence="50 %s 100 %"),
    "P2": Answer(not_applicable="Nobody asks: here?"),
    "P3": Answer(dont_know=True),
    "P4": Answer(note="Only a note"),
    "P5": Answer(level=1, evidence_grade=EvidenceGrade.OPINION),
}


@pytest.mark.each_database
def test_answers_written_together_are_read_unchanged(database: Database) -> None:
    """Every kind of answer, the role, and times to the microsecond, equal to answers stored singly; also as texts."""
    moment = NOW + timedelta(microseconds=123_456)
    made = start(database).assessment_id
    rows = [
        NewResponse("key 1", "leader", ANSWERS, "b"),
        NewResponse("key 2", None, dict(list(ANSWERS.items())[:1]), "a"),
        NewResponse("key 0", "other", {}, "c"),
    ]
    with database.writing() as connection:
        responses.save_responses(connection, made, rows, moment)
        answers.save_answer(connection, "a", "P5", StoredAnswer(ANSWERS["P5"], 1), {}, moment)
        stored_responses = responses.all_responses(connection, made)
        one_by_one = responses.participant_response(connection, made, "key 1")
        moments = set(connection.scalars(select(tables.answer.c.answered_at)))
        as_texts = trends.people_answers(connection, made)
        as_kept = connection.scalars(text("SELECT DISTINCT answered_at FROM answer")).all()
    assert stored_responses == [
        ParticipantResponse("key 0", None, "other", {}),
        ParticipantResponse("key 1", None, "leader", ANSWERS),
        ParticipantResponse("key 2", None, None, {name: ANSWERS[name] for name in ("P1", "P5")}),
    ]
    assert one_by_one is not None
    assert {name: stored.answer for name, stored in one_by_one.answers.items()} == ANSWERS
    assert sorted(stored.revision for stored in one_by_one.answers.values()) == [1, 2, 3, 4, 5]
    assert (one_by_one.revision, one_by_one.finished_at) == (5, moment)
    assert {name: set(words.split()) for name, words in as_texts.items()} == {
        "a": {"P1=3", "P5=1"},
        "b": {"P1=3", "P2=n", "P3=-", "P4=-", "P5=1"},
    }
    assert moments == {moment}
    assert len(as_kept) == 1
