"""Over time: a team's levels from one finished assessment to the next, and what moved between any two."""

import streamlit as st

from cxmaturity import frames
from cxmaturity.services import history, milestones, pulses, wording
from cxmaturity.services import wording_over_time as words
from cxmaturity.ui import charts, over_time, session
from cxmaturity.ui.moved import moved
from cxmaturity.ui.plain import plain
from cxmaturity.ui.teams import chosen_team
from cxmaturity.ui.trouble import shown_here
from cxmaturity.ui.verdicts import verdicts

st.title("Over time", anchor=False)
team = chosen_team("There is nothing to compare yet. Assess yourself, and finish the assessment.")
with shown_here():
    database = session.database()
    skipped = over_time.turned_back(milestones.count(database, team.id))
    shown = milestones.milestones(database, team.id, skipped)
    oldest = milestones.first(database, team.id)
    beats = pulses.pulses(database, team.id)
over_time.the_pulse(beats)
if not shown:
    st.info(f"{plain(team.name)} has finished no full assessment yet.")
    st.stop()

names = over_time.labels(shown)
with shown_here():
    steps = history.meanwhile(database, team.id, shown[0].closed_at, shown[-1].closed_at) if shown[1:] else []
over_time.levels(shown, names, steps)

by_id = {m.assessment.id: name for m, name in zip(shown, names, strict=True) if not m.frozen.is_sealed}
ids = list(by_id)
if oldest and oldest.assessment.id not in by_id and not oldest.frozen.is_sealed:
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
with shown_here():
    found = history.compare(database, earlier, later)
changes = frames.changes(found.rows)
takeaway = wording.change_takeaway(changes)
st.markdown(plain(takeaway))
if not changes.empty:
    charts.table(changes, takeaway)
for reason in words.left_out(found):
    st.markdown(f":material/block: **Left out.** {plain(reason)}")
verdicts(found)
for dimension in found.dimensions:
    moved(found, dimension)

if found.actions:
    st.header("What you did meanwhile", anchor=False)
    for action in found.actions:
        st.markdown(f"{plain(action.do)}  \n{plain(wording.action_state(action))}")
