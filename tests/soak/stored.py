"""What a database holds, compared with all that was acknowledged."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from sqlalchemy import select

from cxmaturity.answers import Answer
from cxmaturity.records import Action, Assessment
from cxmaturity.services import teams
from cxmaturity.store import answers, assessments, plans, responses
from cxmaturity.store import tables as t
from cxmaturity.store.database.engine import Database
from tests.soak.promises import Promises, Round


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


def assert_kept(database: Database, promises: Promises) -> None:
    """Nothing that was acknowledged is lost, nothing is there twice, and nothing else was changed."""
    assert _teams(database) == {k: (name, k in promises.archived) for k, name in promises.teams.items()}
    people = [person for r in promises.rounds.values() for person in r.people.values()]
    with database.reading() as connection:
        assert sorted(connection.scalars(select(t.assessment.c.id))) == sorted(promises.rounds)
        r, a = t.response.c, t.answer.c
        heads = {
            row.id: (row.assessment_id, row.participant_hash, row.revision, row.finished_at is not None)
            for row in connection.execute(select(t.response))
        }
        stored = {
            (row.response_id, row.question_id, row.round): answers.answer_from_row(row).answer
            for row in connection.execute(select(t.answer))
        }
        actions = {a.id: a for k in promises.teams for a in plans.actions(connection, k)}
        for promised in promises.rounds.values():
            _assert_round_kept(connection, promised)
        anonymous = select(r.started_at, r.changed_at, r.finished_at, a.answered_at).select_from(
            t.response.join(t.assessment).outerjoin(t.answer)
        )
        is_anonymous, is_closed = t.assessment.c.privacy == "anonymous", t.assessment.c.status == "closed"
        _assert_days(connection.execute(anonymous.where(is_anonymous)))
        # After closing nothing tells which answer came after which.
        of_closed = select(a.part_changes, a.revision - r.revision).select_from(
            t.answer.join(t.response).join(t.assessment)
        )
        expired = of_closed.where(is_anonymous, is_closed, a.round == 1, t.assessment.c.label != "Past")
        assert set(map(tuple, connection.execute(expired))) <= {(None, 0)}
    assert heads == {
        person.response_id: (promised.row.id, person.key, person.revision, person.is_submitted)
        for promised in promises.rounds.values()
        for person in promised.people.values()
    }
    assert stored == _promised_answers(people)
    assert actions == promises.actions


def _promised_answers(people: Iterable[Any]) -> dict[tuple[str, str, int], Answer]:
    own = {(p.response_id, name, 1): answer for p in people for name, answer in p.answers.items()}
    return own | {(p.response_id, *vote): answer for p in people for vote, answer in p.votes.items()}


def _teams(database: Database) -> dict[str, tuple[str, bool]]:
    active = {team.id: (team.name, False) for team in teams.list_teams(database)}
    return active | {team.id: (team.name, True) for team in teams.list_teams(database, archived=True)}


def _assert_round_kept(connection: Any, promised: Round) -> None:
    row = assessments.assessment(connection, promised.row.id)
    assert row
    assert row.status == promised.row.status
    assert assessments.dimension_targets(connection, row.id) == promised.targets
    agreed = responses.agreed_levels(connection, row.id)
    assert agreed == {name: (level.level, level.reason) for name, level in promised.agreed.items()}
    assert len(assessments.frozen_results(connection, row.id)) == promised.times_frozen
    if promised.frozen:
        assert assessments.newest_frozen_result(connection, row.id) == promised.frozen
    names = responses.participant_names(connection, row.id)
    assert names == {p.key: p.name for p in promised.people.values() if p.name}
    assert row.privacy == "open" or not names


def _assert_days(rows: Iterable[Any]) -> None:
    """Of anonymous people no time is stored, only the day."""
    assert {moment.time() for row in rows for moment in row if moment} <= {time()}


def plan_actions(database: Database, team_id: str) -> dict[str, Action]:
    """Return the actions of a team by their ids."""
    with database.reading() as connection:
        return {action.id: action for action in plans.actions(connection, team_id)}
