"""What the charts and tables of a result show, in a sentence each, for pages and reports."""

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.questionnaire.schema import Question
from cxmaturity.scoring.equality import TOLERANCE, keys_of_highest
from cxmaturity.wording.language.numbers import NO_NUMBER, format_level, plain_decimal, shown_gap
from cxmaturity.wording.language.plurals import counted, every, joined_first, plural
from cxmaturity.wording.questionnaire.levels import level_number
from cxmaturity.wording.result.ties import dimension_levels, lowest_and_highest

_MOST_NAMED = 5


def profile_takeaway(outcome: Outcome) -> str:
    """Return what the profile of dimensions shows: the lowest and the highest, with their levels."""
    measures, texts = outcome.result.dimensions, dimension_levels(outcome.questionnaire, outcome.result)
    known = {d.name: level for d in outcome.questionnaire.dimensions if (level := measures[d.id].level) is not None}
    shown = {d.name: texts[d.id] for d in outcome.questionnaire.dimensions}
    return f"{lowest_and_highest(known, shown)}." if known else "No dimension has a level."


def capability_texts(level: float | None, target: float | None) -> tuple[str, str, str]:
    """Return the level of a capability, its target and the gap between the two as text, a dash for what is missing.

    The gap is the difference of the two as they are shown. A level below its target is shown below it.
    """
    shown = format_level(level, also=() if target is None else (target,))
    wanted = NO_NUMBER if target is None else plain_decimal(target)
    return shown, wanted, NO_NUMBER if level is None or target is None else shown_gap(shown, target)


def gap_takeaway(outcome: Outcome) -> str:
    """Return the capabilities furthest below their targets, with the distance; that there are no gaps or levels."""
    gaps, shown = {}, {}
    for dimension in outcome.questionnaire.dimensions:
        for capability in dimension.capabilities:
            level = outcome.result.capabilities[capability.id].level
            if dimension.id in outcome.targets and level is not None:
                target = outcome.questionnaire.level_at_stage(outcome.targets[dimension.id])
                gaps[capability.name] = target - level
                shown[capability.name] = capability_texts(level, target)[2]
    widest = keys_of_highest(gaps)
    if all(measure.level is None for measure in outcome.result.capabilities.values()):
        return "No capability has a level."
    if not widest or gaps[widest[0]] <= TOLERANCE:
        return "No gap to a target."
    distance = shown[widest[0]]
    if len(widest) == 1:
        return f"The widest gap is {widest[0]}: {distance} below its target."
    return f"The widest gaps are {joined_first(widest, _MOST_NAMED)}: each {distance} below its target."


def capabilities_without_level(outcome: Outcome) -> str | None:
    """Return which capabilities have too few ratings for a level; None when all that apply have one."""
    names = [
        c.name
        for d in outcome.questionnaire.dimensions
        for c in d.capabilities
        if (measure := outcome.result.capabilities[c.id]).level is None and measure.coverage is not None
    ]
    return f"Too few ratings for a level: {joined_first(names, _MOST_NAMED)}." if names else None


def priority_takeaway(outcome: Outcome) -> str:
    """Return how many gaps there are, and how many of them are quick wins."""
    open_gaps = [gap for gap in outcome.gaps if gap.gap and gap.step]
    quick = sum(gap.is_quick_win for gap in open_gaps)
    lead, can = f"Of {counted('question', len(open_gaps))} below target, {quick or 'none'}", "can"
    if len(open_gaps) == 1:
        lead, can = f"{every('question', 1).capitalize()} below target", "can" if quick else "cannot"
    raised = f"{lead} {can} be raised a level in half a day at most, in a dimension that matters."
    if not quick:
        return raised
    which = plural(quick, "It stands at the top right: do it first.", "They stand at the top right: do them first.")
    return f"{raised} {which}"


def answers_takeaway(outcome: Outcome, questions: tuple[Question, ...], unanswered: str = "open") -> str:
    """Return how many answers there are of each level, and how many are missing, which are called `unanswered`."""
    answers = [outcome.response.answer(q.id) for q in questions]
    by_level = {
        level: sum(a.level == level for a in answers) for level in range(1, outcome.questionnaire.scale_max + 1)
    }
    counts = [(count, f"at level {level_number(outcome.questionnaire, level)}") for level, count in by_level.items()]
    counts.append((sum(a.not_applicable is not None for a in answers), "“does not apply”"))
    counts.append((sum(a.dont_know for a in answers), "“don't know”"))
    counts.append((sum(not a.is_answered for a in answers), unanswered))
    kinds = [(count, what) for count, what in counts if count]
    if len(kinds) == 1:
        are = plural(len(answers), "is", "are")
        return f"{every('question', len(answers)).capitalize()} {are} {kinds[0][1]}."
    return f"Of {counted('question', len(answers))}: {', '.join(f'{count} {what}' for count, what in kinds)}."
