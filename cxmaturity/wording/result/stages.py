"""The stage in words: the headline, its explanation, and which levels would have to rise or fall."""

from collections.abc import Sequence
from itertools import pairwise

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.questionnaire.schema import Questionnaire, Stage
from cxmaturity.scoring.between_stages import between_stages
from cxmaturity.scoring.equality import is_equal
from cxmaturity.scoring.result import Measure, Result
from cxmaturity.wording.language.numbers import plain_decimal
from cxmaturity.wording.language.plurals import counted, joined, noun, plural, spelled
from cxmaturity.wording.questionnaire.levels import (
    highest_stage,
    level_number,
    shown_level,
    shown_overall_level,
    stage_begins,
    stage_number,
)
from cxmaturity.wording.questionnaire.questions import questions_in_words
from cxmaturity.wording.result.sums import rated_and_needed

TOO_LITTLE_RATED = "Too little is rated for a stage."
_NO_STAGE = "No stage"
_MOST_NAMED = 3


def stage_headline(outcome: Outcome) -> str:
    """Return the overall stage as a headline: one stage, the stages possible with missing answers, or between two."""
    overall, questionnaire = outcome.result.overall, outcome.questionnaire
    highest = highest_stage(questionnaire)
    if overall.stage is None:
        return _NO_STAGE
    headline = f"{stage_in_short(outcome.result, outcome.questionnaire).capitalize()} of {highest}"
    if overall.is_open:
        return f"{headline}, depending on {_missing(outcome)}"
    if between_stages(outcome.result, questionnaire):
        return headline
    return f"{headline}: {questionnaire.stage(overall.stage).name}"


def stage_in_short(result: Result, questionnaire: Questionnaire) -> str:
    """Return the overall stage in a few words, as `stage_headline` has it: "stage 3", "stage 2 or 3" or "between …"."""
    overall = result.overall
    if overall.stage is None:
        return _NO_STAGE.lower()
    if overall.is_open:
        return f"stage {_open_stages(overall, questionnaire)}"
    if between := between_stages(result, questionnaire):
        lower = questionnaire.stage(between.lower).level
        return f"between stage {lower} and {lower + 1}"
    return f"stage {questionnaire.stage(overall.stage).level}"


def strict_headline(outcome: Outcome) -> str:
    """Return the strict overall stage, that of the lowest answer, as a headline; the outcome must have one."""
    stage = outcome.questionnaire.stage(outcome.result.overall.strict_stage or 1)
    return f"Stage {stage.level} of {highest_stage(outcome.questionnaire)}: {stage.name}"


def stage_by_the_rule(outcome: Outcome) -> str | None:
    """Return the stage by the rule, and what makes it uncertain; None when the headline contains both already.

    Without a stage, return which stages are possible.
    """
    overall = outcome.result.overall
    if overall.stage is None:
        return _possible_stages(outcome)
    stage = outcome.questionnaire.stage(overall.stage)
    between = between_stages(outcome.result, outcome.questionnaire)
    if not overall.is_open and between is None:
        return None
    rule = "By the rule, from the answers there are, it" if overall.is_open else "By the rule it"
    if between is None:
        return f"{rule} is stage {stage.level}, {stage.name}."
    if between.reason == "dimensions":
        below = f"{between.below} of {counted('dimension', between.dimensions)}"
        return (
            f"{rule} is stage {stage.level}, {stage.name}, but {below} {plural(between.below, 'is', 'are')} below it."
        )
    shown = shown_overall_level(outcome.questionnaire, overall.level)
    level = f"{shown}, {_beside(overall.level or 0.0, between.boundary)}"
    begins = f"where stage {stage_number(outcome.questionnaire, between.lower + 1)} begins"
    return f"{rule} is stage {stage.level}, {stage.name}: the overall level is {level}, {begins}."


def _beside(level: float, boundary: float) -> str:
    if is_equal(level, boundary):
        return "exactly"
    return f"just {'above' if level > boundary else 'under'} {plain_decimal(boundary)}"


def _open_stages(overall: Measure, questionnaire: Questionnaire) -> str:
    low, high = (questionnaire.stage(end or 1).level for end in (overall.stage_low, overall.stage_high))
    return f"{low} {'or' if high == low + 1 else 'to'} {high}"


def _missing(outcome: Outcome) -> str:
    """Return how many answers are missing, and whether all of these are don't know."""
    count = outcome.result.overall.missing
    if len(outcome.response.unknown_questions(outcome.questionnaire.questions)) == count:
        return f"{spelled(count)} {noun('answer', count)} nobody knew"
    return f"{spelled(count)} missing {noun('answer', count)}"


def _possible_stages(outcome: Outcome) -> str | None:
    overall, stages = outcome.result.overall, outcome.questionnaire.stages
    if overall.stage_low is None or (overall.stage_low == 1 and overall.stage_high == len(stages)):
        return None
    are_known = plural(overall.missing, "answer is known", "answers are known")
    once = f"Once the {'' if overall.missing == 1 else f'{spelled(overall.missing)} '}missing {are_known}"
    if overall.is_open:
        return f"{once}, it can be stage {_open_stages(overall, outcome.questionnaire)}."
    they_are = plural(overall.missing, "it is", "they are")
    return f"{once}, it will be stage {stages[overall.stage_low - 1].level}, whatever {they_are}."


