"""Level, coverage and range of sets of questions, and overall.

Missing answers are NaN, never zero. Nothing is rounded, and no answer is filled in.
"""

from dataclasses import dataclass
from math import ceil

import numpy as np

from cxmaturity.answers import EvidenceGrade
from cxmaturity.scoring.equality import TOLERANCE
from cxmaturity.scoring.matrices import Bools, Floats, OwnScale, QuestionnaireMatrices

MIN_COVERAGE = 0.70
"""The smallest share of the questions that apply which must be rated for a level to exist."""

MIN_RATED = 3
"""The smallest number of rated questions for a level to exist, in sets with at least as many that apply."""

_BLOCK_ROWS = 4096  # so many rows fit in the processor's cache


@dataclass(frozen=True, slots=True)
class Levels:
    """Levels of n answer sets over s sets of questions, each array (n, s), and overall, each array (n,).

    Levels and ranges are in the numbers of the levels, in most models 1..K. `level` is NaN where too few questions are
    rated; `low`, `high` and `coverage` (0..1) are NaN only where no question of the set applies. `weakest` is the
    number of the lowest rated level, NaN without one; in a model of practices it is the level itself.
    """

    level: Floats
    low: Floats
    high: Floats
    coverage: Floats
    weakest: Floats
    overall: Floats
    overall_low: Floats
    overall_high: Floats
    overall_coverage: Floats


def ratings_needed(asked: int) -> int:
    """Return how many of `asked` questions that apply must be rated for a level to exist."""
    return max(ceil(MIN_COVERAGE * asked - TOLERANCE), min(MIN_RATED, asked))


def index_of_level(level: Floats, highest: float, lowest: float) -> Floats:
    """Return the level on the scale 0..100: 100 · (level − lowest) / (highest − lowest)."""
    return 100.0 * (level - lowest) / (highest - lowest)


def evidenced_answers(answers: Floats, grades: Floats, scale_max: int) -> Floats:
    """Return `answers` with each level of K−1 or more whose evidence grade is below 2 replaced by K−2 (at least 1).

    On the five-level scale, levels 4 and 5 without a document, a number or a second person's check count as 3. Levels
    computed from the result are evidenced levels. `grades` has the shape of `answers`; `scale_max` is K.
    """
    unproven = (answers >= scale_max - 1) & (grades < EvidenceGrade.DOCUMENT)
    evidenced: Floats = np.where(unproven, max(1.0, scale_max - 2.0), answers)
    return evidenced


def compute_levels(
    answers: Floats, applies: Bools | None, matrices: QuestionnaireMatrices, min_coverage: float | None = None
) -> Levels:
    """Return the levels of `answers`: n answer sets by questions, positions 1..K, NaN where there is no level.

    `applies` is False where a question does not apply to an answer set; None when every question applies to all.
    `min_coverage` (0..1) replaces MIN_COVERAGE, to try another floor.
    """
    floor = MIN_COVERAGE if min_coverage is None else min_coverage
    weights = matrices.weights_by_set
    if matrices.scale and matrices.scale.needed_for:
        return _of_practices(answers, applies, weights, matrices, floor)
    if matrices.scale:
        answers = _numbers(answers, matrices.scale)
    with np.errstate(invalid="ignore", divide="ignore"):  # 0/0 is NaN on purpose: no question applies
        # Transposed, because columns that are contiguous in memory make it twice as fast.
        total = (weights.T @ answers.T).T
        if applies is None and not np.isnan(total.sum()):  # one NaN makes the sum NaN
            return _complete(answers, total, weights, matrices)
        return _partial(answers, applies, weights, matrices, floor)


def _complete(answers: Floats, total: Floats, weights: Floats, matrices: QuestionnaireMatrices) -> Levels:
    """Return the levels of answer sets without missing answers, with no counting row by row."""
    level = total
    level /= weights.sum(axis=0)
    overall = level.mean(axis=1)
    full = np.ones((1, 1))
    every, one = np.broadcast_to(full, level.shape), np.broadcast_to(full[0], overall.shape)
    weakest = _over_columns(np.minimum, answers, matrices)
    return Levels(level, level, level, every, weakest, overall, overall, overall, one)


