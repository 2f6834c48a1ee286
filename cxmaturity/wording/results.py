"""The facts of an outcome in plain sentences, so that every page and report says the same."""

from collections.abc import Mapping, Sequence

import pandas as pd

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.questionnaire.schema import Question
from cxmaturity.scoring.result import Measure
from cxmaturity.wording.answers import describe_answer
from cxmaturity.wording.numbers import NO_NUMBER, format_index, format_level, format_percent, two_decimals
from cxmaturity.wording.plurals import counted, joined, noun, plural


def format_range(low: float | None, high: float | None) -> str:
    """Return a range as 'low – high', one dash where nothing applies."""
    return NO_NUMBER if low is None else f"{format_level(low)} – {format_level(high)}"


def dimension_sum(outcome: Outcome, dimension_id: str) -> str:
    """Return how a dimension's level comes about, so that anyone can redo it: the answers, added and divided."""
    dimension = next(d for d in outcome.questionnaire.dimensions if d.id == dimension_id)
    measure = outcome.result.dimensions[dimension_id]
    rated = [(q, x) for q in dimension.questions if (x := outcome.response.level_of(q.id)) is not None]
    if not measure.applies:
        return "No question of this dimension applies, so it is left out."
    if not rated:
        return "No question is rated yet, so there is no level."
    equal = all(q.weight == 1 for q, _ in rated)
    terms = " + ".join(str(x) if equal else f"{x} × {q.weight:g}" for q, x in rated)
    total, weight = sum(q.weight * x for q, x in rated), sum(q.weight for q, _ in rated)
    mean = f"({terms}) ÷ {weight:g} = {two_decimals(total / weight)}"
    if measure.level is None:
        coverage = format_percent(measure.coverage)
        return f"{mean} so far, but only {coverage} is rated: a level needs 70 % and three answers."
    return mean


def overall_sum(outcome: Outcome) -> str:
    """Return how the overall level comes about: the dimensions' levels, added and divided."""
    levels = [m.level for m in outcome.result.dimensions.values() if m.level is not None]
    overall = outcome.result.overall.level
    if overall is None:
        have = plural(len(levels), "has", "have")
        return f"There is no overall level until every dimension has one; {len(levels)} {have} one now."
    return f"({' + '.join(two_decimals(x) for x in levels)}) ÷ {len(levels)} = {two_decimals(overall)}"


def explain_stage(outcome: Outcome, dimension_id: str | None = None) -> str:
    """Return what decides the stage of a dimension, or overall, in one or two sentences."""
    measure = outcome.result.overall if dimension_id is None else outcome.result.dimensions[dimension_id]
    reason = measure.reason
    if reason.kind == "unknown" or measure.stage is None:
        if not measure.applies:
            return "It does not apply."
        return f"Too little is rated for a stage yet ({format_percent(measure.coverage)}; each dimension needs 70 %)."
    part = "dimension" if dimension_id is None else "answer"
    if reason.kind == "cap":
        return _explain_cap(outcome, measure, dimension_id)
    if reason.kind == "top":
        falls = reason.falls_left or 0
        if falls and reason.then_capped:
            margin = f"One {part} of the lowest a level lower would lose it"
        elif falls:
            margin = f"It bears {counted(part, falls)} a level lower"
        else:
            margin = f"One {part} a level lower would lose it"
        nearest = _names(outcome, reason.nearest_to_falling, dimension_id)
        return f"This is the highest stage. {margin}. Nearest to falling: {nearest}."
    following = outcome.questionnaire.stage(measure.stage + 1)
    dimension = next((d for d in outcome.questionnaire.dimensions if d.id == dimension_id), None)
    is_even = dimension is None or len({q.weight for q in dimension.questions}) == 1
    most = "" if is_even else "at most "  # fewer are enough where heavier ones rise
    caution = f" The lowest {part} must rise too, or it will hold the stage back." if reason.then_capped else ""
    rise = f"{most}{reason.rises_needed} {noun(part, reason.rises_needed or 0)} must rise by one level"
    return f"The average decides. For stage {following.level}, {following.name}, {rise}.{caution}"


def _explain_cap(outcome: Outcome, measure: Measure, dimension_id: str | None) -> str:
    """Return how the lowest part holds back a stage that has one."""
    questionnaire, blockers = outcome.questionnaire, measure.reason.blockers
    stage = questionnaire.stage(measure.stage or 1)
    average = questionnaire.stage(measure.average_stage or stage.level)
    cap, part = (
        (questionnaire.caps.dimension, "dimension") if dimension_id is None else (questionnaire.caps.practice, "answer")
    )
    return (
        f"The average alone would give stage {average.level}, {average.name}. "
        f"{_names(outcome, blockers, dimension_id)} {plural(len(blockers), 'is', 'are')} lowest, and a stage "
        f"stands at most {cap} above the lowest {part}: so it is {stage.level}, {stage.name}."
    )


