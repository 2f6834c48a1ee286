"""Teams: made, renamed, put away, removed; and how they stand side by side."""

import streamlit as st

from cxmaturity.services import milestones, teams
from cxmaturity.ui import session, side_by_side, team_list
from cxmaturity.ui.trouble import shown_here

st.title("Teams", anchor=False)
with shown_here():
    database = session.database()
    everyone, archived = teams.teams(database), teams.teams(database, archived=True)
team_list.add()
skipped = side_by_side.turned_to(len(everyone))
shown = everyone[skipped : skipped + milestones.TEAMS_AT_ONCE]
team_list.listed(shown, archived)
with shown_here():
    newest = milestones.side_by_side(database, shown)
if not everyone:
    st.info("There is no team yet. Add one here, or start an assessment on Home.")
    st.stop()

st.header("Side by side", anchor=False)
if not newest:
    st.info("No team has finished a full assessment yet. With the first one, its levels stand here.")
    st.stop()
model = side_by_side.chosen_model(newest)
side_by_side.heat(shown, newest, model)
with shown_here():
    side_by_side.at_two_dates(database, shown, newest, model)
