"""Milestones: finished full assessments as they were frozen, read a few at a time however many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from pydantic import TypeAdapter

from cxmaturity.analysis.change import Interval, mean_interval
from cxmaturity.analysis.disclosure import GroupDisclosure, may_show_part, may_show_spread
from cxmaturity.analysis.groups import ParticipantLevels
from cxmaturity.answers import Privacy
from cxmaturity.questionnaire.schema import Dimension, Questionnaire
from cxmaturity.records import Assessment, Team
from cxmaturity.services import questionnaires
from cxmaturity.store import trends as stored
from cxmaturity.store.engine import Connection, Database

MILESTONES_PER_PAGE = 12
"""How many of a team's milestones are shown at once."""

TEAMS_PER_PAGE = 30
"""How many teams are shown side by side at once."""

OVERALL = "Overall"
"""What the whole is called beside the dimensions."""

ComparisonKey = tuple[str, str]
"""A questionnaire's id and major version: only what has the same compares."""


@dataclass(frozen=True, slots=True)
class MilestoneResult:
    """What a milestone shows of the newest frozen result.

    By name of a dimension, or OVERALL: `levels` on 1..K, None where there is none; `intervals` of the mean of people's
    own levels, where they may be shown. `hidden` are the dimensions with questions hidden because too few people rated
    them; `is_sealed` when nothing at all may be seen. `people` is how many answered, None of one person's own.
    """

    levels: Mapping[str, float | None]
    intervals: Mapping[str, Interval]
    suppressed: frozenset[str]
    is_suppressed: bool
    people: int | None


@dataclass(frozen=True, slots=True)
class Milestone:
    """A finished full assessment with its questionnaire and its result as it was frozen."""

    assessment: Assessment
    closed_at: datetime
    questionnaire: Questionnaire
    frozen: MilestoneResult

    @property
    def model(self) -> ComparisonKey:
        """What compares with it."""
        return comparison_key(self.questionnaire)

    @property
    def levels(self) -> Mapping[str, float | None]:
        """The levels on 1..K by name of a dimension, or OVERALL; None where there is none."""
        return self.frozen.levels


def comparison_key(questionnaire: Questionnaire) -> ComparisonKey:
    """Return the questionnaire's id and major version."""
    return questionnaire.id, questionnaire.version.split(".")[0]


def count_milestones(database: Database, team_id: str) -> int:
    """Return how many milestones a team has."""
    with database.reading() as connection:
        return stored.count_milestones(connection, team_id)


def milestone_page(database: Database, team_id: str, skip: int = 0) -> list[Milestone]:
    """Return the newest milestones of a team, at most AT_ONCE of them after so many skipped, the oldest first."""
    with database.reading() as connection:
        found = _read(connection, stored.milestone_page(connection, team_id, MILESTONES_PER_PAGE, skip))
    return [_milestone(database, *kept) for kept in reversed(found)]


def first_milestone(database: Database, team_id: str) -> Milestone | None:
    """Return the first milestone of a team ever, None when there is none."""
    with database.reading() as connection:
        row = stored.first_milestone(connection, team_id)
        found = _read(connection, [row] if row else [])
    return _milestone(database, *found[0]) if found else None


def newest_milestones(
    database: Database, teams: Sequence[Team], before: datetime | None = None
) -> dict[str, Milestone]:
    """Return the newest milestone of each of these teams by team id, of those closed no later than `before`."""
    with database.reading() as connection:
        found = _read(connection, stored.newest_milestone_of_each(connection, [team.id for team in teams], before))
    return {kept[0].team_id: _milestone(database, *kept) for kept in found}


def latest_second_newest(database: Database, teams: Sequence[Team]) -> datetime | None:
    """Return when these teams had their last but one milestone, the latest of them; None where nobody has two."""
    with database.reading() as connection:
        return stored.latest_second_newest(connection, [team.id for team in teams])


_MOST_KNOWN = 2_000
_known: dict[str, MilestoneResult] = {}  # a digest names one content for ever, so what is here never goes stale


def _read(connection: Connection, rows: Sequence[Assessment]) -> list[tuple[Assessment, str, MilestoneResult | str]]:
    """Return each row with the digest and the content of its frozen result: what is known need not be read again."""
    digests = stored.frozen_digests(connection, [a.id for a in rows])
    known = {a.id: frozen for a in rows if (frozen := _known.get(digests.get(a.id, "")))}
    found: dict[str, MilestoneResult | str] = {**known}
    found |= stored.frozen_contents(connection, [a.id for a in rows if a.id not in known])
    return [(a, digests[a.id], found[a.id]) for a in rows if a.id in found and a.id in digests]


def _milestone(database: Database, row: Assessment, digest: str, found: MilestoneResult | str) -> Milestone:
    assert row.closed_at  # chosen so
    of = questionnaires.archived_questionnaire(database, row.digest)
    frozen = _milestone_result(of, found) if isinstance(found, str) else found
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    _known[digest] = frozen
    return Milestone(row, row.closed_at, of, frozen)


@dataclass(frozen=True, slots=True)
class _Measure:
    level: float | None


@dataclass(frozen=True, slots=True)
class _Result:
    overall: _Measure
    dimensions: dict[str, _Measure]


@dataclass(frozen=True, slots=True)
class _Group:
    privacy: Privacy
    seen: GroupDisclosure
    own: list[ParticipantLevels]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is needed of all that was frozen; the rest, such as what people wrote, is passed over."""

    result: _Result
    group: _Group | None = None


_KEPT: TypeAdapter[_Kept] = TypeAdapter(_Kept)


def _milestone_result(questionnaire: Questionnaire, content: str) -> MilestoneResult:
    kept = _KEPT.validate_json(content)
    levels = {d.name: kept.result.dimensions[d.id].level for d in questionnaire.dimensions}
    levels[OVERALL] = kept.result.overall.level
    group = kept.group
    if group is None:
        return MilestoneResult(levels, {}, frozenset(), False, None)
    unseen = group.seen.suppressed - set(group.seen.agreed)
    hidden = frozenset(d.name for d in questionnaire.dimensions if any(q.id in unseen for q in d.questions))
    intervals = _intervals(group, [d for d in questionnaire.dimensions if levels[d.name] is not None])
    shown = {name: bar for name, bar in intervals.items() if levels[name] is not None}
    return MilestoneResult(levels, shown, hidden, group.seen.is_suppressed, group.seen.answered)


def _intervals(group: _Group, dimensions: Sequence[Dimension]) -> dict[str, Interval]:
    """Return the intervals that may be shown: of each dimension, and of the whole where that tells no more of anyone.

    A person's overall level is the mean of their dimensions, and counts where they have all of these.
    """
    found = {d.name: [level for own in group.own if (level := own.levels.get(d.id)) is not None] for d in dimensions}
    whole = [mean for own in group.own if (mean := _mean(own, dimensions)) is not None]
    if all(may_show_part(len(whole), len(levels), group.privacy) for levels in found.values()):
        found[OVERALL] = whole
    shown = {name: levels for name, levels in found.items() if may_show_spread(len(levels), group.privacy)}
    return {name: bar for name, levels in shown.items() if (bar := mean_interval(np.array(levels))) is not None}


def _mean(participant: ParticipantLevels, dimensions: Sequence[Dimension]) -> float | None:
    """Return the mean of a person's levels, None where one is missing."""
    known = [level for d in dimensions if (level := participant.levels.get(d.id)) is not None]
    return sum(known) / len(known) if known and len(known) == len(dimensions) else None
