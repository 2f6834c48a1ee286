"""Nobody who reads the whole database learns when anonymous people came, or in which order."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from cxmaturity.answers import Answer, Privacy
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.services.assessments import answering, closing
from cxmaturity.services.imports import rounds
from cxmaturity.services.surveys import codes, participation
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.services.workshops import facilitation, workshop_view
from cxmaturity.services.workshops.voting.vote_writer import VoteWriter
from cxmaturity.store import responses, trends
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop import dots, polls
from cxmaturity.store.workshop.votes import VoteRow
from tests.store.fixtures import NOW, shipped
from tests.store.survey_fixtures import start, survey_of
from tests.store.workshop_fixtures import begin as begin_workshop

PEOPLE = 12  # of 479 million orders one is that of arrival: no test fails by chance
TABLES = {
    "response": "SELECT *, {place} AS place, id AS person FROM response",
    "answer": "SELECT *, {place} AS place, response_id AS person FROM answer",
    "dot": "SELECT *, {place} AS place, response_id AS person FROM dot",
    "poll_answer": "SELECT *, {place} AS place, response_id AS person FROM poll_answer",
}


def survey(database: Database, privacy: str, **terms: Any) -> Survey:
    return survey_of(database, start(database, expected=PEOPLE, privacy=privacy, **terms))


def answer_one_after_the_other(database: Database, survey: Survey) -> list[str]:
    """Let people join, answer three questions and finish, one by one; return the ids of their responses."""
    ids = []
    for number in range(PEOPLE):
        now = NOW + timedelta(minutes=7 * number, microseconds=number)
        view = participation.begin_participation(database, survey, codes.new_code(), f"Person {number}", None, now)
        for place, question in enumerate(("P1", "P2", "P3")):
            answer = Answer(level=number % 5 + 1)
            answering.save_answer(database, view, question, answer, None, now + timedelta(seconds=place))
        participation.mark_submitted(database, view, now + timedelta(minutes=1))
        ids.append(view.stored.id)
    return ids


def vote_one_after_the_other(database: Database, privacy: Privacy) -> tuple[str, list[str]]:
    """Let people join a workshop, answer its warm-up, vote on a question and give a dot.

    Return its id and the ids of their responses.
    """
    workshop = begin_workshop(database, privacy=privacy, expected=PEOPLE)
    ids, writer = [], VoteWriter(lambda: database)
    for number in range(PEOPLE):
        view = participation.begin_participation(
            database, Survey(workshop.assessment, workshop.questionnaire), codes.new_code(), f"Person {number}", None,
            NOW + timedelta(minutes=number),
        )  # fmt: skip
        ids.append(view.stored.id)
    workshop = facilitation.perform_action(database, workshop.assessment.id, workshop.version, "begin", NOW)
    for number, response_id in enumerate(ids):
        voted_at = NOW + timedelta(seconds=number)
        vote = VoteRow(response_id, str(workshop.state.question), 1, Answer(level=number % 5 + 1), voted_at)
        writer.submit(workshop.assessment.id, vote).result(20)
        with database.writing() as connection:
            dots.save_dots(connection, response_id, {str(workshop.state.question): 1})
            polls.save_poll_answer(connection, response_id, "warm_up", number % 5 + 1, 1)
    writer.close()
    return workshop.assessment.id, ids


def rows(database: Database, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table in physical order: `place` is SQLite's rowid or PostgreSQL's position."""
    place = "rowid" if database.engine.dialect.name == "sqlite" else "ctid"
    query = f"{TABLES[table].format(place=place)} ORDER BY {place}"
    with database.reading() as connection:
        return [dict(row) for row in connection.execute(text(query)).mappings()]


