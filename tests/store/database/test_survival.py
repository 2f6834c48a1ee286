"""What must hold when many write at once, and when the process is killed."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import TypeVar

import pytest

from cxmaturity.answers import Answer
from cxmaturity.errors import Refused
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.services import plans, teams
from cxmaturity.services.assessments import answering, closing, views
from cxmaturity.services.assessments.agreed_levels import agree_on_level
from cxmaturity.services.assessments.views import PersonView
from cxmaturity.services.imports import rounds
from cxmaturity.store.database.engine import Database, open_database
from tests.store.fixtures import NOW, Child, begin, from_outside, frozen_contents, plan_step, shipped

pytestmark = pytest.mark.each_database

LATER = NOW + timedelta(minutes=5)
T = TypeVar("T")


def at_once(number: int, work: Callable[[int], T]) -> list[T]:
    """Return what `work` returns in this many threads that start at the same moment."""
    together = Barrier(number)

    def begin_together(which: int) -> T:
        together.wait()
        return work(which)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(begin_together, range(number)))


def test_no_answer_that_was_confirmed_is_lost_when_the_process_is_killed(url: str, child: Child) -> None:
    """After SIGKILL the database has each answer for which `save_answer` returned, and at most one more."""
    database = open_database(url)
    view = begin(database)
    database.close()
    writer = child("record", url, view.assessment.id)
    assert writer.stdout
    lines = [writer.stdout.readline() for _ in range(150)]
    writer.kill()
    lines += writer.stdout.readlines()  # not communicate(), which skips what was buffered
    writer.wait()
    confirmed = {question: int(number) for number, question in (line.split() for line in lines if line.endswith("\n"))}
    last = max(confirmed.values())
    assert writer.returncode == -9
    assert len(confirmed) == 38
    assert last >= 150

    database = open_database(url)
    stored = views.load_person_view(database, view.assessment.id).stored
    assert stored.revision in (last, last + 1)
    numbers = {question: int(s.answer.note) for question, s in stored.answers.items()}
    unsaid = {question: number for question, number in numbers.items() if number != confirmed[question]}
    assert list(unsaid.values()) in ([], [last + 1])
    assert all(s.answer.level == 1 + int(s.answer.note) % 5 for s in stored.answers.values())
    if url.startswith("sqlite"):
        assert from_outside(url, "PRAGMA integrity_check") == [("ok",)]
    database.close()


@pytest.mark.usefixtures("patient_writers")
def test_two_people_agreeing_on_levels_at_once_lose_nothing(url: str) -> None:
    """Two windows agree on ten different levels each in a closed survey: all twenty are in its result.

    Five people chose 3 everywhere; one window agrees on 1, the other, whose clock is a minute slow, on 5.
    """
    database = open_database(url)
    everywhere = {q.id: Answer(level=3) for q in shipped().questions}
    people = [RespondentAnswers(f"Person {n}", None, everywhere) for n in range(5)]
    survey = rounds.import_round(database, shipped(), "Bakery", "Spring", "service", people, "open", NOW, NOW)
    names = [q.id for q in shipped().questions][:20]

    def agree(window: int) -> None:
        for name in names[window::2]:
            agree_on_level(
                database, survey, name, 1 + 4 * window, "Two cases show it", LATER - timedelta(minutes=window)
            )

    at_once(2, agree)
    view = views.load_view(database, survey)
    assert view.group
    assert {name: agreed.level for name, agreed in view.group.agreed.items()} == dict(
        zip(names, [1, 5] * 10, strict=True)
    )
    assert [view.response.level_of(name) for name in names] == [1, 5] * 10
    assert {view.response.level_of(q.id) for q in shipped().questions[20:]} == {3}
    database.close()


@pytest.mark.usefixtures("patient_writers")
def test_twenty_people_answering_at_once_lose_nothing(sqlite_url: str) -> None:
    """A thousand answers from twenty threads into one SQLite file: all succeed and all are stored."""
    database = open_database(sqlite_url)
    begun = [begin(database, f"Team {person}") for person in range(20)]

    def answer(person: int) -> int:
        questions = [begun[person].questions[turn % 38].id for turn in range(50)]
        return sum(
            answering.save_answer(
                database, begun[person], question, Answer(level=1 + turn // 38), turn, LATER
            ).is_accepted
            for turn, question in enumerate(questions)
        )

    assert at_once(20, answer) == [50] * 20
    for person in range(20):
        stored = views.load_person_view(database, begun[person].assessment.id).stored
        assert stored.revision == 50
        assert [s.answer.level for _, s in sorted(stored.answers.items(), key=lambda pair: pair[1].revision)] == [
            *[1] * 26,
            *[2] * 12,
        ]
    database.close()


def test_of_two_changes_at_the_same_moment_one_is_refused(database: Database) -> None:
    """Both windows show the same answer and change it at once: one change is stored, the other refused."""
    view = begin(database)
    for turn in range(10):
        both_show = answering.save_answer(database, view, "P1", Answer(dont_know=True), None, LATER).stored.revision

        def change(window: int, base_revision: int = both_show, turn: int = turn) -> answering.SaveResult:
            return answering.save_answer(
                database, view, "P1", Answer(level=1 + (turn + window) % 5), base_revision, LATER
            )

        kept = at_once(2, change)
        assert sorted(k.is_accepted for k in kept) == [False, True]
        [winner] = {k.stored.answer.level for k in kept}
        assert views.load_person_view(database, view.assessment.id).response.level_of("P1") == winner


def test_an_answer_during_closing_is_frozen_or_refused(database: Database) -> None:
    """An answer during another window's closing is either in the frozen result or refused."""
    for turn in range(5):
        view = begin(database, f"Team {turn}")

        def click(who: int, view: views.PersonView = view) -> int:
            if who == 0:
                closing.close_assessment(database, view.assessment.id, LATER)
                return 0
            stored = 0
            for question in view.questions:
                try:
                    answering.save_answer(database, view, question.id, Answer(level=2), None, LATER)
                except Refused:
                    break
                stored += 1
            return stored

        confirmed = at_once(2, click)[1]
        with database.reading() as connection:
            [content] = frozen_contents(connection, view.assessment.id)
        assert len(json.loads(content)["answers"]) == confirmed
        assert len(views.load_person_view(database, view.assessment.id).stored.answers) == confirmed


def begin_in_either_case(database: Database, team: str, who: int) -> PersonView:
    return begin(database, team.upper() if who % 2 else team)


@pytest.mark.usefixtures("patient_writers")
def test_double_clicks_take_effect_once(database: Database) -> None:
    """Double clicks in several windows make one team, one questionnaire, one frozen result and one action."""
    for name in ("Mill", "Oven", "Shop", "Bakery"):
        started = at_once(6, partial(begin_in_either_case, database, name))
        assert len({view.assessment.team_id for view in started}) == 1
        assert len({view.assessment.id for view in started}) == 6
    assert len(teams.list_teams(database)) == 4

    view, question = started[0], shipped().by_id["P1"]
    at_once(6, lambda who: closing.close_assessment(database, view.assessment.id, LATER + timedelta(seconds=who)))
    with database.reading() as connection:
        assert len(frozen_contents(connection, view.assessment.id)) == 1

    actions = at_once(6, lambda who: plan_step(database, started[who].assessment, question, 2, "Ana", None, LATER))
    assert len({action.id for action in actions}) == 1
    assert len(plans.list_plan(database, view.assessment.team_id, NOW.date())) == 1
