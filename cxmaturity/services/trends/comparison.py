"""What moved between two finished assessments of a team, and what was done meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cxmaturity.analysis import change
from cxmaturity.analysis.change import ChangeBreakdown
from cxmaturity.errors import Refused
from cxmaturity.questionnaire.schema import Dimension
from cxmaturity.records import Action
from cxmaturity.scoring.result import Result, score_response
from cxmaturity.services.assessments import views
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.trends.milestones import comparison_key
from cxmaturity.store import plans
from cxmaturity.store.engine import Database


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two assessments of one team: both works with their results, and each dimension's change taken apart.

    `parts` are None where a dimension has no level on one side, or nothing was rated both times. `actions` are the
    team's steps taken on by the later date and done or under way after the earlier one.
    """

    earlier: AssessmentView
    later: AssessmentView
    result_before: Result
    result_after: Result
    parts: Mapping[str, ChangeBreakdown | None]
    actions: tuple[Action, ...]

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions of the later questionnaire, in order."""
        return self.later.questionnaire.dimensions

    @property
    def rows(self) -> list[tuple[str, float, float, float, float, float]]:
        """Each dimension with its parts: name, level then, level now, by answers, by questions in, and out."""
        return [
            (d.name, p.before, p.after, p.like_for_like, p.by_entering, p.by_leaving)
            for d in self.dimensions
            if (p := self.parts[d.id]) is not None
        ]

    def done_for(self, question_id: str) -> list[Action]:
        """Return the steps for a question that were done between the two."""
        then, now = self.earlier.assessment.closed_at, self.later.assessment.closed_at
        done = [a for a in self.actions if a.question_id == question_id and a.status == "done"]
        return [a for a in done if then and now and a.done_at and then < a.done_at <= now]


def compare_assessments(database: Database, earlier_id: str, later_id: str) -> Comparison:
    """Return what moved between two finished assessments of one team; raises NotFound, and Refused if they differ."""
    earlier, later = views.load_view(database, earlier_id), views.load_view(database, later_id)
    then, now = earlier.assessment, later.assessment
    if then.team_id != now.team_id:
        raise Refused("These assessments are of two teams.", "Choose two of one team.")
    if not (then.closed_at and now.closed_at):
        raise Refused("Only finished assessments are compared.", "Finish both first.")
    if comparison_key(earlier.questionnaire) != comparison_key(later.questionnaire):
        raise Refused(
            "The questionnaire has changed too much between these two to compare them.",
            "Choose two that were answered with the same major version.",
        )
    before, after = (
        score_response(earlier.questionnaire, earlier.response),
        score_response(later.questionnaire, later.response),
    )
    dimensions = {d.id: d for d in earlier.questionnaire.dimensions}
    parts = {
        d.id: _break_down(earlier, later, dimensions[d.id], d)
        if d.id in dimensions and before.dimensions[d.id].level is not None and after.dimensions[d.id].level is not None
        else None
        for d in later.questionnaire.dimensions
    }
    return Comparison(
        earlier,
        later,
        before,
        after,
        parts,
        tuple(actions_between(database, now.team_id, then.closed_at, now.closed_at)),
    )


def actions_between(database: Database, team_id: str, since: datetime, until: datetime) -> list[Action]:
    """Return the team's steps taken on before `until` and done, or still under way, after `since`; oldest first."""
    with database.reading() as connection:
        actions = plans.actions(connection, team_id)
    between = [a for a in actions if a.created_at < until and (a.done_at is None or a.done_at > since)]
    return [a for a in between if a.status != "dropped"]


def _break_down(
    earlier: AssessmentView, later: AssessmentView, then: Dimension, now: Dimension
) -> ChangeBreakdown | None:
    before = {q.id: level for q in then.questions if (level := earlier.response.level_of(q.id)) is not None}
    after = {q.id: level for q in now.questions if (level := later.response.level_of(q.id)) is not None}
    return change.break_down_change(before, after, then, now)
