"""Reading and writing the records. Every function works on a connection of `Database.reading` or `.writing`."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, insert, select, update

from cxmaturity.records import Assessment, DimensionTarget
from cxmaturity.store import tables as t
from cxmaturity.store.upserts import save_row

# Assessments


def select_assessments() -> Select[Any]:
    """Select assessments with what is told of their team."""
    named = (t.team.c.name.label("team_name"), t.team.c.is_demo)
    return select(t.assessment, *named).join(t.team, t.team.c.id == t.assessment.c.team_id)


def to_assessment(row: Any) -> Assessment:
    """Return the assessment in a row of `select_assessments`."""
    values = {name: getattr(row, name) for name in Assessment.__slots__}
    if values["dimensions"] is not None:  # a column of text: ids with blanks between
        values["dimensions"] = tuple(values["dimensions"].split())
    return Assessment(**values)


def add_assessment(connection: Connection, row: Assessment, response_id: str | None) -> None:
    """Add an assessment and, for one person's own, its response."""
    stored = {name: getattr(row, name) for name in Assessment.__slots__ if name not in ("team_name", "is_demo")}
    stored["dimensions"] = None if row.dimensions is None else " ".join(row.dimensions)
    connection.execute(insert(t.assessment).values(**stored))
    if response_id:
        begun = {"started_at": row.opened_at, "changed_at": row.opened_at, "revision": 0}
        connection.execute(insert(t.response).values(id=response_id, assessment_id=row.id, **begun))


_ASSESSMENT = select_assessments().where(t.assessment.c.id == bindparam("id"))  # making it takes longer than asking
_ASSESSMENT_FOR_UPDATE = _ASSESSMENT.with_for_update(
    of=t.assessment, key_share=True
)  # on SQLite whoever writes is alone anyway


def assessment(connection: Connection, assessment_id: str, *, for_update: bool = False) -> Assessment | None:
    """Return the assessment, None when there is none of that id; `for_update` locks its row."""
    row = connection.execute(_ASSESSMENT_FOR_UPDATE if for_update else _ASSESSMENT, {"id": assessment_id}).one_or_none()
    return to_assessment(row) if row else None


def closed_before(connection: Connection, assessment: Assessment, most: int) -> list[Assessment]:
    """Return at most so many closed assessments of the same team that were opened before this one, the newest first."""
    a = t.assessment.c
    query = select_assessments().where(
        a.team_id == assessment.team_id, a.status == "closed", a.opened_at < assessment.opened_at
    )
    rows = connection.execute(query.order_by(a.opened_at.desc(), a.id).limit(most))
    return [to_assessment(row) for row in rows]


def open_assessments(connection: Connection) -> list[Assessment]:
    """Return the open assessments of the teams that are not archived, the newest first."""
    query = select_assessments().where(t.assessment.c.status == "open", t.team.c.archived_at.is_(None))
    return [to_assessment(r) for r in connection.execute(query.order_by(t.assessment.c.opened_at.desc()))]


def closed_assessments(connection: Connection, most: int) -> list[Assessment]:
    """Return at most so many closed assessments of the teams that are not archived, the newest first."""
    a = t.assessment.c
    query = select_assessments().where(a.status == "closed", t.team.c.archived_at.is_(None))
    query = query.order_by(a.closed_at.desc(), a.opened_at.desc(), a.id).limit(most)
    return [to_assessment(r) for r in connection.execute(query)]


def delete_assessment(connection: Connection, assessment_id: str) -> None:
    """Remove an assessment with its answers, aims and frozen results; actions taken from it stay in the plan."""
    connection.execute(delete(t.assessment).where(t.assessment.c.id == assessment_id))


def mark_closed(connection: Connection, assessment_id: str, now: datetime) -> None:
    """Close an assessment; whoever was not through is now."""
    is_this = t.assessment.c.id == assessment_id
    connection.execute(update(t.assessment).where(is_this).values(status="closed", closed_at=now))
    unfinished = (t.response.c.assessment_id == assessment_id) & t.response.c.finished_at.is_(None)
    connection.execute(update(t.response).where(unfinished).values(finished_at=now))


def add_frozen_result(connection: Connection, assessment_id: str, content: str, digest: str, now: datetime) -> None:
    """Keep a result of an assessment as it is at this moment, beside those kept before."""
    frozen = {"assessment_id": assessment_id, "frozen_at": now, "content": content, "digest": digest}
    connection.execute(insert(t.frozen_result).values(**frozen))


def mark_open(connection: Connection, assessment_id: str, now: datetime) -> None:
    """Open a closed assessment again; the results frozen so far are kept."""
    is_this = t.assessment.c.id == assessment_id
    connection.execute(update(t.assessment).where(is_this).values(status="open", closed_at=None, reopened_at=now))


def newest_frozen_result(connection: Connection, assessment_id: str) -> tuple[str, datetime] | None:
    """Return the newest frozen result of an assessment and when it was frozen, None when there is none."""
    query = select(t.frozen_result.c.content, t.frozen_result.c.frozen_at).filter_by(assessment_id=assessment_id)
    row = connection.execute(query.order_by(t.frozen_result.c.frozen_at.desc()).limit(1)).one_or_none()
    return (row.content, row.frozen_at) if row else None


def frozen_results(connection: Connection, assessment_id: str) -> list[str]:
    """Return the content of every frozen result of an assessment, the newest first."""
    mine = select(t.frozen_result.c.content).filter_by(assessment_id=assessment_id)
    return list(connection.scalars(mine.order_by(t.frozen_result.c.frozen_at.desc())))


# Aims


def dimension_targets(connection: Connection, assessment_id: str) -> dict[str, DimensionTarget]:
    """Return what was set by dimension id."""
    rows = connection.execute(select(t.aim).filter_by(assessment_id=assessment_id))
    return {r.dimension_id: DimensionTarget(r.target, r.importance) for r in rows}


def save_dimension_target(connection: Connection, assessment_id: str, dimension_id: str, aim: DimensionTarget) -> None:
    """Set a dimension's target and importance."""
    key = {"assessment_id": assessment_id, "dimension_id": dimension_id}
    save_row(connection, t.aim, key, {"target": aim.target, "importance": aim.importance})
