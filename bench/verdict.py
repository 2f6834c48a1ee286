"""How often a change is called real: when nothing moved, which must be seldom, and when everything did."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np
from scipy.special import betaincinv

from bench.table import Row
from cxmaturity.analysis import change
from cxmaturity.scoring.levels import compute_levels
from cxmaturity.scoring.matrices import Floats, QuestionnaireMatrices, by_dimension
from cxmaturity.services import questionnaires

PEOPLE = (5, 8, 12, 30)
PAIRS = {True: (2_000, 2_000, 2_000, 2_000), False: (2_000, 2_000, 1_000, 1_000)}  # by is_linked; the last two are slow
RISES = 60  # pairs of rounds in which everything rose
RISE = 0.5  # by so many levels
MOST = 0.05
_SEED = 7

# How far people differ, lean in a dimension, feel otherwise on the day and answer by chance: deviations in levels.
_PERSON, _LEANING, _DAY, _ANSWER = 0.6, 0.3, 0.2, 0.8


@dataclass(frozen=True, slots=True)
class Count:
    """Of so many pairs of rounds, in how many any dimension was called real; and of how many dimensions how many."""

    pairs: int
    any_real: int
    dimensions: int
    real: int


def coverage(_rounds: int) -> list[Row]:
    """Count verdicts by simulation, of people who are the same both times and of others, from fixed seeds."""
    (questionnaire, *_), _ = questionnaires.list_questionnaires()
    shape = by_dimension(questionnaire)
    still = [
        (n, is_linked, 0.0, pairs) for is_linked in PAIRS for n, pairs in zip(PEOPLE, PAIRS[is_linked], strict=True)
    ]
    risen = [(n, is_linked, RISE, RISES) for is_linked in PAIRS for n in PEOPLE]
    jobs = sorted(still + risen, reverse=True)  # the longest first
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        found = dict(zip(jobs, pool.map(_count, [shape] * len(jobs), *zip(*jobs, strict=True)), strict=True))
    rows = []
    for is_linked, who in ((True, "the same people"), (False, "other people")):
        of_still = [found[job] for job in still if job[1] == is_linked]
        of_risen = [found[job] for job in risen if job[1] == is_linked]
        what = f"called real though nothing moved, {who} both times"
        rows += [
            _held(f"any of {len(shape.columns)} dimensions {what}", [(c.any_real, c.pairs) for c in of_still]),
            _held(f"a dimension {what}", [(c.real, c.dimensions) for c in of_still]),
            _told(f"a dimension called real that rose by {RISE}, {who}", [(c.real, c.dimensions) for c in of_risen]),
        ]
    return rows


def _count(shape: QuestionnaireMatrices, people: int, is_linked: bool, rise: float, pairs: int) -> Count:
    rng = np.random.default_rng([_SEED, people, is_linked])
    usual = rng.uniform(2.2, 3.8, len(shape.weights))  # what is answered to each question on average
    real = []
    for _ in range(pairs):
        before = _Crowd(rng, shape, people)
        after = before if is_linked else _Crowd(rng, shape, people)
        real.append(_real(before.levels(usual), after.levels(usual + rise), is_linked))
    return Count(pairs, sum(count > 0 for count in real), pairs * len(shape.columns), sum(real))


def _real(before: Floats, after: Floats, is_linked: bool) -> int:
    """Return how many dimensions the verdict calls real; `before` and `after` hold a column for each.

    What changed by less than `change.LEAST` or has a p of `change.SIGNIFICANT` by itself is not real, and where that is
    all there is the other tests are left out: they take long.
    """
    test = change.paired_test if is_linked else change.unpaired_test
    names = [str(i) for i in range(before.shape[1])]
    far = np.abs(after.mean(axis=0) - before.mean(axis=0)) >= change.MIN_CHANGE
    tests: dict[str, change.ChangeTest] = {}
    for first in (True, False):
        for i, name in enumerate(names):
            if far[i] == first and (found := test(before[:, i], after[:, i])):
                tests[name] = found
        if first and all(found.p >= change.SIGNIFICANCE_LEVEL for found in tests.values()):
            return 0
    return sum(verdict.kind == "real" for verdict in change.judge_changes(tests).values())


class _Crowd:
    """People who answer: each in their own way, and somewhat differently each time."""

    def __init__(self, rng: np.random.Generator, shape: QuestionnaireMatrices, people: int) -> None:
        self._rng, self._shape, self._people = rng, shape, people
        leaning = rng.normal(0, _LEANING, (people, len(shape.columns)))
        self._own = rng.normal(0, _PERSON, (people, 1)) + leaning @ (shape.weights_by_set > 0).T

    def levels(self, usual: Floats) -> Floats:
        """Let everyone answer; return their levels, a row for each person and a column for each dimension."""
        day = self._rng.normal(0, _DAY, (self._people, 1))
        chance = self._rng.normal(0, _ANSWER, (self._people, len(usual)))
        answers = np.clip(np.rint(usual + self._own + day + chance), 1, self._shape.scale_max)
        return compute_levels(answers, None, self._shape).level


def _held(what: str, counts: Sequence[tuple[int, int]]) -> Row:
    """Return the row of rates held to MOST; kept when we are 95 % sure that none of them is truly above it."""
    highest = max(float(betaincinv(hits + 1, of - hits, 0.95)) for hits, of in counts)
    return Row(what, f"{_rates(counts)}; 95 % sure: below {highest:.1%}", f"at most {MOST:.0%}", highest <= MOST)


def _told(what: str, counts: Sequence[tuple[int, int]]) -> Row:
    return Row(what, _rates(counts), "", None)


def _rates(counts: Sequence[tuple[int, int]]) -> str:
    return ", ".join(f"{hits / of:.1%} of {n}" for n, (hits, of) in zip(PEOPLE, counts, strict=True))
