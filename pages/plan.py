"""Plan: a team's steps, overdue first; the ones done ask whether they worked."""

import streamlit as st

from cxmaturity.files.plan_csv import plan_csv
from cxmaturity.services import plans
from cxmaturity.ui.plan import plan_list
from cxmaturity.ui.shared import downloads, session
from cxmaturity.ui.shared.errors import errors_shown_here
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.page_frame import window_title
from cxmaturity.ui.teams.team_picker import chosen_team
from cxmaturity.wording.plans import empty_plan

st.title("Plan", anchor=False)
team = chosen_team("There is no plan yet. Assess yourself, then add a first step to the plan from the result.")
window_title("Plan", team.name)
with errors_shown_here():
    database = session.database()
    actions = plans.list_plan(database, team.id, session.today())
if not actions:
    st.info(plain(empty_plan(team.name)))
    st.stop()

overdue = [a for a in actions if a.is_overdue(session.today())]
current = [a for a in actions if a.is_open and a not in overdue]
asking = [a for a in actions if a.status == "done" and a.outcome is None]
settled = [a for a in actions if a not in (*overdue, *current, *asking)]
for heading, group in (("Overdue", overdue), ("Under way and planned", current), ("Done: did it work?", asking)):
    if group:
        st.header(heading, anchor=False)
        plan_list.action_cards(group, heading)
if settled:
    box = st.expander(f"Settled · {len(settled)}", key="settled", icon=":material/inventory_2:", on_change="rerun")
    if box.open:
        with box:
            plan_list.action_cards(settled, "Settled")
st.download_button(
    "Download as CSV",
    downloads.ending_with(team.id, plan_csv(actions)),
    file_name="plan.csv",
    mime="text/csv",
    icon=":material/download:",
    key="download-plan",
)
