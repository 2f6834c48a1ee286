"""Results of one response as tidy DataFrames, for charts and for the tables beside them."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.analysis.sensitivity import OtherRule
from cxmaturity.answers import Response
from cxmaturity.questionnaire.schema import BOTH, Question, Questionnaire
from cxmaturity.scoring.result import Result
from cxmaturity.tables.frame import typed_frame
from cxmaturity.wording.language.numbers import NO_NUMBER, format_percent
from cxmaturity.wording.plans import describe_gap
from cxmaturity.wording.questionnaire.answers import EVIDENCE_GRADE_LABELS, describe_answer
from cxmaturity.wording.questionnaire.levels import shown_level
from cxmaturity.wording.questionnaire.steps import step_to_do
from cxmaturity.wording.result.certainty import describe_other_rule
from cxmaturity.wording.result.takeaways import capability_texts
from cxmaturity.wording.result.ties import dimension_levels


def dimension_profile(
    questionnaire: Questionnaire, result: Result, targets: Mapping[str, int], last: Result | None = None
) -> pd.DataFrame:
    """Return one row per dimension, in order.

    Columns: dimension (str), level, low, high, last, evidenced (float, in the numbers of the levels, NaN when
    undefined), coverage (float 0..1), stage (Int64, <NA> when undefined), target (the level at the target stage; Int64,
    or float in models with fractional levels there), shown (str, the level as all pages show it).
    """
    rows, shown = [], dimension_levels(questionnaire, result)
    for dimension in questionnaire.dimensions:
        now = result.dimensions[dimension.id]
        then = last.dimensions.get(dimension.id) if last else None
        rows.append(
            {
                "dimension": dimension.name,
                "level": now.level,
                "low": now.low,
                "high": now.high,
                "last": then.level if then else None,
                "evidenced": now.evidenced_level,
                "coverage": now.coverage,
                "stage": None if now.stage is None else questionnaire.stage(now.stage).level,
                "target": questionnaire.level_at_stage(targets[dimension.id]) if dimension.id in targets else None,
                "shown": shown[dimension.id],
            }
        )
    numbers = ("level", "low", "high", "last", "evidenced", "coverage")
    if all(questionnaire.level_at_stage(s) % 1 == 0 for s in range(1, len(questionnaire.stages) + 1)):
        return typed_frame(rows, numbers, whole=("stage", "target"))
    return typed_frame(rows, (*numbers, "target"), whole=("stage",))


def capability_gaps(questionnaire: Questionnaire, result: Result, targets: Mapping[str, int]) -> pd.DataFrame:
    """Return one row per capability, in order; the target of a capability is that of its dimension.

    Columns: dimension, capability (str), level, low, high, target, gap (float, in the numbers of the levels, NaN when
    undefined; gap is at least 0).
    """
    rows = []
    for dimension in questionnaire.dimensions:
        target = questionnaire.level_at_stage(targets[dimension.id]) if dimension.id in targets else None
        for capability in dimension.capabilities:
            measure = result.capabilities[capability.id]
            gap = None if target is None or measure.level is None else max(0.0, target - measure.level)
            rows.append(
                {
                    "dimension": dimension.name,
                    "capability": capability.name,
                    "level": measure.level,
                    "low": measure.low,
                    "high": measure.high,
                    "target": target,
                    "gap": gap,
                }
            )
    return typed_frame(rows, numbers=("level", "low", "high", "target", "gap"))


def profile_as_shown(profile: pd.DataFrame, questionnaire: Questionnaire) -> pd.DataFrame:
    """Return `dimension_profile` with levels, coverage and targets as text, as a table for reading.

    The levels of a row have at least as many decimals as the first, so that it looks within its range.
    """
    digits = [max(1, len(shown.partition(".")[2])) for shown in profile["shown"]]
    others = {
        name: [shown_level(questionnaire, level, least) for level, least in zip(profile[name], digits, strict=True)]
        for name in ("low", "high", "last", "evidenced")
    }
    return profile.assign(
        **others,
        level=profile["shown"],
        coverage=[format_percent(share) for share in profile["coverage"]],
        target=[_target(target) for target in profile["target"]],
    ).drop(columns="shown")


def _target(target: Any) -> str:
    return NO_NUMBER if pd.isna(target) else f"{target:g}"


def gaps_as_shown(gaps: pd.DataFrame) -> pd.DataFrame:
    """Return `capability_gaps` with level, target and gap as text; see `capability_texts`."""
    numbers = gaps[["level", "target"]].astype(object).where(gaps[["level", "target"]].notna(), None)
    texts = [capability_texts(*pair) for pair in numbers.to_numpy()]
    return gaps.assign(**dict(zip(("level", "target", "gap"), zip(*texts, strict=True), strict=True)))


def priority_table(outcome: Outcome) -> pd.DataFrame:
    """Return one row per question that is below its target and has a step, highest priority first.

    Columns: question, id, dimension (str), gap (str: see `describe_gap`), importance, ease (Int64; <NA> without one),
    do, effort (str). Without rows it has no columns.
    """
    ordered = sorted((g for g in outcome.gaps if g.gap and g.step), key=lambda gap: -gap.priority)
    names = {d.id: d.name for d in outcome.questionnaire.dimensions}
    rows = [
        {
            "question": g.question.prompt_in(BOTH),
            "id": g.question.id,
            "dimension": names[g.dimension],
            "gap": describe_gap(outcome.questionnaire, g),
            "importance": g.importance,
            "ease": g.step.ease,
            "do": step_to_do(g.question, g.level),
            "effort": g.step.effort,
        }
        for g in ordered
        if g.step
    ]
    return typed_frame(rows, whole=("importance", "ease")) if rows else pd.DataFrame()


def answer_table(
    questionnaire: Questionnaire,
    questions: tuple[Question, ...],
    response: Response,
    last: Response | None = None,
    unanswered: str = "open",
) -> pd.DataFrame:
    """Return one row per question, in order; `unanswered` is what a question without an answer is called.

    Columns: dimension, capability, id, question (str), answer (str: see `describe_answer`), level, last (Int64, <NA>
    without one), evidence (str), note (str).
    """
    rows = []
    capability_names = {c.id: c.name for d in questionnaire.dimensions for c in d.capabilities}
    for question in questions:
        answer = response.answer(question.id)
        rows.append(
            {
                "dimension": questionnaire.dimension_of[question.id].name,
                "capability": capability_names[question.capability],
                "id": question.id,
                "question": question.prompt_in(BOTH),
                "answer": describe_answer(questionnaire, answer, unanswered),
                "level": answer.level,
                "last": last.level_of(question.id) if last else None,
                "evidence": "" if answer.evidence_grade is None else EVIDENCE_GRADE_LABELS[answer.evidence_grade],
                "note": answer.note,
            }
        )
    return typed_frame(rows, whole=("level", "last"))


def other_rules_table(outcome: Outcome, rules: Sequence[OtherRule]) -> pd.DataFrame:
    """Return one row per other rule, in order; columns: other rule, in place of, stage (str)."""
    rows = [describe_other_rule(outcome, rule) for rule in rules]
    return pd.DataFrame(rows, columns=["other rule", "in place of", "stage"])
