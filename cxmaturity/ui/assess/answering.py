"""Answering, from the first open question to the review."""

from typing import Literal

import streamlit as st

from cxmaturity.questionnaire.schema import Question
from cxmaturity.services.assessments import closing, views
from cxmaturity.services.assessments.views import AssessmentView, PersonView
from cxmaturity.ui.assess.answer_form import answer_form
from cxmaturity.ui.shared import session
from cxmaturity.ui.shared.errors import errors_shown_here
from cxmaturity.ui.shared.escape import plain

AT = "at"  # the question, in the address
VIEW = "view"
View = Literal["question", "dimension", "review"]
VIEWS: dict[View, str] = {"question": "One question", "dimension": "One dimension", "review": "Review and finish"}
_GO = "go-to"


def assessment_page() -> None:
    """Show the questions of the assessment in the address, one at a time or one dimension at a time, or the review."""
    with errors_shown_here():
        at = session.current_view()
        if not isinstance(at, PersonView) or not at.assessment.is_open:
            st.info("This assessment is finished. Reopen it on the result page to change answers.")
            _result_link(at, "See the result")
            return
        place, view = _place(at), _view(at)
        if view == "review":
            _review(at)
        elif answer_form(at, views.previous_view(session.database(), at), place.id, view):
            _go("review")


def _place(at: AssessmentView) -> Question:
    """Return the question to show: where we were sent, else the address, else the first open one, else the first."""
    sent = st.session_state.pop(_GO, None)
    if sent:
        view, sent_to = sent
        st.session_state[VIEW] = view
        if sent_to:
            st.query_params[AT] = sent_to
    by_id = {q.id: q for q in at.questions}
    named = st.query_params.get(AT)
    if named in by_id:
        return by_id[named]
    first = (*at.open_questions, *at.questions)[0]
    st.query_params[AT] = first.id
    return first


def _go(view: View, to: Question | None = None) -> None:
    """Run again with another question or view: widgets above have been drawn and cannot be changed in this run."""
    st.session_state[_GO] = (view, to.id if to else None)
    st.rerun()


def _view(view: AssessmentView) -> View:
    """Show whose assessment this is and the ways to look at its questions; return the chosen one."""
    st.title(f"{plain(view.assessment.team_name)} · {plain(view.assessment.label)}", anchor=False)
    default: View = "question"
    return st.segmented_control(
        "Show",
        list(VIEWS),
        format_func=VIEWS.__getitem__,
        key=VIEW,
        default=default,
        required=True,
        bind="query-params",
        label_visibility="collapsed",
    )


def _review(view: AssessmentView) -> None:
    st.subheader("What is still open", anchor=False)
    unknown = view.response.unknown_questions(view.questions)
    if view.open_questions:
        st.markdown("Missing answers are never counted as low ones. The result shows the range they leave open.")
        for question in view.open_questions:
            if st.button(f"{question.id} · {plain(question.prompt)}", key=f"open-{question.id}", type="tertiary"):
                _go("question", question)
    else:
        st.markdown(":green[:material/check_circle:] Every question has an answer.")
    if unknown:
        st.subheader("What you did not know, and whom to ask", anchor=False)
        for question in unknown:
            if st.button(f"{question.id} · {plain(question.prompt)}", key=f"unknown-{question.id}", type="tertiary"):
                _go("question", question)
            st.caption(f"Ask: {plain(question.ask)}")
    st.subheader("Finish", anchor=False)
    st.markdown("Finishing keeps this result as a dated milestone, to compare with next time. You can reopen it later.")
    with st.container(horizontal=True):
        if st.button("Finish and see the result", key="finish", type="primary", icon=":material/flag:"):
            closing.close_assessment(session.database(), view.assessment.id, session.now())
            st.switch_page("result.py", query_params={session.ASSESSMENT_PARAM: view.assessment.id})
        _result_link(view, "See the result so far")


def _result_link(view: AssessmentView, label: str) -> None:
    address = {session.ASSESSMENT_PARAM: view.assessment.id}
    st.page_link("result.py", label=label, icon=":material/radar:", query_params=address, help="")
