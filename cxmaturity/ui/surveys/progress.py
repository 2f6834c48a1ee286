"""The progress of an open survey on the owner's page and the button that closes it, updated while people answer."""

import streamlit as st

from cxmaturity.analysis.disclosure import may_show_result_of
from cxmaturity.errors import NotFound
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments import closing
from cxmaturity.services.surveys import progress
from cxmaturity.services.surveys.progress import ParticipationStatus
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import choosers, keys
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_above, errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import announce, follow_announcement, live_text, open_next
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.ui.surveys.admission import admission_controls, admission_status
from cxmaturity.ui.surveys.invitations import PERSONAL_CODES, invitation_link
from cxmaturity.ui.surveys.messages import reminder_message
from cxmaturity.wording.surveys import progress as wording

_REFRESH_SECONDS = 5


@st.fragment(run_every=_REFRESH_SECONDS)
def survey_progress(assessment_id: str) -> None:
    """Show who waits to be admitted, how many have answered, in open mode who has not, and a text to remind them."""
    status = _open_status(assessment_id)
    with st.container():  # a place of its own: who asks to be let in does not draw the reminder anew
        admission_controls(status.assessment, admission_status(status.assessment))
    st.header("So far", anchor=False)
    st.progress(min(1.0, status.answered / status.expected) if status.expected else 0.0)
    live_text(" · ".join(wording.survey_count(status.answered, status.expected, status.finished)), "survey-progress")
    with st.container():  # so does nobody's being missed any more
        if status.waiting:
            st.markdown(f"**Not yet:** {plain(', '.join(status.waiting))}")
        elif status.waiting is None:
            st.caption("Anonymous: who answered is not known, and no answer is shown before closing.")
    codes = st.session_state.get(PERSONAL_CODES, {}).get(assessment_id, {})
    reminder_message(status, invitation_link(status.assessment), codes)


@st.fragment(run_every=_REFRESH_SECONDS)
def survey_closing(assessment_id: str) -> None:
    """Show the button that closes the survey, and what closing it now comes to."""
    status, database = _open_status(assessment_id), session.database()
    row = status.assessment
    st.header("Close", anchor=False)
    st.markdown(wording.closing_consequences(row.privacy))
    if row.privacy == "anonymous":
        questionnaire = questionnaires.archived_questionnaire(database, row.digest)
        choosers.recent_result_notice(row.team_name, questionnaire)
    with st.expander("Close the survey", icon=":material/flag:", key=keys.scoped("closing", row.id)):
        st.markdown(wording.closing_count(status.answered, status.begun))
        label, key = "Close it and see the result", keys.scoped("close-survey", row.id)
        sure_button(label, type="primary", key=key, action=_close, args=(row.id,))
    if not may_show_result_of(status.answered, row.privacy):  # it goes while people answer: above, it moved the button
        st.warning(wording.TOO_FEW_TO_CLOSE)


def _close(assessment_id: str) -> None:
    with errors_shown_above():
        closing.close_assessment(session.database(), assessment_id, session.now())
        announce("The survey is closed. This is its result.")
        open_next("result.py", assessment=assessment_id)


def _open_status(assessment_id: str) -> ParticipationStatus:
    """Return the status of an open survey; else the whole page reruns, and shows what became of the survey.

    It was closed, by its deadline or in another window, or removed: then its link and deadline must go too.
    """
    follow_announcement()
    with errors_shown_here():
        try:
            status = progress.participation_status(session.database(), assessment_id)
        except NotFound:
            st.rerun()
    if not status.assessment.is_open:
        st.rerun()
    return status
