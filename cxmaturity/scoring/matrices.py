"""A questionnaire and a response as arrays, the input of scoring."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from cxmaturity.answers import Response
from cxmaturity.questionnaire.schema import Caps, Question, Questionnaire

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class OwnScale:
    """The scale of a model whose levels are other than 1..K with the stages of these numbers.

    `numbers` are the numbers of an answer's levels and `thresholds` the levels at which each stage begins, both lowest
    first. `lowest` and `highest` are the ends of a dimension's level. In a model of practices, `needed_for` holds for
    each question the number of the stage that needs it, and an answer passes from the position `pass_position` upwards.
    """

    numbers: tuple[float, ...]
    thresholds: tuple[float, ...]
    lowest: float
    highest: float
    needed_for: tuple[int, ...] = ()
    pass_position: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class QuestionnaireMatrices:
    """Which questions (columns of answers) belong to which set of questions, their weights, the scale and the caps.

    `columns` holds one array of column numbers per set, in the order of the sets; every column is in exactly one set.
    `weights` has one entry per column, all above 0. `scale_max` is K: answers are positions 1..K, whatever the numbers
    of the levels. `scale` is None where positions and numbers are the same and a stage is the rounded level.
    """

    columns: tuple[npt.NDArray[np.intp], ...]
    weights: Floats
    scale_max: int
    caps: Caps
    scale: OwnScale | None = None

    @property
    def level_range(self) -> tuple[float, float]:
        """The lowest and the highest level that a set can have."""
        return (self.scale.lowest, self.scale.highest) if self.scale else (1.0, float(self.scale_max))

    @property
    def thresholds(self) -> tuple[float, ...] | None:
        """The level at which each stage begins; None where a level is rounded to its stage."""
        return self.scale.thresholds if self.scale else None

    @property
    def stage_max(self) -> int:
        """The position of the highest stage."""
        return len(self.scale.thresholds) if self.scale else self.scale_max

    @property
    def weights_by_set(self) -> Floats:
        """Array (questions, sets): a question's weight in its own set, 0 in the others."""
        table = np.zeros((len(self.weights), len(self.columns)))
        for i, columns in enumerate(self.columns):
            table[columns, i] = self.weights[columns]
        return table


@lru_cache(maxsize=32)
def _matrices(
    sets: tuple[tuple[int, ...], ...], weights: tuple[float, ...], scale_max: int, caps: Caps, scale: OwnScale | None
) -> QuestionnaireMatrices:
    columns = tuple(np.array(s, dtype=np.intp) for s in sets)
    return QuestionnaireMatrices(columns, np.array(weights, dtype=float), scale_max, caps, scale)


def own_scale(questionnaire: Questionnaire, questions: Sequence[Question] | None = None) -> OwnScale | None:
    """Return the scale of a questionnaire; None where its levels are 1..K with the stages of these numbers.

    `questions` are the columns, by default all questions of the questionnaire.
    """
    numbers, thresholds = questionnaire.level_numbers, questionnaire.thresholds
    positions = range(1, questionnaire.scale_max + 1)
    if numbers == tuple(positions) and thresholds == tuple(k - 0.5 for k in positions):
        return None
    lowest, highest = questionnaire.level_range
    if not questionnaire.has_practices:
        return OwnScale(numbers, thresholds, lowest, highest)
    needed_for = tuple(q.level or 0 for q in questions or questionnaire.questions)
    return OwnScale(numbers, thresholds, lowest, highest, needed_for, questionnaire.pass_position)


def by_dimension(questionnaire: Questionnaire) -> QuestionnaireMatrices:
    """Return the matrices in which each set is a dimension; columns follow questionnaire order."""
    return _grouped(questionnaire, [[q.id for q in d.questions] for d in questionnaire.dimensions])


def by_capability(questionnaire: Questionnaire) -> QuestionnaireMatrices:
    """Return the matrices in which each set is a capability, dimension by dimension; columns as in `by_dimension`."""
    groups = [
        [q.id for q in d.questions if q.capability == c.id] for d in questionnaire.dimensions for c in d.capabilities
    ]
    return _grouped(questionnaire, groups)


def single_set(questions: tuple[Question, ...], questionnaire: Questionnaire) -> QuestionnaireMatrices:
    """Return the matrices in which these `questions` (the columns, in order) are one set; used for the pulse."""
    scale = own_scale(questionnaire, questions)
    weights = tuple(q.weight for q in questions)
    return _matrices((tuple(range(len(questions))),), weights, questionnaire.scale_max, questionnaire.caps, scale)


def _grouped(questionnaire: Questionnaire, groups: list[list[str]]) -> QuestionnaireMatrices:
    column = {q.id: i for i, q in enumerate(questionnaire.questions)}
    sets = tuple(tuple(column[q] for q in group) for group in groups)
    weights = tuple(q.weight for q in questionnaire.questions)
    return _matrices(sets, weights, questionnaire.scale_max, questionnaire.caps, own_scale(questionnaire))


def response_row(response: Response, questions: tuple[Question, ...]) -> tuple[Floats, Bools]:
    """Return one response as two arrays (1, questions): its levels, NaN where missing, and which questions apply."""
    answers = [response.answer(q.id) for q in questions]
    levels = np.array([[np.nan if a.level is None else a.level for a in answers]], dtype=float)
    applies = np.array([[a.not_applicable is None for a in answers]], dtype=bool)
    return levels, applies


def grade_row(response: Response, questions: tuple[Question, ...]) -> Floats:
    """Return the evidence grades of one response as an array (1, questions); a missing grade is 0 (opinion)."""
    return np.array([[float(response.answer(q.id).evidence_grade or 0) for q in questions]])
