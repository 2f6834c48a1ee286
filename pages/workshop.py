"""Workshop: preparing one, and the facilitator's console; it is never projected."""

import streamlit as st

from cxmaturity.services import questionnaires, teams
from cxmaturity.services.assessments import listing
from cxmaturity.services.workshops import workshop_view
from cxmaturity.ui.shared import cards
from cxmaturity.ui.shared.frame import page_frame, session
from cxmaturity.ui.shared.frame.errors import errors_shown_here, show_error
from cxmaturity.ui.workshop.console import console
from cxmaturity.ui.workshop.preparing import setup

named = st.query_params.get(session.ASSESSMENT_PARAM)
if named:
    with errors_shown_here("Workshop"):
        room = workshop_view.load_workshop(session.database(), named)
    console(room)
    st.stop()

with errors_shown_here("Workshop"):
    database = session.database()
    rows = listing.list_assessments(database, most_open=None, most_closed=0, mode="workshop")
    own_teams = {team.name for team in teams.list_teams(database) if not team.is_demo}
sound, faulty = questionnaires.list_questionnaires()
page_frame.window_title("Workshop")
st.title("Workshop", anchor=False)
st.markdown(
    "Project a screen and let people join on their phones by a code. They vote without seeing one another's votes; "
    "you reveal, the room talks, votes again or agrees, and leaves with a result and a plan with names on it."
)
for faults in faulty:
    show_error(faults)
cards.removed_notice()
if rows:
    st.header("Continue where you left off", anchor=False)
    for row in rows:
        cards.assessment_card(row)
if sound:
    st.header("Run a workshop", anchor=False)
    setup.setup_form(sound, own_teams)
