"""Plan: a team's actions, one row each, by due date; done ones ask whether they worked."""

import streamlit as st

from cxmaturity.services import plans
from cxmaturity.ui.plan import files, plan_list
from cxmaturity.ui.plan.own_action import empty_plan, own_action_form
from cxmaturity.ui.plan.styles import plan_styles
from cxmaturity.ui.plan.visit import open_visit
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import live_text, window_title
from cxmaturity.ui.teams.team_picker import chosen_team
from cxmaturity.wording import plans as words

plan_styles()
head = st.container(horizontal=True, vertical_alignment="center", key="page-head")
with head:
    st.title("Plan", anchor=False, width="content")
    team = chosen_team(words.NO_PLAN, plan_list.has_actions)
window_title("Plan", team.name)
visit = open_visit(team.id)
with errors_shown_here():
    database = session.database()
    actions = plans.list_plan(database, team.id, session.today())
    asked = plans.asked_questions_of(database, actions)
with head:
    shown = plan_list.owner_filter(actions, team.id)
    if dated := [action for action in actions if action.is_open and action.due]:
        files.calendar_button(dated, asked, "Calendar file", "all", team.name, words.PLAN_FILE)
    if actions:
        files.csv_button(actions, asked, team.name)
if actions or visit.deleted:
    live_text(words.plan_summary(shown), "plan")
else:
    empty_plan(team)
own_action_form(team.id, is_open=not actions)
plan_list.action_list(shown, asked)
