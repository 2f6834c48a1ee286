"""A questionnaire and a response as arrays, the form in which scoring works."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from cxmaturity.answers import Response
from cxmaturity.questionnaire.schema import Caps, Question, Questionnaire

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class QuestionnaireMatrices:
    """Which questions (columns of answers) belong to which set of questions, their weights, the scale and the caps.

    `columns` holds one array of column numbers for each set, in the sets' order; every column is in exactly one set.
    `weights` has one entry per column, all above 0. `scale_max` is K.
    """

    columns: tuple[npt.NDArray[np.intp], ...]
    weights: Floats
    scale_max: int
    caps: Caps

    @property
    def weights_by_set(self) -> Floats:
        """Array (questions, sets): the question's weight where it belongs to the set, else 0."""
        table = np.zeros((len(self.weights), len(self.columns)))
        for i, columns in enumerate(self.columns):
            table[columns, i] = self.weights[columns]
        return table


@lru_cache(maxsize=32)
def _matrices(
    sets: tuple[tuple[int, ...], ...], weights: tuple[float, ...], scale_max: int, caps: Caps
) -> QuestionnaireMatrices:
    return QuestionnaireMatrices(
        tuple(np.array(s, dtype=np.intp) for s in sets), np.array(weights, dtype=float), scale_max, caps
    )


def by_dimension(questionnaire: Questionnaire) -> QuestionnaireMatrices:
    """Return the matrices in which each set is a dimension; columns follow questionnaire order."""
    return _grouped(questionnaire, [[q.id for q in d.questions] for d in questionnaire.dimensions])


def by_capability(questionnaire: Questionnaire) -> QuestionnaireMatrices:
    """Return the matrices in which each set is a capability, dimension by dimension; columns as in `by_dimension`."""
    groups = [
        [q.id for q in d.questions if q.capability == c.id] for d in questionnaire.dimensions for c in d.capabilities
    ]
    return _grouped(questionnaire, groups)


def single_set(questions: tuple[Question, ...], scale_max: int, caps: Caps) -> QuestionnaireMatrices:
    """Return the matrices in which all `questions` (the columns, in order) are one set, as the pulse is scored."""
    return _matrices((tuple(range(len(questions))),), tuple(q.weight for q in questions), scale_max, caps)


def _grouped(questionnaire: Questionnaire, groups: list[list[str]]) -> QuestionnaireMatrices:
    column = {q.id: i for i, q in enumerate(questionnaire.questions)}
    sets = tuple(tuple(column[q] for q in group) for group in groups)
    return _matrices(
        sets, tuple(q.weight for q in questionnaire.questions), questionnaire.scale_max, questionnaire.caps
    )


def response_row(response: Response, questions: tuple[Question, ...]) -> tuple[Floats, Bools]:
    """Return one response as two arrays (1, questions): its levels, NaN where there is none, and what applies."""
    answers = [response.answer(q.id) for q in questions]
    levels = np.array([[np.nan if a.level is None else a.level for a in answers]], dtype=float)
    applies = np.array([[a.not_applicable is None for a in answers]], dtype=bool)
    return levels, applies


def grade_row(response: Response, questions: tuple[Question, ...]) -> Floats:
    """Return one response's evidence grades as an array (1, questions); no grade counts as opinion (0)."""
    return np.array([[float(response.answer(q.id).evidence_grade or 0) for q in questions]])
