"""Answers of several people to the same questions: the group's answer and measures of agreement (section 7).

`votes` is an array of levels, people (rows) by questions (columns), NaN where a person gave none.
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
"""The least number of people for whom Cronbach's alpha is worth reporting."""

MAX_DEVIATION_AGREE = 0.8
"""The highest mean deviation, in levels on a scale of five, at which votes are called close together."""

MAX_DEVIATION_MIXED = 1.2
"""The highest mean deviation, in levels on a scale of five, at which votes are said to vary; above it, far apart."""

BY_MAJORITY = "More than half of those who answered said so."


def vote_matrix(responses: Sequence[Response], questions: Sequence[Question]) -> Floats:
    """Return the levels of the responses as an array, a row for each person and a column for each question."""
    rows = [[r.level_of(q.id) for q in questions] for r in responses]
    return np.array(rows, dtype=float).reshape(len(rows), len(questions))


def group_answer(answers: Sequence[Answer], agreed: int | None = None) -> Answer:
    """Return the group's answer to one question from each person's answer: the low median of the levels.

    The low median is the middle level, of two middle ones the lower: a single outlier can neither lift nor hold it.

    `agreed` is the level the group recorded, used instead of the votes. Does not apply counts when more than half of
    those who answered chose it. The evidence grade is the low median of the grades of those who rated, where no grade
    is the lowest. Notes, reasons and evidence of single people are not part of it.
    """
    answered = [a for a in answers if a.is_answered]
    if agreed is None and sum(a.not_applicable is not None for a in answered) * 2 > len(answered):
        return Answer(not_applicable=BY_MAJORITY)
    rated = [a for a in answered if a.level is not None]
    if agreed is None and not rated:
        return Answer(dont_know=True) if answered else UNANSWERED
    level = agreed if agreed is not None else low_median([a.level for a in rated if a.level is not None])
    grade = low_median([a.evidence_grade or 0 for a in rated]) if rated else 0
    return Answer(level=level, evidence_grade=EvidenceGrade(grade))


def low_median(values: Sequence[int]) -> int:
    """Return the middle value, of two middle ones the lower; raises IndexError for none."""
    return sorted(values)[(len(values) - 1) // 2]


def mean_deviation(votes: Floats) -> Floats:
    """Return AD of each column: the mean distance of the votes from their mean, in levels; NaN without a vote."""
    rated = np.sum(~np.isnan(votes), axis=0)
    mean = np.where(rated > 0, np.nansum(votes, axis=0) / np.maximum(rated, 1), np.nan)
    return np.where(rated > 0, np.nansum(np.abs(votes - mean), axis=0) / np.maximum(rated, 1), np.nan)


def agreement_of(ad: float, scale_max: int) -> Agreement:
    """Return the agreement that a mean deviation `ad` (in levels) stands for on the scale 1..K; `scale_max` is K."""
    agree, mixed = agreement_limits(scale_max)
    if ad <= agree + TOLERANCE:
        return "agree"
    return "mixed" if ad <= mixed + TOLERANCE else "split"


def agreement_limits(scale_max: int) -> tuple[float, float]:
    """Return the highest mean deviations, in levels, that are called "agree" and "mixed" on the scale 1..K."""
    return MAX_DEVIATION_AGREE * (scale_max - 1) / 4, MAX_DEVIATION_MIXED * (scale_max - 1) / 4


def rwg(votes: Floats, scale_max: int) -> Floats:
    """Return rwg of each column: 1 − variance / variance of uniform chance, at least 0; NaN below two votes."""
    return np.maximum(0.0, 1.0 - _variance(votes) / _chance_variance(scale_max))


def r_star_wg(votes: Floats, scale_max: int) -> float | None:
    """Return r*wg of a set of columns, from their mean variance; at least 0. None when no column has two votes.

    Unlike rwg(j) it does not grow with the number of columns.
    """
    variances = _variance(votes)
    if np.isnan(variances).all():
        return None
    return max(0.0, 1.0 - float(np.nanmean(variances)) / _chance_variance(scale_max))


def _variance(votes: Floats) -> Floats:
    """Return the variance (n − 1) of each column, NaN below two votes."""
    rated = np.sum(~np.isnan(votes), axis=0)
    mean = np.nansum(votes, axis=0) / np.maximum(rated, 1)
    squares = np.nansum((votes - mean) ** 2, axis=0)
    return np.where(rated > 1, squares / np.maximum(rated - 1, 1), np.nan)


def _chance_variance(scale_max: int) -> float:
    return (scale_max**2 - 1) / 12


def ordinal_alpha(votes: Floats) -> float | None:
    """Return Krippendorff's alpha for ordinal votes: 1 is full agreement, 0 that of chance.

    None where it is undefined: every vote is the same level, or no question has two votes.
    """
    paired = votes[:, np.sum(~np.isnan(votes), axis=0) > 1]
    values = np.unique(paired[~np.isnan(paired)])
    if len(values) < 2:
        return None
    counts = np.array([np.sum(paired == value, axis=0) for value in values], dtype=float)  # value by question
    per_question = counts.sum(axis=0)
    totals = counts.sum(axis=1)
    cumulative = np.cumsum(totals)
    # The distance of two values is the number of votes between them, their own counted half.
    between = np.abs(cumulative[:, None] - cumulative[None, :])
    upper = np.maximum(np.arange(len(values))[:, None], np.arange(len(values))[None, :])
    lower = np.minimum(np.arange(len(values))[:, None], np.arange(len(values))[None, :])
    distance = (between - totals[upper] / 2 + totals[lower] / 2) ** 2
    np.fill_diagonal(distance, 0.0)
    coincidences: Floats = (counts / (per_question - 1)) @ counts.T - np.diag((counts / (per_question - 1)).sum(axis=1))
    observed = float((coincidences * distance).sum())
    expected = float((np.outer(totals, totals) * distance).sum()) / (totals.sum() - 1)
    return float(1.0 - observed / expected)


def cronbach_alpha(votes: Floats) -> float | None:
    """Return Cronbach's alpha over the people who rated every column; None below 30 of them or without variance."""
    complete = votes[~np.isnan(votes).any(axis=1)]
    return cronbach_alpha_of_complete_rows(complete) if len(complete) >= MIN_PEOPLE_FOR_CRONBACH else None


def cronbach_alpha_of_complete_rows(votes: Floats) -> float | None:
    """Return Cronbach's alpha of complete rows, however few; None without two columns or without variance."""
    items = votes.shape[1]
    total = float(np.var(votes.sum(axis=1), ddof=1)) if len(votes) > 1 else 0.0
    if items < 2 or total == 0:
        return None
    parts = float(np.var(votes, axis=0, ddof=1).sum())
    return float(items / (items - 1) * (1 - parts / total))
