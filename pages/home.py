"""Home: unfinished work first, then the ways to begin, then what is finished."""

import streamlit as st

from cxmaturity.services import questionnaires, teams
from cxmaturity.services.assessments import listing
from cxmaturity.services.demo import loading
from cxmaturity.ui.assess import new_assessment
from cxmaturity.ui.shared import cards, server_address, session
from cxmaturity.ui.shared.errors import errors_shown_here, show_error
from cxmaturity.ui.shared.page_frame import announce

with errors_shown_here("Home"):
    database = session.database()
    is_all = st.session_state.get("all-unfinished", False)
    rows = listing.list_assessments(database, most_open=None if is_all else listing.MOST_LISTED)
    unfinished_count = listing.count_unfinished(database)
    own_teams = {team.name for team in teams.list_teams(database) if not team.is_demo}
sound, faulty = questionnaires.list_questionnaires()
shipped = [q for q in sound if q.id == loading.QUESTIONNAIRE]
unfinished = [row for row in rows if row.assessment.is_open]
finished = [row for row in rows if not row.assessment.is_open]

st.title("How good is the experience you give?", anchor=False)
st.markdown(
    "Answer described questions on people, operations, channels, social responsibility and leadership. "
    "See where you stand, what holds you back, and what to do today."
)

if unfinished:
    st.header("Continue where you left off", anchor=False)
    for row in unfinished:
        cards.assessment_card(row)
    if unfinished_count > listing.MOST_LISTED:
        st.toggle(f"Show all {unfinished_count} unfinished assessments", key="all-unfinished")

for faults in faulty:
    show_error(faults)

if sound:
    st.header("Assess yourself", anchor=False)
    new_assessment.start_form(sound, own_teams)
    st.header("Run a workshop", anchor=False)
    st.markdown("A room votes on phones without seeing one another's votes, talks, and leaves with a plan.")
    st.page_link("workshop.py", label="Set up a workshop", icon=cards.WORKSHOP_ICON, help="")

if finished:
    st.header("Finished", anchor=False)
    st.page_link("over_time.py", label="Compare over time", icon=":material/timeline:", help="")
    for row in finished[:4]:
        cards.assessment_card(row)
    if finished[4:]:
        with st.expander(f"Earlier · {len(finished[4:])}", key="earlier", icon=":material/history:"):
            for row in finished[4:]:
                cards.assessment_card(row)

with st.container(border=True):
    if loading.is_demo_loaded(database):
        st.markdown("**You are looking at demo data** beside anything of your own.")
        if st.button("Remove the demo data", icon=":material/delete_sweep:", key="demo-out"):
            with errors_shown_here():
                loading.remove_demo(database)
            announce("The demo data is removed.")
            st.rerun()
    elif shipped:
        st.markdown("**Not ready to answer?** See a made-up organisation: three teams, four quarters, two surveys.")
        if st.button("Look around with demo data", icon=":material/explore:", key="demo-in"):
            with errors_shown_here():
                loading.load_demo(database, shipped[0], session.now())
            announce("The demo data is here.")
            st.rerun()

if server_address.serves_others():
    st.html(f'<a href="{server_address.base_path()}/sign-out" target="_self">Sign out of this browser</a>')
