"""Stages with their caps, and the strict reading (the model's rules, section 3)."""

from dataclasses import dataclass

import numpy as np

from cxmaturity.scoring.levels import Levels, compute_levels
from cxmaturity.scoring.matrices import Bools, Floats, QuestionnaireMatrices


@dataclass(frozen=True, slots=True)
class Stages:
    """Stages of n answer sets over s sets of questions, each array (n, s), and overall, each array (n,).

    Whole numbers 1..K as floats, NaN where the level does not exist.
    """

    average: Floats
    stage: Floats
    strict: Floats
    overall_average: Floats
    overall: Floats
    overall_strict: Floats


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything that sections 2 and 3 of the model's rules say of n answer sets."""

    levels: Levels
    stages: Stages


def stage_of_level(level: float, scale_max: int) -> int:
    """Return the stage nearest to one level, rounded as in `average_stage`; `scale_max` is K."""
    return int(average_stage(np.array([level]), scale_max)[0])


def average_stage(level: Floats, scale_max: int) -> Floats:
    """Return the stage nearest to `level`, halves upward, within 1..K; `scale_max` is K, NaN stays NaN."""
    found: Floats = level + (0.5 + 1e-9)  # the hair keeps a mean of exactly .5 from falling through float error
    np.floor(found, out=found)
    np.minimum(found, float(scale_max), out=found)
    return np.maximum(found, 1.0, out=found)


def compute_stages(levels: Levels, shape: QuestionnaireMatrices) -> Stages:
    """Return the stages that follow from levels and weakest answers."""
    average = average_stage(levels.level, shape.scale_max)
    stage = levels.weakest + shape.caps.practice
    np.minimum(average, stage, out=stage)
    strict = levels.weakest + 0.0 * levels.level  # NaN where there is no level
    overall_average = average_stage(levels.overall, shape.scale_max)
    # A dimension that does not apply has no stage and holds nothing back, hence fmin, which passes over NaN.
    lowest = np.fmin.reduce(stage, axis=1)
    lowest += shape.caps.dimension
    overall_strict = np.fmin.reduce(strict, axis=1) + 0.0 * levels.overall
    return Stages(average, stage, strict, overall_average, np.minimum(overall_average, lowest), overall_strict)


def score_answers(answers: Floats, applies: Bools | None, shape: QuestionnaireMatrices) -> Scores:
    """Return levels and stages of `answers` (n by questions, NaN where none); `applies` as in `levels`."""
    found = compute_levels(answers, applies, shape)
    return Scores(found, compute_stages(found, shape))
