"""Reads and writes assessments and their targets."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, insert, select, update

from cxmaturity.records import Assessment, DimensionTarget, Mode, Scope
from cxmaturity.store import tables as t
from cxmaturity.store.database.inserts import save_row
from cxmaturity.store.teams import UNPUBLISHED

_ID_LISTS = ("dimensions", "questions")  # columns with ids separated by spaces

IS_KEPT = t.assessment.c.removed_at.is_(None)
"""The condition that an assessment was not removed; every query for assessments uses it."""


def select_assessments(*, is_kept: bool = True) -> Select[Any]:
    """Return a query for assessments with the name of their team and whether it is a demo team.

    Removed assessments are left out; with `is_kept=False` they are included.
    """
    named = (t.team.c.name.label("team_name"), t.team.c.is_demo)
    query = select(t.assessment, *named).join(t.team, t.team.c.id == t.assessment.c.team_id)
    return query.where(IS_KEPT) if is_kept else query


def to_assessment(row: Any) -> Assessment:
    """Return the assessment in a row of `select_assessments`."""
    columns = {name: getattr(row, name) for name in Assessment.__slots__}
    lists = {name: None if (ids := getattr(row, name)) is None else tuple(ids.split()) for name in _ID_LISTS}
    return Assessment(**columns | lists)


def add_assessment(connection: Connection, row: Assessment, response_id: str | None) -> None:
    """Insert an assessment and, with `response_id`, the one response of a solo assessment."""
    columns = {name: getattr(row, name) for name in Assessment.__slots__ if name not in ("team_name", "is_demo")}
    lists = {name: None if (ids := getattr(row, name)) is None else " ".join(ids) for name in _ID_LISTS}
    connection.execute(insert(t.assessment).values(**columns | lists))
    if response_id:
        begun = {"started_at": row.opened_at, "changed_at": row.opened_at, "revision": 0}
        connection.execute(insert(t.response).values(id=response_id, assessment_id=row.id, **begun))


# Built once, because building a statement takes longer than running it.
_ASSESSMENT = select_assessments().where(t.assessment.c.id == bindparam("id"))
_ASSESSMENT_FOR_UPDATE = _ASSESSMENT.with_for_update(of=t.assessment, key_share=True)
_ASSESSMENT_FOR_SHARE = _ASSESSMENT.with_for_update(of=t.assessment, read=True)


def assessment(
    connection: Connection, assessment_id: str, *, for_update: bool = False, for_share: bool = False
) -> Assessment | None:
    """Return the assessment, None when no assessment has that id.

    On PostgreSQL `for_update` locks its row against everybody (used for closing it), and `for_share` only against
    `for_update` (used for answering: many people do so at once). SQLite runs one writing transaction at a time anyway.
    """
    query = _ASSESSMENT_FOR_UPDATE if for_update else _ASSESSMENT_FOR_SHARE if for_share else _ASSESSMENT
    row = connection.execute(query, {"id": assessment_id}).one_or_none()
    return to_assessment(row) if row else None


_MAX_EARLIER = 12  # to search for the last comparable one


def closed_before(connection: Connection, assessment: Assessment) -> list[Assessment]:
    """Return the last closed assessments of the team that were opened before this one, newest first."""
    a = t.assessment.c
    query = select_assessments().where(
        a.team_id == assessment.team_id, a.status == "closed", a.opened_at < assessment.opened_at
    )
    rows = connection.execute(query.order_by(a.opened_at.desc(), a.id).limit(_MAX_EARLIER))
    return [to_assessment(row) for row in rows]


def has_closed_since(connection: Connection, team_id: str, moment: datetime) -> bool:
    """Return whether a team has an assessment that was closed after `moment`."""
    a = t.assessment.c
    query = select(a.id).where(a.team_id == team_id, a.status == "closed", a.closed_at > moment, IS_KEPT)
    return connection.scalar(query.limit(1)) is not None


def anonymous_near(connection: Connection, team_id: str, moment: datetime, within: timedelta) -> list[Assessment]:
    """Return the anonymous assessments of a team that were closed less than `within` before or after `moment`.

    Running workshops and removed assessments are included, because people have seen their results.
    """
    a = t.assessment.c
    is_near = (a.closed_at > moment - within) & (a.closed_at < moment + within)
    query = select_assessments(is_kept=False).where(
        a.team_id == team_id, a.privacy == "anonymous", is_near | a.closed_at.is_(None)
    )
    return [to_assessment(row) for row in connection.execute(query.order_by(a.opened_at, a.id))]


def every_assessment(
    connection: Connection, team_id: str | None = None, limit: int | None = None, offset: int = 0
) -> list[Assessment]:
    """Return at most `limit` assessments after the first `offset`, newest first, including those of the demo.

    With `team_id` only the assessments of that team.
    """
    a = t.assessment.c
    newest = (func.coalesce(a.closed_at, a.opened_at).desc(), a.opened_at.desc(), a.id)  # as they are dated
    query = select_assessments().where(t.team.c.name != UNPUBLISHED).order_by(*newest)
    query = query if team_id is None else query.where(a.team_id == team_id)
    return [to_assessment(row) for row in connection.execute(query.limit(limit).offset(offset))]


def newest_of_status(
    connection: Connection, status: str, most: int | None, mode: Mode | None = None, is_demo: bool | None = None
) -> list[Assessment]:
    """Return at most `most` (None: all) open or closed assessments of teams that are not archived, newest first.

    `mode` selects one mode. `is_demo` selects the demo's (True) or the user's own (False).
    """
    a = t.assessment.c
    newest = (a.opened_at.desc(), a.id) if status == "open" else (a.closed_at.desc(), a.opened_at.desc(), a.id)
    query = _listed(status, mode, is_demo).order_by(*newest).limit(most)
    return [to_assessment(row) for row in connection.execute(query)]


_HAS_RESULT = (t.assessment.c.status == "closed") | (t.assessment.c.mode == "solo")
_IS_OPEN_SOLO = (t.assessment.c.status == "open") & (t.assessment.c.mode == "solo")


def teams_with_result(connection: Connection, *, is_open: bool = False) -> set[str]:
    """Return the ids of the teams with an assessment that `with_result` returns."""
    wanted = _IS_OPEN_SOLO if is_open else _HAS_RESULT
    return set(connection.scalars(select(t.assessment.c.team_id).where(wanted, IS_KEPT).distinct()))


def with_result(
    connection: Connection, most: int, team_id: str | None = None, *, is_open: bool = False
) -> list[Assessment]:
    """Return at most `most` assessments whose result may be viewed, newest first, the user's own before the demo's.

    These are all closed assessments, and open ones of one person, of teams that are not archived. `is_open` selects the
    open ones, `team_id` those of one team, which may be archived.
    """
    a = t.assessment.c
    wanted = _IS_OPEN_SOLO if is_open else _HAS_RESULT
    whose = t.team.c.archived_at.is_(None) if team_id is None else a.team_id == team_id
    query = select_assessments().where(wanted, whose, t.team.c.name != UNPUBLISHED)
    rows = connection.execute(query.order_by(t.team.c.is_demo, a.opened_at.desc(), a.id).limit(most))
    return [to_assessment(row) for row in rows]


def teams_last_begun(connection: Connection) -> dict[str, datetime]:
    """Return when each team last started an assessment, by team id."""
    a = t.assessment.c
    query = select(a.team_id, func.max(a.opened_at).label("begun")).where(IS_KEPT).group_by(a.team_id)
    return {row.team_id: row.begun for row in connection.execute(query)}


def newest_open(connection: Connection, team_id: str) -> Assessment | None:
    """Return the open assessment that the team started last, None without one."""
    a = t.assessment.c
    query = select_assessments().where(a.team_id == team_id, a.status == "open")
    row = connection.execute(query.order_by(a.opened_at.desc(), a.id).limit(1)).one_or_none()
    return to_assessment(row) if row else None


def newest_closed(
    connection: Connection, team_id: str, scope: Scope | None, *, is_part: bool = False
) -> Assessment | None:
    """Return the assessment of this scope (None: of any) that the team closed last, None without one.

    With `is_part` one of those that asked chosen dimensions or questions only, else one of the others.
    """
    a = t.assessment.c
    is_whole = a.dimensions.is_(None) & a.questions.is_(None)
    query = select_assessments().where(a.team_id == team_id, a.status == "closed", ~is_whole if is_part else is_whole)
    query = query if scope is None else query.where(a.scope == scope)
    order = (a.closed_at.desc(), a.opened_at.desc(), a.id)
    row = connection.execute(query.order_by(*order).limit(1)).one_or_none()
    return to_assessment(row) if row else None


def labels_of_team(connection: Connection, team_id: str) -> list[str]:
    """Return the labels of a team's assessments."""
    return list(connection.scalars(select(t.assessment.c.label).where(IS_KEPT).filter_by(team_id=team_id)))


