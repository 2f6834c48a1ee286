"""Reads closed assessments, a bounded number of rows at a time, and what links people between them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, String, and_, case, cast, func, select

from cxmaturity.records import Assessment
from cxmaturity.store import tables as t
from cxmaturity.store.answers import FIRST_ROUND
from cxmaturity.store.assessments import IS_KEPT, select_assessments, to_assessment
from cxmaturity.text_cleaning import comparable_name

_OTHER = t.assessment.alias("other")


def count_milestones(connection: Connection, team_id: str) -> int:
    """Return how many milestones (closed full assessments) a team has."""
    return connection.scalar(select(func.count()).select_from(t.assessment).where(_is_milestone_of(team_id))) or 0


def reopened_labels(connection: Connection, team_id: str) -> list[str]:
    """Return the labels of a team's reopened full assessments, which have a frozen result; oldest first."""
    a = t.assessment.c
    is_frozen = select(t.frozen_result.c.sequence).where(t.frozen_result.c.assessment_id == a.id).exists()
    is_open = and_(a.team_id == team_id, a.status == "open", a.scope == "full", a.questions.is_(None))
    query = select(a.opened_at, a.label).where(is_open, is_frozen, IS_KEPT)
    # Sorted in Python, because sorting in SQLite makes it read every assessment of the team.
    return [label for _, label in sorted((row.opened_at, row.label) for row in connection.execute(query))]


def milestone_page(connection: Connection, team_id: str, limit: int, offset: int = 0) -> list[Assessment]:
    """Return at most `limit` milestones of a team after the first `offset`, last closed first."""
    a = t.assessment.c
    query = select_assessments().where(_is_milestone_of(team_id)).order_by(a.closed_at.desc(), a.opened_at.desc(), a.id)
    return [to_assessment(row) for row in connection.execute(query.limit(limit).offset(offset))]


def earlier_closings(connection: Connection, assessment_ids: Iterable[str]) -> dict[str, datetime]:
    """Return when reopened assessments were closed for the first time, by id; others are left out."""
    a, f = t.assessment.c, t.frozen_result.c
    query = select(f.assessment_id, func.min(f.frozen_at)).join(t.assessment, f.assessment_id == a.id)
    query = query.where(f.assessment_id.in_(list(assessment_ids)), f.frozen_at < a.closed_at).group_by(f.assessment_id)
    return {row[0]: row[1] for row in connection.execute(query)}


def newest_with_pulses(connection: Connection, team_id: str, limit: int) -> list[Assessment]:
    """Return at most `limit` closed assessments of a team, last closed first; empty if none is a pulse."""
    a = t.assessment.c
    closed = and_(a.team_id == team_id, a.status == "closed", IS_KEPT)
    if connection.scalar(select(a.id).where(closed, a.scope == "pulse").limit(1)) is None:
        return []
    # An assessment of chosen dimensions or questions asks only some questions of the pulse.
    query = select_assessments().where(closed, a.dimensions.is_(None), a.questions.is_(None))
    query = query.order_by(a.closed_at.desc(), a.opened_at.desc(), a.id)
    return [to_assessment(row) for row in connection.execute(query.limit(limit))]


def first_milestone(connection: Connection, team_id: str) -> Assessment | None:
    """Return the milestone of a team that was closed first, None when there is none."""
    a = t.assessment.c
    query = select_assessments().where(_is_milestone_of(team_id)).order_by(a.closed_at, a.opened_at, a.id.desc())
    row = connection.execute(query.limit(1)).one_or_none()
    return to_assessment(row) if row else None


def _is_milestone_of(team_id: str) -> Any:
    a = t.assessment.c
    # A workshop on picked questions has levels of these questions, but of no dimension.
    return and_(a.team_id == team_id, a.status == "closed", a.scope == "full", a.questions.is_(None), IS_KEPT)


def newest_milestone_of_each(
    connection: Connection, team_ids: Sequence[str], before: datetime | None = None
) -> list[Assessment]:
    """Return the newest milestone of each of these teams, closed no later than `before`.

    Teams without one are left out.
    """
    newest = _newest_first(_OTHER.c.id, before).limit(1).scalar_subquery()
    # Two statements, because in a single one PostgreSQL scans every assessment.
    ids = connection.scalars(select(newest).where(t.team.c.id.in_(team_ids))).all()
    query = select_assessments().where(t.assessment.c.id.in_([assessment_id for assessment_id in ids if assessment_id]))
    return [to_assessment(row) for row in connection.execute(query)]


def latest_closing(connection: Connection, team_ids: Sequence[str], skip: int) -> datetime | None:
    """Return the latest closing time among the newest milestones of these teams; None without any.

    The first `skip` milestones of each team are left out.
    """
    of_team = _newest_first(_OTHER.c.closed_at, None).limit(1).offset(skip).scalar_subquery()
    of_each = select(of_team.label("closed_at")).where(t.team.c.id.in_(team_ids)).subquery()
    latest: datetime | None = connection.scalar(select(func.max(of_each.c.closed_at)))
    return latest


def _newest_first(column: Any, before: datetime | None) -> Select[Any]:
    """Return a query for a column of the milestones of the enclosing query's team, last closed first."""
    is_full = and_(_OTHER.c.scope == "full", _OTHER.c.dimensions.is_(None), _OTHER.c.questions.is_(None))
    is_of_team = (_OTHER.c.team_id == t.team.c.id) & _OTHER.c.removed_at.is_(None)
    query = select(column).where(is_of_team, _OTHER.c.status == "closed", is_full)
    query = query.where(_OTHER.c.closed_at <= before) if before else query
    return query.order_by(_OTHER.c.closed_at.desc(), _OTHER.c.opened_at.desc(), _OTHER.c.id).correlate(t.team)


def participant_keys(connection: Connection, assessment_id: str) -> dict[str, str | None]:
    """Return what links each person over time, by response id: the key in anonymous rounds, the name in open ones.

    The private codes of open rounds may belong to one round only. Names are compared as everywhere (`comparable_name`);
    None for people whose names are then the same, as rounds of older versions and imported ones may have them.
    """
    r, p = t.response.c, t.participant.c
    is_named = (p.assessment_id == r.assessment_id) & (p.participant_hash == r.participant_hash)
    query = select(r.id, r.participant_hash, p.name).select_from(t.response.outerjoin(t.participant, is_named))
    rows = connection.execute(query.where(r.assessment_id == assessment_id))
    keys = {row.id: comparable_name(row.name) if row.name else row.participant_hash for row in rows}
    people = Counter(keys.values())
    return {response_id: key if people[key] == 1 else None for response_id, key in keys.items()}


NO_LEVEL, NOT_APPLICABLE = "-", "n"
"""The marks in `people_answers` for an answer without a level, and for does not apply."""


def people_answers(connection: Connection, assessment_id: str) -> dict[str, str]:
    """Return the answers of each person as one text, by response id, such as "P1=3 P2=- O1=n".

    Each word is a question id with its level, NO_LEVEL or NOT_APPLICABLE. The database joins the words, because reading
    one row per answer takes five times as long.
    """
    a = t.answer.c
    answer = case((a.not_applicable.is_not(None), NOT_APPLICABLE), else_=func.coalesce(cast(a.level, String), NO_LEVEL))
    words = func.aggregate_strings(a.question_id + "=" + answer, " ")
    query = select(a.response_id, words).join(t.response)
    query = query.where(t.response.c.assessment_id == assessment_id, a.round == FIRST_ROUND).group_by(a.response_id)
    return {row[0]: row[1] for row in connection.execute(query)}
