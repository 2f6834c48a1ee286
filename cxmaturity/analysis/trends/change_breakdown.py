"""Which answers caused the change of a dimension between two closed assessments of a team."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cxmaturity.questionnaire.schema import Dimension


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A question rated both times: its positions before and after, and its share of its dimension's change."""

    question_id: str
    before: int
    after: int
    adds: float


@dataclass(frozen=True, slots=True)
class ChangeBreakdown:
    """The change of a dimension, split into parts that add up to `total` exactly; in numbers of levels.

    `shared` holds the questions rated both times, in order, including those whose level did not change. `entered` and
    `left` are the ids of questions rated only after and only before; `by_entering` and `by_leaving` are their parts of
    the change, `by_weights` is that of other weights of the shared questions. `like_for_like` is the change of these
    questions alone. `before` and `after` are the means of all rated questions.
    """

    shared: tuple[QuestionChange, ...]
    entered: tuple[str, ...]
    left: tuple[str, ...]
    by_entering: float
    by_leaving: float
    by_weights: float
    like_for_like: float
    before: float
    after: float

    @property
    def total(self) -> float:
        """The change of the dimension's level."""
        return self.after - self.before

    @property
    def parts(self) -> tuple[float, float, float, float]:
        """The parts of the change: by answers, by questions that entered, by those that left, and by other weights."""
        return self.like_for_like, self.by_entering, self.by_leaving, self.by_weights


def break_down_change(
    before: Mapping[str, int],
    after: Mapping[str, int],
    dimension_before: Dimension,
    dimension_after: Dimension,
    numbers: Sequence[float],
) -> ChangeBreakdown | None:
    """Return the change of a dimension split into parts; None when no question was rated both times.

    `before` and `after` are positions by question id; `numbers` are the numbers of the levels, lowest first.
    A question that a new version of the questionnaire removed or added counts as left or entered. Shared questions have
    the weights of the later version. The caller must check that the dimension has a level both times, because otherwise
    the parts may not be shown.
    """
    weights_before = {q.id: q.weight for q in dimension_before.questions if q.id in before}
    weights_after = {q.id: q.weight for q in dimension_after.questions if q.id in after}
    shared = {name: weight for name, weight in weights_after.items() if name in weights_before}
    if not shared:
        return None
    total_weight = sum(shared.values())
    number_before = {name: numbers[level - 1] for name, level in before.items()}
    number_after = {name: numbers[level - 1] for name, level in after.items()}
    full_before, full_after = _mean(number_before, weights_before), _mean(number_after, weights_after)
    shared_before, shared_after = _mean(number_before, shared), _mean(number_after, shared)
    former_weights = {name: weights_before[name] for name in shared}
    stayed = shared_before if former_weights == shared else _mean(number_before, former_weights)
    return ChangeBreakdown(
        shared=tuple(
            QuestionChange(n, before[n], after[n], weight * (number_after[n] - number_before[n]) / total_weight)
            for n, weight in shared.items()
        ),
        entered=tuple(name for name in weights_after if name not in weights_before),
        left=tuple(name for name in weights_before if name not in weights_after),
        by_entering=full_after - shared_after,
        by_leaving=stayed - full_before,
        by_weights=shared_before - stayed,
        like_for_like=shared_after - shared_before,
        before=full_before,
        after=full_after,
    )


def _mean(levels: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum(w * levels[name] for name, w in weights.items()) / sum(weights.values())
