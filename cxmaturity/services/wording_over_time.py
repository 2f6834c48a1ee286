"""What pages over time and of several teams say, in plain sentences."""

from collections.abc import Mapping, Sequence

import pandas as pd

from cxmaturity.change import LEAST, SIGNIFICANT
from cxmaturity.disclosure import FLOOR
from cxmaturity.questionnaire import Dimension
from cxmaturity.scoring.result import Result
from cxmaturity.services.assessments import Work
from cxmaturity.services.history import Comparison
from cxmaturity.services.milestones import OVERALL, Milestone
from cxmaturity.services.verdicts import Verdict, Verdicts
from cxmaturity.services.wording import level, percent
from cxmaturity.store.records import Action

SEALED = f"Sealed: fewer than {FLOOR} people answered, anonymously, and of so few it could be told who said what."
"""Why nothing of a milestone is shown."""

ABOUT_INTERVALS = (
    "A bar is the 95 % interval of the mean of people’s own levels; it may lie beside the group’s level, which is made "
    "of the middle answers."
)

_WORKED = {"yes": "it worked", "partly": "it worked in part", "no": "it did not work"}


MARKS = {
    "sealed": f"sealed, fewer than {FLOOR} people rated some of its questions, anonymously",
    "not asked": "this version of the questionnaire does not have it",
    "–": "no level: too few of its questions were rated, or it does not apply",
}
"""What stands in place of a level, and why."""


def mark_of(of: Milestone, name: str) -> str:
    """Return what stands in place of a level that is not there: one of MARKS."""
    if name not in of.levels:
        return "not asked"
    hidden = of.frozen.hidden
    return "sealed" if of.frozen.is_sealed or name in hidden or (name == OVERALL and hidden) else "–"


def gaps_of(of: Milestone) -> str | None:
    """Return why a milestone has no level somewhere, None where every level is there."""
    if of.frozen.is_sealed:
        return SEALED
    if of.frozen.people == 0:
        return "Nobody answered it."
    missing: dict[str, list[str]] = {}
    for name, value in of.levels.items():
        if value is None and name != OVERALL:
            missing.setdefault(mark_of(of, name), []).append(name)
    return " ".join(f"{_listed(names)}: {MARKS[mark]}." for mark, names in missing.items()) or None


def left_out(of: Comparison) -> list[str]:
    """Return for each dimension that cannot be compared why not."""
    return [f"{d.name}: {_why_left_out(of, d)}" for d in of.dimensions if of.parts[d.id] is None]


def _why_left_out(of: Comparison, dimension: Dimension) -> str:
    if dimension.id not in of.then.dimensions:
        return "it was not asked then."
    sides = (("then", of.earlier, of.then), ("now", of.later, of.now))
    reasons = [
        f"{when} {_why_no_level(at, result, dimension)}"
        for when, at, result in sides
        if result.dimensions[dimension.id].level is None
    ]
    return f"{', and '.join(reasons)}." if reasons else "no question was rated both times."


def _why_no_level(at: Work, of: Result, dimension: Dimension) -> str:
    measure = of.dimensions[dimension.id]
    if at.group and any(q.id in at.group.seen.hidden and q.id not in at.group.agreed for q in dimension.questions):
        return f"fewer than {FLOOR} people rated some of its questions"
    if not measure.applies:
        return "it did not apply"
    return f"only {percent(measure.coverage)} of it was rated, and a level needs 70 % and three answers"


def no_verdict(of: Comparison) -> str:
    """Return why nothing is said on whether a change is real."""
    if of.earlier.group is None and of.later.group is None:
        return (
            "One person answered each time, so there is no verdict on whether this is real: a single voice cannot tell "
            "a change from a change of mind. What moved, and what stands behind it, is below."
        )
    return (
        "One person answered one of these and several people the other, so there is no verdict on whether this is "
        "real: it may be the people that changed. What moved, and what stands behind it, is below."
    )


def who_is_compared(of: Verdicts) -> str:
    """Return whose levels the verdicts compare."""
    everyone = "the own levels of all who answered then with those of all who answered now"
    if of.linked is None:
        return f"Compared are {everyone}; who is who is not known."
    if of.linked < 2:
        return f"Hardly anyone answered both times with the same private code, so compared are {everyone}."
    if of.linked < of.fewest:
        return f"Fewer than {of.fewest} people answered both times with the same private code."
    return f"Compared are the own levels of the {of.linked} people who answered both times with the same private code."


