"""Survey: the links to invite people with, how far they are, and closing it; only the owner comes here."""

import streamlit as st

from cxmaturity.analysis.disclosure import may_show_result_of
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments import closing
from cxmaturity.services.surveys import progress
from cxmaturity.ui.shared import choosers, session
from cxmaturity.ui.shared.errors import errors_shown_here
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.page_frame import announce, window_title
from cxmaturity.ui.surveys import admission, invitations
from cxmaturity.wording import surveys
from cxmaturity.wording.assessments import assessment_kind

st.title("Survey", anchor=False)
with errors_shown_here():
    database = session.database()
    status = progress.participation_status(database, session.current_assessment_id())
assessment = status.assessment
window_title("Survey", assessment.team_name)
address = {session.ASSESSMENT_PARAM: assessment.id}
if assessment.mode == "workshop":
    st.switch_page("workshop.py", query_params=address)
st.markdown(f"**{plain(assessment.team_name)} · {plain(assessment.label)}** · {assessment_kind(assessment)}")
if not assessment.is_open:
    st.info("This survey is closed.")
    st.page_link("result.py", label="See the result", icon=":material/radar:", query_params=address, help="")
    st.stop()

invitations.invitations(status)
admission.slips(assessment)
admission.admission_controls(assessment)
invitations.survey_progress(status)
st.button("Refresh", icon=":material/refresh:", key="refresh")

st.header("Close", anchor=False)
st.markdown(surveys.closing_consequences(assessment.privacy))
if not may_show_result_of(status.answered, assessment.privacy):
    st.warning(surveys.TOO_FEW_TO_CLOSE)
if assessment.privacy == "anonymous":
    questionnaire = questionnaires.archived_questionnaire(database, assessment.digest)
    choosers.recent_result_notice(assessment.team_name, questionnaire)
with st.popover("Close the survey", icon=":material/flag:", key="closing"):
    st.markdown(surveys.closing_count(status.answered, status.begun))
    if st.button("Close it and see the result", type="primary", key="close-survey"):
        with errors_shown_here():
            closing.close_assessment(database, assessment.id, session.now())
        announce("The survey is closed. This is its result.")
        st.switch_page("result.py", query_params=address)