def stage_and_level(outcome: Outcome) -> tuple[str, str]:
    """Return two texts: the overall stage, and the level with the dimensions that cap the stage.

    Where the stage is open or between two, the second text begins with the stage by the rule.
    """
    overall = outcome.result.overall
    level, blockers = shown_overall_level(outcome.questionnaire, overall.level), overall.reason.blockers
    held = f", held by {_names(outcome, blockers, None)}" if blockers else ""
    stage = None if overall.stage is None else outcome.questionnaire.stage(overall.stage)
    named = _NO_STAGE if stage is None else f"{stage.level} · {stage.name}"
    reached = f"Level {level}{held}"
    if stage is None or not (overall.is_open or between_stages(outcome.result, outcome.questionnaire)):
        return named, reached
    return stage_in_short(outcome.result, outcome.questionnaire).capitalize(), f"By the rule {named}. {reached}"


def dimension_stage(outcome: Outcome, dimension_id: str, strict: bool) -> str:
    """Return the stage of a dimension with its name, or why there is none; with `strict`, that of its lowest answer.

    The text mentions when the lowest answer caps the stage, except with `strict`.
    """
    measure = outcome.result.dimensions[dimension_id]
    if not measure.applies:
        return "does not apply"
    stage = measure.strict_stage if strict else measure.stage
    if stage is None:
        return "no stage"
    reached = outcome.questionnaire.stage(stage)
    return f"{reached.level} {reached.name}{'' if strict else held_back(measure)}"


def held_back(measure: Measure) -> str:
    """Return the addition to a dimension's stage when its lowest answer caps it, else an empty text."""
    return ", held by its lowest answer" if measure.reason.kind == "cap" else ""


def explain_stage(outcome: Outcome, dimension_id: str | None = None) -> str:
    """Return what decides the stage of a dimension, or with None the overall stage, in one or two sentences."""
    measure = outcome.result.overall if dimension_id is None else outcome.result.dimensions[dimension_id]
    if not measure.applies:
        return "It does not apply."
    if measure.reason.kind == "unknown":
        if dimension_id is not None:
            return "Without a level there is no stage."
        return f"{TOO_LITTLE_RATED} {what_is_missing(outcome)}"
    if measure.reason.kind == "cap":
        return _explain_cap(outcome, measure, dimension_id)
    if measure.reason.kind == "top":
        return _explain_top(outcome, measure, dimension_id)
    following = outcome.questionnaire.stage((measure.stage or 0) + 1)
    if measure.reason.kind == "practices":
        return _explain_practices(outcome, measure, following)
    below = "you below your" if dimension_id is None else "it below its"
    nothing_holds = f"Nothing holds {below} average, {_average(outcome, measure, dimension_id)}."
    if measure.reason.rises_needed is None:
        begins = f"Stage {following.level}, {following.name}, begins at"
        boundary = stage_begins(outcome.questionnaire, (measure.stage or 0) + 1)
        return f"{nothing_holds} {begins} {boundary}."
    rises = _rises(outcome, measure, dimension_id)
    return f"{nothing_holds} For stage {following.level}, {following.name}, {rises}."


def _explain_practices(outcome: Outcome, measure: Measure, following: Stage) -> str:
    """Return how many of the next stage's practices are done, and which are missing."""
    reason = measure.reason
    passed, needed = reason.passed or 0, reason.needed or 0
    missing = questions_in_words(outcome.questionnaire, reason.blockers)
    done = f"{passed or 'none'} of {counted('practice', needed)} {plural(passed, 'is', 'are')} done; missing"
    return (
        "A stage is reached once all its practices, and those below, are done. "
        f"For stage {following.level}, {following.name}, {done if needed > 1 else 'one is missing'}: {missing}."
    )


def what_is_missing(outcome: Outcome) -> str:
    """Return for each dimension without a level how many of its questions are rated and how many are needed."""
    lacking = [
        f"{d.name}: {rated_and_needed(measure)}."
        for d in outcome.questionnaire.dimensions
        if (measure := outcome.result.dimensions[d.id]).applies and measure.level is None
    ]
    return " ".join(lacking)


def _average(outcome: Outcome, measure: Measure, dimension_id: str | None) -> str:
    is_rounded = all(stage.threshold is None for stage in outcome.questionnaire.stages)
    level = measure.level or 0.0
    show = shown_overall_level if dimension_id is None else shown_level
    shown = show(outcome.questionnaire, level, 2)
    return f"{shown} (halves count up)" if is_equal(level % 1, 0.5) and is_rounded else shown


