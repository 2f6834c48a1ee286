"""A team's milestones on one picture: their levels, how sure they are, and what was done meanwhile."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from cxmaturity import frames, frames_over_time
from cxmaturity.charts.trend import trend
from cxmaturity.services import wording
from cxmaturity.services import wording_over_time as words
from cxmaturity.services.milestones import AT_ONCE, OVERALL, Milestone
from cxmaturity.services.pulses import Beat, table
from cxmaturity.store.records import Action
from cxmaturity.ui import charts
from cxmaturity.ui.plain import plain

_MOST_STEPS = 10  # lanes beneath the picture; the newest


def turned_back(count: int) -> int:
    """Let one turn back to earlier milestones where there are more than fit, and return how many to skip."""
    if count <= AT_ONCE:
        return 0
    st.markdown(f"{count:,} finished assessments, {AT_ONCE} at a time, the newest on page 1.")
    page: int = st.pagination(-(-count // AT_ONCE), key="back", bind="query-params", max_visible_pages=5)
    return (page - 1) * AT_ONCE


def labels(shown: Sequence[Milestone]) -> list[str]:
    """Return what each milestone is called, told apart by its date where labels are the same."""
    dates = [f"{m.closed_at:%-d %B %Y}" for m in shown]
    return frames.distinct([m.assessment.label for m in shown], dates)


def levels(shown: Sequence[Milestone], names: Sequence[str], actions: Sequence[Action]) -> None:
    """Show the trend of the milestones, called by `names`, with the steps of the plan; and why any level is missing."""
    if all(level is None for m in shown for level in m.levels.values()):
        st.header("The levels", anchor=False)
        _missing(dict(zip(names, shown, strict=True)))
        return
    points = [(name, m.model, m.levels) for name, m in zip(names, shown, strict=True)]
    bars = [{at: (bar.low, bar.high) for at, bar in m.frozen.intervals.items()} for m in shown]
    rows = frames_over_time.history([(*point, bar) for point, bar in zip(points, bars, strict=True)])
    steps = frames_over_time.steps(
        [(a.question_id or "", a.do, a.created_at, a.done_at, words.state_of(a)) for a in actions[-_MOST_STEPS:]],
        [m.closed_at for m in shown],
    )
    takeaway = wording.trend_takeaway(points, OVERALL) + words.steps_takeaway(steps)
    figure = trend(rows, max(m.questionnaire.top for m in shown), steps)
    also = steps[["question", "step", "state"]]
    charts.section("The levels", figure, frames_over_time.history_table(rows), takeaway, "trend", also)
    if any(bars):
        st.caption(words.ABOUT_INTERVALS)
    if len(actions) > _MOST_STEPS:
        st.caption(f"Beneath are the newest {_MOST_STEPS} of {len(actions)} steps.")
    _missing(dict(zip(names, shown, strict=True)))


def _missing(by_name: Mapping[str, Milestone]) -> None:
    said = [f"- **{plain(name)}** · {plain(why)}" for name, m in by_name.items() if (why := words.gaps_of(m))]
    if said:
        st.markdown("\n".join(said))


def the_pulse(beats: Sequence[Beat]) -> None:
    """Show a team's pulse from one finished assessment to the next; nothing where there is none."""
    if not beats:
        return
    st.header("The pulse", anchor=False)
    st.markdown(
        "The same few questions each time, as an index from 0 to 100; a full assessment is read as its pulse. "
        "Where the questions changed, or too little was rated, there is no change to show."
    )
    days = [f"{beat.closed_at:%-d %B %Y}" for beat in beats]
    names = frames.distinct([beat.assessment.label for beat in beats], days)
    rows = pd.DataFrame(table(beats, names), columns=["assessment", "finished", "index", "change"])
    charts.table(rows, "The index of the pulse, the oldest first")