def _partial(
    answers: Floats, applies: Bools | None, weights: Floats, matrices: QuestionnaireMatrices, floor: float
) -> Levels:
    """Return the levels of answer sets some of which have missing answers."""
    membership = (weights > 0).astype(float)
    is_rated = ~np.isnan(answers)
    is_missing = ~is_rated if applies is None else ~is_rated & applies
    rated = is_rated @ membership
    asked = rated + is_missing @ membership
    weight = is_rated @ weights
    missing_weight = is_missing @ weights
    total = np.where(is_rated, answers, 0.0) @ weights

    coverage = rated / asked
    enough = (coverage >= floor - TOLERANCE) & (rated >= np.minimum(MIN_RATED, asked))
    level = np.where(enough, total / weight, np.nan)
    lowest, highest = matrices.level_range
    low = (total + lowest * missing_weight) / (weight + missing_weight)
    high = (total + highest * missing_weight) / (weight + missing_weight)

    is_applicable = asked > 0
    overall = np.where((enough | ~is_applicable).all(axis=1), _mean_where(level, is_applicable), np.nan)
    return Levels(
        level,
        low,
        high,
        coverage,
        _over_columns(np.fmin, answers, matrices),
        overall,
        _mean_where(low, is_applicable),
        _mean_where(high, is_applicable),
        rated.sum(axis=1) / asked.sum(axis=1),
    )


def _numbers(answers: Floats, scale: OwnScale) -> Floats:
    """Return the numbers of the levels at these positions, NaN where an answer has none."""
    is_rated = ~np.isnan(answers)
    numbers: Floats = np.array(scale.numbers, dtype=float)[np.where(is_rated, answers, 1.0).astype(np.intp) - 1]
    return np.where(is_rated, numbers, np.nan)


def _of_practices(
    answers: Floats, applies: Bools | None, weights: Floats, matrices: QuestionnaireMatrices, floor: float
) -> Levels:
    """Return the levels of a model of practices: the highest stage whose practices and those of lower stages all pass.

    A missing practice counts as failed; for the upper end of the range it counts as passed.
    """
    scale = matrices.scale
    assert scale is not None  # the caller has checked it
    with np.errstate(invalid="ignore", divide="ignore"):
        counted = _partial(answers, applies, weights, matrices, floor)
    is_missing = np.isnan(answers) if applies is None else np.isnan(answers) & applies
    does_not_apply = np.isnan(answers) & ~is_missing
    is_passed = (answers >= scale.pass_position) | does_not_apply
    below = np.array(scale.needed_for, dtype=float) - 1.0  # the highest stage without this practice
    low = _over_columns(np.minimum, np.where(is_passed, scale.highest, below), matrices)
    high = _over_columns(np.minimum, np.where(is_passed | is_missing, scale.highest, below), matrices)
    is_applicable = ~np.isnan(counted.coverage)
    low, high = np.where(is_applicable, low, np.nan), np.where(is_applicable, high, np.nan)
    level = low + 0.0 * counted.level  # NaN where too few are rated
    with np.errstate(invalid="ignore", divide="ignore"):
        overall = _mean_where(level, is_applicable)
        ends = _mean_where(low, is_applicable), _mean_where(high, is_applicable)
    return Levels(level, low, high, counted.coverage, low, overall, *ends, counted.overall_coverage)


def _mean_where(values: Floats, counted: Bools) -> Floats:
    """Return each row's unweighted mean over the counted sets, NaN where none is counted."""
    mean: Floats = np.where(counted, values, 0.0).sum(axis=1) / counted.sum(axis=1)
    return mean


def _over_columns(combine: np.ufunc, answers: Floats, matrices: QuestionnaireMatrices) -> Floats:
    """Return `combine` over the columns of each set, per row; shape (n, s).

    Combining column by column over blocks of rows is faster than a reduction along the short axis.
    """
    combined = np.empty((len(matrices.columns), len(answers)))
    for start in range(0, len(answers), _BLOCK_ROWS):
        block = answers[start : start + _BLOCK_ROWS]
        for row, (first, *others) in zip(combined[:, start : start + _BLOCK_ROWS], matrices.columns, strict=True):
            row[:] = block[:, first]
            for column in others:
                combine(row, block[:, column], out=row)
    return combined.T
