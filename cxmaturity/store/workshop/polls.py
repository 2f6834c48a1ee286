"""Reads and writes polls: questions of a workshop outside the score."""

from sqlalchemy import Connection, delete, func, select

from cxmaturity.records import Assessment
from cxmaturity.store import tables as t
from cxmaturity.store.assessments import IS_KEPT, select_assessments, to_assessment
from cxmaturity.store.database.inserts import save_row

_OF_WORKSHOP = select(t.poll_answer.c.choice).join(t.response).where(t.response.c.is_removed.is_(False))


def poll_answer(connection: Connection, response_id: str, poll: str) -> tuple[int, int] | None:
    """Return a person's answer to a poll and its revision, None when there is none."""
    query = select(t.poll_answer.c.choice, t.poll_answer.c.revision).filter_by(response_id=response_id, poll=poll)
    row = connection.execute(query).one_or_none()
    return (row.choice, row.revision) if row else None


def save_poll_answer(connection: Connection, response_id: str, poll: str, choice: int, revision: int) -> None:
    """Store a person's answer to a poll, replacing an earlier one."""
    key = {"response_id": response_id, "poll": poll}
    save_row(connection, t.poll_answer, key, {"choice": choice, "revision": revision})


def choices(connection: Connection, assessment_id: str, poll: str) -> list[int]:
    """Return all answers to a poll in ascending order, so that the order does not show who answered first."""
    is_here = (t.response.c.assessment_id == assessment_id) & (t.poll_answer.c.poll == poll)
    return list(connection.scalars(_OF_WORKSHOP.where(is_here).order_by(t.poll_answer.c.choice)))


def count_answers(connection: Connection, assessment_id: str, poll: str) -> int:
    """Return how many people have answered a poll."""
    is_here = (t.response.c.assessment_id == assessment_id) & (t.poll_answer.c.poll == poll)
    return connection.scalar(_OF_WORKSHOP.where(is_here).with_only_columns(func.count())) or 0


def answerer_ids(connection: Connection, assessment_id: str, poll: str) -> set[str]:
    """Return the response ids of people who have answered a poll."""
    is_here = (t.response.c.assessment_id == assessment_id) & (t.poll_answer.c.poll == poll)
    return set(connection.scalars(_OF_WORKSHOP.where(is_here).with_only_columns(t.poll_answer.c.response_id)))


def remove_poll_answers(connection: Connection, response_id: str) -> None:
    """Remove a person's answers to all polls."""
    connection.execute(delete(t.poll_answer).filter_by(response_id=response_id))


def save_result(connection: Connection, assessment_id: str, poll: str, content: str) -> None:
    """Store the result of a poll as JSON, replacing an earlier one."""
    save_row(connection, t.poll_result, {"assessment_id": assessment_id, "poll": poll}, {"content": content})


def results(connection: Connection, assessment_ids: list[str], poll: str) -> dict[str, str]:
    """Return the results (JSON) of a poll in these workshops, by assessment id; left out where there is none."""
    r = t.poll_result.c
    query = select(r.assessment_id, r.content).where(r.assessment_id.in_(assessment_ids), r.poll == poll)
    return {row.assessment_id: row.content for row in connection.execute(query)}


def newest_results(connection: Connection, team_id: str, poll: str, limit: int) -> list[tuple[Assessment, str]]:
    """Return a team's newest workshops with a result of this poll, and the result (JSON); last closed first."""
    a, r = t.assessment.c, t.poll_result.c
    query = select_assessments().add_columns(r.content).join(t.poll_result, r.assessment_id == a.id)
    query = query.where(a.team_id == team_id, a.status == "closed", r.poll == poll, IS_KEPT)
    rows = connection.execute(query.order_by(a.closed_at.desc(), a.id).limit(limit))
    return [(to_assessment(row), row.content) for row in rows]
