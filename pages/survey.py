"""Survey: the links to invite people with, how far they are, and closing it; only the owner comes here."""

import streamlit as st

from cxmaturity.disclosure import FLOOR
from cxmaturity.services import assessments, surveys
from cxmaturity.ui import cards, inviting, session
from cxmaturity.ui.plain import plain
from cxmaturity.ui.trouble import shown_here

st.title("Survey", anchor=False)
with shown_here():
    database = session.database()
    standing = surveys.standing(database, session.named())
assessment = standing.assessment
address = {session.ASSESSMENT: assessment.id}
if assessment.mode == "workshop":
    st.switch_page("workshop.py", query_params=address)
st.markdown(f"**{plain(assessment.team_name)} · {plain(assessment.label)}** · {cards.kind(assessment)}")
if not assessment.is_open:
    st.info("This survey is closed.")
    st.page_link("result.py", label="See the result", icon=":material/radar:", query_params=address, help="")
    st.stop()

inviting.invitations(standing)
inviting.progress(standing)
st.button("Look again", icon=":material/refresh:", key="look-again")

st.header("Close", anchor=False)
st.markdown(
    "Closing ends the answering and keeps the group's result as a dated milestone, to compare with next time. "
    "What each question's answers come to is shown then, not before."
    + (" An anonymous survey cannot be reopened after that." if assessment.privacy == "anonymous" else "")
)
if assessment.privacy == "anonymous" and standing.answered < FLOOR:
    st.warning(f"Fewer than {FLOOR} people have answered. Closed now, the result would show nothing, to protect them.")
with st.popover("Close the survey", icon=":material/flag:", key="closing"):
    people = "1 person has" if standing.answered == 1 else f"{standing.answered} people have"
    st.markdown(f"{people} answered; {standing.begun - standing.answered} only looked.")
    if st.button("Close it and see the result", type="primary", key="close-survey"):
        with shown_here():
            assessments.finish(database, assessment.id, session.now())
        st.switch_page("result.py", query_params=address)
