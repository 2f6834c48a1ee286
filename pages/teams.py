"""Teams: adding, renaming, archiving and removing them; and their newest levels side by side."""

import streamlit as st

from cxmaturity.services import teams
from cxmaturity.services.trends import milestones
from cxmaturity.ui.shared import session
from cxmaturity.ui.shared.errors import errors_shown_here
from cxmaturity.ui.teams import team_comparison, teams_admin

st.title("Teams", anchor=False)
with errors_shown_here():
    database = session.database()
    everyone, archived = teams.list_teams(database), teams.list_teams(database, archived=True)
teams_admin.new_team_form()
skipped = team_comparison.team_offset(len(everyone))
shown = everyone[skipped : skipped + milestones.TEAMS_PER_PAGE]
teams_admin.team_list(shown, archived)
with errors_shown_here():
    newest = milestones.newest_milestones(database, shown)
if not everyone:
    st.info("There is no team yet. Add one here, or start an assessment on Home.")
    st.stop()

st.header("Side by side", anchor=False)
if not newest:
    st.info("No team has finished a full assessment yet. With the first one, its levels stand here.")
    st.stop()
key = team_comparison.chosen_questionnaire(newest)
team_comparison.team_heatmap(shown, newest, key)
with errors_shown_here():
    team_comparison.levels_at_two_dates(database, shown, newest, key)
