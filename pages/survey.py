"""Survey: the links to invite people with, how far they are, and closing it; only the owner comes here."""

import streamlit as st

from cxmaturity.analysis.disclosure import MIN_GROUP_SIZE, may_show_result_of
from cxmaturity.services.assessments import closing
from cxmaturity.services.surveys import progress
from cxmaturity.ui.shared import cards, session
from cxmaturity.ui.shared.errors import errors_shown_here
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.surveys import invitations

st.title("Survey", anchor=False)
with errors_shown_here():
    database = session.database()
    standing = progress.participation_status(database, session.current_assessment_id())
assessment = standing.assessment
address = {session.ASSESSMENT_PARAM: assessment.id}
if assessment.mode == "workshop":
    st.switch_page("workshop.py", query_params=address)
st.markdown(f"**{plain(assessment.team_name)} · {plain(assessment.label)}** · {cards.assessment_kind(assessment)}")
if not assessment.is_open:
    st.info("This survey is closed.")
    st.page_link("result.py", label="See the result", icon=":material/radar:", query_params=address, help="")
    st.stop()

invitations.invitations(standing)
invitations.survey_progress(standing)
st.button("Look again", icon=":material/refresh:", key="look-again")

st.header("Close", anchor=False)
st.markdown(
    "Closing ends the answering and keeps the group's result as a dated milestone, to compare with next time. "
    "What each question's answers come to is shown then, not before."
    + (" An anonymous survey cannot be reopened after that." if assessment.privacy == "anonymous" else "")
)
if not may_show_result_of(standing.answered, assessment.privacy):
    st.warning(
        f"Fewer than {MIN_GROUP_SIZE} people have answered. Closed now, the result would show nothing, to protect them."
    )
with st.popover("Close the survey", icon=":material/flag:", key="closing"):
    people = "1 person has" if standing.answered == 1 else f"{standing.answered} people have"
    st.markdown(f"{people} answered; {standing.begun - standing.answered} only looked.")
    if st.button("Close it and see the result", type="primary", key="close-survey"):
        with errors_shown_here():
            closing.close_assessment(database, assessment.id, session.now())
        st.switch_page("result.py", query_params=address)
