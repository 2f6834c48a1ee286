"""Outcomes of small questionnaires, for tests of wording."""

from collections.abc import Mapping, Sequence

from cxmaturity.analysis.outcome import Outcome, evaluate
from cxmaturity.questionnaire.schema import Questionnaire
from tests.build import AnswerValue, filled, questionnaire


def outcome_of(
    asked: Questionnaire,
    *rows: Sequence[AnswerValue],
    targets: Mapping[str, int] | None = None,
    importance: Mapping[str, int] | None = None,
    grades: Sequence[Sequence[int]] = (),
) -> Outcome:
    return evaluate(asked, filled(asked, *rows, grades=grades), targets or {}, importance or {})


def one(*row: AnswerValue, weights: Sequence[float] = (), scale_max: int = 5, practice: int = 2) -> Outcome:
    """Return the outcome of a single dimension A with these answers."""
    return outcome_of(questionnaire([weights or [1.0] * len(row)], scale_max=scale_max, practice=practice), row)
