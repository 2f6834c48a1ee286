"""Answering, from the first open question to the review.

Not a fragment: after a restart of the server Streamlit knows no fragments until the page has run as a whole, and
silently drops every click on one.
"""

from collections.abc import Mapping
from typing import Literal

import streamlit as st

from cxmaturity.answers import Answer, Response
from cxmaturity.questionnaire import Dimension, Question
from cxmaturity.services import assessments
from cxmaturity.services.assessments import Work
from cxmaturity.ui import question as asking
from cxmaturity.ui import saving, session
from cxmaturity.ui.plain import plain
from cxmaturity.ui.trouble import shown_here

AT = "at"  # the question, in the address
VIEW = "view"
View = Literal["question", "dimension", "review"]
VIEWS: dict[View, str] = {"question": "One question", "dimension": "One dimension", "review": "Review and finish"}
_GO = "go-to"
_HERE = "dimension-here"
_LAST = "last-time"


def answering() -> None:
    """Show the questions of the assessment in the address, one at a time or one dimension at a time, or the review."""
    with shown_here():
        at = session.work()
        last = _last_time(at)
        questions, place = at.questions, _place(at)
        if not at.assessment.is_open:
            st.info("This assessment is finished. Reopen it on the result page to change answers.")
            _result_link(at, "See the result")
            return
        view = _view(at)
        if view == "review":
            _review(at)
        elif view == "dimension":
            _page(at, [q for q in questions if _dimension(at, q) is _dimension(at, place)], last, view)
        else:
            _page(at, [place], last, view)


def _place(at: Work) -> Question:
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


def _dimension(at: Work, question: Question) -> Dimension:
    return at.questionnaire.dimension_of[question.id]


def _last_time(at: Work) -> Work | None:
    """Return last time's answers; looked up once, for they no longer change."""
    if at.assessment.id not in (found := st.session_state.setdefault(_LAST, {})):
        found[at.assessment.id] = assessments.last_time(session.database(), at)
    earlier: Work | None = found[at.assessment.id]
    return earlier


def _view(at: Work) -> View:
    """Show whose assessment this is and the ways to look at its questions; return the chosen one."""
    st.title(f"{plain(at.assessment.team_name)} · {plain(at.assessment.label)}", anchor=False)
    default: View = "question"
    chosen = st.segmented_control(
        "Show",
        list(VIEWS),
        format_func=VIEWS.__getitem__,
        key=VIEW,
        default=default,
        bind="query-params",
        label_visibility="collapsed",
    )
    return "question" if chosen is None else chosen


def _page(at: Work, shown: list[Question], last: Work | None, view: View) -> None:
    answers, slots = {}, {}
    top = st.container()  # filled once it is known what is stored
    for question in shown:
        with st.container(key=f"question-{question.id}", border=view == "dimension"):
            number = at.questions.index(question) + 1
            capability = next(c for c in _dimension(at, question).capabilities if c.id == question.capability)
            st.caption(f"{plain(capability.name)} · question {number} of {len(at.questions)}")
            asking.heading(at, question)
            answers[question.id] = asking.answer(at, question, last)
            slots[question.id] = st.container()
    settled = saving.settle(at, {name: a for name, a in answers.items() if a is not None})
    for name, slot in slots.items():
        with slot:
            asking.status(name, settled.get(name), answers[name])
    with top:
        _progress(at, shown[0], view, {n: a for n, a in answers.items() if n in settled and not settled[n].trouble})
    held = any(a is None for a in answers.values()) or any(s.trouble for s in settled.values())
    _move(at, shown, view, held)
    saving.complete()


def _progress(at: Work, place: Question, view: View, stored_now: Mapping[str, Answer | None]) -> None:
    """Show how far the whole and each dimension are, with what this run stored, and the way to another dimension."""
    response = Response({**at.response.answers, **{n: a for n, a in stored_now.items() if a}})
    parts = {d.id: tuple(q for q in at.questions if _dimension(at, q) is d) for d in at.questionnaire.dimensions}
    names = {d.id: d.name for d in at.questionnaire.dimensions if parts[d.id]}
    given, asked = response.given(at.questions), len(at.questions)
    st.progress(given / asked, f"{given} of {asked} answered")

    def label(name: str) -> str:
        done, of = response.given(parts[name]), len(parts[name])
        return f"{':material/check: ' if done == of else ''}{plain(names[name])} {done}/{of}"

    here = _dimension(at, place).id
    if _HERE in st.session_state:
        st.session_state[_HERE] = here
    default = None if _HERE in st.session_state else here
    chosen = st.segmented_control(
        "Dimension", list(names), format_func=label, key=_HERE, default=default, label_visibility="collapsed"
    )
    if chosen and chosen != here:
        _go(view, next((q for q in parts[chosen] if q in at.open_questions), parts[chosen][0]))


def _move(at: Work, shown: list[Question], view: View, held: bool) -> None:
    """Offer the way back and on. While something on the page is not saved, neither leaves it."""
    first, final = at.questions.index(shown[0]), at.questions.index(shown[-1])
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        back = st.button("Back", key="back", icon=":material/arrow_back:", disabled=first == 0)
        onward = "Next" if final + 1 < len(at.questions) else "Review and finish"
        following = st.button(onward, key="next", type="primary", icon=":material/arrow_forward:")
    st.caption(
        f"Keys: 1 to {at.questionnaire.top} choose, 0 is don't know, left and right arrows move.  \n"
        "Leave any time: this page's address brings you back."
    )
    if held and (back or following):
        st.warning("Stay a moment: what is on this page is not saved yet.")
    elif back:
        _go(view, at.questions[first - 1])
    elif following:
        _go(view, at.questions[final + 1]) if final + 1 < len(at.questions) else _go("review")


def _review(at: Work) -> None:
    st.subheader("What is still open", anchor=False)
    unknown = at.response.unknown(at.questions)
    if at.open_questions:
        st.markdown("Missing answers are never counted as low ones. The result shows the range they leave open.")
        for question in at.open_questions:
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
            assessments.finish(session.database(), at.assessment.id, session.now())
            st.switch_page("result.py", query_params={session.ASSESSMENT: at.assessment.id})
        _result_link(at, "See the result so far")


def _result_link(at: Work, label: str) -> None:
    address = {session.ASSESSMENT: at.assessment.id}
    st.page_link("result.py", label=label, icon=":material/radar:", query_params=address, help="")
