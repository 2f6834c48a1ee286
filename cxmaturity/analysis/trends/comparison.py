"""The comparison of two closed assessments of one team, made from their frozen results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment
from cxmaturity.analysis.groups import Comment
from cxmaturity.analysis.trends.change_breakdown import ChangeBreakdown, break_down_change
from cxmaturity.analysis.trends.people_answers import PeopleAnswers, questions_with_level
from cxmaturity.questionnaire.schema import Dimension, Question
from cxmaturity.records import Action

Comments = Mapping[str, Sequence[Comment]]
"""The comments on the answers of an assessment, by question id."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two closed assessments of one team, with the change of each dimension split into parts.

    `parts` are by dimension id; None where a dimension has no level on one side, or no question was rated both times.
    `actions` are the actions of the team's plan between the two. `people_before` and `people_after` are the answers of
    each person; None for the assessment of one person.
    """

    earlier: ClosedAssessment
    later: ClosedAssessment
    comments_before: Comments
    comments_after: Comments
    parts: Mapping[str, ChangeBreakdown | None]
    actions: tuple[Action, ...]
    people_before: PeopleAnswers | None = None
    people_after: PeopleAnswers | None = None

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions of the later questionnaire, in order."""
        return self.later.questionnaire.dimensions

    @property
    def rows(self) -> list[tuple[str, float, float, tuple[float, float, float, float]]]:
        """Name, level before, level after, and the parts of the change, per dimension."""
        return [(d.name, p.before, p.after, p.parts) for d in self.dimensions if (p := self.parts[d.id]) is not None]

    def rated_by_both(self, dimension: Dimension) -> list[Question]:
        """Return the questions of a dimension whose level from people's votes is shown both times, in order.

        Empty for the assessment of one person, and where the dimension is not compared.
        """
        part, before, after = self.parts[dimension.id], self.earlier.group, self.later.group
        if part is None or before is None or after is None:
            return []
        shared = {change.question_id for change in part.shared}
        for group in (before, after):
            shared &= {q.id for q in questions_with_level(dimension, group.disclosure.questions)}
        return [q for q in dimension.questions if q.id in shared]

    def done_for(self, question_id: str) -> list[Action]:
        """Return the actions for a question that were done between the two assessments."""
        start, end = self.earlier.closed_at, self.later.closed_at
        done = [a for a in self.actions if a.question_id == question_id and a.status == "done"]
        return [a for a in done if a.done_at and start < a.done_at <= end]


def compare(
    earlier: ClosedAssessment,
    later: ClosedAssessment,
    comments_before: Comments,
    comments_after: Comments,
    actions: Sequence[Action],
    people: tuple[PeopleAnswers | None, PeopleAnswers | None] = (None, None),
) -> Comparison:
    """Return the comparison of two closed full assessments whose questionnaires have the same comparison key.

    `people` holds the answers of each person, before and after.
    """
    dimensions_before = {d.id: d for d in earlier.questionnaire.dimensions}
    parts = {
        d.id: _break_down(earlier, later, dimensions_before[d.id], d) if d.id in dimensions_before else None
        for d in later.questionnaire.dimensions
    }
    return Comparison(earlier, later, comments_before, comments_after, parts, tuple(actions), *people)


def _break_down(
    earlier: ClosedAssessment, later: ClosedAssessment, before: Dimension, after: Dimension
) -> ChangeBreakdown | None:
    """Return the change of a dimension split into parts; None where a frozen result has no level for it.

    None too in a model of practices, in which a level is a stage reached and not a mean that can be split.
    """
    if (
        later.questionnaire.has_practices
        or earlier.frozen.level_of(before.id) is None
        or later.frozen.level_of(after.id) is None
    ):
        return None
    levels_before, levels_after = earlier.frozen.question_levels(before), later.frozen.question_levels(after)
    return break_down_change(levels_before, levels_after, before, after, later.questionnaire.level_numbers)
