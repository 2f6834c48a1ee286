"""What pages over time and of several teams say, in plain sentences."""

from collections.abc import Mapping, Sequence

import pandas as pd

from cxmaturity.analysis.change import MIN_CHANGE, SIGNIFICANCE_LEVEL
from cxmaturity.analysis.disclosure import MIN_GROUP_SIZE
from cxmaturity.questionnaire.schema import Dimension
from cxmaturity.records import Action
from cxmaturity.scoring.result import Result
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.trends.comparison import Comparison
from cxmaturity.services.trends.milestones import OVERALL, Milestone
from cxmaturity.services.trends.verdicts import Verdict, Verdicts
from cxmaturity.wording.results import format_level, format_percent

SUPPRESSED_RESULT = (
    f"Sealed: fewer than {MIN_GROUP_SIZE} people answered, anonymously, and of so few it could be told who said what."
)
"""Why nothing of a milestone is shown."""

INTERVAL_EXPLANATION = (
    "A bar is the 95 % interval of the mean of people’s own levels; it may lie beside the group’s level, which is made "
    "of the middle answers."
)

_WORKED = {"yes": "it worked", "partly": "it worked in part", "no": "it did not work"}


MISSING_LEVEL_MARKS = {
    "sealed": f"sealed, fewer than {MIN_GROUP_SIZE} people rated some of its questions, anonymously",
    "not asked": "this version of the questionnaire does not have it",
    "–": "no level: too few of its questions were rated, or it does not apply",
}
"""What stands in place of a level, and why."""


def missing_level_mark(milestone: Milestone, name: str) -> str:
    """Return what stands in place of a level that is not there: one of MARKS."""
    if name not in milestone.levels:
        return "not asked"
    hidden = milestone.frozen.suppressed
    return "sealed" if milestone.frozen.is_suppressed or name in hidden or (name == OVERALL and hidden) else "–"


def explain_missing_levels(milestone: Milestone) -> str | None:
    """Return why a milestone has no level somewhere, None where every level is there."""
    if milestone.frozen.is_suppressed:
        return SUPPRESSED_RESULT
    if milestone.frozen.people == 0:
        return "Nobody answered it."
    missing: dict[str, list[str]] = {}
    for name, value in milestone.levels.items():
        if value is None and name != OVERALL:
            missing.setdefault(missing_level_mark(milestone, name), []).append(name)
    return " ".join(f"{_join_names(names)}: {MISSING_LEVEL_MARKS[mark]}." for mark, names in missing.items()) or None


def explain_left_out(comparison: Comparison) -> list[str]:
    """Return for each dimension that cannot be compared why not."""
    return [
        f"{d.name}: {_why_left_out(comparison, d)}" for d in comparison.dimensions if comparison.parts[d.id] is None
    ]


def _why_left_out(comparison: Comparison, dimension: Dimension) -> str:
    if dimension.id not in comparison.result_before.dimensions:
        return "it was not asked then."
    sides = (("then", comparison.earlier, comparison.result_before), ("now", comparison.later, comparison.result_after))
    reasons = [
        f"{when} {_why_no_level(at, result, dimension)}"
        for when, at, result in sides
        if result.dimensions[dimension.id].level is None
    ]
    return f"{', and '.join(reasons)}." if reasons else "no question was rated both times."


def _why_no_level(view: AssessmentView, result: Result, dimension: Dimension) -> str:
    measure = result.dimensions[dimension.id]
    if view.group and any(
        q.id in view.group.seen.suppressed and q.id not in view.group.agreed for q in dimension.questions
    ):
        return f"fewer than {MIN_GROUP_SIZE} people rated some of its questions"
    if not measure.applies:
        return "it did not apply"
    return f"only {format_percent(measure.coverage)} of it was rated, and a level needs 70 % and three answers"


def explain_no_verdict(comparison: Comparison) -> str:
    """Return why nothing is said on whether a change is real."""
    if comparison.earlier.group is None and comparison.later.group is None:
        return (
            "One person answered each time, so there is no verdict on whether this is real: a single voice cannot tell "
            "a change from a change of mind. What moved, and what stands behind it, is below."
        )
    return (
        "One person answered one of these and several people the other, so there is no verdict on whether this is "
        "real: it may be the people that changed. What moved, and what stands behind it, is below."
    )


def who_is_compared(verdicts: Verdicts) -> str:
    """Return whose levels the verdicts compare."""
    everyone = "the own levels of all who answered then with those of all who answered now"
    if verdicts.linked is None:
        return f"Compared are {everyone}; who is who is not known."
    if verdicts.linked < 2:
        return f"Hardly anyone answered both times with the same private code, so compared are {everyone}."
    if verdicts.linked < verdicts.min_group_size:
        return f"Fewer than {verdicts.min_group_size} people answered both times with the same private code."
    who = f"the {verdicts.linked} people who answered both times with the same private code"
    return f"Compared are the own levels of {who}."


