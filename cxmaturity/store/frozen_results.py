"""Reads and writes the frozen results of assessments."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, insert, select

from cxmaturity.store import tables as t


def add_frozen_result(connection: Connection, assessment_id: str, content: str, digest: str, now: datetime) -> None:
    """Store a frozen result of an assessment under the next sequence number.

    The caller must hold the lock on the assessment's row, so that no two results get the same number.
    """
    kept = select(func.coalesce(func.max(t.frozen_result.c.sequence), 0)).filter_by(assessment_id=assessment_id)
    frozen = {"assessment_id": assessment_id, "frozen_at": now, "content": content, "digest": digest}
    connection.execute(insert(t.frozen_result).values(**frozen, sequence=kept.scalar_subquery() + 1))


def newest_frozen_result(connection: Connection, assessment_id: str) -> str | None:
    """Return the content of the newest frozen result of an assessment, None when there is none."""
    f = t.frozen_result.c
    query = select(f.content).filter_by(assessment_id=assessment_id).order_by(f.sequence.desc()).limit(1)
    content: str | None = connection.scalar(query)
    return content


def frozen_moments(connection: Connection, assessment_id: str) -> list[datetime]:
    """Return when each frozen result of an assessment was stored, oldest first."""
    f = t.frozen_result.c
    query = select(f.frozen_at).filter_by(assessment_id=assessment_id).order_by(f.sequence)
    return list(connection.scalars(query))


def frozen_results(connection: Connection, assessment_id: str) -> list[tuple[datetime, str]]:
    """Return when each frozen result of an assessment was stored, and its content; oldest first."""
    f = t.frozen_result.c
    query = select(f.frozen_at, f.content).filter_by(assessment_id=assessment_id).order_by(f.sequence)
    return [(row.frozen_at, row.content) for row in connection.execute(query)]


def frozen_digests(connection: Connection, assessment_ids: Iterable[str]) -> dict[str, str]:
    """Return the digest of the newest frozen result of each of these assessments, by assessment id."""
    f = t.frozen_result.c
    query = select(f.assessment_id, f.digest).where(f.assessment_id.in_(list(assessment_ids)), _is_newest())
    return {row.assessment_id: row.digest for row in connection.execute(query)}


def frozen_contents(connection: Connection, assessment_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return digest and content of the newest frozen result of each of these assessments, by assessment id.

    One statement reads both, so that they belong together even if a result is frozen at the same time.
    """
    f = t.frozen_result.c
    query = select(f.assessment_id, f.digest, f.content).where(f.assessment_id.in_(list(assessment_ids)), _is_newest())
    return {row.assessment_id: (row.digest, row.content) for row in connection.execute(query)}


def frozen_version(connection: Connection, assessment_id: str) -> tuple[str, int] | None:
    """Return digest and sequence number of the newest frozen result of an assessment; None without one."""
    f = t.frozen_result.c
    query = select(f.digest, f.sequence).where(f.assessment_id == assessment_id).order_by(f.sequence.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return (row.digest, row.sequence) if row else None


def _is_newest() -> ColumnElement[bool]:
    f, other = t.frozen_result.c, t.frozen_result.alias("other_result")
    newest = select(func.max(other.c.sequence)).where(other.c.assessment_id == f.assessment_id).scalar_subquery()
    return f.sequence == newest
