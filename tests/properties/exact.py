"""The scoring rules implemented a second time with fractions and plain loops, to compare with the float arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import floor

from cxmaturity.questionnaire.schema import Questionnaire
from tests.build import NA, AnswerValue, questionnaire

HALF = Fraction(1, 2)

Rows = Sequence[Sequence[AnswerValue]]


@dataclass(frozen=True)
class Rules:
    """The parameters of a model: weights, one row per dimension; K; both caps; and the coverage floor."""

    weights: tuple[tuple[str, ...], ...]
    scale_max: int
    practice: int
    dimension: int
    floor: Fraction = Fraction(7, 10)

    @property
    def model(self) -> Questionnaire:
        weights = [[float(w) for w in row] for row in self.weights]
        return questionnaire(weights, self.scale_max, self.practice, self.dimension)

    def stage_of(self, level: Fraction) -> int:
        return max(1, min(self.scale_max, floor(level + HALF)))


@dataclass(frozen=True)
class Scored:
    """Levels and stages by dimension and overall; None where there is none or nothing applies."""

    levels: list[Fraction | None]
    stages: list[int | None]
    level: Fraction | None
    stage: int | None


def score(rules: Rules, rows: Rows, importance: Sequence[int] = ()) -> Scored:
    """Return levels and stages by the rules; without `importance`, dimensions weigh the same."""
    levels: list[Fraction | None] = []
    stages: list[int | None] = []
    applies = [any(x != NA for x in row) for row in rows]
    for weights, row in zip(rules.weights, rows, strict=True):
        rated = [(Fraction(w), x) for w, x in zip(weights, row, strict=True) if isinstance(x, int)]
        asked = sum(x != NA for x in row)
        enough = asked > 0 and len(rated) >= rules.floor * asked and len(rated) >= min(3, asked)
        level = sum((w * x for w, x in rated), Fraction()) / sum(w for w, _ in rated) if enough and rated else None
        levels.append(level)
        stages.append(None if level is None else min(rules.stage_of(level), min(x for _, x in rated) + rules.practice))
    shares = [Fraction(i) for i in importance] or [Fraction(1)] * len(rows)
    known = [(s, x) for s, x, there in zip(shares, levels, applies, strict=True) if there]
    if not known or any(level is None for _, level in known):
        return Scored(levels, stages, None, None)
    whole = sum((s * x for s, x in known if x is not None), Fraction()) / sum(s for s, _ in known)
    lowest = min(stage for stage in stages if stage is not None)
    return Scored(levels, stages, whole, min(rules.stage_of(whole), lowest + rules.dimension))


def missing_places(rows: Rows) -> list[tuple[int, int]]:
    return [(d, i) for d, row in enumerate(rows) for i, x in enumerate(row) if x != NA and not isinstance(x, int)]


def with_values(rows: Rows, values: dict[tuple[int, int], int]) -> list[list[AnswerValue]]:
    return [[values.get((d, i), x) for i, x in enumerate(row)] for d, row in enumerate(rows)]


def possible_stages(rules: Rules, rows: Rows) -> set[int | None]:
    """Return every overall stage that some values of the missing answers give."""
    places, scale = missing_places(rows), range(1, rules.scale_max + 1)
    return {
        score(rules, with_values(rows, dict(zip(places, values, strict=True)))).stage
        for values in product(scale, repeat=len(places))
    }
