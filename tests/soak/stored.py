"""Compares the content of a database with everything that was confirmed."""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from sqlalchemy import select

from cxmaturity.answers import Answer
from cxmaturity.records import Assessment
from cxmaturity.store import answers, assessments, plans, responses
from cxmaturity.store import tables as t
from cxmaturity.store.database.engine import Database
from tests.soak.confirmed import Confirmed, Person, Round


def assessment_row(database: Database, assessment_id: str) -> Assessment:
    """Return an assessment as it is stored."""
    with database.reading() as connection:
        row = assessments.assessment(connection, assessment_id)
    assert row
    return row


def people_of(database: Database, assessment_id: str) -> list[tuple[str, str]]:
    """Return the id of each response of a group with the key of its person."""
    r = t.response.c
    with database.reading() as connection:
        query = select(r.id, r.participant_hash).where(r.assessment_id == assessment_id)
        return [(row.id, row.participant_hash) for row in connection.execute(query)]


def names_of(database: Database, assessment_id: str) -> dict[str, str]:
    """Return the names of a group's people by their keys."""
    with database.reading() as connection:
        return responses.participant_names(connection, assessment_id)


def assert_kept(database: Database, confirmed: Confirmed) -> None:
    """Everything acknowledged is stored once, and nothing else was changed."""
    with database.reading() as connection:
        stored = {table.name: list(connection.execute(statement)) for table, statement in _STATEMENTS.items()}
        actions = plans.actions(connection)
    rounds = list(confirmed.rounds.values())
    people = [(r, person) for r in rounds for person in r.people.values()]
    assert _rows(stored["team"]) == _sorted((k, n, k in confirmed.archived) for k, n in confirmed.teams.items())
    assert _rows(stored["assessment"]) == _sorted((r.row.id, r.row.status) for r in rounds)
    assert _rows(stored["aim"]) == _sorted(
        (r.row.id, name, target.target, target.importance) for r in rounds for name, target in r.targets.items()
    )
    assert _rows(stored["agreed_level"]) == _sorted(
        (r.row.id, name, agreed.level, agreed.reason) for r in rounds for name, agreed in r.agreed.items()
    )
    assert _rows(stored["participant"]) == _sorted((r.row.id, p.key, p.name) for r, p in people if p.name)
    assert _rows(stored["response"]) == _sorted(
        (p.response_id, r.row.id, p.key, p.revision, p.is_submitted) for r, p in people
    )
    assert {
        (row.response_id, row.question_id, row.round): answers.answer_from_row(row).answer for row in stored["answer"]
    } == _confirmed_answers(person for _, person in people)
    _assert_results_kept(stored["frozen_result"], rounds)
    assert {action.id: action for action in actions} == confirmed.actions
    _assert_anonymous({r.row.id: r for r in rounds}, stored["response"], stored["answer"])


_STATEMENTS = {
    t.team: select(t.team.c.id, t.team.c.name, t.team.c.archived_at.is_not(None)),
    t.assessment: select(t.assessment.c.id, t.assessment.c.status),
    t.aim: select(t.aim),
    t.agreed_level: select(*list(t.agreed_level.c)[:4]),
    t.participant: select(t.participant),
    t.response: select(
        *(t.response.c[name] for name in ("id", "assessment_id", "participant_hash", "revision")),
        t.response.c.finished_at.is_not(None),
        *(t.response.c[name] for name in ("started_at", "changed_at", "finished_at")),
    ),
    t.answer: select(t.answer),
    t.frozen_result: select(t.frozen_result),
}


def _rows(rows: Iterable[Any]) -> list[tuple[Any, ...]]:
    return _sorted(tuple(row)[:5] for row in rows)


def _sorted(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(rows, key=repr)


def _confirmed_answers(people: Iterable[Person]) -> dict[tuple[str, str, int], Answer]:
    confirmed: dict[tuple[str, str, int], Answer] = {}
    for person in people:
        confirmed |= {(person.response_id, name, 1): answer for name, answer in person.answers.items()}
        confirmed |= {(person.response_id, *vote): answer for vote, answer in person.votes.items()}
    return confirmed


def _assert_results_kept(rows: Iterable[Any], rounds: Iterable[Round]) -> None:
    """Each result is stored in order, and the newest is that of the answers and agreed levels."""
    results: dict[str, dict[int, str]] = {}
    for row in rows:
        results.setdefault(row.assessment_id, {})[row.sequence] = row.content
    for round_ in rounds:
        contents = results.pop(round_.row.id, {})
        assert sorted(contents) == list(range(1, round_.times_frozen + 1))
        if round_.frozen:
            assert contents[round_.times_frozen] == round_.frozen
    assert results == {}


def _assert_anonymous(rounds: Mapping[str, Round], responses: Iterable[Any], stored: Iterable[Any]) -> None:
    """For anonymous people the day is stored and no time; after closing nothing shows the order of the answers."""
    people = {row.id: row for row in responses if rounds[row.assessment_id].row.privacy == "anonymous"}
    recorded = [row for row in stored if row.response_id in people]
    moments = [m for row in people.values() for m in (row.started_at, row.changed_at, row.finished_at)]
    assert {m.time() for m in [*moments, *(row.answered_at for row in recorded)] if m} <= {time()}
    for row in recorded:
        assessment = rounds[people[row.response_id].assessment_id].row
        if not assessment.is_open and row.round == 1 and assessment.label != "Past":
            assert (row.part_changes, row.revision) == (None, people[row.response_id].revision)
