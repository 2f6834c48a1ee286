"""The facts of an outcome in plain sentences, so that every page and report says the same."""

from collections.abc import Mapping, Sequence

import pandas as pd

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.questionnaire.schema import Question
from cxmaturity.records import Action
from cxmaturity.scoring.result import Measure
from cxmaturity.wording.answers import describe_answer

STEP_REASONS = {
    "blocker": "It holds your stage back",
    "quick_win": "A quick win",
    "lowest_dimension": "It lifts your lowest dimension",
}
"""Why a first step is proposed, by its reason."""

EASE_LABELS = {
    5: "one person, an hour at most",
    4: "half a day",
    3: "a week",
    2: "another department or a quarter",
    1: "needs budget",
}
"""What each degree of ease means."""


def format_level(value: float | None) -> str:
    """Return a level or range end to one decimal, an en dash when there is none."""
    return "–" if value is None else f"{value:.1f}"


def format_percent(share: float | None) -> str:
    """Return a share 0..1 as whole percent, rounded down so that 100 % means all."""
    return "–" if share is None else f"{int(share * 100 + 1e-9)} %"


def format_range(measure: Measure) -> str:
    """Return the range of a measure as 'low – high', one dash where nothing applies."""
    return "–" if measure.low is None else f"{format_level(measure.low)} – {format_level(measure.high)}"


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
    mean = f"({terms}) ÷ {weight:g} = {total / weight:.2f}"
    if measure.level is None:
        coverage = format_percent(measure.coverage)
        return f"{mean} so far, but only {coverage} is rated: a level needs 70 % and three answers."
    return mean


def overall_sum(outcome: Outcome) -> str:
    """Return how the overall level comes about: the dimensions' levels, added and divided."""
    levels = [m.level for m in outcome.result.dimensions.values() if m.level is not None]
    if outcome.result.overall.level is None:
        have = "has" if len(levels) == 1 else "have"
        return f"There is no overall level until every dimension has one; {len(levels)} {have} one now."
    return f"({' + '.join(f'{x:.2f}' for x in levels)}) ÷ {len(levels)} = {outcome.result.overall.level:.2f}"


def explain_stage(outcome: Outcome, dimension_id: str | None = None) -> str:
    """Return what decides the stage of a dimension, or overall, in one or two sentences."""
    measure = outcome.result.overall if dimension_id is None else outcome.result.dimensions[dimension_id]
    reason = measure.reason
    if reason.kind == "unknown" or measure.stage is None:
        if not measure.applies:
            return "It does not apply."
        return f"Too little is rated for a stage yet ({format_percent(measure.coverage)}; each dimension needs 70 %)."
    stage, names = outcome.questionnaire.stage(measure.stage), _names(outcome, reason.blockers, dimension_id)
    if reason.kind == "cap":
        cap = outcome.questionnaire.caps.dimension if dimension_id is None else outcome.questionnaire.caps.practice
        average = outcome.questionnaire.stage(measure.average_stage or measure.stage)
        held = "is" if len(reason.blockers) == 1 else "are"
        return (
            f"The average alone would give stage {average.level}, {average.name}. {names} {held} lowest, and a stage "
            f"stands at most {cap} above the lowest {'dimension' if dimension_id is None else 'answer'}: "
            f"so it is {stage.level}, {stage.name}."
        )
    if reason.kind == "top":
        falls, part = reason.falls_left or 0, "answer" if dimension_id else "dimension"
        room = f"It bears {falls} {part}{'' if falls == 1 else 's'} a level lower"
        room = room if falls else f"One {part} a level lower would lose it"
        room = f"One {part} of the lowest a level lower would lose it" if falls and reason.then_capped else room
        nearest = _names(outcome, reason.nearest_to_falling, dimension_id)
        return f"This is the highest stage. {room}. Nearest to falling: {nearest}."
    one = reason.rises_needed == 1
    what = "dimension" if dimension_id is None else "answer"
    following = outcome.questionnaire.stage(measure.stage + 1)
    own = next((d for d in outcome.questionnaire.dimensions if d.id == dimension_id), None)
    is_even = own is None or len({q.weight for q in own.questions}) == 1  # else fewer of the heavier ones do
    rise = f"{'' if is_even else 'at most '}{reason.rises_needed} {what}{'' if one else 's'} must rise by one level"
    caution = f" The lowest {what} must rise too, or it will hold the stage back." if reason.then_capped else ""
    return f"The average decides. For stage {following.level}, {following.name}, {rise}.{caution}"


