"""The buttons of the console. Each performs its action once, even when two windows click it at the same time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from cxmaturity.errors import CxMaturityError, Refused
from cxmaturity.services.workshops import facilitation, workshop_view
from cxmaturity.services.workshops.voting import reveals
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms import keys
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_above, show_error
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.ui.workshop import timer
from cxmaturity.wording.workshop.workshop_console import MOVED_ON_ELSEWHERE, WHERE_IT_STANDS, action_done
from cxmaturity.workshops.state import WorkshopAction, is_same_but_for_switches

PHASE = "workshop-phase"
"""Key of the container that shows the current phase; its heading gets the focus after an action."""

_ADDING_UP: tuple[WorkshopAction, ...] = ("extend", "shorten")
_PLACE_SHOWN = "workshop-place"  # session key: by assessment, where the workshop stood after this window's last action
_REFUSED = "workshop-refused"  # session key: ((assessment id, actions performed by then), why the last was refused)
_ASKED = "workshop-asked"  # session key: (assessment id, action) that a click has to confirm
_ACTIONS_HERE = "workshop-actions"  # session key: how many actions this window has performed
_LAST = "workshop-last-click"  # session key: (assessment id, version shown, action, question) that was performed last
_STATE_LEFT = "workshop-state-left"  # session key: (assessment id, state after this window's last action)


def show_notices(workshop: WorkshopView) -> None:
    """Show why the last click was refused, or that another window has changed the phase since this window's action.

    A notice stays until the next action: if it went with the next run, it would move the buttons under a pointer.
    """
    refusal, refused = st.session_state.get(_REFUSED, (None, None))
    place = (workshop.state.phase, workshop.state.question, workshop.state.round)
    place_shown = st.session_state.setdefault(_PLACE_SHOWN, {}).setdefault(workshop.assessment.id, place)
    with st.container(key="workshop-notices"):
        if refusal == (workshop.assessment.id, actions_performed()):
            if isinstance(refused, Refused):
                st.warning(plain(refused.fix), title=plain(refused.message))
            else:
                show_error(refused)
        elif place_shown != place:
            st.info(WHERE_IT_STANDS, title=MOVED_ON_ELSEWHERE)


def was_refused_for_few(workshop: WorkshopView) -> bool:
    """Return whether this window's last action was a reveal for which too few had voted again."""
    refusal, refused = st.session_state.get(_REFUSED, (None, None))
    return refusal == (workshop.assessment.id, actions_performed()) and isinstance(refused, reveals.TooFewAgain)


def actions_performed() -> int:
    """Return how many actions this window has performed; after each, the console scrolls to its top."""
    count: int = st.session_state.get(_ACTIONS_HERE, 0)
    return count


def action_button(
    workshop: WorkshopView, action: WorkshopAction, label: str, *, question: str | None = None, **look: Any
) -> None:
    """Show the button that performs `action`, if the action is allowed now.

    The button's key names where the workshop stands, so that a click in an outdated window acts on what it showed.
    """
    if action in facilitation.allowed_actions(workshop):
        key, args = f"do-{action}-{question or ''}-{_place_key(workshop)}", (workshop, action, question)
        sure_button(label, key=key, action=perform, args=args, adds_up=action in _ADDING_UP, **look)


def _place_key(workshop: WorkshopView) -> str:
    state = workshop.state
    return keys.scoped(f"{state.phase}-{state.question}-{state.round}", workshop.assessment.id)


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
    key, args = f"do-ask-{action}-{_place_key(workshop)}", (workshop, action, question)
    sure_button(label, key=key, action=_ask, args=args, **look)
    return False


def _ask(workshop: WorkshopView, action: WorkshopAction, question: str) -> None:
    assessment_id = workshop.assessment.id
    with errors_shown_above():
        current = workshop_view.load_workshop(session.database(), assessment_id)
        if action in facilitation.allowed_actions(current):  # else another window has moved on
            st.session_state[_ASKED] = (assessment_id, action)
            announce(question, focus=f"confirm-{action}", is_quiet=True)


def confirmation(workshop: WorkshopView, action: WorkshopAction, question: str, yes: str) -> None:
    """Show `question` with a button that performs the action and one that cancels."""
    with st.container(border=True, key=f"confirm-{action}"):
        st.markdown(plain(question))
        with st.container(horizontal=True):
            action_button(workshop, action, yes, type="primary")
            sure_button("Not yet", key=keys.scoped(f"not-{action}", workshop.assessment.id), action=_cancel)


def _cancel() -> None:
    st.session_state.pop(_ASKED, None)
    announce("Nothing has changed.", focus=PHASE)


def perform(
    workshop: WorkshopView, action: WorkshopAction, question: str | None = None, *, is_automatic: bool = False
) -> None:
    """Perform an action on the workshop as this window showed it, and announce its effect.

    A click before the page has followed the one before counts for the vote or result that it was meant for, unless
    another window has changed that; a second one of the same button counts only where clicks add up. A refusal is
    shown, except of an automatic action that another window may have performed first.
    """
    assessment_id = workshop.assessment.id
    click = (assessment_id, workshop.version, action, question)
    is_repeated = st.session_state.get(_LAST) == click
    if is_repeated and action not in _ADDING_UP:
        return
    with moving_on(assessment_id, is_quiet=is_automatic):
        database = session.database()
        current = workshop_view.load_workshop(database, assessment_id)
        is_there = _place_key(current) == _place_key(workshop)
        is_as_shown = is_same_but_for_switches(current.state, workshop.state)
        is_as_shown = is_as_shown or (is_there and (is_repeated or _is_as_left(current)))
        after = facilitation.perform_action(
            database, assessment_id, current.version if is_as_shown else workshop.version, action, session.now(),
            question=question, seconds=timer.seconds_for(workshop, action),
        )  # fmt: skip
        st.session_state[_LAST] = click
        st.session_state[_STATE_LEFT] = (assessment_id, after.state)
        shown = None
        if after.state.phase == "reveal":
            shown = reveals.round_results(database, assessment_id, str(after.state.question))[-1].shown
        done = action_done(action, workshop.state, after.state, shown, workshop.questionnaire)
        announce(done, focus="" if action in ("extend", "shorten", "pause", "resume") else PHASE)


def _is_as_left(workshop: WorkshopView) -> bool:
    """Return whether the workshop is as this window's last action left it, but for switches."""
    left_id, state = st.session_state.get(_STATE_LEFT, (None, None))
    return left_id == workshop.assessment.id and is_same_but_for_switches(workshop.state, state)


@contextmanager
def moving_on(assessment_id: str, *, is_quiet: bool = False) -> Iterator[None]:
    """Context manager for a block of a callback that performs one action; the run that follows shows its effect.

    That run also shows why it was not performed. With `is_quiet` it does not for a refusal, but for too few votes.
    """
    st.session_state.get(_PLACE_SHOWN, {}).pop(assessment_id, None)
    st.session_state.pop(_ASKED, None)
    st.session_state[_ACTIONS_HERE] = actions_performed() + 1
    try:
        yield
    except CxMaturityError as error:
        if not (is_quiet and isinstance(error, Refused) and not isinstance(error, reveals.TooFewAgain)):
            st.session_state[_REFUSED] = ((assessment_id, actions_performed()), error)
            announce(error.message, is_quiet=True)
