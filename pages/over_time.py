"""Over time: a team's levels from one finished assessment to the next, and what moved between any two of them."""

import streamlit as st

from cxmaturity.analysis.trends.verdicts import judge_comparison
from cxmaturity.services.trends import comparison, milestones
from cxmaturity.ui.shared import session
from cxmaturity.ui.shared.errors import errors_shown_here
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.page_frame import window_title
from cxmaturity.ui.teams.team_picker import chosen_team
from cxmaturity.ui.trends import levels
from cxmaturity.ui.trends.changes import change_section, dimension_changes
from cxmaturity.ui.trends.verdicts import verdict_section
from cxmaturity.wording.plans import action_state

st.title("Over time", anchor=False)
team = chosen_team("There is nothing to compare yet. Assess yourself, and finish the assessment.")
window_title("Over time", team.name)
with errors_shown_here():
    database = session.database()
    skipped = levels.milestone_offset(milestones.count_milestones(database, team.id))
    shown = milestones.milestone_page(database, team.id, skipped)
    oldest = milestones.first_milestone(database, team.id)
    pulse_points = milestones.newest_pulse_points(database, team.id)
levels.pulse_trend(pulse_points)
if not shown:
    st.info(f"{plain(team.name)} has finished no full assessment yet.")
    st.stop()

names = levels.milestone_labels(shown)
with errors_shown_here():
    steps = comparison.actions_between(database, team.id, shown[0].closed_at, shown[-1].closed_at) if shown[1:] else []
levels.level_trend(shown, names, steps)

by_id = {m.assessment.id: name for m, name in zip(shown, names, strict=True) if not m.is_suppressed}
ids = list(by_id)
if oldest and oldest.assessment.id not in by_id and not oldest.is_suppressed:
    by_id[oldest.assessment.id] = f"The first ever: {oldest.assessment.label}"
    ids = [oldest.assessment.id, *ids]
if len(ids) < 2:
    st.info("With the next finished assessment you will see here what moved.")
    st.stop()

st.header("What moved", anchor=False)
left, right = st.columns(2)
earlier = left.selectbox("From", ids[:-1], index=len(ids) - 2, format_func=by_id.__getitem__, key="from")
following = ids[ids.index(earlier) + 1 :]
later = right.selectbox("To", following, index=len(following) - 1, format_func=by_id.__getitem__, key="to")
with errors_shown_here():
    compared = comparison.compare_assessments(database, earlier, later)
verdicts = judge_comparison(compared)
change_section(compared, verdicts)
verdict_section(compared, verdicts)
for dimension in compared.dimensions:
    dimension_changes(compared, dimension)

if compared.actions:
    st.header("What you did meanwhile", anchor=False)
    for action in compared.actions:
        st.markdown(f"{plain(action.do)}  \n{plain(action_state(action))}")
