"""Frozen results: the JSON stored when an assessment is closed, and after each round of votes of a workshop.

Format 4 is the one written. Results of older formats remain readable: `frozen_formats` translates them.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from cxmaturity.analysis.frozen.frozen_formats import NEWEST, result_in_newest_format, round_in_newest_format
from cxmaturity.analysis.groups import GroupResult, RoundResult
from cxmaturity.analysis.outcome import evaluate_with_targets, outcome_json, pulse_json
from cxmaturity.answers import Answer, Response
from cxmaturity.questionnaire.schema import Dimension, Questionnaire
from cxmaturity.records import Assessment, DimensionTarget, asked_questions
from cxmaturity.scoring.result import score_pulse


@dataclass(frozen=True, slots=True)
class FrozenMeasure:
    """The level, the coverage (0..1, None when nothing applies) and the stage at closing; None when undefined.

    Level and stage have the numbers that the questionnaire gives them.
    """

    level: float | None
    coverage: float | None
    stage: int | None = None

    @property
    def applies(self) -> bool:
        """False when every question of it was answered with does not apply."""
        return self.coverage is not None


@dataclass(frozen=True, slots=True)
class FrozenScores:
    """The scores at closing: of a full assessment overall and by dimension id; of a pulse its index, 0..100."""

    overall: FrozenMeasure | None = None
    dimensions: Mapping[str, FrozenMeasure] = field(default_factory=dict)
    index: float | None = None


@dataclass(frozen=True, slots=True)
class FrozenResult:
    """The frozen result of one closed assessment.

    `questionnaire` is the digest of the questionnaire that was answered. `answers` holds the answers by question id,
    without notes and evidence; for a group these are the group's answers. `targets` are by dimension id. `group` is
    None for the assessment of one person.
    """

    questionnaire: str
    answers: Mapping[str, Answer]
    targets: Mapping[str, DimensionTarget]
    result: FrozenScores
    group: GroupResult | None = None

    def level_of(self, dimension_id: str) -> float | None:
        """Return the level of a dimension; None when it is undefined or was not asked."""
        measure = self.result.dimensions.get(dimension_id)
        return None if measure is None else measure.level

    def question_levels(self, dimension: Dimension) -> dict[str, int]:
        """Return the levels (positions) of those questions of a dimension that have one, by question id."""
        answers = {q.id: self.answers[q.id] for q in dimension.questions if q.id in self.answers}
        return {name: answer.level for name, answer in answers.items() if answer.level is not None}

    def pulse_index(self, questionnaire: Questionnaire) -> float | None:
        """Return the index of the pulse, 0..100; None when undefined.

        For a full assessment it is computed from the answers to the pulse questions.
        """
        if self.result.overall is None:
            return self.result.index
        return score_pulse(questionnaire, Response(self.answers)).index


_FROZEN_RESULT: TypeAdapter[FrozenResult] = TypeAdapter(FrozenResult)
_GROUP_RESULT: TypeAdapter[GroupResult] = TypeAdapter(GroupResult)
_ROUND_RESULT: TypeAdapter[RoundResult] = TypeAdapter(RoundResult)


def write_frozen_result(
    assessment: Assessment,
    questionnaire: Questionnaire,
    response: Response,
    targets: Mapping[str, DimensionTarget],
    group: GroupResult | None,
) -> str:
    """Return the frozen result of an assessment as JSON; equal content gives equal JSON."""
    if assessment.scope == "full":
        scores = outcome_json(evaluate_with_targets(questionnaire, response, targets))
    else:
        scores = pulse_json(questionnaire, response)
    content: dict[str, Any] = {
        "format": NEWEST,
        "questionnaire": assessment.digest,
        "answers": {
            q.id: {
                "level": a.level,
                "not_applicable": a.not_applicable,
                "dont_know": a.dont_know,
                "evidence_grade": a.evidence_grade,
            }
            for q in asked_questions(questionnaire, assessment)
            if (a := response.answer(q.id)).is_answered
        },
        "targets": {dimension_id: asdict(target) for dimension_id, target in targets.items()},
        "result": scores,
    }
    if group is not None:
        content["group"] = _GROUP_RESULT.dump_python(group, mode="json")
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=4)  # each rerun of a page reads the same few, which never change
def read_frozen_result(content: str) -> FrozenResult:
    """Return the frozen result in `content`, of any known format; raises UnknownFormat for a newer one."""
    return _FROZEN_RESULT.validate_python(result_in_newest_format(json.loads(content)))


def write_round_result(result: RoundResult) -> str:
    """Return the result of a workshop round as JSON."""
    return json.dumps({"format": NEWEST, **_ROUND_RESULT.dump_python(result, mode="json")}, ensure_ascii=False)


def read_round_result(content: str) -> RoundResult:
    """Return the result of a workshop round from its JSON; raises UnknownFormat for a newer format."""
    return _ROUND_RESULT.validate_python(round_in_newest_format(json.loads(content)))
