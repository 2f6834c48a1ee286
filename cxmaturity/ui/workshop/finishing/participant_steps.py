"""The first steps that participants write, on the console, where they are read before everybody sees them."""

import streamlit as st

from cxmaturity.services.workshops.finishing import participant_steps as service
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.ui.shared.escape import named, plain
from cxmaturity.ui.shared.forms import keys
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_at, errors_shown_here, show_error_of_callback
from cxmaturity.ui.shared.frame.page_frame import announce, follow_announcement, live_text
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.wording.workshop import participant_texts as words

_REFRESH_SECONDS = 2
_STEPS = "workshop-own-words"  # key of the container


def participant_steps(workshop: WorkshopView) -> None:
    """Show the steps written on phones, each with buttons to accept or leave it out, and the form for one more."""
    with st.container(border=True, key=_STEPS):
        st.subheader(words.PARTICIPANT_STEPS, anchor=False)
        names = ("workshop-own-step", "workshop-own-step-form", "workshop-own-step-add")
        typed, form, key = (keys.scoped(name, workshop.assessment.id) for name in names)
        with st.form(form, border=False, clear_on_submit=False):
            st.text_input(words.WRITE_ONE, max_chars=service.MAX_STEP_LENGTH, key=typed)
            args = (workshop.assessment.id, typed)
            sure_button(words.ADD_STEP, key=key, action=_add, args=args, fields=(typed,))
        show_error_of_callback(_STEPS)
        _waiting(workshop.assessment.id)  # last, because steps come and go by themselves


@st.fragment(run_every=_REFRESH_SECONDS)
def _waiting(assessment_id: str) -> None:
    """Show the steps from phones that wait for a decision, updated every few seconds."""
    follow_announcement()
    with errors_shown_here():
        steps = service.waiting_steps(session.database(), assessment_id)
    live_text(words.steps_waiting(len(steps)), "workshop-steps")
    for step in steps:
        with st.container(horizontal=True, vertical_alignment="center", key=f"waiting-{step.id}"):
            st.markdown(plain(step.do), width="stretch")
            for label, is_accepted in words.DECISIONS:
                st.button(
                    named(label, step.do),
                    key=f"{'accept' if is_accepted else 'leave-out'}-{step.id}",
                    on_click=_decide,
                    args=(assessment_id, step.id, is_accepted),
                )


def _decide(assessment_id: str, step_id: str, is_accepted: bool) -> None:
    with errors_shown_at(_STEPS):
        service.decide_on_step(session.database(), assessment_id, step_id, is_accepted=is_accepted)
        announce(words.step_decided(is_accepted), focus=_STEPS)


def _add(assessment_id: str, field: str) -> None:
    with errors_shown_at(_STEPS):
        service.propose_step(session.database(), assessment_id, st.session_state[field], is_by_console=True)
        st.session_state[field] = ""
        announce(words.step_decided(is_accepted=True), focus=field)
