"""Teams: comparing them, now and at two dates; then adding, renaming, archiving and removing them."""

import streamlit as st

from cxmaturity.services import teams
from cxmaturity.services.trends import milestones
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.shared.page_links import page_link
from cxmaturity.ui.teams import team_comparison, teams_admin
from cxmaturity.ui.teams.data_links import data_links
from cxmaturity.wording.trends import teams as words

st.title("Teams", anchor=False)
with errors_shown_here():
    database = session.database()
    everyone, archived = teams.list_teams(database), teams.list_teams(database, archived=True)
own_teams = [team for team in everyone if not team.is_demo]
demo = [team for team in everyone if team.is_demo]
with st.container():  # a place of its own: a team that is added does not draw the form beneath anew
    skipped = team_comparison.team_offset(len(own_teams))
    shown = own_teams[skipped : skipped + milestones.TEAMS_PER_PAGE]
    if shown:
        st.header("Side by side", anchor=False)
        with errors_shown_here():
            team_comparison.teams_compared(database, shown)
    else:
        st.info(words.NO_TEAM)
        page_link("home", words.START_ONE)

st.header("Your teams", anchor=False)
teams_admin.new_team_form()
teams_admin.team_list(shown, archived)
if everyone:
    data_links(everyone)

if demo:
    st.header("Demo data", anchor=False)
    box = st.expander(
        words.demo_label(len(demo)),
        expanded=not own_teams,
        key="demo-teams",
        icon=":material/science:",
        on_change="rerun",
    )
    if box.open:
        with box, errors_shown_here():
            team_comparison.teams_compared(database, demo, "demo")
