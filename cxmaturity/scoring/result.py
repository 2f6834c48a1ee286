"""The result of one response: all levels, ranges, stages and reasons as plain numbers."""

from dataclasses import dataclass, fields, replace
from math import isnan

import numpy as np
import numpy.typing as npt

from cxmaturity.answers import Response
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.scoring.equality import keys_of_lowest
from cxmaturity.scoring.levels import compute_levels, evidenced_answers, index_of_level
from cxmaturity.scoring.matrices import (
    Bools,
    Floats,
    OwnScale,
    QuestionnaireMatrices,
    by_capability,
    by_dimension,
    grade_row,
    response_row,
    single_set,
)
from cxmaturity.scoring.reasons import Reason, StagePart, explain_practices, explain_stage, fewest_rises
from cxmaturity.scoring.stages import Scores, Stages, score_answers


@dataclass(frozen=True, slots=True)
class Measure:
    """The figures of one dimension, or overall; None where undefined. Coverage is 0..1, index 0..100.

    Levels and ranges are in the numbers of the levels, in most models 1..K; stages are positions, the lowest is 1.
    `low` and `high` are the level with every missing answer at the lowest and at the highest level. `stage_low` and
    `stage_high` are the stages of these two levels, caps included: whatever the missing answers are, the stage lies
    between them. These four are None only where no question applies. Of the `asked` questions that apply, `rated` have
    a level.
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
    rated: int
    asked: int
    stage_low: int | None
    stage_high: int | None

    @property
    def missing(self) -> int:
        """How many questions that apply have no level."""
        return self.asked - self.rated

    @property
    def is_open(self) -> bool:
        """True when the missing answers allow more than one stage."""
        return self.stage_low != self.stage_high

    @property
    def applies(self) -> bool:
        """False when every question was answered with does not apply."""
        return self.coverage is not None


@dataclass(frozen=True, slots=True)
class CapabilityLevel:
    """The level, range and coverage of a capability; a capability has no stage."""

    level: float | None
    low: float | None
    high: float | None
    coverage: float | None


@dataclass(frozen=True, slots=True)
class Result:
    """The scored response: overall, and each dimension and each capability by id."""

    overall: Measure
    dimensions: dict[str, Measure]
    capabilities: dict[str, CapabilityLevel]

    @property
    def lowest_dimensions(self) -> tuple[str, ...]:
        """The ids of the dimensions with the lowest level, in questionnaire order; empty when no dimension has one."""
        return keys_of_lowest({name: m.level for name, m in self.dimensions.items() if m.level is not None})


@dataclass(frozen=True, slots=True)
class PulseResult:
    """The pulse, scored as one set of questions: index 0..100, coverage 0..1; level and range as in `Measure`.

    Index and level are None when too few questions are rated. `levels` holds the level of each pulse question by id, as
    a position, None where it has none. A pulse has no stage.
    """

    index: float | None
    level: float | None
    low: float | None
    high: float | None
    coverage: float | None
    levels: dict[str, int | None]


def score_response(questionnaire: Questionnaire, response: Response, targets: dict[str, int] | None = None) -> Result:
    """Return the result of `response`.

    `targets` (stages by dimension id) affect no level or stage, only which questions each reason lists.
    """
    answers, applies = response_row(response, questionnaire.questions)
    matrices = by_dimension(questionnaire)
    claimed = score_answers(answers, applies, matrices)
    evidenced = compute_levels(
        evidenced_answers(answers, grade_row(response, questionnaire.questions), matrices.scale_max), applies, matrices
    )
    ends = _stages_at_both_ends(answers, applies, matrices, claimed.stages)
    weights = [q.weight for q in questionnaire.questions]
    dimensions: dict[str, Measure] = {}
    for i, dimension in enumerate(questionnaire.dimensions):
        parts = [
            StagePart(questionnaire.questions[c].id, float(answers[0, c]), weights[c])
            for c in matrices.columns[i]
            if not isnan(answers[0, c])
        ]
        target = (targets or {}).get(dimension.id)
        asked = int(applies[0, matrices.columns[i]].sum())
        measure = _dimension(claimed, ends, evidenced.level, i, parts, asked, matrices, target)
        if questionnaire.has_practices and matrices.scale:
            reason = _practices_reason(questionnaire, measure, answers, applies, matrices.columns[i], matrices.scale)
            measure = replace(measure, reason=reason)
        dimensions[dimension.id] = measure
    return Result(
        _overall(claimed, ends, evidenced.overall, dimensions, matrices),
        dimensions,
        _capabilities(questionnaire, answers, applies),
    )


def _practices_reason(
    questionnaire: Questionnaire,
    measure: Measure,
    answers: Floats,
    applies: Bools,
    columns: npt.NDArray[np.intp],
    scale: OwnScale,
) -> Reason:
    practices = [
        (questionnaire.questions[c].id, scale.needed_for[c], bool(answers[0, c] >= scale.pass_position))
        for c in columns
        if applies[0, c]
    ]
    return explain_practices(measure.level, measure.stage, practices, scale)


def _stages_at_both_ends(answers: Floats, applies: Bools, matrices: QuestionnaireMatrices, stages: Stages) -> Stages:
    """Return the stages with every missing answer at 1 (first row) and at K (second row)."""
    is_missing = np.isnan(answers) & applies
    if not is_missing.any():
        return Stages(*(np.repeat(getattr(stages, f.name), 2, axis=0) for f in fields(Stages)))
    ends = np.concatenate([np.where(is_missing, end, answers) for end in (1.0, float(matrices.scale_max))])
    return score_answers(ends, np.repeat(applies, 2, axis=0), matrices).stages


def score_pulse(questionnaire: Questionnaire, response: Response) -> PulseResult:
    """Return the pulse of `response`, which may be a full response; all None where no question belongs to the pulse."""
    questions = questionnaire.pulse
    if not questions:
        return PulseResult(None, None, None, None, None, {})
    answers, applies = response_row(response, questions)
    matrices = single_set(questions, questionnaire)
    scored = compute_levels(answers, applies, matrices)
    return PulseResult(
        _number(_index(scored.level, matrices)[0, 0]),
        _number(scored.level[0, 0]),
        _number(scored.low[0, 0]),
        _number(scored.high[0, 0]),
        _number(scored.coverage[0, 0]),
        {q.id: response.level_of(q.id) for q in questions},
    )


def _number(value: float) -> float | None:
    return None if isnan(value) else float(value)


def _whole(value: float) -> int | None:
    return None if isnan(value) else int(value)


def _dimension(
    claimed: Scores,
    ends: Stages,
    evidenced: Floats,
    i: int,
    parts: list[StagePart],
    asked: int,
    matrices: QuestionnaireMatrices,
    target: int | None,
) -> Measure:
    levels, stages = claimed.levels, claimed.stages
    level, stage, average = _number(levels.level[0, i]), _whole(stages.stage[0, i]), _whole(stages.average[0, i])
    return Measure(
        level,
        _number(levels.low[0, i]),
        _number(levels.high[0, i]),
        _number(levels.coverage[0, i]),
        _number(_index(levels.level, matrices)[0, i]),
        average,
        stage,
        _whole(stages.strict[0, i]),
        _number(evidenced[0, i]),
        _reason(level, stage, average, parts, matrices, target),
        len(parts),
        asked,
        _whole(ends.stage[0, i]),
        _whole(ends.stage[1, i]),
    )


def _reason(
    level: float | None,
    stage: int | None,
    average: int | None,
    parts: list[StagePart],
    matrices: QuestionnaireMatrices,
    target: int | None,
) -> Reason:
    """Return the reason for a dimension's stage; in a model with its own scale with the number of rises needed."""
    scale = matrices.scale
    reason = explain_stage(level, stage, average, parts, matrices.caps.practice, matrices.stage_max, target, scale)
    if scale is None or reason.kind != "average" or level is None or stage is None or scale.needed_for:
        return reason
    return replace(reason, rises_needed=fewest_rises(parts, level, scale, scale.thresholds[stage]))


