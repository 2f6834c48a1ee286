"""The overall stage under other rules that would be as defensible as the model's own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import isnan
from typing import Literal

import numpy as np

from cxmaturity.analysis.gaps import DEFAULT_IMPORTANCE
from cxmaturity.answers import Response
from cxmaturity.questionnaire.schema import Caps, Questionnaire
from cxmaturity.scoring.levels import compute_levels
from cxmaturity.scoring.matrices import by_dimension, response_row
from cxmaturity.scoring.stages import compute_stages

OTHER_FLOORS = (0.6, 0.8)
"""The lowest and highest defensible coverage floor; a floor between them gives the stage of one of these two."""

Rule = Literal["practice cap", "dimension cap", "coverage floor", "importance"]


@dataclass(frozen=True, slots=True)
class OtherRule:
    """One changed rule, and the overall stage under it; `stage` is None where there would be none.

    `value` is the other cap or floor (0..1); None for the rule that weights dimensions by their importance.
    """

    rule: Rule
    value: float | None
    stage: int | None


def stages_under_other_rules(
    questionnaire: Questionnaire, response: Response, importance: Mapping[str, int]
) -> tuple[OtherRule, ...]:
    """Return the overall stage under each other rule, with one rule changed at a time.

    The rules are: each cap one lower and one higher; the least coverage at both ends of OTHER_FLOORS, where an answer
    is missing; and dimensions weighted by `importance` (1..5 by id, default 3), where importances differ. A cap that
    never binds is left out where the model's own never binds either.
    """
    answers, applies = response_row(response, questionnaire.questions)
    caps, highest = questionnaire.caps, len(questionnaire.stages) - 1
    weights = np.array([float(importance.get(d.id, DEFAULT_IMPORTANCE)) for d in questionnaire.dimensions])

    def stage(other: Caps, floor: float | None, by_importance: bool) -> int | None:
        matrices = replace(by_dimension(questionnaire), caps=other)
        levels = compute_levels(answers, applies, matrices, floor)
        if by_importance:
            counted = np.where(np.isnan(levels.coverage), 0.0, weights)
            total = (np.where(counted > 0, levels.level, 0.0) * counted).sum(axis=1)
            levels = replace(levels, overall=total / counted.sum(axis=1))
        reached = float(compute_stages(levels, matrices).overall[0])
        return None if isnan(reached) else int(reached)

    def rules() -> Iterator[OtherRule]:
        for value in () if questionnaire.has_practices else _other_caps(caps.practice, highest):
            yield OtherRule("practice cap", value, stage(caps.model_copy(update={"practice": value}), None, False))
        for value in _other_caps(caps.dimension, highest):
            yield OtherRule("dimension cap", value, stage(caps.model_copy(update={"dimension": value}), None, False))
        if (np.isnan(answers) & applies).any():
            for floor in OTHER_FLOORS:
                yield OtherRule("coverage floor", floor, stage(caps, floor, False))
        if len(set(weights)) > 1:
            yield OtherRule("importance", None, stage(caps, None, True))

    return tuple(rules())


def _other_caps(cap: int, highest: int) -> list[int]:
    """Return the caps one lower and one higher than `cap`; `highest` is the lowest cap that never binds."""
    return [c for c in (cap - 1, cap + 1) if c >= 0 and min(c, highest) != min(cap, highest)]
