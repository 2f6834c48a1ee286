"""Home: unfinished work first, then the ways to begin, then what is finished."""

import streamlit as st

from cxmaturity.services import demo, library, listed, teams
from cxmaturity.ui import begin, cards, session
from cxmaturity.ui.trouble import show, shown_here

with shown_here():
    database = session.database()
    rows = listed.listing(database)
    own_teams = {team.name for team in teams.teams(database) if not team.is_demo}
sound, faulty = library.shelf()
shipped = [q for q in sound if q.id == demo.QUESTIONNAIRE]
unfinished = [row for row in rows if row.assessment.is_open]
finished = [row for row in rows if not row.assessment.is_open]

st.title("How good is the experience you give?", anchor=False)
st.markdown(
    "Answer described questions on people, operations, channels, social responsibility and leadership. "
    "See where you stand, what holds you back, and what to do today."
)

if unfinished:
    st.header("Go on where you left off", anchor=False)
    for row in unfinished:
        cards.assessment(row)

for faults in faulty:
    show(faults)

if sound:
    st.header("Assess yourself", anchor=False)
    begin.form(sound, own_teams)
    st.header("Run a workshop", anchor=False)
    st.markdown("A room votes on phones without seeing one another's votes, talks, and leaves with a plan.")
    st.page_link("workshop.py", label="Set up a workshop", icon=cards.CONSOLE, help="")

if finished:
    st.header("Finished", anchor=False)
    st.page_link("over_time.py", label="Compare over time", icon=":material/timeline:", help="")
    for row in finished[:4]:
        cards.assessment(row)
    if finished[4:]:
        with st.expander(f"Earlier · {len(finished[4:])}", key="earlier", icon=":material/history:"):
            for row in finished[4:]:
                cards.assessment(row)

with st.container(border=True):
    if demo.is_loaded(database):
        st.markdown("**You are looking at demo data** beside anything of your own.")
        if st.button("Remove the demo data", icon=":material/delete_sweep:", key="demo-out"):
            with shown_here():
                demo.remove(database)
            st.rerun()
    elif shipped:
        st.markdown("**Not ready to answer?** See a made-up organisation: three teams, four quarters, two surveys.")
        if st.button("Look around with demo data", icon=":material/explore:", key="demo-in"):
            with shown_here():
                demo.load(database, shipped[0], session.now())
            st.rerun()