def verdict_sentences(verdicts: Verdicts, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return each verdict that was given with the dimensions it was given on (by `names`), and why, in plain words."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for dimension_id, verdict in verdicts.by_dimension.items():
        reasons.setdefault(_why(verdict, verdicts.min_group_size), []).append(names[dimension_id] + _moved(verdict))
    inorder = sorted(reasons.items(), key=lambda row: _KINDS.index(row[0][0]))
    return [(kind, f"{', '.join(dimensions)}. {why}") for (kind, why), dimensions in inorder]


_KINDS = ("real", "too close to call", "too few people to tell")


def _moved(verdict: Verdict) -> str:
    """Return which way a dimension moved, and how far, as far as that may be shown."""
    if verdict.numbers:
        return f" {verdict.numbers.change:+.2f}"
    return {1: " rose", 0: "", -1: " fell"}[verdict.direction]


def _why(verdict: Verdict, fewest: int) -> tuple[str, str]:
    n = verdict.numbers
    if verdict.kind == "real":
        why = (
            "Chance alone would hardly move so many people’s own levels so far, "
            f"and it is {MIN_CHANGE} of a level or more."
        )
    elif verdict.kind == "too few people to tell" and verdict.is_suppressed:
        why = f"Of fewer than {fewest} anonymous people nothing is said."
    elif verdict.kind == "too few people to tell":
        why = "Even if all of them had moved the same way, it could be chance."
    elif n is None:
        why = f"It may be chance, or it is less than {MIN_CHANGE} of a level."
    elif n.adjusted < SIGNIFICANCE_LEVEL and not n.low <= 0 <= n.high:
        why = f"It is hardly chance, but less than the {MIN_CHANGE} of a level that we call a change."
    else:
        why = "Chance alone can move people’s own levels so far."
    return verdict.kind, why


def people_counted(verdict: Verdict) -> str:
    """Return how many people a verdict rests on, a dash where that is not shown."""
    if verdict.numbers is None:
        return "–"
    then, now = verdict.numbers.people
    return f"{then} linked" if verdict.numbers.is_linked else f"{then} then, {now} now"


def step_outcome(step: Action) -> str:
    """Return in few words how a step of the plan went."""
    if step.status != "done":
        return "under way" if step.status == "started" else "planned"
    said = {"yes": "worked", "partly": "worked in part", "no": "did not work"}
    return said[step.outcome] if step.outcome else "done, effect not told yet"


def describe_done_step(step: Action) -> str:
    """Return a step that was done, and whether it worked."""
    return f"{step.do} · {_WORKED[step.outcome] if step.outcome else 'nobody has said yet whether it worked'}"


def steps_takeaway(steps: pd.DataFrame) -> str:
    """Return how many steps were done meanwhile and how many of them worked (`steps`: see step_timeline)."""
    if steps.empty:
        return ""
    done, worked = int(steps["is_done"].sum()), int((steps["state"] == "worked").sum())
    one = len(steps) == 1
    return f" Beneath: {len(steps)} step{'' if one else 's'} of the plan, {done} done, {worked} of which worked."


def teams_takeaway(shown: Sequence[tuple[str, float | None]]) -> str:
    """Return which team stands highest and which lowest overall."""
    known = sorted((value, name) for name, value in shown if value is not None)
    if not known:
        return "No team has an overall level yet."
    (low, lowest), (high, highest) = known[0], known[-1]
    if len(known) == 1 or low == high:
        return f"Overall level of {_join_names([name for _, name in known][:5])}: {format_level(low)}."
    return f"Overall, {highest} is highest at {format_level(high)}; {lowest} is lowest at {format_level(low)}."


def slope_takeaway(rows: pd.DataFrame, what: str, then: str, now: str) -> str:
    """Return how many teams rose and fell, and who most (`rows`: see team_change_table)."""
    columns = zip(rows["change"].tolist(), rows["now"].tolist(), rows["team"].tolist(), strict=True)
    both = [(change, level_now, team) for change, level_now, team in columns if not pd.isna(change)]
    if not both:
        return f"No team has a level on both dates, {then} and {now}."
    rose, fell = sum(change > 0 for change, *_ in both), sum(change < 0 for change, *_ in both)
    counted = (
        f"{what}, from {then} to {now}: of {len(both)} team{'' if len(both) == 1 else 's'} {rose} rose, {fell} fell."
    )
    change, level_now, team = max(both, key=lambda row: abs(row[0]))
    return counted if change == 0 else f"{counted} {team} moved most, by {change:+.1f} to {format_level(level_now)}."


def _join_names(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
