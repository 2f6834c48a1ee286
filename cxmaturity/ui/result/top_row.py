"""The row that stays visible while the result is scrolled: links to its parts, and buttons such as Reopen."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from cxmaturity.analysis.disclosure import may_reopen
from cxmaturity.browser import assets
from cxmaturity.services.assessments import closing
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.wording.assessments import REOPEN_QUESTION, reopening_question
from cxmaturity.wording.exports.exports import DOWNLOAD

_ASKING = "reopen-asked"  # session key: the assessment whose reopening waits for a confirmation


_download_and_print = st.components.v2.component(
    "cx_download_and_print",
    html=f'<a class="cx-action" href="#download-and-share">{DOWNLOAD}</a>'
    '<button type="button" class="cx-action">Print</button>',
    js=assets.script("page/print_button.js"),
    isolate_styles=False,
)


def actions_row(view: AssessmentView, parts: Sequence[str]) -> None:
    """Show links to the parts of the page, given by their headings, the buttons, and beneath them a confirmation."""
    assessment = view.assessment
    with st.container(horizontal=True, vertical_alignment="center", key="screen-only-actions", gap="small"):
        links = "".join(f'<a href="#{_anchor(part)}">{part}</a>' for part in parts)
        if links:
            st.html(f'<nav class="cx-parts" aria-label="Parts of this result">{links}</nav>')
        if assessment.is_open:
            address = session.answering_address(assessment.id)
            icon = ":material/checklist:"
            st.page_link("assess.py", label="Continue answering", icon=icon, query_params=address, help="")
        _download_and_print(key=f"print-{assessment.id}", width="content", height="content")
        if may_be_reopened(view):
            st.button("Reopen", key="reopen", on_click=_ask_first, args=(assessment.id,))
    if st.session_state.get(_ASKING) == assessment.id and may_be_reopened(view):
        _ask_to_reopen(view, session.day_of(assessment.closed_at) if assessment.closed_at else None)


def _ask_first(assessment_id: str) -> None:
    st.session_state[_ASKING] = assessment_id
    announce(REOPEN_QUESTION, focus="screen-only-reopening", is_quiet=True)


def may_be_reopened(view: AssessmentView) -> bool:
    """Return whether reopening is offered: not for demo data, workshops, and shown results of anonymous people."""
    assessment = view.assessment
    if assessment.is_open or assessment.is_demo or assessment.mode == "workshop":
        return False
    return view.group is None or may_reopen(view.group.disclosure, assessment.privacy)


def _anchor(heading: str) -> str:
    """Return the HTML id that Streamlit gives a heading."""
    return "-".join(heading.lower().replace("?", "").split())


def _ask_to_reopen(view: AssessmentView, day: date | None) -> None:
    """Show the confirmation of reopening, in a row beneath the buttons."""
    with st.container(border=True, key="screen-only-reopening"):
        st.markdown(f"**{REOPEN_QUESTION}** {plain(reopening_question(view.assessment, day))}")
        with st.container(horizontal=True):
            is_agreed = st.button("Reopen it", key="reopen-now", type="primary")
            is_declined = st.button("Leave it finished", key="reopen-not")
    if is_agreed or is_declined:
        del st.session_state[_ASKING]
    if is_agreed:
        with errors_shown_here():
            closing.reopen_assessment(session.database(), view.assessment.id, session.now())
        announce("The assessment is open again.")
        if view.assessment.mode != "solo":
            st.switch_page("survey.py", query_params={session.ASSESSMENT_PARAM: view.assessment.id})
    if is_agreed or is_declined:
        st.rerun()
