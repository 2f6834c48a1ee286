"""The charts of a team over time: the levels of its milestones with the steps of the plan, and its pulse."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from cxmaturity.analysis.frozen.closed_assessment import OVERALL, ClosedAssessment
from cxmaturity.analysis.pulse import PulsePoint
from cxmaturity.charts.trend import trend
from cxmaturity.records import Action
from cxmaturity.services.trends.milestones import MILESTONES_PER_PAGE
from cxmaturity.tables import over_time
from cxmaturity.ui.shared import charts, session
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording.language.dates import format_day
from cxmaturity.wording.result import results
from cxmaturity.wording.trends import over_time as words

_MOST_STEPS = 10  # lanes beneath the picture; the newest


def milestone_offset(count: int) -> int:
    """Show a choice of pages where there are more milestones than fit on one; return how many of the newest to skip."""
    if count <= MILESTONES_PER_PAGE:
        return 0
    st.markdown(f"{count:,} finished assessments, {MILESTONES_PER_PAGE} at a time, the newest on page 1.")
    page: int = st.pagination(-(-count // MILESTONES_PER_PAGE), key="back", bind="query-params", max_visible_pages=5)
    return (page - 1) * MILESTONES_PER_PAGE


def milestone_labels(milestones: Sequence[ClosedAssessment]) -> list[str]:
    """Return the label of each milestone, with its date where several have the same label."""
    return over_time.distinct_labels([m.assessment.label for m in milestones], [_day(m) for m in milestones])


def _day(closed: ClosedAssessment) -> str:
    return format_day(session.day_of(closed.closed_at))


def level_trend(milestones: Sequence[ClosedAssessment], names: Sequence[str], actions: Sequence[Action]) -> None:
    """Show the levels of the milestones, labelled with `names`, above the steps of the plan; and why any is missing."""
    by_name = dict(zip(names, milestones, strict=True))
    if all(level is None for m in milestones for level in m.levels.values()):
        st.header("The levels", anchor=False)
        _missing_levels(by_name)
        return
    points = [(name, m.comparison_key, m.levels) for name, m in by_name.items()]
    rows = over_time.level_history([(*point, m.means) for point, m in zip(points, milestones, strict=True)])
    steps = over_time.step_timeline(
        [(a.question_id or "", a.do, a.created_at, a.done_at, words.step_outcome(a)) for a in actions[-_MOST_STEPS:]],
        [m.closed_at for m in milestones],
    )
    takeaway = results.trend_takeaway(points, OVERALL) + words.steps_takeaway(steps)
    figure = trend(rows, max(m.questionnaire.scale_max for m in milestones), steps)
    step_table = steps[["question", "step", "state"]]
    charts.section("The levels", figure, over_time.level_history_table(rows), takeaway, "trend", step_table)
    if any(m.means for m in milestones):
        st.caption(words.MEAN_EXPLANATION)
    if len(actions) > _MOST_STEPS:
        st.caption(f"Beneath are the newest {_MOST_STEPS} of {len(actions)} steps.")
    _missing_levels(by_name)


def _missing_levels(by_name: Mapping[str, ClosedAssessment]) -> None:
    reasons = [
        f"- **{plain(name)}** · {plain(why)}" for name, m in by_name.items() if (why := words.explain_missing_levels(m))
    ]
    if reasons:
        st.markdown("\n".join(reasons))


def pulse_trend(points: Sequence[PulsePoint]) -> None:
    """Show a team's pulse from one finished assessment to the next; nothing where there is none."""
    if not points:
        return
    st.header("The pulse", anchor=False)
    st.markdown(
        "The same few questions each time, as an index from 0 to 100; a full assessment is read as its pulse. "
        "Where the questions changed, or too little was rated, there is no change to show."
    )
    names = milestone_labels([point.closed for point in points])
    pulse_rows = [words.pulse_row(point, name, _day(point.closed)) for point, name in zip(points, names, strict=True)]
    rows = pd.DataFrame(pulse_rows, columns=["assessment", "finished", "index", "change"])
    charts.table(rows, "The index of the pulse, the oldest first")
