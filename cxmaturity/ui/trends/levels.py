"""The charts of a team over time: one for the whole, one for each dimension, on one scale, and the pulse."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import pandas as pd
import streamlit as st

from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment
from cxmaturity.analysis.pulse import PulsePoint
from cxmaturity.charts.trend import INDEX_SCALE, Scale, stage_scale, trend
from cxmaturity.questionnaire.schema import OVERALL
from cxmaturity.services.trends.milestones import MILESTONES_PER_PAGE, count_milestones, newest_pulse_points
from cxmaturity.tables import over_time
from cxmaturity.tables.over_time import TrendAssessment
from cxmaturity.ui.shared import charts
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.teams.team_picker import PAGE_PARAM
from cxmaturity.wording.assessments import assessment_kind
from cxmaturity.wording.language.dates import format_day
from cxmaturity.wording.trends import levels as words
from cxmaturity.wording.trends.over_time import explain_missing_levels, pulse_row

_MOST_BESIDE = 6  # charts of dimensions beside that of the whole; more of them are drawn beneath it


def has_results(team_id: str) -> bool:
    """Return whether a team has finished an assessment whose levels, or whose pulse, are shown over time."""
    database = session.database()
    return bool(count_milestones(database, team_id) or newest_pulse_points(database, team_id))


def milestone_offset(count: int) -> int:
    """Show a choice of pages when there are more milestones than fit on one; return how many of the newest to skip."""
    if count <= MILESTONES_PER_PAGE:
        return 0
    st.markdown(f"{count:,} finished assessments, {MILESTONES_PER_PAGE} at a time, the newest on page 1.")
    pages = -(-count // MILESTONES_PER_PAGE)
    page: int = st.pagination(pages, key=PAGE_PARAM, bind="query-params", max_visible_pages=5)
    return (page - 1) * MILESTONES_PER_PAGE


def milestone_labels(milestones: Sequence[ClosedAssessment]) -> list[str]:
    """Return the label of each milestone, followed by its date when several have the same label."""
    return over_time.distinct_labels([m.assessment.label for m in milestones], [_day(m) for m in milestones])


def _day(closed: ClosedAssessment) -> str:
    return format_day(session.day_of(closed.closed_at))


def _scale(milestones: Sequence[ClosedAssessment]) -> Scale:
    ends = [m.questionnaire.level_range for m in milestones]
    return stage_scale(max(highest for _, highest in ends), min(lowest for lowest, _ in ends))


def _first_day(moment: datetime | None) -> str | None:
    return format_day(session.day_of(moment)) if moment else None


def level_trends(
    milestones: Sequence[ClosedAssessment], names: Sequence[str], first_closings: Mapping[str, datetime]
) -> None:
    """Show a chart for the whole and for each dimension with their table, and the reasons for missing levels.

    `first_closings` holds, by assessment id, when a reopened assessment was finished for the first time.
    """
    by_name = dict(zip(names, milestones, strict=True))
    points = [
        TrendAssessment(
            name,
            assessment_kind(m.assessment),
            words.finished_on(_day(m), _first_day(first_closings.get(m.assessment.id))),
            m.questionnaire,
            m.levels,
            m.means,
        )
        for name, m in by_name.items()
    ]
    st.header("The levels", anchor=False)
    rows = over_time.level_history(points)
    if rows["level"].notna().any():
        _pictures(rows, names, _scale(milestones))
        if breaks := words.line_breaks(rows):
            st.markdown(plain(breaks))
        charts.twin_table(over_time.level_history_table(points), "The levels, the oldest first", "trend", "The levels")
        if any(m.means for m in milestones):
            st.caption(words.MEAN_EXPLANATION)
    _missing_levels(by_name)


def _pictures(rows: pd.DataFrame, names: Sequence[str], scale: Scale) -> None:
    known = rows[rows["level"].notna()]
    dimensions = [name for name in dict.fromkeys(known["dimension"]) if name != OVERALL]
    if len(dimensions) <= _MOST_BESIDE:
        whole, parts = st.columns([2, 3], gap="medium")
    else:
        whole, parts = st.container(), st.container()
    with whole:
        _picture(rows[rows["dimension"] == OVERALL], names, scale, OVERALL, is_large=True)
    with parts, st.grid(3 if len(dimensions) <= _MOST_BESIDE else 5, min_column_width=190, vertical_alignment="bottom"):
        for name in dimensions:
            with st.container(gap="xsmall"):
                _picture(rows[rows["dimension"] == name], names, scale, name)


def _picture(rows: pd.DataFrame, names: Sequence[str], scale: Scale, name: str, *, is_large: bool = False) -> None:
    finding = words.level_finding(rows)
    st.subheader(plain(name), anchor=False)
    st.markdown(f":small[{plain(finding)}]")
    if rows["level"].notna().any():
        charts.picture(trend(rows, names, scale, is_large=is_large), f"{name}: {finding}", f"trend-{name}")


def _missing_levels(by_name: Mapping[str, ClosedAssessment]) -> None:
    reasons = [
        f"- **{plain(name)}** · {plain(why)}" for name, m in by_name.items() if (why := explain_missing_levels(m))
    ]
    if reasons:
        st.markdown("\n".join(reasons))


def pulse_trend(points: Sequence[PulsePoint]) -> None:
    """Show a team's pulse over time; nothing without one."""
    if not points:
        return
    st.header("The pulse", anchor=False)
    st.markdown(words.PULSE_EXPLANATION)
    names = milestone_labels([point.closed for point in points])
    rows = over_time.pulse_history(names, points)
    finding = words.level_finding(rows)
    st.markdown(plain(finding))
    if rows["level"].notna().any():
        charts.picture(trend(rows, names, INDEX_SCALE, is_large=True), f"The pulse: {finding}", "trend-pulse")
        if rows["is_other_kind"].any():
            st.caption(words.PULSE_KINDS)
    pulse_rows = [pulse_row(point, name, _day(point.closed)) for point, name in zip(points, names, strict=True)]
    table = pd.DataFrame(pulse_rows, columns=["assessment", "kind", "finished", "index", "change"])
    charts.twin_table(table, "The index of the pulse, the oldest first", "pulse", "The pulse")