def _index(level: Floats, matrices: QuestionnaireMatrices) -> Floats:
    lowest, highest = matrices.level_range
    return index_of_level(level, highest, lowest)


def _overall(
    claimed: Scores, ends: Stages, evidenced: Floats, dimensions: dict[str, Measure], matrices: QuestionnaireMatrices
) -> Measure:
    levels, stages = claimed.levels, claimed.stages
    level, stage, average = _number(levels.overall[0]), _whole(stages.overall[0]), _whole(stages.overall_average[0])
    parts = [StagePart(name, float(m.stage)) for name, m in dimensions.items() if m.stage is not None]
    return Measure(
        level,
        _number(levels.overall_low[0]),
        _number(levels.overall_high[0]),
        _number(levels.overall_coverage[0]),
        _number(_index(levels.overall, matrices)[0]),
        average,
        stage,
        _whole(stages.overall_strict[0]),
        _number(evidenced[0]),
        explain_stage(level, stage, average, parts, matrices.caps.dimension, matrices.stage_max, None, matrices.scale),
        sum(m.rated for m in dimensions.values()),
        sum(m.asked for m in dimensions.values()),
        _whole(ends.overall[0]),
        _whole(ends.overall[1]),
    )


def _capabilities(questionnaire: Questionnaire, answers: Floats, applies: Bools) -> dict[str, CapabilityLevel]:
    scored = compute_levels(answers, applies, by_capability(questionnaire))
    names = [c.id for d in questionnaire.dimensions for c in d.capabilities]
    return {
        name: CapabilityLevel(
            _number(scored.level[0, i]),
            _number(scored.low[0, i]),
            _number(scored.high[0, i]),
            _number(scored.coverage[0, i]),
        )
        for i, name in enumerate(names)
    }
