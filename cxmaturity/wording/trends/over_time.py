"""The sentences of the pages on results over time and on several teams."""

from collections.abc import Sequence

import pandas as pd

from cxmaturity.analysis.disclosure import MIN_GROUP_SIZE
from cxmaturity.analysis.frozen.closed_assessment import OVERALL, ClosedAssessment
from cxmaturity.analysis.pulse import PulsePoint
from cxmaturity.analysis.trends.comparison import Comparison
from cxmaturity.questionnaire.schema import Dimension
from cxmaturity.records import Action
from cxmaturity.scoring.equality import TOLERANCE, keys_of_highest
from cxmaturity.wording.language.numbers import (
    NO_NUMBER,
    format_distance,
    format_index,
    format_level,
    format_percent,
    half_up,
    signed,
)
from cxmaturity.wording.language.plurals import counted, joined, joined_first
from cxmaturity.wording.result.ties import lowest_and_highest

SUPPRESSED_RESULT = (
    f"Sealed: fewer than {MIN_GROUP_SIZE} people answered, anonymously, and of so few it could be told who said what."
)
"""Why nothing of a milestone is shown."""

MEAN_EXPLANATION = (
    "The ring beside a line is people’s mean: the mean of their own levels. Its bar is the 95 % interval of that mean. "
    "The line is made of the middle answers, so the two need not meet."
)

_WORKED = {"yes": "it worked", "partly": "it worked in part", "no": "it did not work"}


MISSING_LEVEL_MARKS = {
    "sealed": f"sealed, fewer than {MIN_GROUP_SIZE} people rated some of its questions, anonymously",
    "not asked": "this version of the questionnaire does not have it",
    "–": "no level: too few of its questions were rated, or it does not apply",
}
"""What stands in place of a missing level, and why."""


def missing_level_mark(milestone: ClosedAssessment, name: str) -> str:
    """Return what stands in place of the missing level of a dimension, or of OVERALL: a key of MISSING_LEVEL_MARKS."""
    if name not in milestone.levels:
        return "not asked"
    hidden = milestone.suppressed_dimensions
    is_sealed = milestone.is_suppressed or name in hidden or (name == OVERALL and hidden)
    return "sealed" if is_sealed else "–"


def explain_missing_levels(milestone: ClosedAssessment) -> str | None:
    """Return why a milestone has no level somewhere, None where every level is there."""
    if milestone.is_suppressed:
        return SUPPRESSED_RESULT
    if milestone.answered == 0:
        return "Nobody answered it."
    missing: dict[str, list[str]] = {}
    for name, level in milestone.levels.items():
        if level is None and name != OVERALL:
            missing.setdefault(missing_level_mark(milestone, name), []).append(name)
    return " ".join(f"{joined(names)}: {MISSING_LEVEL_MARKS[mark]}." for mark, names in missing.items()) or None


def explain_left_out(comparison: Comparison) -> list[str]:
    """Return for each dimension that cannot be compared why not."""
    left_out = [d for d in comparison.dimensions if comparison.parts[d.id] is None]
    return [f"{d.name}: {_why_left_out(comparison, d)}" for d in left_out]


def _why_left_out(comparison: Comparison, dimension: Dimension) -> str:
    if dimension.id not in comparison.earlier.frozen.result.dimensions:
        return "it was not asked then."
    reasons = [
        f"{when} {_why_no_level(side, dimension)}"
        for when, side in (("then", comparison.earlier), ("now", comparison.later))
        if side.frozen.level_of(dimension.id) is None
    ]
    return f"{', and '.join(reasons)}." if reasons else "no question was rated both times."


def _why_no_level(side: ClosedAssessment, dimension: Dimension) -> str:
    measure = side.frozen.result.dimensions[dimension.id]
    if any(q.id in side.suppressed_questions for q in dimension.questions):
        return f"fewer than {MIN_GROUP_SIZE} people rated some of its questions"
    if not measure.applies:
        return "it did not apply"
    return f"only {format_percent(measure.coverage)} of it was rated, and a level needs 70 % and three answers"


def step_outcome(step: Action) -> str:
    """Return in few words how a step of the plan went."""
    if step.status != "done":
        return "under way" if step.status == "started" else "planned"
    outcomes = {"yes": "worked", "partly": "worked in part", "no": "did not work"}
    return outcomes[step.outcome] if step.outcome else "done, effect not told yet"


def describe_done_step(step: Action) -> str:
    """Return what was done as a step of the plan, and whether it worked."""
    return f"{step.do} · {_WORKED[step.outcome] if step.outcome else 'nobody has said yet whether it worked'}"


def steps_takeaway(steps: pd.DataFrame) -> str:
    """Return how many steps were done in the time shown and how many of them worked.

    `steps` has the columns that `tables.over_time.step_timeline` returns.
    """
    if steps.empty:
        return ""
    done, worked = int(steps["is_done"].sum()), int((steps["state"] == "worked").sum())
    return f" Beneath: {counted('step', len(steps))} of the plan, {done} done, {worked} of which worked."


def teams_takeaway(shown: Sequence[tuple[str, float | None]]) -> str:
    """Return which teams stand lowest and which highest overall."""
    known = {name: level for name, level in shown if level is not None}
    return f"Overall, {lowest_and_highest(known)}." if known else "No team has an overall level yet."


def slope_takeaway(rows: pd.DataFrame, what: str, then: str, now: str) -> str:
    """Return how many teams rose and fell, and which moved most.

    `rows` has the columns that `tables.over_time.team_change_table` returns.
    """
    columns = zip(rows["change"].tolist(), rows["now"].tolist(), rows["team"].tolist(), strict=True)
    both = {team: (change, level_now) for change, level_now, team in columns if not pd.isna(change)}
    if not both:
        return f"No team has a level on both dates, {then} and {now}."
    changes = [change for change, _ in both.values()]
    rose, fell = sum(change > TOLERANCE for change in changes), sum(change < -TOLERANCE for change in changes)
    counts = f"{what}, from {then} to {now}: of {counted('team', len(both))} {rose} rose, {fell} fell."
    if not rose and not fell:
        return counts
    most = keys_of_highest({team: abs(change) for team, (change, _) in both.items()})
    change, level_now = both[most[0]]
    if len(most) > 1:
        return f"{counts} {joined_first(most, 5)} moved most, each by {format_distance(abs(change))}."
    return f"{counts} {most[0]} moved most, by {signed(change, 1)} to {format_level(level_now)}."


def pulse_row(point: PulsePoint, name: str, day: str) -> tuple[str, str, str, str]:
    """Return a point of the pulse as (name, day, index, change); the change is that of the indices as shown."""
    if point.index is None or point.previous is None:
        change = NO_NUMBER
    else:
        change = signed(float(half_up(point.index) - half_up(point.previous)), 0)
    return name, day, format_index(point.index), change
