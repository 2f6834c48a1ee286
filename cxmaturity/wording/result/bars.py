"""The text alternative of a bar of a result, and the mark beside it."""

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.wording.questionnaire.levels import level_number, shown_level, stage_number
from cxmaturity.wording.result.stages import dimension_stage
from cxmaturity.wording.result.sums import rated_and_needed
from cxmaturity.wording.result.ties import dimension_levels


def describe_dimension_bar(outcome: Outcome, dimension_id: str, strict: bool, last: float | None) -> str:
    """Return a dimension's level, stage, target and last level, as far as there are any."""
    measure, target = outcome.result.dimensions[dimension_id], outcome.targets.get(dimension_id)
    shown = dimension_levels(outcome.questionnaire, outcome.result)[dimension_id]
    parts = [f"level {shown}" if measure.level is not None else "no level"]
    parts.append(f"stage {stage}" if (stage := dimension_stage(outcome, dimension_id, strict))[0].isdigit() else stage)
    if target is not None:
        parts.append(f"target {stage_number(outcome.questionnaire, target)}")
    if last is not None:
        parts.append(f"last time {shown_level(outcome.questionnaire, last)}")
    return ", ".join([*parts, *([mark] if (mark := dimension_mark(outcome, dimension_id, strict)) else [])])


def dimension_mark(outcome: Outcome, dimension_id: str, strict: bool) -> str:
    """Return the mark of a dimension: that it is lowest, or what it lacks for a level; else an empty text."""
    measure = outcome.result.dimensions[dimension_id]
    if not measure.applies:
        return "does not apply"
    if measure.level is None:
        return rated_and_needed(measure)
    if not stands_out(outcome, dimension_id):
        return ""
    stage = measure.strict_stage if strict else measure.stage
    return "lowest" if stage is None else f"lowest · stage {stage_number(outcome.questionnaire, stage)}"


def stands_out(outcome: Outcome, dimension_id: str) -> bool:
    """Return whether a dimension is the lowest; False when no other level is known, or all of them are equal."""
    known = sum(m.level is not None for m in outcome.result.dimensions.values())
    return dimension_id in outcome.result.lowest_dimensions and len(outcome.result.lowest_dimensions) < known


def describe_question_bar(questionnaire: Questionnaire, answer: str, last: int | None) -> str:
    """Return a question's answer in words, and its last level."""
    return answer if last is None else f"{answer}, last time {level_number(questionnaire, last)}"
