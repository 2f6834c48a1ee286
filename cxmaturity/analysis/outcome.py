"""The outcome of a response: its result, gaps and first steps together, and their public JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cxmaturity.analysis.gaps import FirstStep, Gap, default_targets, propose_first_steps, question_gaps
from cxmaturity.answers import Response
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import DimensionTarget
from cxmaturity.scoring.result import Measure, Result, score_pulse, score_response


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that the result page, the command line and reports show of one response.

    `targets` are stages by dimension id: the chosen target where there is one, else the next stage. A dimension with
    neither a stage nor a chosen target has none.
    """

    questionnaire: Questionnaire
    response: Response
    result: Result
    targets: Mapping[str, int]
    importance: Mapping[str, int]
    gaps: list[Gap]
    first_steps: list[FirstStep]


def evaluate(
    questionnaire: Questionnaire,
    response: Response,
    chosen_targets: Mapping[str, int],
    importance: Mapping[str, int],
) -> Outcome:
    """Return the outcome of `response` with the targets (stages) and importance (1..5) chosen by dimension id."""
    scored = score_response(questionnaire, response, dict(chosen_targets))
    targets = default_targets(scored, len(questionnaire.stages)) | dict(chosen_targets)
    gaps = question_gaps(questionnaire, response, targets, importance)
    return Outcome(questionnaire, response, scored, targets, importance, gaps, propose_first_steps(gaps, scored))


def evaluate_with_targets(
    questionnaire: Questionnaire, response: Response, chosen: Mapping[str, DimensionTarget]
) -> Outcome:
    """Return the outcome of `response` with the stored targets and importance, by dimension id."""
    targets = {name: t.target for name, t in chosen.items() if t.target is not None}
    importance = {name: t.importance for name, t in chosen.items() if t.importance is not None}
    return evaluate(questionnaire, response, targets, importance)


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """Return the public JSON of an outcome: unrounded numbers, None where undefined. Its keys are a stable interface.

    Stages and levels have the numbers that the questionnaire gives them.
    """
    questionnaire = outcome.questionnaire
    return {
        "overall": _measure_json(questionnaire, outcome.result.overall),
        "dimensions": {
            name: _measure_json(questionnaire, measure)
            | {
                "average_stage": _stage_number(questionnaire, measure.average_stage),
                "blockers": list(measure.reason.blockers),
                "rises_needed": measure.reason.rises_needed,
            }
            for name, measure in outcome.result.dimensions.items()
        },
        "first_steps": [
            {
                "question": step.gap.question.id,
                "reason": step.reason,
                "from": questionnaire.level_numbers[step.gap.level - 1],
                "to": questionnaire.level_numbers[step.gap.level],
                "do": step.gap.step.do or None if step.gap.step else None,
            }
            for step in outcome.first_steps
        ],
    }


def pulse_json(questionnaire: Questionnaire, response: Response) -> dict[str, Any]:
    """Return the public JSON of a pulse: its index, 0..100, and the level of each question, None where missing."""
    short = score_pulse(questionnaire, response)
    numbers = questionnaire.level_numbers
    levels = {name: None if level is None else numbers[level - 1] for name, level in short.levels.items()}
    return {"index": short.index, "levels": levels}


def _stage_number(questionnaire: Questionnaire, stage: int | None) -> int | None:
    return None if stage is None else questionnaire.stage(stage).level


def _measure_json(questionnaire: Questionnaire, measure: Measure) -> dict[str, Any]:
    return {
        "level": measure.level,
        "range": [measure.low, measure.high] if measure.applies else None,
        "coverage": measure.coverage,
        "index": measure.index,
        "stage": _stage_number(questionnaire, measure.stage),
        "strict_stage": _stage_number(questionnaire, measure.strict_stage),
        "evidenced_level": measure.evidenced_level,
    }