def verdicts(of: Verdicts, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return each verdict that was given with the dimensions it was given on (by `names`), and why, in plain words."""
    reasons: dict[tuple[str, str], list[str]] = {}
    for dimension_id, verdict in of.of.items():
        reasons.setdefault(_why(verdict, of.fewest), []).append(names[dimension_id] + _moved(verdict))
    inorder = sorted(reasons.items(), key=lambda row: _KINDS.index(row[0][0]))
    return [(kind, f"{', '.join(dimensions)}. {why}") for (kind, why), dimensions in inorder]


_KINDS = ("real", "too close to call", "too few people to tell")


def _moved(of: Verdict) -> str:
    """Return which way a dimension moved, and how far, as far as that may be shown."""
    if of.numbers:
        return f" {of.numbers.change:+.2f}"
    return {1: " rose", 0: "", -1: " fell"}[of.direction]


def _why(of: Verdict, fewest: int) -> tuple[str, str]:
    n = of.numbers
    if of.kind == "real":
        why = (
            f"Chance alone would hardly move so many people’s own levels so far, and it is {LEAST} of a level or more."
        )
    elif of.kind == "too few people to tell" and of.is_sealed:
        why = f"Of fewer than {fewest} anonymous people nothing is said."
    elif of.kind == "too few people to tell":
        why = "Even if all of them had moved the same way, it could be chance."
    elif n is None:
        why = f"It may be chance, or it is less than {LEAST} of a level."
    elif n.adjusted < SIGNIFICANT and not n.low <= 0 <= n.high:
        why = f"It is hardly chance, but less than the {LEAST} of a level that we call a change."
    else:
        why = "Chance alone can move people’s own levels so far."
    return of.kind, why


def people_of(of: Verdict) -> str:
    """Return how many people a verdict rests on, a dash where that is not shown."""
    if of.numbers is None:
        return "–"
    then, now = of.numbers.people
    return f"{then} linked" if of.numbers.is_linked else f"{then} then, {now} now"


def state_of(step: Action) -> str:
    """Return in few words how a step of the plan went."""
    if step.status != "done":
        return "under way" if step.status == "started" else "planned"
    said = {"yes": "worked", "partly": "worked in part", "no": "did not work"}
    return said[step.outcome] if step.outcome else "done, effect not told yet"


def you_did(step: Action) -> str:
    """Return a step that was done, and whether it worked."""
    return f"{step.do} · {_WORKED[step.outcome] if step.outcome else 'nobody has said yet whether it worked'}"


def steps_takeaway(steps: pd.DataFrame) -> str:
    """Return how many steps were done meanwhile and how many of them worked (`steps`: see frames_over_time.steps)."""
    if steps.empty:
        return ""
    done, worked = int(steps["is_done"].sum()), int((steps["state"] == "worked").sum())
    one = len(steps) == 1
    return f" Beneath: {len(steps)} step{'' if one else 's'} of the plan, {done} done, {worked} of which worked."


def side_by_side_takeaway(shown: Sequence[tuple[str, float | None]]) -> str:
    """Return which team stands highest and which lowest overall."""
    known = sorted((value, name) for name, value in shown if value is not None)
    if not known:
        return "No team has an overall level yet."
    (low, lowest), (high, highest) = known[0], known[-1]
    if len(known) == 1 or low == high:
        return f"Overall level of {_listed([name for _, name in known][:5])}: {level(low)}."
    return f"Overall, {highest} is highest at {level(high)}; {lowest} is lowest at {level(low)}."


def slope_takeaway(rows: pd.DataFrame, what: str, then: str, now: str) -> str:
    """Return how many teams rose and fell, and who most (`rows`: see frames_over_time.slopes)."""
    columns = zip(rows["change"].tolist(), rows["now"].tolist(), rows["team"].tolist(), strict=True)
    both = [(change, level_now, team) for change, level_now, team in columns if not pd.isna(change)]
    if not both:
        return f"No team has a level on both dates, {then} and {now}."
    rose, fell = sum(change > 0 for change, *_ in both), sum(change < 0 for change, *_ in both)
    counted = (
        f"{what}, from {then} to {now}: of {len(both)} team{'' if len(both) == 1 else 's'} {rose} rose, {fell} fell."
    )
    change, level_now, team = max(both, key=lambda row: abs(row[0]))
    return counted if change == 0 else f"{counted} {team} moved most, by {change:+.1f} to {level(level_now)}."


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
