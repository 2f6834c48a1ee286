"""Claimed against evidenced: the same computation with high levels without evidence read down (section 5)."""

import numpy as np

from cxmaturity.answers import EvidenceGrade, Response
from cxmaturity.questionnaire.schema import Question
from cxmaturity.scoring.matrices import Floats


def grade_row(response: Response, questions: tuple[Question, ...]) -> Floats:
    """Return one response's evidence grades as a row; no grade counts as opinion (0)."""
    return np.array([[float(response.answer(q.id).evidence_grade or 0) for q in questions]])


def evidenced_answers(answers: Floats, grade: Floats, scale_max: int) -> Floats:
    """Return `answers` with every level of K−1 or more whose grade is below 2 read as K−2 (never below 1).

    On the five-level scale 4 and 5 without a document, a number or a second pair of eyes read as 3. `scale_max` is K.
    """
    unproven = (answers >= scale_max - 1) & (grade < EvidenceGrade.DOCUMENT)
    read: Floats = np.where(unproven, max(1.0, scale_max - 2.0), answers)
    return read
