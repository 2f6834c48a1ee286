"""One response scored: every level, range, stage and reason of one assessment, as plain numbers (sections 2–5, 10)."""

from dataclasses import dataclass
from math import isnan

from cxmaturity.answers import Response
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.scoring.evidence import evidenced_answers, grade_row
from cxmaturity.scoring.levels import compute_levels, index_of_level
from cxmaturity.scoring.matrices import (
    Bools,
    Floats,
    QuestionnaireMatrices,
    by_capability,
    by_dimension,
    response_row,
    single_set,
)
from cxmaturity.scoring.reasons import Reason, StagePart, explain_stage
from cxmaturity.scoring.stages import Scores, score_answers


@dataclass(frozen=True, slots=True)
class Measure:
    """One dimension, or the whole. Levels and ranges on 1..K, coverage 0..1, index 0..100; None when undefined.

    `low` and `high` are the level with every missing answer set to 1, then to K; None only where nothing applies.
    """

    level: float | None
    low: float | None
    high: float | None
    coverage: float | None
    index: float | None
    average_stage: int | None
    stage: int | None
    strict_stage: int | None
    evidenced_level: float | None
    reason: Reason

    @property
    def applies(self) -> bool:
        """False when every question in it was said not to apply."""
        return self.coverage is not None


@dataclass(frozen=True, slots=True)
class CapabilityLevel:
    """A capability's level, range and coverage; a capability carries no stage."""

    level: float | None
    low: float | None
    high: float | None
    coverage: float | None


@dataclass(frozen=True, slots=True)
class Result:
    """The scored response: the whole, each dimension and each capability by id."""

    overall: Measure
    dimensions: dict[str, Measure]
    capabilities: dict[str, CapabilityLevel]

    @property
    def lowest_dimension(self) -> str | None:
        """The id of the dimension with the lowest level, the first of equals; None when no dimension has one."""
        levels = {name: m.level for name, m in self.dimensions.items() if m.level is not None}
        return min(levels, key=lambda name: levels[name]) if levels else None


@dataclass(frozen=True, slots=True)
class PulseResult:
    """The short version read as one set: its index 0..100 and level (None with too little rated), range, coverage.

    `levels` holds each pulse question's level by id, None where it has none. There is no stage.
    """

    index: float | None
    level: float | None
    low: float | None
    high: float | None
    coverage: float | None
    levels: dict[str, int | None]


def score_response(questionnaire: Questionnaire, response: Response, targets: dict[str, int] | None = None) -> Result:
    """Return the scored `response`. `targets` (stage by dimension id) only order what each reason lists."""
    answers, applies = response_row(response, questionnaire.questions)
    shape = by_dimension(questionnaire)
    claimed = score_answers(answers, applies, shape)
    proven = compute_levels(
        evidenced_answers(answers, grade_row(response, questionnaire.questions), shape.scale_max), applies, shape
    )
    weights = [q.weight for q in questionnaire.questions]
    dimensions: dict[str, Measure] = {}
    for i, dimension in enumerate(questionnaire.dimensions):
        parts = [
            StagePart(questionnaire.questions[c].id, float(answers[0, c]), weights[c])
            for c in shape.columns[i]
            if not isnan(answers[0, c])
        ]
        aim = (targets or {}).get(dimension.id)
        dimensions[dimension.id] = _dimension(claimed, proven.level, i, parts, shape, aim)
    return Result(
        _overall(claimed, proven.overall, dimensions, shape),
        dimensions,
        _capabilities(questionnaire, answers, applies),
    )


def score_pulse(questionnaire: Questionnaire, response: Response) -> PulseResult:
    """Return the short version of `response`: a full response can be read as its pulse; empty where none is marked."""
    questions = questionnaire.pulse
    if not questions:
        return PulseResult(None, None, None, None, None, {})
    answers, applies = response_row(response, questions)
    found = compute_levels(answers, applies, single_set(questions, questionnaire.scale_max, questionnaire.caps))
    return PulseResult(
        _number(index_of_level(found.level, questionnaire.scale_max)[0, 0]),
        _number(found.level[0, 0]),
        _number(found.low[0, 0]),
        _number(found.high[0, 0]),
        _number(found.coverage[0, 0]),
        {q.id: response.level_of(q.id) for q in questions},
    )


def _number(value: float) -> float | None:
    return None if isnan(value) else float(value)


def _whole(value: float) -> int | None:
    return None if isnan(value) else int(value)


def _dimension(
    claimed: Scores, proven: Floats, i: int, parts: list[StagePart], shape: QuestionnaireMatrices, target: int | None
) -> Measure:
    of, stages = claimed.levels, claimed.stages
    level, stage, average = _number(of.level[0, i]), _whole(stages.stage[0, i]), _whole(stages.average[0, i])
    return Measure(
        level,
        _number(of.low[0, i]),
        _number(of.high[0, i]),
        _number(of.coverage[0, i]),
        _number(index_of_level(of.level, shape.scale_max)[0, i]),
        average,
        stage,
        _whole(stages.strict[0, i]),
        _number(proven[0, i]),
        explain_stage(level, stage, average, parts, shape.caps.practice, shape.scale_max, target),
    )


def _overall(claimed: Scores, proven: Floats, dimensions: dict[str, Measure], shape: QuestionnaireMatrices) -> Measure:
    of, stages = claimed.levels, claimed.stages
    level, stage, average = _number(of.overall[0]), _whole(stages.overall[0]), _whole(stages.overall_average[0])
    parts = [StagePart(name, float(m.stage)) for name, m in dimensions.items() if m.stage is not None]
    return Measure(
        level,
        _number(of.overall_low[0]),
        _number(of.overall_high[0]),
        _number(of.overall_coverage[0]),
        _number(index_of_level(of.overall, shape.scale_max)[0]),
        average,
        stage,
        _whole(stages.overall_strict[0]),
        _number(proven[0]),
        explain_stage(level, stage, average, parts, shape.caps.dimension, shape.scale_max, None),
    )


def _capabilities(questionnaire: Questionnaire, answers: Floats, applies: Bools) -> dict[str, CapabilityLevel]:
    found = compute_levels(answers, applies, by_capability(questionnaire))
    names = [c.id for d in questionnaire.dimensions for c in d.capabilities]
    return {
        name: CapabilityLevel(
            _number(found.level[0, i]),
            _number(found.low[0, i]),
            _number(found.high[0, i]),
            _number(found.coverage[0, i]),
        )
        for i, name in enumerate(names)
    }
