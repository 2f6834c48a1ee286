"""The facilitator's console: one workshop from the lobby to its end. Only the owner sees it; it is never projected."""

from collections.abc import Callable, Mapping

import streamlit as st

from cxmaturity.services.surveys.admission import AdmissionStatus
from cxmaturity.services.workshops.preparing import join_codes
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import agree_form
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.language import mark_questionnaire
from cxmaturity.ui.shared.frame.page_frame import window_title
from cxmaturity.ui.shared.page_links import ICONS, page_link
from cxmaturity.ui.surveys import admission, invitations
from cxmaturity.ui.workshop.action_buttons import (
    PHASE,
    action_button,
    actions_performed,
    confirmation,
    is_confirming,
    show_notices,
    timer_buttons,
)
from cxmaturity.ui.workshop.finishing import ending, first_steps
from cxmaturity.ui.workshop.hints_and_notes import save_typed_notes
from cxmaturity.ui.workshop.live_status import is_writing, live_status
from cxmaturity.ui.workshop.participants import participants
from cxmaturity.ui.workshop.polls import warm_up_result
from cxmaturity.ui.workshop.preparing.join_card import join_card
from cxmaturity.ui.workshop.progress import question_overview
from cxmaturity.ui.workshop.question import current_question
from cxmaturity.ui.workshop.switches import switch_toggle
from cxmaturity.ui.workshop.timer import timer_choices
from cxmaturity.wording.assessments import assessment_kind
from cxmaturity.wording.surveys.privacy import PRIVACY_DESCRIPTIONS
from cxmaturity.wording.workshop import polls
from cxmaturity.wording.workshop.workshop_console import END, END_ANSWERING, phase_title
from cxmaturity.wording.workshop.workshop_setup import PACE_DESCRIPTIONS
from cxmaturity.workshops.state import Phase

_DRAWN = "workshop-drawn"  # session key: (the workshop as this window shows it, actions performed by then)


