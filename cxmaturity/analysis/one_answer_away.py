"""What a change of one answer would do to the overall stage, worked out by scoring every possible case."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, islice, product

import numpy as np
import numpy.typing as npt

from cxmaturity.answers import EvidenceGrade, Response
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.scoring.equality import keys_of_highest
from cxmaturity.scoring.levels import compute_levels, evidenced_answers
from cxmaturity.scoring.matrices import Bools, Floats, QuestionnaireMatrices, by_dimension, grade_row, response_row
from cxmaturity.scoring.stages import score_answers

MAX_RISES = 3
"""The largest number of answers that are raised together in search of a higher stage."""

MAX_SETTLING = 2
"""The largest number of missing answers that are filled in together to see whether they settle the stage."""

_BLOCK = 16_384  # cases scored at a time, so that memory stays bounded for long questionnaires

QuestionSet = tuple[str, ...]
Columns = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class OneAnswerAway:
    """How near the overall stage is to changing. All ids are question ids, in questionnaire order.

    lifting: all the smallest sets of rated answers that lift the stage when each answer in the set rises by one level.
    Empty where no set of up to MAX_RISES does, at the highest stage, and without a stage.
    lowering: the rated answers each of which, falling by one level alone, would lower the stage.
    settling: the smallest sets of missing answers that leave only one stage possible once they are known, whatever
    their values and those of the other missing answers. Empty where no set of up to MAX_SETTLING does, and where the
    stage is settled already.
    """

    lifting: tuple[QuestionSet, ...]
    lowering: QuestionSet
    settling: tuple[QuestionSet, ...]


@dataclass(frozen=True, slots=True)
class Proofs:
    """The answers whose proof would lift the overall evidenced level most.

    Proving any one of them lifts the level from `before` to `after`.
    """

    questions: QuestionSet
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class _Case:
    """One response as arrays: levels (1, questions), what applies, and the matrices to score them with."""

    answers: Floats
    applies: Bools
    matrices: QuestionnaireMatrices

    def overall_stages(self, answers: Floats) -> Floats:
        """Return the overall stage of each row of `answers`."""
        applies = None if self.applies.all() else np.repeat(self.applies, len(answers), axis=0)
        return score_answers(answers, applies, self.matrices).stages.overall


def one_answer_away(questionnaire: Questionnaire, response: Response) -> OneAnswerAway:
    """Return how near the overall stage of `response` is to changing."""
    case = _Case(*response_row(response, questionnaire.questions), by_dimension(questionnaire))
    stage = case.overall_stages(case.answers)[0]
    lifting, lowering = [], []
    if not np.isnan(stage):
        lifting = _smallest_lifting(case, stage)
        lowering = [columns for sets, after in _shifted(case, 1, -1) for columns in sets[after < stage].tolist()]

    def named(columns: Sequence[int]) -> QuestionSet:
        return tuple(questionnaire.questions[column].id for column in columns)

    return OneAnswerAway(
        tuple(named(columns) for columns in lifting),
        named([column for (column,) in lowering]),
        tuple(named(columns) for columns in _smallest_settling(case)),
    )


def best_proofs(questionnaire: Questionnaire, response: Response) -> Proofs | None:
    """Return the answers for which a document or a number would lift the overall evidenced level most.

    Candidates are the answers that count as a lower level for lack of proof. None where there are none, and without an
    overall level.
    """
    answers, applies = response_row(response, questionnaire.questions)
    grades, matrices = grade_row(response, questionnaire.questions), by_dimension(questionnaire)
    unproven = np.flatnonzero((evidenced_answers(answers, grades, matrices.scale_max) < answers)[0])
    rows = np.repeat(grades, 1 + len(unproven), axis=0)  # the first row keeps the grades as answered
    rows[np.arange(1, len(rows)), unproven] = EvidenceGrade.DOCUMENT
    evidenced = evidenced_answers(np.repeat(answers, len(rows), axis=0), rows, matrices.scale_max)
    levels = compute_levels(evidenced, np.repeat(applies, len(rows), axis=0), matrices).overall
    if not len(unproven) or np.isnan(levels[0]):
        return None
    after = {questionnaire.questions[c].id: float(level) for c, level in zip(unproven, levels[1:], strict=True)}
    best = keys_of_highest(after)
    return Proofs(best, float(levels[0]), after[best[0]]) if after[best[0]] > levels[0] else None


def _smallest_lifting(case: _Case, stage: float) -> list[list[int]]:
    """Return all smallest sets of columns whose answers, one level higher, lift the stage above `stage`; else empty."""
    if stage == case.matrices.stage_max:
        return []
    for size in range(1, MAX_RISES + 1):
        if lifting := [columns for sets, after in _shifted(case, size, 1) for columns in sets[after > stage].tolist()]:
            return lifting
    return []


def _shifted(case: _Case, size: int, shift: int) -> Iterator[tuple[Columns, Floats]]:
    """Yield blocks of sets of `size` rated answers, with the overall stage after each set moved by `shift` levels.

    Answers that would leave the scale are in no set.
    """
    moved = case.answers[0] + shift
    movable = np.flatnonzero((moved >= 1) & (moved <= case.matrices.scale_max))
    for sets in _combinations(movable, size, _BLOCK):
        rows = np.repeat(case.answers, len(sets), axis=0)
        rows[np.arange(len(sets))[:, None], sets] += shift
        yield sets, case.overall_stages(rows)


def _smallest_settling(case: _Case) -> list[list[int]]:
    """Return all smallest sets of columns of missing answers that settle the stage once known; empty without any."""
    missing = np.flatnonzero(np.isnan(case.answers[0]) & case.applies[0])
    if not len(missing):
        return []
    filled = np.repeat(case.answers, 2, axis=0)
    filled[0, missing], filled[1, missing] = 1.0, case.matrices.scale_max
    low, high = case.overall_stages(filled)
    if low == high:
        return []
    for size in range(1, min(MAX_SETTLING, len(missing)) + 1):
        values = np.array(list(product(range(1, case.matrices.scale_max + 1), repeat=size)), dtype=float)
        blocks = _combinations(missing, size, max(1, _BLOCK // (2 * len(values))))
        if settling := [columns for sets in blocks for columns in sets[_settles(case, filled, sets, values)].tolist()]:
            return settling
    return []


def _settles(case: _Case, filled: Floats, sets: Columns, values: Floats) -> Bools:
    """Return for each of `sets` whether the stage depends on no other missing answer, at each row of `values`.

    The rows of `filled` have all missing answers at 1 and at K. These two are enough, because a higher answer never
    lowers a stage.
    """
    count, questions = len(values), filled.shape[1]
    rows = np.tile(filled, (len(sets), count, 1)).reshape(len(sets), count, 2, questions)
    known = np.broadcast_to(values[None, :, None, :], (len(sets), count, 2, sets.shape[1]))
    np.put_along_axis(rows, sets[:, None, None, :], known, 3)
    stages = case.overall_stages(rows.reshape(-1, questions)).reshape(len(sets), count, 2)
    is_settled: Bools = (stages[..., 0] == stages[..., 1]).all(axis=1)
    return is_settled


def _combinations(columns: Columns, size: int, at_most: int) -> Iterator[Columns]:
    """Yield all sets of `size` of the `columns`, one set per row, in blocks of `at_most` rows."""
    sets = combinations(columns.tolist(), size)
    while len(block := np.fromiter(chain.from_iterable(islice(sets, at_most)), dtype=np.intp)):
        yield block.reshape(-1, size)
