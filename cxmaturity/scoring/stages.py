"""Stages with their caps, and strict stages, which are the weakest answer's."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.scoring.equality import TOLERANCE
from cxmaturity.scoring.levels import Levels, compute_levels
from cxmaturity.scoring.matrices import Bools, Floats, QuestionnaireMatrices, own_scale


@dataclass(frozen=True, slots=True)
class Stages:
    """Stages of n answer sets over s sets of questions, each array (n, s), and overall, each array (n,).

    A stage is its position as a float, the lowest is 1; NaN where there is no level.
    """

    average: Floats
    stage: Floats
    strict: Floats
    overall_average: Floats
    overall: Floats
    overall_strict: Floats


@dataclass(frozen=True, slots=True)
class Scores:
    """Levels and stages of n answer sets."""

    levels: Levels
    stages: Stages


def stages_of_levels(levels: Floats, questionnaire: Questionnaire) -> Floats:
    """Return the position of the stage of each level on the questionnaire's scale, before any cap."""
    scale = own_scale(questionnaire)
    return average_stage(levels, questionnaire.scale_max, scale.thresholds if scale else None)


def average_stage(level: Floats, scale_max: int, thresholds: Sequence[float] | None = None) -> Floats:
    """Return the position of the stage of each `level`, before any cap; NaN stays NaN.

    With `thresholds` it is the highest stage whose threshold the level reaches. Without, it is the level rounded half
    up and kept within 1..K; `scale_max` is K.
    """
    if thresholds is not None:
        reached: Floats = 1.0 + sum((level >= threshold - TOLERANCE) for threshold in thresholds[1:]) + 0.0 * level
        return reached
    stage: Floats = level + (0.5 + TOLERANCE)  # a mean of exactly .5 may be slightly less as a float
    np.floor(stage, out=stage)
    np.minimum(stage, float(scale_max), out=stage)
    return np.maximum(stage, 1.0, out=stage)


def compute_stages(levels: Levels, matrices: QuestionnaireMatrices) -> Stages:
    """Return the stages that follow from levels and weakest answers: capped, strict and overall."""
    thresholds = matrices.thresholds
    average = average_stage(levels.level, matrices.scale_max, thresholds)
    weakest = levels.weakest if thresholds is None else average_stage(levels.weakest, matrices.scale_max, thresholds)
    stage = weakest + matrices.caps.practice
    np.minimum(average, stage, out=stage)
    strict = weakest + 0.0 * levels.level  # NaN where there is no level
    overall_average = average_stage(levels.overall, matrices.scale_max, thresholds)
    # A dimension that does not apply has no stage and caps nothing; `fmin` ignores its NaN.
    lowest = np.fmin.reduce(stage, axis=1)
    lowest += matrices.caps.dimension
    overall_strict = np.fmin.reduce(strict, axis=1) + 0.0 * levels.overall
    return Stages(average, stage, strict, overall_average, np.minimum(overall_average, lowest), overall_strict)


def score_answers(answers: Floats, applies: Bools | None, matrices: QuestionnaireMatrices) -> Scores:
    """Return levels and stages of `answers` (n by questions, NaN where there is no level).

    `applies` has the meaning it has in `compute_levels`.
    """
    levels = compute_levels(answers, applies, matrices)
    return Scores(levels, compute_stages(levels, matrices))
