"""Home: for a new visitor the ways to begin, else the own teams first; the demo data stands apart, last."""

import streamlit as st

from cxmaturity.services import questionnaires, teams
from cxmaturity.services.assessments import listing
from cxmaturity.services.demo import loading
from cxmaturity.ui.home import beginning, demo_area, team_cards
from cxmaturity.ui.shared import server_address, session
from cxmaturity.ui.shared.errors import errors_shown_here, show_error
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.surveys.schedule import due_rounds
from cxmaturity.wording import home as words

with errors_shown_here("Home"):
    database = session.database()
    own_teams = {team.name for team in teams.list_teams(database) if not team.is_demo}
    assessed = listing.teams_by_activity(database)
    counts = listing.count_assessments(database)
    is_demo_loaded = loading.is_demo_loaded(database)
sound, faulty = questionnaires.list_questionnaires()
shipped = [q for q in sound if q.id == loading.QUESTIONNAIRE]

way = beginning.chosen_way(sound)
if way:
    beginning.begin_step(*way, own_teams)
    st.stop()

if assessed:
    st.title("Your teams", anchor=False)
elif shipped or not sound:
    st.title(words.CX_TITLE, anchor=False)
else:
    st.title(plain(sound[0].title), anchor=False)
for faults in faulty:
    show_error(faults)

if assessed:
    with errors_shown_here():
        if sound:
            with st.expander("New assessment", key="new-assessment", icon=":material/add:"):
                beginning.length_cards(sound)
                beginning.other_ways(sound)
        due_rounds()
        team_cards.team_cards(database, assessed)
        team_cards.all_assessments(database, *counts)
elif sound:
    st.markdown(plain(words.lead((shipped or sound)[0])))
    lengths, sample = st.columns([2, 1])
    with lengths:
        beginning.length_cards(sound)
    if shipped:
        with sample, st.container(border=True, height="stretch"):
            st.markdown("**What you get**  \nThe result of an invented organisation.")
            demo_area.sample_result_button(database, shipped[0])
    beginning.other_ways(sound)

if shipped and assessed:
    demo_area.sample_result_button(database, shipped[0])
if is_demo_loaded:
    demo_area.demo_area(database)

if server_address.serves_others():
    st.html(f'<a href="{server_address.base_path()}/sign-out" target="_self">Sign out of this browser</a>')
