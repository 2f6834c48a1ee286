"""The levels of the dimensions as bars; each expands to its sum, the rule that caps it, and its answers."""

from collections.abc import Iterable, Sequence
from html import escape

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.answers import Response
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.scoring.result import Result
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.ui.result.bars import Bar, answer_scale, bars, stage_scale
from cxmaturity.wording.language.numbers import NO_NUMBER
from cxmaturity.wording.questionnaire.answers import describe_answer
from cxmaturity.wording.questionnaire.levels import level_number
from cxmaturity.wording.result import bars as wording
from cxmaturity.wording.result import holding_back, stages, sums, takeaways
from cxmaturity.wording.result.groups import unanswered_word
from cxmaturity.wording.result.ties import dimension_levels

_MOST_ANSWERS = 4  # answers shown in one dimension's reasons


def dimension_bars(
    outcome: Outcome,
    asked: Sequence[Question],
    variant: str,
    strict: bool = False,
    last: tuple[str, Result] | None = None,
    *,
    has_reasons: bool = True,
) -> str:
    """Show a bar for each dimension of the questions asked.

    `last` is the name of the last assessment and its result. Return all reasons as HTML for printing, where no row can
    be expanded; empty without `has_reasons`.
    """
    ids = dict.fromkeys(outcome.questionnaire.dimension_of[q.id].id for q in asked)
    names = {d.id: d.name for d in outcome.questionnaire.dimensions}
    rows, shown = [], dimension_levels(outcome.questionnaire, outcome.result)
    for name in ids:
        measure, target = outcome.result.dimensions[name], outcome.targets.get(name)
        then = last[1].dimensions[name].level if last and name in last[1].dimensions else None
        rows.append(
            Bar(
                name=names[name],
                level=measure.level,
                stage=measure.strict_stage if strict else measure.stage,
                value=shown[name],
                spoken=wording.describe_dimension_bar(outcome, name, strict, then),
                target=target and outcome.questionnaire.level_at_stage(target),
                last=then,
                mark=wording.dimension_mark(outcome, name, strict),
                is_lowest=wording.stands_out(outcome, name),
                reasons=_reasons(outcome, name, strict, variant) if has_reasons else "",
            )
        )
    groups = _by_group(outcome.questionnaire, ids, rows)
    about = takeaways.profile_takeaway(outcome)
    bars(groups, stage_scale(outcome.questionnaire), about, last[0] if last else None)
    return "".join(f"<h3>{escape(row.name)} · {escape(row.value)}</h3>{row.reasons}" for row in rows)


def _by_group(questionnaire: Questionnaire, ids: Iterable[str], rows: Sequence[Bar]) -> list[tuple[str, Sequence[Bar]]]:
    """Return the bars as (heading, bars) by the model's groups of dimensions; without groups, one empty heading."""
    headings = {group.id: group.name for group in questionnaire.groups}
    by_id = {d.id: d for d in questionnaire.dimensions}
    grouped: dict[str, list[Bar]] = {}
    for name, row in zip(ids, rows, strict=True):
        grouped.setdefault(headings.get(by_id[name].group or "", ""), []).append(row)
    return list(grouped.items())


def question_bars(view: AssessmentView, outcome: Outcome, last: tuple[str, Response] | None) -> None:
    """Show a bar for each question asked, by dimension; each expands to the chosen statement and the next one.

    `last` is the name of the last assessment and its answers.
    """
    variant, unanswered = view.assessment.variant, unanswered_word(view.assessment, view.group)
    groups: dict[str, list[Bar]] = {}
    for question in view.questions:
        answer = outcome.response.answer(question.id)
        answered = describe_answer(outcome.questionnaire, answer, unanswered)
        then = last[1].level_of(question.id) if last else None
        groups.setdefault(outcome.questionnaire.dimension_of[question.id].name, []).append(
            Bar(
                name=question.prompt_in(variant),
                id=question.id,
                level=answer.level,
                stage=answer.level,
                value=NO_NUMBER if answer.level is None else level_number(outcome.questionnaire, answer.level),
                spoken=wording.describe_question_bar(outcome.questionnaire, answered, then),
                last=then,
                mark="" if answer.level is not None else answered,
                reasons=_today_and_next(outcome, question, variant, unanswered),
            )
        )
    about = takeaways.answers_takeaway(outcome, view.questions, unanswered)
    bars(list(groups.items()), answer_scale(outcome.questionnaire), about, last[0] if last else None)


def _reasons(outcome: Outcome, dimension_id: str, strict: bool, variant: str) -> str:
    """Return the HTML of a dimension's reasons."""
    reason = outcome.result.dimensions[dimension_id].reason
    stage = stages.dimension_stage(outcome, dimension_id, strict)
    reached = "" if outcome.result.dimensions[dimension_id].stage is None else f"{escape(stage)}. "
    html = (
        f"<p><b>The level:</b> {escape(sums.dimension_sum(outcome, dimension_id))}</p>"
        f"<p><b>The stage:</b> {reached}{escape(stages.explain_stage(outcome, dimension_id))}</p>"
    )
    for question_id in (reason.blockers or reason.furthest or reason.nearest_to_falling)[:_MOST_ANSWERS]:
        question = outcome.questionnaire.by_id[question_id]
        heading = f"<b>{escape(question.prompt_in(variant))}</b> <small>{escape(question.id)}</small>"
        html += f"<p>{heading}</p>{_today_and_next(outcome, question, variant)}"
    return html


def _today_and_next(outcome: Outcome, question: Question, variant: str, unanswered: str = "open") -> str:
    chosen, following = holding_back.chosen_and_next(outcome, question, variant, unanswered)
    reach = f"<br><b>To reach:</b> {escape(following)}" if following else ""
    return f"<p><b>Today:</b> {escape(chosen)}{reach}</p>"