def console(workshop: WorkshopView) -> None:
    """Show the workshop in its current phase, with the actions allowed there."""
    mark_questionnaire(workshop.questionnaire)
    noted = save_typed_notes(workshop)
    agree_form.show_overwritten(workshop.assessment.id, workshop.questionnaire)
    workshop = _held_while_writing(workshop, noted)
    show_notices(workshop)
    row = workshop.assessment
    window_title(phase_title(workshop.state), row.team_name)
    st.title(f"{plain(row.team_name)} · {plain(row.label)}", anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", key="workshop-head"):
        st.markdown(assessment_kind(row), width="stretch")
        if row.is_open:
            switch_toggle(workshop, "is_shared")
            switch_toggle(workshop, "asks_why")
            switch_toggle(workshop, "screen_blank")
            screen = invitations.screen_link(workshop)
            st.link_button("Open the screen", screen, icon=ICONS["screen"], key="workshop-screen")
    if row.is_open:
        waiting = admission.admission_status(row)
        live_status(workshop, waiting.asking)
    with st.container(key=PHASE):
        _PARTS[workshop.state.phase](workshop)
    if row.is_open:
        _beneath_phase(workshop, waiting)


def _beneath_phase(workshop: WorkshopView, waiting: AdmissionStatus) -> None:
    """Show the controls of the whole workshop, each in a place of its own: what comes and goes moves no other one.

    Another window may move on, or a phone ask to be let in, while somebody types in one of them.
    """
    phase, places = workshop.state.phase, [st.container() for _ in range(4)]
    with places[0]:
        admission.admission_controls(workshop.assessment, waiting)
    with places[1]:
        if phase != "lobby":
            question_overview(workshop)
            label = f"Join: {join_codes.format_code(workshop.code)}"
            with st.expander(label, key="workshop-join", icon=":material/login:"):
                _joining(workshop)
    with places[2]:
        if phase not in ("dots", "steps", "worth"):
            timer_choices(workshop)
    with places[3]:
        if phase != "worth":
            ending.ending_controls(workshop)
    participants(workshop)  # last, because it changes its height by itself


def _held_while_writing(workshop: WorkshopView, noted: str | None) -> WorkshopView:
    """Return the workshop as this window showed it, if somebody writes here and another window has moved on.

    The field must not vanish from somebody who is still typing, by whatever run; the page reruns once they have left
    it. `noted` is the question of a note that was sent with this run.
    """
    drawn, performed = st.session_state.get(_DRAWN, (workshop, None))
    question = drawn.state.question
    is_left = workshop.state.question != question or (drawn.state.phase == "reveal" != workshop.state.phase)
    is_here = drawn.assessment.id == workshop.assessment.id and performed == actions_performed()
    if is_here and is_left and question and (noted == question or is_writing(workshop)):
        workshop = drawn
    st.session_state[_DRAWN] = (workshop, actions_performed())
    return workshop


def _joining(workshop: WorkshopView) -> None:
    """Show how people join: by the code, or by the link."""
    st.markdown(
        f"Scan the QR code on the screen, or open **{plain(invitations.join_address())}** and enter the code "
        f"**{join_codes.format_code(workshop.code)}**. By link:"
    )
    st.code(invitations.invitation_link(workshop.assessment), language=None, wrap_lines=True)
    if join_codes.has_expired(workshop.state, workshop.expires_at, session.now()):
        st.markdown("The code has expired; the link still works. With your next step here the code works again.")


def _lobby(workshop: WorkshopView) -> None:
    st.header("Lobby", anchor=False)
    with st.container(border=True, key="workshop-code"):
        st.markdown(f"### {join_codes.format_code(workshop.code)}")
        _joining(workshop)
        page_link("screen", "The screen on another machine", assessment=workshop.assessment.id)
        st.caption(f"Everyone is told before the first vote: {PRIVACY_DESCRIPTIONS[workshop.assessment.privacy]}")
    join_card(workshop)
    admission.slips(workshop.assessment)
    invitations.network_hint()
    st.markdown(plain(PACE_DESCRIPTIONS[workshop.pace]))
    action_button(workshop, "begin", _begin_label(workshop), type="primary", icon=":material/play_arrow:")


def _warm_up(workshop: WorkshopView) -> None:
    st.header(plain(polls.prompt("warm_up", workshop.state.warm_up)), anchor=False)
    st.caption(polls.ABOUT["warm_up"])
    with st.container(horizontal=True, key="workshop-acts"):
        action_button(workshop, "reveal", "Reveal", type="primary", icon=":material/visibility:")
        is_shown = workshop.state.phase == "warm_up_result"
        look = "primary" if is_shown else "secondary"
        action_button(workshop, "begin", _begin_label(workshop), type=look, icon=":material/play_arrow:")
    if is_shown:
        warm_up_result(workshop)


def _worth(workshop: WorkshopView) -> None:
    st.header(polls.WORTH, anchor=False)
    st.markdown(polls.WORTH_ON_CONSOLE)
    with st.container(horizontal=True, key="workshop-acts"):
        action_button(workshop, "end", END, type="primary", icon=":material/flag:")
        action_button(workshop, "steps", "Back to the first steps", icon=":material/arrow_back:")


def _begin_label(workshop: WorkshopView) -> str:
    if workshop.state.phase == "lobby" and workshop.state.warm_up:
        return "Start the warm-up"
    return "Start the first vote" if workshop.pace == "together" else "Let everyone begin"


def _self_paced(workshop: WorkshopView) -> None:
    st.header("Self-paced answering", anchor=False)
    with st.container(horizontal=True, key="workshop-acts"):
        is_asked = is_confirming(
            workshop, "start_review", "Walk through the answers", END_ANSWERING,
            type="primary", icon=":material/directions_walk:",
        )  # fmt: skip
        timer_buttons(workshop)
        action_button(workshop, "pause", "Pause", icon=":material/pause:")
        action_button(workshop, "resume", "Resume", icon=":material/play_arrow:")
    if is_asked:
        confirmation(workshop, "start_review", END_ANSWERING, "End the answering and walk through")


_PARTS: Mapping[Phase, Callable[[WorkshopView], None]] = {
    "lobby": _lobby,
    "warm_up": _warm_up,
    "warm_up_result": _warm_up,
    "self_paced": _self_paced,
    "vote": current_question,
    "reveal": current_question,
    "dots": first_steps.dot_voting,
    "steps": first_steps.step_planning,
    "worth": _worth,
    "closed": ending.closed_summary,
}
