"""Reading finished full assessments and what was frozen of them: few at a time, however many there are."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from cxmaturity.records import Assessment
from cxmaturity.store import tables as t
from cxmaturity.store.assessments import select_assessments, to_assessment

_OTHER = t.assessment.alias("other")


def count_milestones(connection: Connection, team_id: str) -> int:
    """Return how many finished full assessments a team has."""
    return connection.scalar(select(func.count()).select_from(t.assessment).where(_is_milestone_of(team_id))) or 0


def milestone_page(connection: Connection, team_id: str, most: int, skip: int = 0) -> list[Assessment]:
    """Return at most so many finished full assessments of a team, those closed last first, after so many skipped."""
    a = t.assessment.c
    query = select_assessments().where(_is_milestone_of(team_id)).order_by(a.closed_at.desc(), a.opened_at.desc(), a.id)
    return [to_assessment(row) for row in connection.execute(query.limit(most).offset(skip))]


def newest_with_pulses(connection: Connection, team_id: str, most: int) -> list[Assessment]:
    """Return at most so many finished assessments of a team, closed last first; none when no pulse is among them."""
    a = t.assessment.c
    closed = and_(a.team_id == team_id, a.status == "closed")
    if connection.scalar(select(a.id).where(closed, a.scope == "pulse").limit(1)) is None:
        return []
    asked = and_(
        closed, a.dimensions.is_(None)
    )  # where only some dimensions were asked, so were only some of the pulse
    query = select_assessments().where(asked).order_by(a.closed_at.desc(), a.opened_at.desc(), a.id)
    return [to_assessment(row) for row in connection.execute(query.limit(most))]


def first_milestone(connection: Connection, team_id: str) -> Assessment | None:
    """Return the finished full assessment of a team that was closed first, None when there is none."""
    a = t.assessment.c
    query = select_assessments().where(_is_milestone_of(team_id)).order_by(a.closed_at, a.opened_at, a.id.desc())
    row = connection.execute(query.limit(1)).one_or_none()
    return to_assessment(row) if row else None


def _is_milestone_of(team_id: str) -> Any:
    a = t.assessment.c
    return and_(a.team_id == team_id, a.status == "closed", a.scope == "full")


def newest_milestone_of_each(
    connection: Connection, team_ids: Sequence[str], before: datetime | None = None
) -> list[Assessment]:
    """Return of each of these teams the finished full assessment closed last, of those closed no later than `before`.

    Teams without one are left out.
    """
    newest = _newest_first(_OTHER.c.id, before).limit(1).scalar_subquery()
    # Their ids first: asked in one, PostgreSQL goes through every assessment there is.
    ids = connection.scalars(select(newest).where(t.team.c.id.in_(team_ids))).all()
    query = select_assessments().where(t.assessment.c.id.in_([found for found in ids if found]))
    return [to_assessment(row) for row in connection.execute(query)]


def latest_second_newest(connection: Connection, team_ids: Sequence[str]) -> datetime | None:
    """Return when the last but one of a team's finished full assessments was closed, of these teams the latest."""
    second = _newest_first(_OTHER.c.closed_at, None).limit(1).offset(1).scalar_subquery()
    of_each = select(second.label("closed_at")).where(t.team.c.id.in_(team_ids)).subquery()
    latest: datetime | None = connection.scalar(select(func.max(of_each.c.closed_at)))
    return latest


def _newest_first(what: Any, before: datetime | None) -> Select[Any]:
    """Select `what` from the finished full assessments of the team of the query around it."""
    own = select(what).where(_OTHER.c.team_id == t.team.c.id, _OTHER.c.status == "closed", _OTHER.c.scope == "full")
    own = own.where(_OTHER.c.closed_at <= before) if before else own
    return own.order_by(_OTHER.c.closed_at.desc(), _OTHER.c.opened_at.desc(), _OTHER.c.id).correlate(t.team)


def frozen_digests(connection: Connection, assessment_ids: Iterable[str]) -> dict[str, str]:
    """Return the digest of the newest frozen result of each of these assessments, by assessment id."""
    return _newest_frozen(connection, t.frozen_result.c.digest, assessment_ids)


def frozen_contents(connection: Connection, assessment_ids: Iterable[str]) -> dict[str, str]:
    """Return the content of the newest frozen result of each of these assessments, by assessment id."""
    return _newest_frozen(connection, t.frozen_result.c.content, assessment_ids)


def _newest_frozen(connection: Connection, what: Any, assessment_ids: Iterable[str]) -> dict[str, str]:
    f, again = t.frozen_result.c, t.frozen_result.alias("again")
    newest = select(func.max(again.c.frozen_at)).where(again.c.assessment_id == f.assessment_id).scalar_subquery()
    query = select(f.assessment_id, what).where(f.assessment_id.in_(list(assessment_ids)), f.frozen_at == newest)
    return {row[0]: row[1] for row in connection.execute(query)}
