"""A team over time: its finished assessments, and what moved between two of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cxmaturity import change
from cxmaturity.change import Parts
from cxmaturity.errors import Refused
from cxmaturity.questionnaire import Dimension
from cxmaturity.services import assessments, library
from cxmaturity.services.assessments import Work
from cxmaturity.store import repository
from cxmaturity.store.engine import Database
from cxmaturity.store.records import Action, Assessment


@dataclass(frozen=True, slots=True)
class Milestone:
    """A finished full assessment with its result as it was frozen.

    `top` is K. `levels` are on 1..K by dimension name, None where a dimension had none. `model` is the questionnaire's
    id and major version: only milestones of one model compare.
    """

    assessment: Assessment
    closed_at: datetime
    model: tuple[str, str]
    top: int
    overall: float | None
    levels: Mapping[str, float | None]


def milestones(database: Database, team_id: str) -> list[Milestone]:
    """Return the finished full assessments of a team, the oldest first, each with its newest frozen result."""
    with database.reading() as connection:
        closed = [a for a in repository.assessments(connection, team_id) if a.closed_at and a.scope == "full"]
        frozen = repository.newest_results(connection, [a.id for a in closed])
    found = []
    for a in sorted(closed, key=lambda a: (a.closed_at, a.id)):
        assert a.closed_at  # chosen so
        of, result = library.archived(database, a.digest), json.loads(frozen[a.id])["result"]
        levels = {d.name: result["dimensions"][d.id]["level"] for d in of.dimensions}
        model = (of.id, of.version.split(".")[0])
        found.append(Milestone(a, a.closed_at, model, of.top, result["overall"]["level"], levels))
    return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two assessments of one team: both works, each dimension's change taken apart (None where nothing is shared).

    `actions` are the team's steps taken on by the later date and done or under way after the earlier one.
    """

    earlier: Work
    later: Work
    parts: Mapping[str, Parts | None]
    actions: tuple[Action, ...]

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions of the later questionnaire, in order."""
        return self.later.questionnaire.dimensions

    @property
    def rows(self) -> list[tuple[str, float, float, float, float, float]]:
        """Each dimension with something shared: name, level then, level now, by answers, by questions in, and out."""
        return [
            (d.name, p.before, p.after, p.like_for_like, p.by_entering, p.by_leaving)
            for d in self.dimensions
            if (p := self.parts[d.id]) is not None
        ]


def compare(database: Database, earlier_id: str, later_id: str) -> Comparison:
    """Return what moved between two finished assessments of one team; raises NotFound, and Refused if they differ."""
    earlier, later = assessments.work(database, earlier_id), assessments.work(database, later_id)
    then, now = earlier.assessment, later.assessment
    if then.team_id != now.team_id:
        raise Refused("These assessments are of two teams.", "Choose two of one team.")
    if not (then.closed_at and now.closed_at):
        raise Refused("Only finished assessments are compared.", "Finish both first.")
    if _model(earlier) != _model(later):
        raise Refused(
            "The questionnaire has changed too much between these two to compare them.",
            "Choose two that were answered with the same major version.",
        )
    dimensions = {d.id: d for d in earlier.questionnaire.dimensions}
    parts = {d.id: _parts(earlier, later, dimensions.get(d.id), d) for d in later.questionnaire.dimensions}
    with database.reading() as connection:
        actions = repository.actions(connection, now.team_id)
    between = [a for a in actions if a.created_at < now.closed_at and (a.done_at is None or a.done_at > then.closed_at)]
    return Comparison(earlier, later, parts, tuple(a for a in between if a.status != "dropped"))


def _model(at: Work) -> tuple[str, str]:
    return at.questionnaire.id, at.questionnaire.version.split(".")[0]


def _parts(earlier: Work, later: Work, then: Dimension | None, now: Dimension) -> Parts | None:
    if then is None:
        return None
    before = {q.id: level for q in then.questions if (level := earlier.response.level_of(q.id)) is not None}
    after = {q.id: level for q in now.questions if (level := later.response.level_of(q.id)) is not None}
    return change.parts(before, after, then, now)
