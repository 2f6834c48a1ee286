"""Workshop: setting one up, and the facilitator's console; nothing of it is ever projected."""

import streamlit as st

from cxmaturity.services import library, listed, teams, workshops
from cxmaturity.ui import cards, room_setup, session
from cxmaturity.ui.console import console
from cxmaturity.ui.trouble import show, shown_here

named = st.query_params.get(session.ASSESSMENT)
if named:
    st.set_page_config(layout="wide")  # the hints stand beside the question
    with shown_here():
        room = workshops.room(session.database(), named)
    console(room)
    st.stop()

with shown_here():
    database = session.database()
    rows = listed.listing(database, most=0)
    own_teams = {team.name for team in teams.teams(database) if not team.is_demo}
sound, faulty = library.shelf()
st.title("Workshop", anchor=False)
st.markdown(
    "Project a screen and let people join on their phones by a code. They vote without seeing one another's votes; "
    "you reveal, the room talks, votes again or agrees, and leaves with a result and a plan with names on it."
)
for faults in faulty:
    show(faults)
rooms = [row for row in rows if row.assessment.mode == "workshop"]
if rooms:
    st.header("Go on where you left off", anchor=False)
    for row in rooms:
        cards.assessment(row)
if sound:
    st.header("Run a workshop", anchor=False)
    room_setup.form(sound, own_teams)
