"""A team's milestones on one picture: their levels, how sure they are, and what was done meanwhile."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from cxmaturity.charts.trend import trend
from cxmaturity.records import Action
from cxmaturity.services.trends.milestones import MILESTONES_PER_PAGE, OVERALL, Milestone
from cxmaturity.services.trends.pulse import PulsePoint, pulse_rows
from cxmaturity.tables import over_time
from cxmaturity.ui.shared import charts
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording import over_time as words
from cxmaturity.wording import results

_MOST_STEPS = 10  # lanes beneath the picture; the newest


def milestone_offset(count: int) -> int:
    """Let one turn back to earlier milestones where there are more than fit, and return how many to skip."""
    if count <= MILESTONES_PER_PAGE:
        return 0
    st.markdown(f"{count:,} finished assessments, {MILESTONES_PER_PAGE} at a time, the newest on page 1.")
    page: int = st.pagination(-(-count // MILESTONES_PER_PAGE), key="back", bind="query-params", max_visible_pages=5)
    return (page - 1) * MILESTONES_PER_PAGE


def milestone_labels(milestones: Sequence[Milestone]) -> list[str]:
    """Return what each milestone is called, told apart by its date where labels are the same."""
    dates = [f"{m.closed_at:%-d %B %Y}" for m in milestones]
    return over_time.distinct_labels([m.assessment.label for m in milestones], dates)


def level_trend(milestones: Sequence[Milestone], names: Sequence[str], actions: Sequence[Action]) -> None:
    """Show the trend of the milestones, called by `names`, with the steps of the plan; and why any level is missing."""
    if all(level is None for m in milestones for level in m.levels.values()):
        st.header("The levels", anchor=False)
        _missing(dict(zip(names, milestones, strict=True)))
        return
    points = [(name, m.model, m.levels) for name, m in zip(names, milestones, strict=True)]
    bars = [{at: (bar.low, bar.high) for at, bar in m.frozen.intervals.items()} for m in milestones]
    rows = over_time.level_history([(*point, bar) for point, bar in zip(points, bars, strict=True)])
    steps = over_time.step_timeline(
        [(a.question_id or "", a.do, a.created_at, a.done_at, words.step_outcome(a)) for a in actions[-_MOST_STEPS:]],
        [m.closed_at for m in milestones],
    )
    takeaway = results.trend_takeaway(points, OVERALL) + words.steps_takeaway(steps)
    figure = trend(rows, max(m.questionnaire.scale_max for m in milestones), steps)
    also = steps[["question", "step", "state"]]
    charts.section("The levels", figure, over_time.level_history_table(rows), takeaway, "trend", also)
    if any(bars):
        st.caption(words.INTERVAL_EXPLANATION)
    if len(actions) > _MOST_STEPS:
        st.caption(f"Beneath are the newest {_MOST_STEPS} of {len(actions)} steps.")
    _missing(dict(zip(names, milestones, strict=True)))


def _missing(by_name: Mapping[str, Milestone]) -> None:
    said = [
        f"- **{plain(name)}** · {plain(why)}" for name, m in by_name.items() if (why := words.explain_missing_levels(m))
    ]
    if said:
        st.markdown("\n".join(said))


def pulse_trend(beats: Sequence[PulsePoint]) -> None:
    """Show a team's pulse from one finished assessment to the next; nothing where there is none."""
    if not beats:
        return
    st.header("The pulse", anchor=False)
    st.markdown(
        "The same few questions each time, as an index from 0 to 100; a full assessment is read as its pulse. "
        "Where the questions changed, or too little was rated, there is no change to show."
    )
    days = [f"{beat.closed_at:%-d %B %Y}" for beat in beats]
    names = over_time.distinct_labels([beat.assessment.label for beat in beats], days)
    rows = pd.DataFrame(pulse_rows(beats, names), columns=["assessment", "finished", "index", "change"])
    charts.table(rows, "The index of the pulse, the oldest first")
