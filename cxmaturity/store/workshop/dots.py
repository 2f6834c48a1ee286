"""Reads and writes the dots that participants of a workshop give to first steps."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, func, insert, select, update

from cxmaturity.store import tables as t
from cxmaturity.store.workshop.votes import IS_MEMBER


def save_dots(connection: Connection, response_id: str, dots: Mapping[str, int]) -> int:
    """Replace a person's dots, given by id of the step, and return their revision."""
    connection.execute(delete(t.dot).where(t.dot.c.response_id == response_id))
    rows = [{"response_id": response_id, "question_id": name, "count": count} for name, count in dots.items() if count]
    if rows:
        connection.execute(insert(t.dot), rows)
    is_theirs = update(t.response).where(t.response.c.id == response_id)
    counted = is_theirs.values(dots_revision=t.response.c.dots_revision + 1).returning(t.response.c.dots_revision)
    revision: int = connection.execute(counted).scalar_one()
    return revision


def dots(connection: Connection, response_id: str) -> tuple[dict[str, int], int]:
    """Return a person's dots by id of the step, and their revision."""
    rows = connection.execute(select(t.dot.c.question_id, t.dot.c.count).filter_by(response_id=response_id))
    revision = connection.scalar(select(t.response.c.dots_revision).filter_by(id=response_id))
    return {row[0]: row[1] for row in rows}, revision or 0


def count_dot_voters(connection: Connection, assessment_id: str) -> int:
    """Return how many people gave dots."""
    query = select(func.count(t.dot.c.response_id.distinct())).select_from(t.dot.join(t.response))
    return connection.scalar(query.where(t.response.c.assessment_id == assessment_id)) or 0


def dot_voter_ids(connection: Connection, assessment_id: str) -> set[str]:
    """Return the response ids of people who gave dots and were not removed."""
    query = select(t.dot.c.response_id).distinct().select_from(t.dot.join(t.response)).where(IS_MEMBER)
    return set(connection.scalars(query, {"id": assessment_id}))


def dot_totals(connection: Connection, assessment_id: str) -> dict[str, int]:
    """Return the sum of everybody's dots, by id of the step."""
    query = select(t.dot.c.question_id, func.sum(t.dot.c.count)).join(t.response)
    query = query.where(t.response.c.assessment_id == assessment_id).group_by(t.dot.c.question_id)
    return {row[0]: int(row[1]) for row in connection.execute(query)}
