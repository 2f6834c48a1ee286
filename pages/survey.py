"""Survey: progress, invitation links and closing; only the owner sees this page."""

import streamlit as st

from cxmaturity.services.surveys import progress
from cxmaturity.services.surveys.schedule import close_overdue
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import window_title
from cxmaturity.ui.shared.page_links import page_link
from cxmaturity.ui.surveys import admission, invitations, schedule
from cxmaturity.ui.surveys.progress import survey_closing, survey_progress
from cxmaturity.wording.assessments import assessment_kind

st.title("Survey", anchor=False)
with errors_shown_here():
    database = session.database()
    close_overdue(database, session.now())
    status = progress.participation_status(database, session.current_assessment_id())
assessment = status.assessment
window_title("Survey", assessment.team_name)
if assessment.mode == "workshop":
    st.switch_page("workshop.py", query_params={session.ASSESSMENT_PARAM: assessment.id})
st.markdown(f"**{plain(assessment.team_name)} · {plain(assessment.label)}** · {assessment_kind(assessment)}")
if not assessment.is_open:
    st.info("This survey is closed.")
    page_link("result", "See the result", assessment=assessment.id)
    st.header("Afterwards", anchor=False)
    schedule.schedule(assessment)
    schedule.due_rounds(only=assessment.id)
    st.stop()

survey_progress(assessment.id)
invitations.invitations(status)
admission.slips(assessment)
st.header("When", anchor=False)
schedule.schedule(assessment)
survey_closing(assessment.id)
