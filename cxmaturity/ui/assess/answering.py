"""The page Assess, from the first open question to the review."""

from typing import Literal

import streamlit as st

from cxmaturity.questionnaire.schema import Question
from cxmaturity.services.assessments import closing, views
from cxmaturity.services.assessments.views import AssessmentView, PersonView
from cxmaturity.ui.assess.answer_form import answer_form, form_key
from cxmaturity.ui.result.reopening import may_be_reopened
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms.assessment_picker import pick_assessment
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_above, errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import announce, is_from_menu, open_next, window_title
from cxmaturity.ui.shared.page_links import page_link
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.wording.assessments import finished_notice
from cxmaturity.wording.questionnaire.answers import QUESTION_SHOWN, describe_answer, few_answers_notice, review_summary
from cxmaturity.wording.surveys.participation import PAGE_TEXTS

Layout = Literal["question", "dimension", "review"]
LAYOUTS: dict[Layout, str] = {"question": "One question", "dimension": "One dimension", "review": "Review and finish"}
_GO_TO = "go-to"  # session key: the layout and question to show in the next run
_REVIEW = "review"  # key of the container that the focus moves to
_ASKS_FIRST = "asks-before-finishing"  # session key: id of the assessment whose finishing waits for a confirmation


def assessment_page() -> None:
    """Show the questions of the assessment in the address, one at a time or one dimension at a time, or the review."""
    with errors_shown_here("Assess"):
        view = session.current_view(to_answer=True)
        if is_from_menu():
            pick_assessment(view.assessment, is_open=True)
        if not isinstance(view, PersonView) or not view.assessment.is_open:
            return _finished(view)
        is_named = session.QUESTION_PARAM in st.query_params or _GO_TO in st.session_state
        question, layout = _current_question(view), _choose_layout(view)
        session.remember_layout(view.assessment.id, LAYOUTS[layout])
        window_title("Review" if layout == "review" else "Assess", view.assessment.team_name)
        if layout == "review":
            return _review(view)
        st.session_state.pop(_ASKS_FIRST, None)
        if answer_form(view, views.previous_view(session.database(), view), question.id, layout, is_named=is_named):
            _go_to_review(view)


def _finished(view: AssessmentView) -> None:
    """Show that the assessment is finished, with links to its result and to Home."""
    row = view.assessment
    st.title("Assess", anchor=False)
    window_title("Assess", row.team_name)
    st.info(plain(finished_notice(row, may_be_reopened(view))), icon=":material/flag:")
    with st.container(horizontal=True):
        page_link("result", "See the result", assessment=view.assessment.id)
        if not row.is_demo:
            page_link("home", "Begin the next round", icon=":material/replay:", begin="next", assessment=row.id)
        page_link("home", "Begin something new")


def _current_question(view: AssessmentView) -> Question:
    """Return the question to show: the one just navigated to, else that of the address, else the first unanswered one.

    When every question is answered, the last of these is the first question.
    """
    target = st.session_state.pop(_GO_TO, None)
    if target:
        st.session_state[session.LAYOUT_PARAM], question_id = target
        if question_id:
            st.query_params[session.QUESTION_PARAM] = question_id
    by_id = {q.id: q for q in view.questions}
    named = st.query_params.get(session.QUESTION_PARAM)
    if named in by_id:
        return by_id[named]
    first = (*view.open_questions, *view.questions)[0]
    st.query_params[session.QUESTION_PARAM] = first.id
    return first


def _go_to_review(view: AssessmentView) -> None:
    """Rerun the page with the review; widgets that this run has drawn can be changed in the next one only."""
    st.session_state[_GO_TO] = ("review", None)
    announce(review_summary(len(view.open_questions)), focus=_REVIEW, is_quiet=True)
    st.rerun()


def _go_to_question(assessment_id: str, question_id: str) -> None:
    """Callback: let the next run show this question."""
    st.session_state[_GO_TO] = ("question", question_id)
    announce(QUESTION_SHOWN, focus=form_key(assessment_id), is_quiet=True)