def orders_by_column(stored: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    """Return the people ordered by each column; equal rows in their physical order."""
    orders = {}
    for column in stored[0]:
        ordered = sorted(stored, key=lambda row: (row[column] is None, row[column] if column != "place" else 0))
        orders[column] = list(dict.fromkeys(row["person"] for row in ordered))
    return orders


def expect_no_order(database: Database, ids: Sequence[str], *tables: str) -> None:
    for table in tables:
        stored = rows(database, table)
        assert {row["person"] for row in stored} == set(ids), table
        for column, order in orders_by_column(stored).items():
            assert order not in (list(ids), list(ids)[::-1]), (table, column)
        if table == "answer":
            for question in {row["question_id"] for row in stored}:
                of_one = [row for row in stored if row["question_id"] == question]
                assert [row["person"] for row in of_one] not in (list(ids), list(ids)[::-1]), question


@pytest.mark.parametrize("is_linked", [False, True])
@pytest.mark.each_database
def test_a_closed_anonymous_survey_does_not_tell_who_came_first(database: Database, is_linked: bool) -> None:
    """Neither any column nor the physical order of rows has the order of arrival; all answers are there."""
    about = survey(database, "anonymous", is_linked=is_linked)
    ids = answer_one_after_the_other(database, about)
    closing.close_assessment(database, about.assessment.id, NOW + timedelta(days=2))
    expect_no_order(database, ids, "response", "answer")
    levels = {(row["person"], row["question_id"]): row["level"] for row in rows(database, "answer")}
    assert levels == {(name, q): n % 5 + 1 for n, name in enumerate(ids) for q in ("P1", "P2", "P3")}


@pytest.mark.each_database
def test_an_ended_anonymous_workshop_does_not_tell_who_voted_first(database: Database) -> None:
    """Nor who joined, answered or gave dots first; each person's vote, dot and answer are there."""
    assessment_id, ids = vote_one_after_the_other(database, "anonymous")
    workshop = workshop_view.load_workshop(database, assessment_id)
    for action in ("reveal", "end"):
        workshop = facilitation.perform_action(database, assessment_id, workshop.version, action, NOW)
    expect_no_order(database, ids, "response", "answer", "dot", "poll_answer")
    assert sorted(row["level"] for row in rows(database, "answer")) == [1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5]
    assert [row["count"] for row in rows(database, "dot")] == [1] * PEOPLE
    assert sorted(row["choice"] for row in rows(database, "poll_answer")) == [1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5]


@pytest.mark.parametrize("privacy", ["anonymous", "open"])
@pytest.mark.parametrize("is_workshop", [False, True])
@pytest.mark.each_database
def test_of_anonymous_people_only_the_day_is_stored(database: Database, privacy: Privacy, is_workshop: bool) -> None:
    """Also while the round is open; in open mode the time of day is stored."""
    if is_workshop:
        vote_one_after_the_other(database, privacy)
    else:
        answer_one_after_the_other(database, survey(database, privacy))
    times = []
    for table in ("response", "answer"):
        for row in rows(database, table):
            for column in ("started_at", "changed_at", "finished_at", "answered_at"):
                if row.get(column):
                    moment = row[column]
                    if isinstance(moment, str):
                        moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
                    times.append(moment.astimezone(UTC))
    changes = [json.loads(row["part_changes"]) for row in rows(database, "answer") if row["part_changes"]]
    kept = {chosen_at for parts in changes for _, chosen_at in parts.values()}
    assert privacy == "open" or kept <= {None}
    day = NOW.replace(hour=0, minute=0)
    assert len(times) >= 2 * PEOPLE
    assert (set(times) == {day}) == (privacy == "anonymous")


@pytest.mark.each_database
def test_an_imported_anonymous_round_does_not_tell_the_order_of_its_file(database: Database) -> None:
    """Its rows are stored in another order, with the day of closing."""
    people = [
        RespondentAnswers("", None, {q.id: Answer(level=2 if q.id == "P1" else 3, note=f"{n:02}")})
        for n in range(PEOPLE)
        for q in shipped().questions[:1]
    ]
    closed_at = NOW - timedelta(days=3)
    rounds.import_round(database, shipped(), "Bakery", "Past", "service", people, "anonymous", closed_at, NOW)
    stored = rows(database, "answer")
    notes = [row["note"] for row in stored]
    assert notes not in (sorted(notes), sorted(notes)[::-1])
    ids = [row["person"] for row in sorted(stored, key=lambda row: row["note"])]
    expect_no_order(database, ids, "response")
    assert {str(row["answered_at"])[11:19] for row in stored} <= {"00:00:00", "05:30:00"}  # as in Kolkata


def test_answers_are_kept_after_a_suppressed_result(database: Database) -> None:
    """A round of too few people continues after closing; a window open since before still learns of later answers."""
    about = survey(database, "anonymous")
    code = codes.new_code()
    view = participation.begin_participation(database, about, code, "", None, NOW)
    for level in (2, 3):
        answering.save_answer(database, view, "P1", Answer(level=level), None, NOW)
    asleep = view.stored.revision
    closing.close_assessment(database, about.assessment.id, NOW)
    closing.reopen_assessment(database, about.assessment.id)
    again = participation.find_participation(database, about, code)
    assert again
    assert (again.response.answers, again.stored.revision) == ({"P1": Answer(level=3)}, 2)
    result = answering.save_answer(database, again, "P1", Answer(level=5), asleep, NOW)
    assert (result.is_accepted, result.stored.answer.level) == (False, 3)


@pytest.mark.each_database
def test_names_link_people_of_open_rounds_and_keys_those_of_anonymous_ones(database: Database) -> None:
    """In open mode the name Ada links two rounds with different codes; in anonymous mode the key of one code does.

    Names are the same in every spelling; where two people of a round have the same one, it links nobody.
    """
    for privacy, wanted in (("open", {"ada", "bo"}), ("anonymous", None)):
        linked = [codes.new_code() for _ in range(2)]
        keys = []
        for label, names in (("Spring", ("Ada", "Bo")), ("Autumn", ("\uff21\uff24\uff21", "B\u200bo"))):
            about = survey(database, privacy, label=label, is_linked=True)
            for name, code in zip(names, linked, strict=True):
                own_code = code if privacy == "anonymous" else codes.new_code()
                participation.begin_participation(database, about, own_code, name, None, NOW)
            with database.reading() as connection:
                keys.append(set(trends.participant_keys(connection, about.assessment.id).values()))
        assert keys[0] == keys[1]
        assert keys[0] == (wanted or {codes.participant_key(about.assessment, code) for code in linked})
        if privacy == "open":
            with database.writing() as connection:  # as an older version stored them
                for key in responses.participant_names(connection, about.assessment.id):
                    responses.save_name(connection, about.assessment.id, key, "BO")
                assert set(trends.participant_keys(connection, about.assessment.id).values()) == {None}
