"""Reads and writes the dots that participants of a workshop give to first steps."""

from collections.abc import Mapping

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from cxmaturity.store import tables as t


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
    """Return how many people gave the dots that `dot_totals` adds up."""
    return connection.scalar(select(func.count()).select_from(_voters(assessment_id).subquery())) or 0


def dot_voter_ids(connection: Connection, assessment_id: str) -> set[str]:
    """Return the response ids of these people.

    Somebody who was removed is among them only where the dots were shown already and therefore stay (see
    `responses.withdraw_response`).
    """
    return set(connection.scalars(_voters(assessment_id)))


def _voters(assessment_id: str) -> Select[tuple[str]]:
    of_workshop = t.response.c.assessment_id == assessment_id
    return select(t.dot.c.response_id).distinct().join(t.response).where(of_workshop)


def dot_totals(connection: Connection, assessment_id: str) -> dict[str, int]:
    """Return the sum of everybody's dots, by id of the step."""
    query = select(t.dot.c.question_id, func.sum(t.dot.c.count)).join(t.response)
    query = query.where(t.response.c.assessment_id == assessment_id).group_by(t.dot.c.question_id)
    return {row[0]: int(row[1]) for row in connection.execute(query)}
