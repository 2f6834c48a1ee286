"""How often a change is called real without any true change and with one, and how far levels move by chance.

People are simulated answer by answer, with a few missing answers, and judged like two closed rounds: by their own
levels over the questions that they rated both times, as linked people where enough of them are linked.
"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np
from scipy.special import betaincinv

from bench.table import Row
from cxmaturity.analysis.trends import exact_tests
from cxmaturity.analysis.trends.compared_levels import (
    ComparedLevels,
    can_reach_verdict,
    levels_of_everyone,
    levels_of_linked,
)
from cxmaturity.analysis.trends.people_answers import PeopleAnswers
from cxmaturity.analysis.trends.power import HALF_LEVEL, expected_power
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.scoring.matrices import Bools, Floats
from cxmaturity.services import questionnaires

PEOPLE = (5, 8, 12, 30)
PAIRS = 6_000  # pairs of rounds without a true change
RISEN_PAIRS = 100  # pairs of rounds in which one dimension rose by half a level
MOST = 0.05
_SEED = 7

# Standard deviations in levels: between people, between a person's dimensions, between days, and by chance.
_PERSON, _LEANING, _DAY, _ANSWER = 0.6, 0.3, 0.2, 0.8
_MISSING = 0.03  # share of missing answers


@dataclass(frozen=True, slots=True)
class Job:
    """A number of pairs of rounds of a number of people; `rise` is by how many levels the first dimension rises."""

    people: int
    is_linked: bool
    rise: float
    pairs: int


@dataclass(frozen=True, slots=True)
class Count:
    """Of these pairs of rounds: in how many any dimension was called real, how many were, and how often the first.

    `jumps` is in how many dimensions the group's level moved by `exact_tests.CHANCE_MOVE` or more.
    """

    pairs: int
    any_real: int
    real: int
    first_real: int
    jumps: int


def coverage(_rounds: int) -> list[Row]:
    """Count verdicts in simulations from fixed seeds, with the same people both times and with different ones."""
    (questionnaire, *_), _ = questionnaires.list_questionnaires()
    dimensions = len(questionnaire.dimensions)
    still = [Job(n, is_linked, 0.0, PAIRS) for is_linked in (True, False) for n in PEOPLE]
    risen = [Job(n, is_linked, HALF_LEVEL, RISEN_PAIRS) for is_linked in (True, False) for n in PEOPLE]
    jobs = sorted(still + risen, key=lambda job: (job.people, job.pairs), reverse=True)  # longest first
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        counts = dict(zip(jobs, pool.map(_count, [questionnaire] * len(jobs), jobs), strict=True))
    rows = []
    for is_linked, who in ((True, "the same people"), (False, "other people")):
        unchanged = [counts[job] for job in still if job.is_linked == is_linked]
        changed = [counts[job] for job in risen if job.is_linked == is_linked]
        what = f"called real though nothing moved, {who} both times"
        expected = [
            expected_power(n, dimensions, "open", questionnaire.scale_max, is_linked=is_linked).half_level
            for n in PEOPLE
        ]
        expectation = ", ".join(f"{share:.0%}" for share in expected)
        rows += [
            _held(f"any of {dimensions} dimensions {what}", [(c.any_real, c.pairs) for c in unchanged]),
            _held(f"a dimension {what}", [(c.real, c.pairs * dimensions) for c in unchanged]),
            Row(
                f"the one dimension called real that rose by {HALF_LEVEL}, {who}",
                f"{_rates([(c.first_real, c.pairs) for c in changed])}; said before: {expectation}",
                "",
                None,
            ),
            Row(
                f"a dimension's level that moved by {exact_tests.CHANCE_MOVE} or more though nothing did, {who}",
                _rates([(c.jumps, c.pairs * dimensions) for c in unchanged]),
                "",
                None,
            ),
        ]
    return rows


def _count(questionnaire: Questionnaire, job: Job) -> Count:
    rng = np.random.default_rng([_SEED, job.people, job.is_linked])
    usual = rng.uniform(2.2, 3.8, len(questionnaire.questions))  # the mean answer to each question
    is_first = np.array(
        [questionnaire.dimension_of[q.id] is questionnaire.dimensions[0] for q in questionnaire.questions]
    )
    any_real = real = first_real = jumps = 0
    for _ in range(job.pairs):
        before = _Crowd(rng, questionnaire, job.people)
        after = before if job.is_linked else _Crowd(rng, questionnaire, job.people)
        rounds = before.answers(usual), after.answers(usual + job.rise * is_first)
        is_real = _is_real(questionnaire, *rounds, is_linked=job.is_linked)
        any_real += bool(is_real.any())
        real += int(is_real.sum())
        first_real += int(is_real[0])
        moved = np.abs(np.subtract(*(_group_levels(questionnaire, people) for people in rounds)))
        jumps += int(np.sum(moved >= exact_tests.CHANCE_MOVE - 1e-9))
    return Count(job.pairs, any_real, real, first_real, jumps)


def _is_real(questionnaire: Questionnaire, before: PeopleAnswers, after: PeopleAnswers, *, is_linked: bool) -> Bools:
    """Return which dimensions the verdict calls real.

    A dimension whose change is below `exact_tests.MIN_CHANGE`, or whose unadjusted p reaches its `SIGNIFICANCE_LEVEL`,
    cannot be real; if all are such, the slower tests are left out.
    """
    people = len(before.keys)
    uses_linked = is_linked and can_reach_verdict(
        (people, people), len(questionnaire.dimensions), "open", is_linked=True
    )
    everybody = (np.ones(people, dtype=bool),) * 2
    levels = [
        levels_of_linked(before, after, d.questions, questionnaire, "open")
        if uses_linked
        else levels_of_everyone(before, after, d.questions, questionnaire, "open", everybody)
        for d in questionnaire.dimensions
    ]
    far = [
        abs(float(x.after.mean() - x.before.mean())) >= exact_tests.MIN_CHANGE if min(x.people) else False
        for x in levels
    ]
    tests: dict[str, exact_tests.ChangeTest] = {}
    for is_far in (True, False):
        for place, compared in enumerate(levels):
            if far[place] == is_far and (test := _test(compared)):
                tests[str(place)] = test
        if is_far and all(test.p >= exact_tests.SIGNIFICANCE_LEVEL for test in tests.values()):
            return np.zeros(len(levels), dtype=bool)
    verdicts = exact_tests.judge_changes(tests)
    return np.array([str(place) in verdicts and verdicts[str(place)].kind == "real" for place in range(len(levels))])


def _test(compared: ComparedLevels) -> exact_tests.ChangeTest | None:
    test = exact_tests.paired_test if compared.is_linked else exact_tests.unpaired_test
    return test(compared.before, compared.after)


def _group_levels(questionnaire: Questionnaire, people: PeopleAnswers) -> Floats:
    """Return the group's level of each dimension: the mean of its questions' low medians."""
    rated = np.sum(~np.isnan(people.levels), axis=0)
    middle = np.sort(people.levels, axis=0)[(rated - 1) // 2, np.arange(len(rated))]  # NaN is sorted last
    columns = {q.id: place for place, q in enumerate(questionnaire.questions)}
    return np.array([middle[[columns[q.id] for q in d.questions]].mean() for d in questionnaire.dimensions])


class _Crowd:
    """People who answer, each with their own tendency, and somewhat differently each time."""

    def __init__(self, rng: np.random.Generator, questionnaire: Questionnaire, people: int) -> None:
        self._rng, self._people, self._scale_max = rng, people, questionnaire.scale_max
        self._ids = tuple(q.id for q in questionnaire.questions)
        leaning = rng.normal(0, _LEANING, (people, len(questionnaire.dimensions)))
        places = [questionnaire.dimensions.index(questionnaire.dimension_of[name]) for name in self._ids]
        self._person_levels = rng.normal(0, _PERSON, (people, 1)) + leaning[:, places]

    def answers(self, usual: Floats) -> PeopleAnswers:
        """Return everybody's answers."""
        day = self._rng.normal(0, _DAY, (self._people, 1))
        chance = self._rng.normal(0, _ANSWER, (self._people, len(usual)))
        levels = np.clip(np.rint(usual + self._person_levels + day + chance), 1, self._scale_max)
        levels[self._rng.random(levels.shape) < _MISSING] = np.nan
        keys = tuple(f"{number:05}" for number in range(self._people))
        return PeopleAnswers(keys, self._ids, levels, np.ones(levels.shape, dtype=bool))


def _held(what: str, counts: Sequence[tuple[int, int]]) -> Row:
    """Return the row of rates with the limit MOST; kept if, with 95 % confidence, none is truly above it."""
    highest = max(float(betaincinv(hits + 1, total - hits, 0.95)) for hits, total in counts)
    return Row(what, f"{_rates(counts)}; 95 % sure: below {highest:.1%}", f"at most {MOST:.0%}", highest <= MOST)


def _rates(counts: Sequence[tuple[int, int]]) -> str:
    return ", ".join(f"{hits / total:.1%} of {n}" for n, (hits, total) in zip(PEOPLE, counts, strict=True))
