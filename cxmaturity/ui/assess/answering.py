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
from cxmaturity.ui.shared.page_frame import announce, window_title

QUESTION_PARAM, LAYOUT_PARAM = "at", "view"  # their names in the address
Layout = Literal["question", "dimension", "review"]
LAYOUTS: dict[Layout, str] = {"question": "One question", "dimension": "One dimension", "review": "Review and finish"}
_GO_TO = "go-to"  # session key: the layout and question to show in the next run


def assessment_page() -> None:
    """Show the questions of the assessment in the address, one at a time or one dimension at a time, or the review."""
    with errors_shown_here("Assess"):
        view = session.current_view()
        if not isinstance(view, PersonView) or not view.assessment.is_open:
            st.title("Assess", anchor=False)
            window_title("Assess", view.assessment.team_name)
            st.info("This assessment is finished. Reopen it on the result page to change answers.")
            _result_link(view, "See the result")
            return
        question, layout = _current_question(view), _choose_layout(view)
        window_title("Review" if layout == "review" else "Assess", view.assessment.team_name)
        if layout == "review":
            _review(view)
        elif answer_form(view, views.previous_view(session.database(), view), question.id, layout):
            _go_to("review")


def _current_question(view: AssessmentView) -> Question:
    """Return the question to show: the one gone to, else that of the address, else the first open one or the first."""
    target = st.session_state.pop(_GO_TO, None)
    if target:
        st.session_state[LAYOUT_PARAM], question_id = target
        if question_id:
            st.query_params[QUESTION_PARAM] = question_id
    by_id = {q.id: q for q in view.questions}
    named = st.query_params.get(QUESTION_PARAM)
    if named in by_id:
        return by_id[named]
    first = (*view.open_questions, *view.questions)[0]
    st.query_params[QUESTION_PARAM] = first.id
    return first


def _go_to(layout: Layout, question: Question | None = None) -> None:
    """Run the page again with another layout or question: widgets already drawn cannot be changed in this run."""
    st.session_state[_GO_TO] = (layout, question.id if question else None)
    st.rerun()


def _choose_layout(view: AssessmentView) -> Layout:
    """Show whose assessment this is and the layouts of its questions; return the chosen one."""
    st.title(f"{plain(view.assessment.team_name)} · {plain(view.assessment.label)}", anchor=False)
    default: Layout = "question"
    return st.segmented_control(
        "Show",
        list(LAYOUTS),
        format_func=LAYOUTS.__getitem__,
        key=LAYOUT_PARAM,
        default=default,
        required=True,
        bind="query-params",
        label_visibility="collapsed",
    )


def _review(view: AssessmentView) -> None:
    st.header("What is still open", anchor=False)
    unknown = view.response.unknown_questions(view.questions)
    if view.open_questions:
        st.markdown("Missing answers are never counted as low ones. The result shows the range they leave open.")
        for question in view.open_questions:
            if st.button(f"{question.id} · {plain(question.prompt)}", key=f"open-{question.id}", type="tertiary"):
                _go_to("question", question)
    else:
        st.markdown(":green[:material/check_circle:] Every question has an answer.")
    if unknown:
        st.header("What you did not know, and whom to ask", anchor=False)
        for question in unknown:
            if st.button(f"{question.id} · {plain(question.prompt)}", key=f"unknown-{question.id}", type="tertiary"):
                _go_to("question", question)
            st.caption(f"Ask: {plain(question.ask)}")
    st.header("Finish", anchor=False)
    st.markdown("Finishing keeps this result as a dated milestone, to compare with next time. You can reopen it later.")
    with st.container(horizontal=True):
        if st.button("Finish and see the result", key="finish", type="primary", icon=":material/flag:"):
            closing.close_assessment(session.database(), view.assessment.id, session.now())
            announce("Finished. This is your result.")
            st.switch_page("result.py", query_params={session.ASSESSMENT_PARAM: view.assessment.id})
        _result_link(view, "See the result so far")


def _result_link(view: AssessmentView, label: str) -> None:
    address = {session.ASSESSMENT_PARAM: view.assessment.id}
    st.page_link("result.py", label=label, icon=":material/radar:", query_params=address, help="")