def count_own(connection: Connection, status: str) -> int:
    """Return how many assessments have this status, in teams that are neither archived nor demo teams."""
    query = _listed(status, None, is_demo=False).with_only_columns(func.count())
    return connection.scalar(query) or 0


def _listed(status: str, mode: Mode | None, is_demo: bool | None) -> Select[Any]:
    query = select_assessments().where(t.assessment.c.status == status, t.team.c.archived_at.is_(None))
    query = query if is_demo is None else query.where(t.team.c.is_demo.is_(is_demo))
    return query if mode is None else query.where(t.assessment.c.mode == mode)


def change_assessment(connection: Connection, assessment_id: str, changes: Mapping[str, Any]) -> bool:
    """Change columns of an assessment, and return whether it exists; `changes` maps columns to values."""
    change = update(t.assessment).where(t.assessment.c.id == assessment_id).values(**changes)
    return connection.execute(change).rowcount > 0


def removed_assessments(connection: Connection) -> list[Assessment]:
    """Return the removed assessments of teams that are not archived, last removed first."""
    a = t.assessment.c
    query = select_assessments(is_kept=False).where(a.removed_at.is_not(None), t.team.c.archived_at.is_(None))
    return [to_assessment(row) for row in connection.execute(query.order_by(a.removed_at.desc(), a.id))]


