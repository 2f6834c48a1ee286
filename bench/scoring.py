"""Scoring many answer sets at once, in comparison with a bare mean of the same array in numpy."""

import time
from collections.abc import Callable

import numpy as np

from bench.table import Row, ratio
from cxmaturity.scoring.matrices import by_dimension
from cxmaturity.scoring.stages import score_answers
from cxmaturity.services import questionnaires

SETS = 100_000


def scoring(rounds: int) -> list[Row]:
    """Measure levels and stages of complete answer sets, compared with a bare mean."""
    (questionnaire, *_), _ = questionnaires.list_questionnaires()
    shape = by_dimension(questionnaire)
    answers = np.random.default_rng(1).integers(1, shape.scale_max + 1, (SETS, len(shape.weights))).astype(float)
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(rounds + 1):  # the best of the rounds, as other programs only slow it down
        pairs = [(_ms(lambda: score_answers(answers, None, shape)), _ms(answers.mean)) for _ in range(9)]
        ours.append(min(mine for mine, _ in pairs))
        bare.append(min(its for _, its in pairs))
    what = f"scoring {SETS:,} complete answer sets of {answers.shape[1]}, to one bare numpy mean over them"
    return [ratio(what, ours[1:], bare[1:], "ms", at_most=10)]


def _ms(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
