"""The comparison of two closed assessments of one team: each dimension's change, from what was frozen (section 9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cxmaturity.analysis.change import ChangeBreakdown, break_down_change
from cxmaturity.analysis.closed_assessment import ClosedAssessment
from cxmaturity.analysis.groups import Comment
from cxmaturity.questionnaire.schema import Dimension
from cxmaturity.records import Action

Comments = Mapping[str, Sequence[Comment]]
"""What was written to the answers of an assessment, by question id."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two closed assessments of one team, and each dimension's change taken apart.

    `parts` are by dimension id, None where a dimension has no level on one side, or no question was rated both times.
    `actions` are the steps of the team's plan between the two.
    """

    earlier: ClosedAssessment
    later: ClosedAssessment
    comments_before: Comments
    comments_after: Comments
    parts: Mapping[str, ChangeBreakdown | None]
    actions: tuple[Action, ...]

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions of the later questionnaire, in order."""
        return self.later.questionnaire.dimensions

    @property
    def rows(self) -> list[tuple[str, float, float, float, float, float]]:
        """Each dimension with its parts: name, level before, level after, by answers, by questions in, and out."""
        return [
            (d.name, p.before, p.after, p.like_for_like, p.by_entering, p.by_leaving)
            for d in self.dimensions
            if (p := self.parts[d.id]) is not None
        ]

    def done_for(self, question_id: str) -> list[Action]:
        """Return the steps for a question that were done between the two."""
        start, end = self.earlier.closed_at, self.later.closed_at
        done = [a for a in self.actions if a.question_id == question_id and a.status == "done"]
        return [a for a in done if a.done_at and start < a.done_at <= end]


def compare(
    earlier: ClosedAssessment,
    later: ClosedAssessment,
    comments_before: Comments,
    comments_after: Comments,
    actions: Sequence[Action],
) -> Comparison:
    """Return the comparison of two closed full assessments whose questionnaires have the same comparison key."""
    dimensions_before = {d.id: d for d in earlier.questionnaire.dimensions}
    parts = {
        d.id: _break_down(earlier, later, dimensions_before[d.id], d) if d.id in dimensions_before else None
        for d in later.questionnaire.dimensions
    }
    return Comparison(earlier, later, comments_before, comments_after, parts, tuple(actions))


def _break_down(
    earlier: ClosedAssessment, later: ClosedAssessment, before: Dimension, after: Dimension
) -> ChangeBreakdown | None:
    """Return a dimension's change taken apart, None where a frozen result has no level for it."""
    if earlier.frozen.level_of(before.id) is None or later.frozen.level_of(after.id) is None:
        return None
    levels_before, levels_after = earlier.frozen.question_levels(before), later.frozen.question_levels(after)
    return break_down_change(levels_before, levels_after, before, after)