def _names(outcome: Outcome, ids: tuple[str, ...], dimension_id: str | None) -> str:
    """Return the names of dimensions where no dimension is chosen, else the ids of its questions, as a list."""
    names = {d.id: d.name for d in outcome.questionnaire.dimensions} if dimension_id is None else {}
    return joined([names.get(i, i) for i in ids])


def dimension_stage(outcome: Outcome, dimension_id: str, strict: bool) -> str:
    """Return the stage of a dimension with its name, in the strict reading when asked for; or why there is none."""
    measure = outcome.result.dimensions[dimension_id]
    if not measure.applies:
        return "does not apply"
    stage = measure.strict_stage if strict else measure.stage
    return "no stage yet" if stage is None else f"{stage} {outcome.questionnaire.stage(stage).name}"


def chosen_and_next(outcome: Outcome, question: Question, variant: str) -> tuple[str, str | None]:
    """Return the statement chosen for a rated question and the one to reach, None at the top or with no level."""
    answer = outcome.response.answer(question.id)
    if answer.level is None:
        return describe_answer(outcome.questionnaire, answer), None
    statements = question.levels_in(variant)
    following = statements[answer.level] if answer.level < outcome.questionnaire.scale_max else None
    return statements[answer.level - 1], following


def profile_takeaway(outcome: Outcome) -> str:
    """Return what the profile of dimensions shows: the lowest and the highest, with their levels."""
    known = [
        (level, d.name)
        for d in outcome.questionnaire.dimensions
        if (level := outcome.result.dimensions[d.id].level) is not None
    ]
    if not known:
        return "No dimension has a level yet."
    (low, lowest), (high, highest) = min(known), max(known)
    if len(known) == 1 or low == high:
        return f"{', '.join(name for _, name in known)}: level {format_level(low)}."
    return f"{lowest} is lowest at {format_level(low)}; {highest} is highest at {format_level(high)}."


def gap_takeaway(outcome: Outcome) -> str:
    """Return the capability furthest below its target, with the distance."""
    gaps = [
        (outcome.targets[d.id] - level, c.name)
        for d in outcome.questionnaire.dimensions
        for c in d.capabilities
        if d.id in outcome.targets and (level := outcome.result.capabilities[c.id].level) is not None
    ]
    distance, name = max(gaps, key=lambda gap: gap[0], default=(0, ""))
    if distance <= 0:
        return "No gap to a target."
    return f"The widest gap is {name}: {format_level(distance)} below its target."


def answers_takeaway(outcome: Outcome, questions: tuple[Question, ...]) -> str:
    """Return how the answers are spread over the levels and what is missing."""
    answers = [outcome.response.answer(q.id) for q in questions]
    by_level = {
        level: sum(a.level == level for a in answers) for level in range(1, outcome.questionnaire.scale_max + 1)
    }
    counts = [(count, f"at level {level}") for level, count in by_level.items()]
    counts.append((sum(a.not_applicable is not None for a in answers), "not applicable"))
    counts.append((sum(a.dont_know for a in answers), "unknown"))
    counts.append((sum(not a.is_answered for a in answers), "open"))
    return f"Of {len(answers)} questions: {', '.join(f'{count} {what}' for count, what in counts if count)}."


def first_view_notice(open_questions: int, questions: int) -> str:
    """Return how many questions are still open, which makes a result a first view."""
    return f"{open_questions} of {counted('question', questions)} are still open, so this is a first view."


def tried_answers(count: int) -> str:
    """Return how many answers are tried out."""
    return f"{counted('answer', count)} changed."


def pulse_headline(index: float | None) -> str:
    """Return the index of a pulse as the headline of its result."""
    return f"Pulse: {format_index(index)} of 100"


def trend_takeaway(points: Sequence[tuple[str, object, Mapping[str, float | None]]], whole: str) -> str:
    """Return how the overall level stands now and at the first of `points` that compares with it.

    A point is (label, comparison key, levels by dimension name); `whole` names the overall level among the levels.
    """
    label, model, levels = points[-1]
    since = next(point for point in points if point[1] == model)
    now, then = levels[whole], since[2][whole]
    if now is None or then is None or since[0] == label:
        return f"Overall level in {label}: {format_level(now)}."
    return f"Overall level {format_level(now)} in {label}, {format_level(then)} in {since[0]}."


def change_takeaway(changes: pd.DataFrame) -> str:
    """Return which dimension rose and which fell most by the answers that moved (`changes`: see `change_table`)."""
    if changes.empty:
        return "No dimension has a level both times, so nothing can be compared."
    moved = sorted(zip(changes["answers moved"].astype(float), changes["dimension"], strict=True))
    (least, lowest), (most, highest) = moved[0], moved[-1]
    sentences = [f"{highest} rose most, by {two_decimals(most)}"] if most > 0 else []
    sentences += [f"{lowest} fell most, by {two_decimals(-least)}"] if least < 0 else []
    return f"Like for like, {'; '.join(sentences)}." if sentences else "Like for like, no dimension moved."
