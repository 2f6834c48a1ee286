"""A closed assessment with its frozen result: its levels for the trend, and the means of people's own levels."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from cxmaturity.analysis.frozen.frozen_result import FrozenResult
from cxmaturity.analysis.groups import GroupResult
from cxmaturity.analysis.trends.people_answers import PeopleMean, mean_of_counts, questions_with_level
from cxmaturity.questionnaire.schema import OVERALL, ComparisonKey, Questionnaire, Stage
from cxmaturity.records import Assessment


@dataclass(frozen=True)
class ClosedAssessment:
    """A closed assessment, the questionnaire it was answered with, and its newest frozen result.

    Every figure shown of it is read from the frozen result and never scored again, so that a changed scoring rule does
    not change results of the past.
    """

    assessment: Assessment
    closed_at: datetime
    questionnaire: Questionnaire
    frozen: FrozenResult

    @property
    def group(self) -> GroupResult | None:
        """The result of the group, None when one person answered."""
        return self.frozen.group

    @property
    def comparison_key(self) -> ComparisonKey:
        """The comparison key of its questionnaire: two assessments compare only when their keys are equal."""
        return self.questionnaire.comparison_key

    @cached_property
    def levels(self) -> Mapping[str, float | None]:
        """The levels by name of the dimension, and of OVERALL; None where undefined. Empty for a pulse."""
        scores = self.frozen.result
        if scores.overall is None:
            return {}
        return {d.name: scores.dimensions[d.id].level for d in self.questionnaire.dimensions} | {
            OVERALL: scores.overall.level
        }

    @cached_property
    def stages(self) -> Mapping[str, Stage]:
        """The stages by name of the dimension, and of OVERALL, without the undefined ones. Empty for a pulse."""
        scores, by_number = self.frozen.result, {stage.level: stage for stage in self.questionnaire.stages}
        if scores.overall is None:
            return {}
        measures = {d.name: scores.dimensions[d.id] for d in self.questionnaire.dimensions} | {OVERALL: scores.overall}
        return {name: by_number[measure.stage] for name, measure in measures.items() if measure.stage is not None}

    @cached_property
    def means(self) -> Mapping[str, PeopleMean]:
        """The means of people's own levels, by name of the dimension and of OVERALL, where a level is shown.

        Where the stored mean may not be shown, the mean is computed from the counts, if the counts are shown.
        """
        if self.group is None:
            return {}
        kept, disclosed = self.group.means, self.group.disclosure.questions
        means: dict[str, PeopleMean] = {}
        rated = [d for d in self.questionnaire.dimensions if self.levels.get(d.name) is not None]
        for d in rated:
            by_counts = mean_of_counts(questions_with_level(d, disclosed), disclosed, self.questionnaire.level_numbers)
            if mean := kept.dimensions.get(d.id) or by_counts:
                means[d.name] = mean
        if self.levels.get(OVERALL) is not None and len(means) == len(rated):
            means[OVERALL] = kept.overall or PeopleMean(sum(mean.mean for mean in means.values()) / len(means))
        return means

    @cached_property
    def suppressed_questions(self) -> frozenset[str]:
        """The ids of the hidden questions: too few people rated them, and no level was agreed on."""
        return frozenset() if self.group is None else self.group.disclosure.suppressed - set(self.group.agreed)

    @cached_property
    def suppressed_dimensions(self) -> frozenset[str]:
        """The names of the dimensions with a hidden question."""
        hidden = self.suppressed_questions
        return frozenset(d.name for d in self.questionnaire.dimensions if any(q.id in hidden for q in d.questions))

    @property
    def unasked_dimensions(self) -> frozenset[str]:
        """The names of the dimensions that this assessment did not ask."""
        asked = self.assessment.dimensions
        return frozenset(d.name for d in self.questionnaire.dimensions if asked is not None and d.id not in asked)

    @property
    def is_suppressed(self) -> bool:
        """True when several people answered but nothing of their result may be shown."""
        return self.group is not None and self.group.disclosure.is_suppressed

    @property
    def answered(self) -> int | None:
        """How many people answered; None for the assessment of one person."""
        return None if self.group is None else self.group.disclosure.answered

    def can_show_change_since(self, earlier: "ClosedAssessment") -> bool:
        """Return whether an earlier comparable one asked as much as this one, and a level is defined in both."""
        defined = {name for name, level in earlier.levels.items() if level is not None}
        has_both = any(self.levels.get(name) is not None for name in defined)
        return has_both and earlier.assessment.asks_as_much_as(self.assessment)

    def with_names(self, names: Mapping[tuple[str, str], str]) -> "ClosedAssessment":
        """Return the assessment with the dimensions of its questionnaire named as in `newest_names`."""
        model = self.questionnaire
        by_id = {d.id: names.get((model.id, d.id), d.name) for d in model.dimensions}
        return replace(self, questionnaire=model.with_dimension_names(by_id))


def newest_names(questionnaires: Iterable[Questionnaire]) -> dict[tuple[str, str], str]:
    """Return the name of each dimension in the newest of these versions that has it, by questionnaire and dimension id.

    Charts and tables find a dimension by its name, and a version may have renamed it.
    """
    return {
        (questionnaire.id, dimension.id): dimension.name
        for questionnaire in sorted(questionnaires, key=lambda q: q.version_numbers)
        for dimension in questionnaire.dimensions
    }


def named_alike(milestones: Sequence[ClosedAssessment]) -> list[ClosedAssessment]:
    """Return assessments of several versions of a questionnaire with the same names for the same dimensions."""
    names = newest_names(m.questionnaire for m in milestones)
    return [m.with_names(names) for m in milestones]
