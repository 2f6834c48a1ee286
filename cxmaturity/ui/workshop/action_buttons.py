"""The buttons of the console. Each performs its action once, even when two windows click it at the same time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from cxmaturity.errors import Refused
from cxmaturity.services.workshops import facilitation
from cxmaturity.services.workshops.facilitation import WorkshopView
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.workshop import timer
from cxmaturity.wording.workshop.workshop_console import MOVED_ON_ELSEWHERE, WHERE_IT_STANDS, action_done
from cxmaturity.workshops.state import WorkshopAction

PHASE = "workshop-phase"
"""Key of the container that shows the current phase; its heading gets the focus after an action."""

_PLACE_SHOWN = "workshop-place"  # session key: by assessment, where the workshop stood when it was last shown
_REFUSED = "workshop-refused"
_ASKED = "workshop-asked"  # session key: (assessment id, action) that a click has to confirm
_ACTIONS_HERE = "workshop-actions"  # session key: how many actions this window has performed


def show_notices(workshop: WorkshopView) -> None:
    """Show why the last click was refused, or that another window has changed the phase since the last run."""
    refused = st.session_state.pop(_REFUSED, None)
    place = (workshop.state.phase, workshop.state.question, workshop.state.round)
    place_shown = st.session_state.get(_PLACE_SHOWN, {}).get(workshop.assessment.id, place)
    st.session_state[_PLACE_SHOWN] = {workshop.assessment.id: place}
    if refused:
        st.warning(plain(refused.fix), title=plain(refused.message))
    elif place_shown != place:
        st.info(WHERE_IT_STANDS, title=MOVED_ON_ELSEWHERE)


def actions_performed() -> int:
    """Return how many actions this window has performed; after each, the console scrolls to its top."""
    count: int = st.session_state.get(_ACTIONS_HERE, 0)
    return count


def action_button(
    workshop: WorkshopView, action: WorkshopAction, label: str, *, question: str | None = None, **look: Any
) -> None:
    """Show the button that performs `action`, if the action is allowed now.

    The button's key contains the workshop's version, so that a second click, or one in an outdated window, does
    nothing.
    """
    if action in facilitation.allowed_actions(workshop) and st.button(
        label, key=f"do-{action}-{question or ''}-{workshop.version}", **look
    ):
        perform(workshop, action, question)


def timer_buttons(workshop: WorkshopView) -> None:
    """Show the buttons that extend and shorten the timer, when it runs or may start."""
    action_button(workshop, "extend", "One more minute", icon=":material/more_time:")
    action_button(workshop, "shorten", "One minute less", icon=":material/timelapse:")


def is_confirming(workshop: WorkshopView, action: WorkshopAction, label: str, question: str, **look: Any) -> bool:
    """Show the button of an action that cannot be undone; once it was clicked, show nothing and return True.

    The page then shows `confirmation`; the click announces its `question`.
    """
    if st.session_state.get(_ASKED) == (workshop.assessment.id, action):
        return True
    if st.button(label, key=f"do-ask-{action}-{workshop.version}", **look):
        st.session_state[_ASKED] = (workshop.assessment.id, action)
        announce(question, focus=f"confirm-{action}", is_quiet=True)
        st.rerun()
    return False


def confirmation(workshop: WorkshopView, action: WorkshopAction, question: str, yes: str) -> None:
    """Show `question` with a button that performs the action and one that cancels."""
    with st.container(border=True, key=f"confirm-{action}"):
        st.markdown(plain(question))
        with st.container(horizontal=True):
            action_button(workshop, action, yes, type="primary")
            if st.button("Not yet", key=f"not-{action}"):
                del st.session_state[_ASKED]
                announce("Nothing has changed.", focus=PHASE)
                st.rerun()


def perform(
    workshop: WorkshopView, action: WorkshopAction, question: str | None = None, *, is_automatic: bool = False
) -> None:
    """Perform an action, announce its effect, and rerun the page.

    A refusal is shown, except of an automatic action, which another window may have performed first.
    """
    database, assessment_id = session.database(), workshop.assessment.id
    with moving_on(is_quiet=is_automatic):
        after = facilitation.perform_action(
            database, assessment_id, workshop.version, action, session.now(),
            question=question, seconds=timer.seconds_for(workshop, action),
        )  # fmt: skip
        shown = None
        if after.state.phase == "reveal":
            shown = facilitation.round_results(database, assessment_id, str(after.state.question))[-1].shown
        done = action_done(action, workshop.state, after.state, shown, workshop.questionnaire)
        announce(done, focus="" if action in ("extend", "shorten", "pause", "resume") else PHASE)


@contextmanager
def moving_on(*, is_quiet: bool = False) -> Iterator[None]:
    """Context manager for a block that performs one action, after which the page reruns.

    A refusal is shown in the next run, unless `is_quiet`.
    """
    st.session_state.pop(_PLACE_SHOWN, None)
    st.session_state.pop(_ASKED, None)
    st.session_state[_ACTIONS_HERE] = actions_performed() + 1
    with errors_shown_here():
        try:
            yield
        except Refused as refused:
            if not is_quiet:
                st.session_state[_REFUSED] = refused
    st.rerun()
