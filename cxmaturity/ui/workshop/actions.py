"""The buttons of the console, safe against two windows in which the same is clicked at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from cxmaturity.errors import Refused
from cxmaturity.services.workshops import facilitation
from cxmaturity.services.workshops.facilitation import WorkshopView
from cxmaturity.ui.shared import session
from cxmaturity.ui.shared.errors import errors_shown_here
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.page_frame import announce
from cxmaturity.wording.workshops import ACTIONS_DONE
from cxmaturity.workshops.state import WorkshopAction

_VERSION_SHOWN = "room-seen"  # in the session: by assessment, the version last shown
_REFUSED = "room-refused"
_TIMER = "timer"  # in the address too, so that it outlives a reload

_TIMERS: dict[str, int | None] = {
    "No timer": None,
    "30 seconds": 30,
    "1 minute": 60,
    "2 minutes": 120,
    "3 minutes": 180,
    "5 minutes": 300,
}
_EXTENSION = 60  # seconds


def show_notices(workshop: WorkshopView) -> None:
    """Show why the last click did nothing, or that another window has moved the workshop on since the last run."""
    refused = st.session_state.pop(_REFUSED, None)
    expected_version = st.session_state.get(_VERSION_SHOWN, {}).get(workshop.assessment.id, workshop.version)
    st.session_state[_VERSION_SHOWN] = {workshop.assessment.id: workshop.version}
    if refused:
        st.warning(plain(refused.fix), title=plain(refused.message))
    elif expected_version != workshop.version:
        st.info("Here is where it stands now.", title="This workshop moved on in another window.")


def timer_choice() -> None:
    """Show the choice of how long votes take; the timer only informs, a vote ends when it is revealed."""
    st.selectbox("Time for each vote", list(_TIMERS), key=_TIMER, bind="query-params", width=160)


def action_button(
    workshop: WorkshopView, action: WorkshopAction, label: str, *, question: str | None = None, **look: Any
) -> None:
    """Show the button for `action` where it is allowed now; a click performs it.

    The button's key holds the workshop's version, so that a second click, or one in a window that is behind, does
    nothing.
    """
    if action in facilitation.allowed_actions(workshop) and st.button(
        label, key=f"do-{action}-{question or ''}-{workshop.version}", **look
    ):
        perform(workshop, action, question)


def perform(workshop: WorkshopView, action: WorkshopAction, question: str | None = None) -> None:
    """Perform an action, and run again to show where the workshop then stands."""
    seconds = _EXTENSION if action == "extend" else _TIMERS.get(st.session_state.get(_TIMER, ""))
    with moving_on(workshop):
        database, now = session.database(), session.now()
        facilitation.perform_action(
            database, workshop.assessment.id, workshop.version, action, now, question=question, seconds=seconds
        )
        announce(ACTIONS_DONE[action])


@contextmanager
def moving_on(workshop: WorkshopView) -> Iterator[None]:
    """Let the block move the workshop on by one, then run again to show where it stands, or why nothing was done."""
    st.session_state[_VERSION_SHOWN] = {workshop.assessment.id: workshop.version + 1}
    with errors_shown_here():
        try:
            yield
        except Refused as refused:
            st.session_state[_REFUSED] = refused
    st.rerun()
