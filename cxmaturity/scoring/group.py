"""The group's answer to a question, and measures of how far people agree.

`votes` is an array of levels, shape (people, questions), NaN where a person gave none.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from cxmaturity.answers import UNANSWERED, Answer, EvidenceGrade, Response
from cxmaturity.questionnaire.schema import Question
from cxmaturity.scoring.equality import TOLERANCE
from cxmaturity.scoring.matrices import Floats

Agreement = Literal["agree", "mixed", "split"]

MIN_PEOPLE_FOR_CRONBACH = 30
"""The smallest number of people for whom Cronbach's alpha is reported."""

MAX_DEVIATION_AGREE = 0.8
"""The largest mean deviation, in levels on a scale of five, at which votes are "close together"."""

MAX_DEVIATION_MIXED = 1.2
"""The largest mean deviation, in levels on a scale of five, at which votes "vary"; above it they are "far apart"."""

BY_MAJORITY = "More than half of those who answered said so."


def vote_matrix(responses: Sequence[Response], questions: Sequence[Question]) -> Floats:
    """Return the levels of the responses as an array, one row per person and one column per question."""
    rows = [[r.level_of(q.id) for q in questions] for r in responses]
    return np.array(rows, dtype=float).reshape(len(rows), len(questions))


def group_answer(answers: Sequence[Answer]) -> Answer:
    """Return the group's answer to one question: the low median of people's levels.

    The low median is the middle level or, of two middle ones, the lower; a single outlier can neither raise nor lower
    it. The answer is "does not apply" when more than half of those who answered chose that. The evidence grade is the
    low median of the grades of those who rated, a missing grade counting as the lowest. Notes, reasons and evidence of
    single people are left out.
    """
    answered = [a for a in answers if a.is_answered]
    if sum(a.not_applicable is not None for a in answered) * 2 > len(answered):
        return Answer(not_applicable=BY_MAJORITY)
    levels = [a.level for a in answered if a.level is not None]
    if not levels:
        return Answer(dont_know=True) if answered else UNANSWERED
    grade = low_median([a.evidence_grade or 0 for a in answered if a.level is not None])
    return Answer(level=low_median(levels), evidence_grade=EvidenceGrade(grade))


def low_median(values: Sequence[int]) -> int:
    """Return the middle value, or the lower of two middle ones; raises IndexError when empty."""
    return sorted(values)[(len(values) - 1) // 2]


def mean_deviation(votes: Floats) -> Floats:
    """Return AD of each column: the mean distance of votes from their mean, in levels; NaN without votes."""
    is_rated = ~np.isnan(votes)
    rated = is_rated.sum(axis=0)
    with np.errstate(invalid="ignore"):  # 0 / 0 without votes
        mean = votes.sum(axis=0, where=is_rated) / rated
        deviation: Floats = np.abs(votes - mean).sum(axis=0, where=is_rated) / rated
    return deviation


def agreement_of(ad: float, scale_max: int) -> Agreement:
    """Return the agreement that a mean deviation of `ad` levels means on the scale 1..K; `scale_max` is K."""
    agree, mixed = agreement_limits(scale_max)
    if ad <= agree + TOLERANCE:
        return "agree"
    return "mixed" if ad <= mixed + TOLERANCE else "split"


def agreement_limits(scale_max: int) -> tuple[float, float]:
    """Return the largest mean deviations, in levels on 1..K, of the agreements "agree" and "mixed"."""
    return MAX_DEVIATION_AGREE * (scale_max - 1) / 4, MAX_DEVIATION_MIXED * (scale_max - 1) / 4


def rwg(votes: Floats, scale_max: int) -> Floats:
    """Return rwg of each column: 1 − variance / variance of uniform chance, at least 0; NaN below two votes."""
    return np.maximum(0.0, 1.0 - _variance(votes) / _chance_variance(scale_max))


def r_star_wg(votes: Floats, scale_max: int) -> float | None:
    """Return r*wg of a set of columns, from their mean variance; at least 0. None when no column has two votes.

    Unlike rwg(j), it does not grow with the number of columns.
    """
    variances = _variance(votes)
    if np.isnan(variances).all():
        return None
    return max(0.0, 1.0 - float(np.nanmean(variances)) / _chance_variance(scale_max))


def _variance(votes: Floats) -> Floats:
    """Return the variance (n − 1) of each column, NaN for fewer than two votes."""
    rated = np.sum(~np.isnan(votes), axis=0)
    mean = np.nansum(votes, axis=0) / np.maximum(rated, 1)
    squares = np.nansum((votes - mean) ** 2, axis=0)
    return np.where(rated > 1, squares / np.maximum(rated - 1, 1), np.nan)


def _chance_variance(scale_max: int) -> float:
    return (scale_max**2 - 1) / 12


def ordinal_alpha(votes: Floats) -> float | None:
    """Return Krippendorff's alpha for ordinal votes: 1 is full agreement, 0 is agreement by chance.

    None where it is undefined: all votes are the same level, or no question has two votes.
    """
    paired = votes[:, np.sum(~np.isnan(votes), axis=0) > 1]
    values = np.unique(paired[~np.isnan(paired)])
    if len(values) < 2:
        return None
    counts = np.array([np.sum(paired == value, axis=0) for value in values], dtype=float)  # shape (values, questions)
    per_question = counts.sum(axis=0)
    totals = counts.sum(axis=1)
    cumulative = np.cumsum(totals)
    # The distance between two values is the number of votes between them, with half of the votes at each of the two.
    between = np.abs(cumulative[:, None] - cumulative[None, :])
    upper = np.maximum(np.arange(len(values))[:, None], np.arange(len(values))[None, :])
    lower = np.minimum(np.arange(len(values))[:, None], np.arange(len(values))[None, :])
    distance = (between - totals[upper] / 2 + totals[lower] / 2) ** 2
    np.fill_diagonal(distance, 0.0)
    coincidences: Floats = (counts / (per_question - 1)) @ counts.T  # off the diagonal, where there is no distance
    observed = float((coincidences * distance).sum())
    expected = float((np.outer(totals, totals) * distance).sum()) / (totals.sum() - 1)
    return float(1.0 - observed / expected)


def cronbach_alpha(votes: Floats) -> float | None:
    """Return Cronbach's alpha of the people who rated every column; None for fewer than 30 or without variance."""
    complete = votes[~np.isnan(votes).any(axis=1)]
    return cronbach_alpha_of_complete_rows(complete) if len(complete) >= MIN_PEOPLE_FOR_CRONBACH else None


def cronbach_alpha_of_complete_rows(votes: Floats) -> float | None:
    """Return Cronbach's alpha of rows without NaN; None for fewer than two columns or without variance."""
    items = votes.shape[1]
    total = float(np.var(votes.sum(axis=1), ddof=1)) if len(votes) > 1 else 0.0
    if items < 2 or total == 0:
        return None
    parts = float(np.var(votes, axis=0, ddof=1).sum())
    return float(items / (items - 1) * (1 - parts / total))
