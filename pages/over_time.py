"""Over time: what became of the plan, a team's levels, and what changed between any two closed assessments."""

import streamlit as st

from cxmaturity.analysis.frozen.closed_assessment import named_alike
from cxmaturity.analysis.trends.verdicts import judge_comparison
from cxmaturity.services.trends import comparison, milestones, planned_steps, team_places
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.shared.frame.language import mark_questionnaire
from cxmaturity.ui.shared.frame.page_frame import window_title
from cxmaturity.ui.shared.page_links import page_link
from cxmaturity.ui.teams.team_picker import chosen_team
from cxmaturity.ui.trends import levels
from cxmaturity.ui.trends.changes import change_section, dimension_changes
from cxmaturity.ui.trends.pair_picker import chosen_pair
from cxmaturity.ui.trends.planned_steps import planned_steps_section
from cxmaturity.ui.trends.verdicts import verdict_section
from cxmaturity.ui.trends.worth import worth_section
from cxmaturity.wording.trends import over_time as words
from cxmaturity.wording.trends.teams import team_place
from cxmaturity.wording.trends.verdicts import verdict_headline

with st.container(horizontal=True, vertical_alignment="center", key="page-head"):
    st.title("Over time", anchor=False, width="content")
    team = chosen_team(words.NO_TEAM, levels.has_results)
window_title("Over time", team.name)
with errors_shown_here():
    database = session.database()
    reopened = milestones.reopened(database, team.id)
    count = milestones.count_milestones(database, team.id)
    pulse_points = milestones.newest_pulse_points(database, team.id)
if reopened:
    st.info(plain(words.reopened_notice(reopened)))
if not count:
    levels.pulse_trend(pulse_points)
    worth_section(team.id)
    st.info(plain(words.no_milestone(team.name)))
    page_link("home", words.START_NEXT)
    st.stop()

verdict, planned = st.container(), st.container()
skipped = levels.milestone_offset(count)
with errors_shown_here():
    shown = named_alike(milestones.milestone_page(database, team.id, skipped))
    oldest = milestones.first_milestone(database, team.id)
    first_closings = milestones.first_closings(database, shown)
    steps_planned = [] if skipped else planned_steps.steps_by_milestone(database, team.id, shown)
    compared_teams = (
        None if skipped or team.is_demo else team_places.among_own_teams(database, shown[-1].comparison_key)
    )
for milestone in shown:
    mark_questionnaire(milestone.questionnaire)
names = levels.milestone_labels(shown)
by_id = {m.assessment.id: name for m, name in zip(shown, names, strict=True)}
with planned:
    planned_steps_section([(by_id[m.assessment.id], steps) for m, steps in steps_planned], team.id)
levels.level_trends(shown, names, first_closings)
if compared_teams and team.id in compared_teams.levels:
    st.markdown(plain(team_place(compared_teams, team.id, shown[-1].questionnaire)))
levels.pulse_trend(pulse_points)
worth_section(team.id)

st.header("What moved", anchor=False)
pair = chosen_pair(team.id, shown, by_id, oldest)
with errors_shown_here():
    compared = comparison.compare_assessments(database, *pair)
verdicts = judge_comparison(compared)
takeaway = change_section(compared, verdicts)
verdict.header(plain(verdict_headline(compared, verdicts, takeaway, by_id)), anchor=False)
verdict_section(compared, verdicts)
for dimension in compared.dimensions:
    dimension_changes(compared, dimension)
