"""A closed assessment with its frozen result: the levels it shows over time, and how sure they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np

from cxmaturity.analysis.change import Interval, mean_interval
from cxmaturity.analysis.disclosure import may_show_part, may_show_spread
from cxmaturity.analysis.frozen_result import FrozenResult
from cxmaturity.analysis.groups import GroupResult, ParticipantLevels
from cxmaturity.questionnaire.schema import ComparisonKey, Dimension, Questionnaire
from cxmaturity.records import Assessment

OVERALL = "Overall"
"""The name of the overall level beside the names of the dimensions."""


@dataclass(frozen=True)
class ClosedAssessment:
    """A closed assessment, the questionnaire it was answered with, and its newest frozen result.

    Everything shown of it comes from the frozen result, never from scoring again: whoever changes a rule of scoring
    changes no result of the past.
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
        """The key of the questionnaire: only assessments with the same key compare."""
        return self.questionnaire.comparison_key

    @cached_property
    def levels(self) -> Mapping[str, float | None]:
        """The levels on 1..K by name of a dimension, or OVERALL; None where there is none. Empty for a pulse."""
        scores = self.frozen.result
        if scores.overall is None:
            return {}
        return {d.name: scores.dimensions[d.id].level for d in self.questionnaire.dimensions} | {
            OVERALL: scores.overall.level
        }

    @cached_property
    def intervals(self) -> Mapping[str, Interval]:
        """The intervals of the mean of people's levels by name of a dimension, or OVERALL, where they may be shown."""
        if self.group is None:
            return {}
        rated = [d for d in self.questionnaire.dimensions if self.levels.get(d.name) is not None]
        shown = _intervals(self.group, rated)
        return {name: interval for name, interval in shown.items() if self.levels.get(name) is not None}

    @cached_property
    def suppressed_questions(self) -> frozenset[str]:
        """The ids of the questions that are hidden because too few people rated them and no level was agreed on."""
        return frozenset() if self.group is None else self.group.disclosure.suppressed - set(self.group.agreed)

    @cached_property
    def suppressed_dimensions(self) -> frozenset[str]:
        """The names of the dimensions with a hidden question."""
        hidden = self.suppressed_questions
        return frozenset(d.name for d in self.questionnaire.dimensions if any(q.id in hidden for q in d.questions))

    @property
    def is_suppressed(self) -> bool:
        """True when several people answered and nothing at all of it may be shown."""
        return self.group is not None and self.group.disclosure.is_suppressed

    @property
    def answered(self) -> int | None:
        """How many people answered, None when it was one person's own assessment."""
        return None if self.group is None else self.group.disclosure.answered


def _intervals(group: GroupResult, dimensions: Sequence[Dimension]) -> dict[str, Interval]:
    """Return the interval of each dimension that may be shown, and of OVERALL where it tells no more of anyone.

    A person's overall level is the mean of their dimension levels; a person without one of these has none.
    """
    levels = {
        d.name: [level for p in group.participant_levels if (level := p.levels.get(d.id)) is not None]
        for d in dimensions
    }
    overall = [mean for p in group.participant_levels if (mean := _overall_level(p, dimensions)) is not None]
    if all(may_show_part(len(overall), len(people), group.privacy) for people in levels.values()):
        levels[OVERALL] = overall
    shown = {name: people for name, people in levels.items() if may_show_spread(len(people), group.privacy)}
    intervals = {name: mean_interval(np.array(people)) for name, people in shown.items()}
    return {name: interval for name, interval in intervals.items() if interval is not None}


def _overall_level(participant: ParticipantLevels, dimensions: Sequence[Dimension]) -> float | None:
    """Return the mean of a person's dimension levels, None where one is missing."""
    known = [level for d in dimensions if (level := participant.levels.get(d.id)) is not None]
    return sum(known) / len(known) if known and len(known) == len(dimensions) else None
