"""Home: for a new visitor the ways to start, else the user's own teams; the demo comes last."""

import streamlit as st

from cxmaturity.services import questionnaires, teams
from cxmaturity.services.assessments import listing
from cxmaturity.services.demo import loading
from cxmaturity.ui.home import assessment_lists, demo_area, sample, start_address, start_forms, team_cards
from cxmaturity.ui.home.due_next import due_next
from cxmaturity.ui.shared import cards
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame import server_address, session
from cxmaturity.ui.shared.frame.errors import errors_shown_here, show_error
from cxmaturity.ui.shared.frame.page_frame import window_title
from cxmaturity.ui.surveys.schedule import due_rounds
from cxmaturity.wording import home as words

with errors_shown_here("Home"):
    database = session.database()
    own_teams = {team.name for team in teams.list_teams(database) if not team.is_demo}
    assessed = listing.teams_by_activity(database)
    counts = listing.count_assessments(database)
    is_demo_loaded = loading.is_demo_loaded(database)
sound, faulty = questionnaires.list_questionnaires()
shipped = next((q for q in sound if loading.fits_demo(q)), None)

if round_to_follow := start_address.chosen_round():
    start_forms.next_round_step(database, round_to_follow)
    st.stop()
if way := start_address.chosen_way(sound):
    start_forms.begin_step(*way, own_teams)
    st.stop()
window_title("Home")  # after a step that had its own

if assessed:
    st.title("Your teams", anchor=False)
    for faults in faulty:
        show_error(faults)
    cards.removed_notice()
    with errors_shown_here():
        if sound:
            with st.expander("New assessment", key="new-assessment", icon=":material/add:"):
                start_forms.length_cards(sound)
                start_forms.other_ways(sound)
        due_rounds()
        team_cards.team_cards(database, assessed)
        due_next(database, assessed)
else:
    intro, example = st.columns([3, 2], gap="large")
    with intro:
        st.title(words.title(sound, shipped), anchor=False)
        for faults in faulty:
            show_error(faults)
        cards.removed_notice()
        if sound:
            st.markdown(plain(words.lead(shipped or sound[0])))
            start_forms.length_cards(sound)
    if shipped:
        with example:
            sample.sample_card(database, shipped)
    if sound:
        start_forms.other_ways(sound)
with errors_shown_here():
    assessment_lists.all_assessments(database, *counts)

if shipped and assessed:
    sample.sample_result_button(database, shipped)
if is_demo_loaded:
    demo_area.demo_area(database)

if server_address.serves_others():
    st.html(f'<a href="{server_address.base_path()}/sign-out" target="_self">Sign out of this browser</a>')
