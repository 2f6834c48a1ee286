"""Sections on what to do: the decision asked for, the gaps by importance and ease, and the steps by when."""

from collections.abc import Sequence

from cxmaturity.analysis.gaps import QUICK_WIN_EASE, QUICK_WIN_IMPORTANCE, Gap, next_steps_from_lowest
from cxmaturity.analysis.outcome import Outcome
from cxmaturity.analysis.roadmap import roadmap
from cxmaturity.questionnaire.schema import Question
from cxmaturity.report.document import Section, Table
from cxmaturity.report.figures import ImportanceAndEase, StepPoint
from cxmaturity.report.source import ReportSource
from cxmaturity.wording import plans as plan_wording
from cxmaturity.wording.language.numbers import NO_NUMBER
from cxmaturity.wording.plans import EASE_SHORT_LABELS
from cxmaturity.wording.questionnaire.steps import step_to_do
from cxmaturity.wording.report import captions, headlines
from cxmaturity.wording.report.headlines import HEADINGS, TITLES
from cxmaturity.wording.result import takeaways

_MOST_LISTED = 4  # steps of each part of the roadmap, and quick wins


def decision(source: ReportSource, outcome: Outcome) -> Section | None:
    """Return the section with the first steps to decide on, None without any."""
    planned = {(a.question_id, a.from_level): a for a in source.plan if a.is_open and a.from_level}
    names = outcome.questionnaire.dimension_of
    proposed: list[tuple[Question, int, str]] = []
    if source.is_full and outcome.first_steps:
        heading = HEADINGS["first_steps"]
        proposed = [
            (s.gap.question, s.gap.level, plan_wording.step_reason(outcome, s, headlines.WHOSE))
            for s in outcome.first_steps
        ]
    else:
        heading = HEADINGS["lowest_steps"]
        lowest = next_steps_from_lowest(source.questions, outcome.response)
        proposed = [(question, level, source.asked_in_words(question)) for question, level in lowest]
    steps = [(q, level, why, step) for q, level, why in proposed if (step := q.step_from(level))]
    if not steps:
        return None
    rows = []
    for question, level, why, step in steps:
        action = planned.get((question.id, level))
        rows.append(
            (
                step_to_do(question, level, source.variant),
                why,
                (action.owner if action else "") or step.owner,
                step.effort,
                step.worked_if,
            )
        )
    count = len(steps)
    in_plan = sum((question.id, level) in planned for question, level, *_ in steps)
    sentences = [headlines.decision_request(count, in_plan)]
    if source.is_full and outcome.first_steps and (fewer := plan_wording.why_fewer_steps(outcome)):
        sentences.append(fewer)
    return Section(
        "decision",
        TITLES["decision"],
        headlines.decision_headline(count, [names[question.id].name for question, *_ in steps]),
        tuple(sentences),
        tables=(Table(captions.FIRST_STEPS, heading, tuple(rows)),),
        reasons=tuple(_order_of(outcome)) if source.is_full else (),
    )


def _order_of(outcome: Outcome) -> list[str]:
    """Return for each first step the factors of its rank."""
    return [
        f"{_to_do(step.gap)}: {plan_wording.step_factors(outcome.questionnaire, step.gap)}"
        for step in outcome.first_steps
    ]


def priorities(source: ReportSource, outcome: Outcome) -> Section | None:
    """Return the section with open gaps by importance and ease; None for a pulse, and without open gaps."""
    gaps = sorted((g for g in outcome.gaps if g.gap and g.step), key=lambda g: -g.priority)
    if not source.is_full or not gaps:
        return None
    kinds: dict[tuple[int, int], list[str]] = {}  # without gaps whose ease the model does not define
    rows = []
    for gap in gaps:
        if gap.step:
            grade = gap.step.ease
            if grade:
                kinds.setdefault((grade, gap.importance), []).append(source.asked_in_words(gap.question))
            ease = f"{grade} ({EASE_SHORT_LABELS[grade]})" if grade else NO_NUMBER
            named = source.asked_in_words(gap.question), _dimension_name(gap, outcome)
            below = plan_wording.describe_gap(outcome.questionnaire, gap)
            rows.append((*named, below, str(gap.importance), ease, _to_do(gap), gap.step.effort or NO_NUMBER))
    takeaway = takeaways.priority_takeaway(outcome)
    figure = ImportanceAndEase(
        "priorities",
        TITLES["priorities"],
        takeaway,
        tuple(StepPoint(ease, importance, tuple(names)) for (ease, importance), names in kinds.items()),
        tuple(EASE_SHORT_LABELS[ease] for ease in range(1, 6)),
        QUICK_WIN_EASE,
        QUICK_WIN_IMPORTANCE,
    )
    headline = takeaway.split(". ", 1)[0].removesuffix(".")
    quick = [
        f"{_to_do(gap)} ({gap.step.effort})" if gap.step.effort else _to_do(gap)
        for gap in gaps
        if gap.is_quick_win and gap.step
    ]
    rest = len(quick) - _MOST_LISTED
    more = [headlines.more_steps(rest)] if rest > 0 else []
    sentences = [headlines.QUICK_WINS_LEAD, *quick[:_MOST_LISTED], *more] if quick else []
    table = Table(captions.PRIORITIES, HEADINGS["priorities"], tuple(rows))
    figures = (figure,) if kinds else ()
    return Section("priorities", TITLES["priorities"], headline, tuple(sentences), figures, (table,))


def now_next_later(source: ReportSource, outcome: Outcome) -> Section | None:
    """Return the section with the roadmap (now, next, later); None for a pulse, and without steps for next or later."""
    if not source.is_full:
        return None
    plan = roadmap(outcome)
    if not (plan.next or plan.later):
        return None
    rows = [
        row
        for label, gaps in zip(headlines.ROADMAP_LABELS, (plan.first, plan.next, plan.later), strict=True)
        for row in _roadmap_rows(label, gaps, outcome)
    ]
    return Section(
        "roadmap",
        TITLES["roadmap"],
        headlines.roadmap_headline(plan),
        headlines.ROADMAP_MEANINGS,
        tables=(Table(captions.ROADMAP, HEADINGS["roadmap"], tuple(rows)),),
    )


def _roadmap_rows(label: str, gaps: Sequence[Gap], outcome: Outcome) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        (label, _to_do(gap), _dimension_name(gap, outcome), gap.step.effort) for gap in gaps[:_MOST_LISTED] if gap.step
    ]
    rest = len(gaps) - _MOST_LISTED
    return rows + ([(label, headlines.more_steps(rest), "", "")] if rest > 0 else [])


def _to_do(gap: Gap) -> str:
    return step_to_do(gap.question, gap.level)


def _dimension_name(gap: Gap, outcome: Outcome) -> str:
    return outcome.questionnaire.dimension_of[gap.question.id].name