def is_removed(connection: Connection, assessment_id: str) -> bool:
    """Return whether an assessment is removed and can be restored."""
    a = t.assessment.c
    return connection.scalar(select(a.id).where(a.id == assessment_id, a.removed_at.is_not(None))) is not None


def delete_assessment(connection: Connection, assessment_id: str, *, only_removed: bool = False) -> bool:
    """Delete an assessment with its answers, targets and frozen results; its actions stay in the plan.

    With `only_removed` one that is not removed stays, also when another transaction restores it at the same time.
    Return whether it was deleted.
    """
    a = t.assessment.c
    condition = [a.removed_at.is_not(None)] if only_removed else []
    return connection.execute(delete(t.assessment).where(a.id == assessment_id, *condition)).rowcount > 0


def mark_closed(connection: Connection, assessment_id: str, now: datetime) -> None:
    """Close an assessment; which responses are finished stays stored, in case it is reopened."""
    change_assessment(connection, assessment_id, {"status": "closed", "closed_at": now})


def open_with_deadline(connection: Connection) -> list[Assessment]:
    """Return the open assessments that have a deadline."""
    a = t.assessment.c
    rows = connection.execute(select_assessments().where(a.status == "open", a.closes_at.is_not(None)))
    return [to_assessment(row) for row in rows]


def rounds_in_series(connection: Connection, series_id: str | None = None) -> list[Assessment]:
    """Return the rounds of one series, or of all, of teams that are not archived; newest first."""
    a = t.assessment.c
    in_series = a.series_id.is_not(None) if series_id is None else a.series_id == series_id
    query = select_assessments().where(in_series, t.team.c.archived_at.is_(None))
    return [to_assessment(row) for row in connection.execute(query.order_by(a.opened_at.desc(), a.id))]


def close_all_of_team(connection: Connection, team_id: str) -> list[str]:
    """Mark all assessments of a team as closed, without freezing a result, and return their ids."""
    of_team = update(t.assessment).where(t.assessment.c.team_id == team_id).values(status="closed")
    return list(connection.scalars(of_team.returning(t.assessment.c.id)))


def dimension_targets(connection: Connection, assessment_id: str) -> dict[str, DimensionTarget]:
    """Return the stored targets, by dimension id."""
    rows = connection.execute(select(t.aim).filter_by(assessment_id=assessment_id))
    return {r.dimension_id: DimensionTarget(r.target, r.importance) for r in rows}


def save_dimension_targets(connection: Connection, assessment_id: str, targets: Mapping[str, DimensionTarget]) -> None:
    """Store the target and importance of dimensions, by id."""
    for dimension_id, target in sorted(targets.items()):  # sorted, so that two windows cannot deadlock
        key = {"assessment_id": assessment_id, "dimension_id": dimension_id}
        save_row(connection, t.aim, key, {"target": target.target, "importance": target.importance})