def _names(outcome: Outcome, ids: tuple[str, ...], dimension_id: str | None) -> str:
    names = {d.id: d.name for d in outcome.questionnaire.dimensions} if dimension_id is None else {i: i for i in ids}
    shown = [names[i] for i in ids]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else ""


def chosen_and_next(outcome: Outcome, question: Question, variant: str) -> tuple[str, str | None]:
    """Return the statement chosen for a rated question and the one to reach, None at the top or with no level."""
    chosen = outcome.response.level_of(question.id)
    statements = question.levels_in(variant)
    if chosen is None:
        return describe_answer(outcome.questionnaire, outcome.response, question), None
    return statements[chosen - 1], statements[chosen] if chosen < outcome.questionnaire.scale_max else None


def profile_takeaway(outcome: Outcome) -> str:
    """Return what the profile of dimensions shows: the lowest and the highest, with their levels."""
    known = [
        (m.level, d.name)
        for d in outcome.questionnaire.dimensions
        if (m := outcome.result.dimensions[d.id]).level is not None
    ]
    if not known:
        return "No dimension has a level yet."
    (low, lowest), (high, highest) = min(known), max(known)
    if len(known) == 1 or low == high:
        return f"{', '.join(name for _, name in known)}: level {format_level(low)}."
    return f"{lowest} is lowest at {format_level(low)}; {highest} is highest at {format_level(high)}."


def gap_takeaway(outcome: Outcome) -> str:
    """Return the capability furthest below its target, with the distance."""
    widest: tuple[float, str] | None = None
    for d in outcome.questionnaire.dimensions:
        for c in d.capabilities:
            now = outcome.result.capabilities[c.id].level
            if (
                now is not None
                and d.id in outcome.targets
                and (gap := outcome.targets[d.id] - now) > (widest[0] if widest else 0)
            ):
                widest = (gap, c.name)
    return f"The widest gap is {widest[1]}: {widest[0]:.1f} below its target." if widest else "No gap to a target."


def answers_takeaway(outcome: Outcome, questions: tuple[Question, ...]) -> str:
    """Return how the answers are spread over the levels and what is missing."""
    found = [outcome.response.answer(q.id) for q in questions]
    spread = [
        f"{n} at level {k}"
        for k in range(1, outcome.questionnaire.scale_max + 1)
        if (n := sum(a.level == k for a in found))
    ]
    left_out = sum(a.not_applicable is not None for a in found)
    unknown, none = sum(a.dont_know for a in found), sum(not a.is_answered for a in found)
    spread += [f"{left_out} not applicable"] * bool(left_out)
    spread += [f"{unknown} unknown"] * bool(unknown) + [f"{none} open"] * bool(none)
    return f"Of {len(found)} questions: {', '.join(spread)}."


def trend_takeaway(points: Sequence[tuple[str, object, Mapping[str, float | None]]], whole: str) -> str:
    """Return how the overall level stands now and at the first of `points` that compares with it."""
    label, model, levels = points[-1]
    since = next(p for p in points if p[1] == model)
    now, then = levels[whole], since[2][whole]
    if now is None or then is None or since[0] == label:
        return f"Overall level in {label}: {format_level(now)}."
    return f"Overall level {format_level(now)} in {label}, {format_level(then)} in {since[0]}."


def change_takeaway(changes: pd.DataFrame) -> str:
    """Return which dimension rose and which fell most by the answers that moved (`changes`: see change_table)."""
    if changes.empty:
        return "No dimension has a level both times, so nothing can be compared."
    moved = sorted(zip(changes["answers moved"].astype(float), changes["dimension"], strict=True))
    (least, lowest), (most, highest) = moved[0], moved[-1]
    said = [f"{highest} rose most, by {most:.2f}"] if most > 0 else []
    said += [f"{lowest} fell most, by {-least:.2f}"] if least < 0 else []
    return f"Like for like, {'; '.join(said)}." if said else "Like for like, no dimension moved."


def action_state(action: Action) -> str:
    """Return who does a step of the plan, how far it is, and whether it worked."""
    worked = {"yes": "it worked", "partly": "it worked in part", "no": "it did not work"}
    outcome = f", {worked[action.outcome]}" if action.outcome else ""
    return f"{action.owner or 'Nobody'} · {action.status}{outcome}"
