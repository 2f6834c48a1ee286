"""Over time: a team's levels from one finished assessment to the next, and what moved between any two."""

import streamlit as st

from cxmaturity import frames
from cxmaturity.charts.trend import WHOLE, trend
from cxmaturity.services import history, wording
from cxmaturity.ui import charts, session
from cxmaturity.ui.moved import moved
from cxmaturity.ui.plain import plain
from cxmaturity.ui.teams import chosen_team
from cxmaturity.ui.trouble import shown_here

st.title("Over time", anchor=False)
team = chosen_team("There is nothing to compare yet. Assess yourself, and finish the assessment.")
with shown_here():
    database = session.database()
    milestones = history.milestones(database, team.id)
if not milestones:
    st.info(f"{plain(team.name)} has finished no full assessment yet.")
    st.stop()

names = frames.distinct([m.assessment.label for m in milestones], [f"{m.closed_at:%-d %B %Y}" for m in milestones])
points = [(name, m.model, {**m.levels, WHOLE: m.overall}) for name, m in zip(names, milestones, strict=True)]
rows = frames.history(points)
takeaway = wording.trend_takeaway(points, WHOLE)
charts.section("The levels", trend(rows, max(m.top for m in milestones)), rows, takeaway, "trend")
if len(milestones) < 2:
    st.info("With the next finished assessment you will see here what moved.")
    st.stop()

st.header("What moved", anchor=False)
by_id = {m.assessment.id: name for m, name in zip(milestones, names, strict=True)}
ids = list(by_id)
left, right = st.columns(2)
earlier = left.selectbox("From", ids[:-1], index=len(ids) - 2, format_func=by_id.__getitem__, key="from")
following = ids[ids.index(earlier) + 1 :]
later = right.selectbox("To", following, index=len(following) - 1, format_func=by_id.__getitem__, key="to")
with shown_here():
    found = history.compare(database, earlier, later)
changes = frames.changes(found.rows)
takeaway = wording.change_takeaway(changes)
st.markdown(plain(takeaway))
charts.table(changes, takeaway)
st.markdown(
    "One person answered each time, so there is no verdict on whether this is real: a single voice cannot tell "
    "a change from a change of mind. What moved, and what stands behind it, is below."
)
for dimension in found.dimensions:
    moved(found, dimension)

if found.actions:
    st.header("What you did meanwhile", anchor=False)
    for action in found.actions:
        st.markdown(f"{plain(action.do)}  \n{plain(wording.action_state(action))}")
