"""Reopening a finished assessment: whether it is offered, its button, and the confirmation."""

import streamlit as st

from cxmaturity.analysis.disclosure import may_reopen
from cxmaturity.records import Mode
from cxmaturity.services.assessments import closing, views
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import keys
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_above
from cxmaturity.ui.shared.frame.page_frame import announce, open_next
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.wording.assessments import REOPEN_QUESTION, reopening_question

_ASKING = "reopen-asked"  # session key: the assessment whose reopening waits for a confirmation


def may_be_reopened(view: AssessmentView) -> bool:
    """Return whether reopening is offered: not for demo data, workshops, and shown results of anonymous people."""
    assessment = view.assessment
    if assessment.is_open or assessment.is_demo or assessment.mode == "workshop":
        return False
    return view.group is None or may_reopen(view.group.disclosure, assessment.privacy)


def reopen_button(view: AssessmentView) -> None:
    """Show the button that asks whether to reopen; nothing where reopening is not offered."""
    if may_be_reopened(view):
        key, args = keys.scoped("reopen", view.assessment.id), (view.assessment.id,)
        st.button("Reopen", key=key, on_click=_ask_first, args=args)


def _ask_first(assessment_id: str) -> None:
    with errors_shown_above():
        views.load_view(session.database(), assessment_id)  # else another window has removed it
        st.session_state[_ASKING] = assessment_id
        announce(REOPEN_QUESTION, focus="screen-only-reopening", is_quiet=True)


def confirmation(view: AssessmentView) -> None:
    """Show the confirmation of reopening, once its button is clicked."""
    place = st.container()  # kept while nothing is asked: else all of the result would be drawn anew
    if st.session_state.get(_ASKING) != view.assessment.id or not may_be_reopened(view):
        return
    day = session.day_of(view.assessment.closed_at) if view.assessment.closed_at else None
    with place.container(border=True, key="screen-only-reopening"):
        st.markdown(f"**{REOPEN_QUESTION}** {plain(reopening_question(view.assessment, day))}")
        with st.container(horizontal=True):
            key, args = keys.scoped("reopen-now", view.assessment.id), (view.assessment.id, view.assessment.mode)
            sure_button("Reopen it", key=key, action=_reopen, args=args, type="primary")
            sure_button("Leave it finished", key=keys.scoped("reopen-not", view.assessment.id), action=_leave)


def _reopen(assessment_id: str, mode: Mode) -> None:
    st.session_state.pop(_ASKING, None)
    with errors_shown_above():
        closing.reopen_assessment(session.database(), assessment_id)
        announce("The assessment is open again.")
        if mode != "solo":
            open_next("survey.py", assessment=assessment_id)


def _leave() -> None:
    st.session_state.pop(_ASKING, None)