def _choose_layout(view: AssessmentView) -> Layout:
    """Show the assessment's team and name and the choice of a layout; return the chosen layout."""
    default: Layout = "question"
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="assess-head"
    ):
        st.title(f"{plain(view.assessment.team_name)} · {plain(view.assessment.label)}", anchor=False, width="content")
        chosen: Layout | None = st.segmented_control(
            "Show",
            list(LAYOUTS),
            format_func=LAYOUTS.__getitem__,
            key=session.LAYOUT_PARAM,
            default=default,
            required=True,
            bind="query-params",
            label_visibility="collapsed",
            width="content",
        )
    return chosen or default  # for an empty one in the address, the widget returns None


def _review(view: AssessmentView) -> None:
    with st.container(key=_REVIEW):
        st.header("What is still open", anchor=False)
        if not view.open_questions:
            st.markdown(f":green[:material/check_circle:] {review_summary(0)}")
    unknown = view.response.unknown_questions(view.questions)
    if view.open_questions:
        st.markdown("Missing answers are never counted as low ones. The result shows the range they leave open.")
        with st.container(gap="xxsmall"):
            for question in view.open_questions:
                _question_link(view, question, "open")
    if unknown:
        st.header(PAGE_TEXTS["not_known"], anchor=False)
        with st.container(gap="xxsmall"):
            for question in unknown:
                _question_link(view, question, "unknown")
                if question.ask:
                    st.caption(f"Ask: {plain(question.ask)}")
    st.header("Finish", anchor=False)
    st.markdown("Finishing keeps this result as a dated milestone, to compare with next time. You can reopen it later.")
    _finish(view)
    _all_answers(view)  # last: they are many, and the button would be out of sight below them


def _all_answers(view: AssessmentView) -> None:
    answered = [q for q in view.questions if view.response.answer(q.id).is_answered]
    if answered:
        st.header("Your answers", anchor=False)
        with st.container(gap="xxsmall"):
            for question in answered:
                words = describe_answer(view.questionnaire, view.response.answer(question.id))
                _question_link(view, question, "answer", f" **{plain(words)}**")


def _question_link(view: AssessmentView, question: Question, list_name: str, words: str = "") -> None:
    """Show a line that opens a question when clicked; its key joins `list_name` and the question's id."""
    label, key = f"{question.id} · {plain(question.prompt)}{words}", f"{list_name}-{question.id}"
    args = (view.assessment.id, question.id)
    sure_button(label, key=key, type="tertiary", action=_go_to_question, args=args)


def _finish(view: AssessmentView) -> None:
    """Show the button that finishes the assessment; with few answers, a click asks for a confirmation."""
    caution = few_answers_notice(len(view.questions) - len(view.open_questions), len(view.questions))
    is_asking = caution and st.session_state.get(_ASKS_FIRST) == view.assessment.id
    if is_asking:
        st.warning(f"{caution} Do you want to finish all the same?", icon=":material/help:")
    with st.container(horizontal=True, vertical_alignment="center"):
        label = "Finish all the same" if is_asking else "Finish and see the result"
        key, args = "finish-all-the-same" if is_asking else "finish", (view.assessment.id, "" if is_asking else caution)
        sure_button(label, key=key, type="primary", icon=":material/flag:", action=_close, args=args)
        if is_asking:
            args = (view.assessment.id, view.open_questions[0].id)
            sure_button("Answer more", key="answer-more", action=_go_to_question, args=args)
        page_link("result", "See the result so far", assessment=view.assessment.id)


def _close(assessment_id: str, caution: str) -> None:
    """Callback: finish the assessment, or with a `caution` ask first."""
    if caution:
        st.session_state[_ASKS_FIRST] = assessment_id
        announce(f"{caution} Do you want to finish all the same?", focus="finish-all-the-same", is_quiet=True)
        return
    with errors_shown_above():
        closing.close_assessment(session.database(), assessment_id, session.now())
        announce("Finished. This is your result.")
        open_next("result.py", assessment=assessment_id)