def _explain_cap(outcome: Outcome, measure: Measure, dimension_id: str | None) -> str:
    """Return how the lowest part caps the stage of `measure`, which has a cap."""
    questionnaire, blockers = outcome.questionnaire, measure.reason.blockers
    stage = questionnaire.stage(measure.stage or 1)
    average = questionnaire.stage(measure.average_stage or measure.stage or 1)
    if dimension_id is None:
        lowest = f"at stage {stage_number(questionnaire, outcome.result.dimensions[blockers[0]].stage or 1)}"
        rule = f"the overall stage is at most {questionnaire.caps.dimension} above the lowest dimension"
    else:
        lowest = f"at {level_number(questionnaire, outcome.response.level_of(blockers[0]) or 1)}"
        rule = f"the stage of a dimension is at most {questionnaire.caps.practice} above its lowest answer"
    mean = _average(outcome, measure, dimension_id)
    return (
        f"The average alone, {mean}, would give stage {average.level}, {average.name}. "
        f"{_names(outcome, blockers, dimension_id)} {plural(len(blockers), 'is', 'are')} lowest, {lowest}, and {rule}: "
        f"so it is {stage.level}, {stage.name}."
    )


def _explain_top(outcome: Outcome, measure: Measure, dimension_id: str | None) -> str:
    """Return how far the parts of the highest stage could fall, and which of them, if not all, are nearest to it."""
    reason, part = measure.reason, _part(dimension_id)
    nearest, levels = reason.nearest_to_falling, _parts(outcome, dimension_id)[0]
    named = f" Nearest to falling: {_names(outcome, nearest, dimension_id)}." if len(nearest) < len(levels) else ""
    if reason.falls_left is None:
        return f"This is the highest stage.{named if len(nearest) <= _MOST_NAMED else ''}"
    falls = reason.falls_left
    if falls and reason.then_capped_by:
        margin = f"One {part} of the lowest a level lower would lose it"
    elif falls:
        margin = f"It holds even if {counted(part, falls)} {plural(falls, 'falls', 'fall')} by one level"
    else:
        margin = f"One {part} a level lower would lose it"
    return f"This is the highest stage. {margin}.{named}"


def _rises(outcome: Outcome, measure: Measure, dimension_id: str | None) -> str:
    """Return what the next stage takes: how many parts must rise by a level, and which of them in any case.

    Dimensions also rise by parts of a level, so for these it is what is enough.
    """
    levels, weights = _parts(outcome, dimension_id)
    needed, held = measure.reason.rises_needed or 0, measure.reason.then_capped_by
    names = _names(outcome, held, dimension_id)
    with_held = f", {names} among them" if held else ""
    if held and dimension_id is None:
        stage = stage_number(outcome.questionnaire, (outcome.result.dimensions[held[0]].stage or 0) + 1)
        with_held = f", with {names} at stage {stage}"
    elif held:
        needed = max(needed, len(held))
    highest = outcome.questionnaire.level_range[1] if dimension_id is None else outcome.questionnaire.scale_max
    can_rise = sum(level <= highest - 1 for level in levels)
    if dimension_id is None:
        if needed > can_rise:
            return f"it is enough that its dimensions rise by {counted('level', needed)} in all{with_held}"
        who = "every dimension" if needed == len(levels) > 1 else counted("dimension", needed)
        rise = "rises" if needed in (1, len(levels)) else "rise"
        return f"it is enough that {who} {rise} by one level{'' if needed == len(levels) > 1 else with_held}"
    distance, numbers = outcome.questionnaire.level_distance, outcome.questionnaire.level_numbers
    if not all(is_equal(upper - lower, distance) for lower, upper in pairwise(numbers)):
        # Levels are not equally far apart: another rise may add less, and two of one answer more than one of each.
        return f"its answers must rise by at least {counted('level', needed)} in all"
    most = "" if len(set(weights)) == 1 else "at most "  # with different weights, fewer heavy ones are enough
    if needed > can_rise:
        return f"its answers must rise by {most}{counted('level', needed)} in all{with_held}"
    if needed == len(levels) > 1:
        return "every answer must rise by one level"
    if needed == len(held):
        return f"{names} must rise by one level"
    return f"{most}{counted('answer', needed)} must rise by one level{with_held}"


def _parts(outcome: Outcome, dimension_id: str | None) -> tuple[Sequence[float], Sequence[float]]:
    """Return the levels and weights of a dimension's rated answers, or with None those of the dimensions."""
    if dimension_id is None:
        levels = [m.level for m in outcome.result.dimensions.values() if m.level is not None]
        return levels, [1.0] * len(levels)
    questions = next(d.questions for d in outcome.questionnaire.dimensions if d.id == dimension_id)
    rated = [(float(x), q.weight) for q in questions if (x := outcome.response.level_of(q.id)) is not None]
    return [level for level, _ in rated], [weight for _, weight in rated]


def _part(dimension_id: str | None) -> str:
    return "dimension" if dimension_id is None else "answer"


def _names(outcome: Outcome, ids: Sequence[str], dimension_id: str | None) -> str:
    """Return a list of the dimension's questions with these ids, quoted, or with None the names of dimensions."""
    if dimension_id is not None:
        return questions_in_words(outcome.questionnaire, ids)
    names = {d.id: d.name for d in outcome.questionnaire.dimensions}
    return joined([names[i] for i in ids])
