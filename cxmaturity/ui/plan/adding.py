"""Putting steps into the plan, and saying so when another window has put one there meanwhile."""

from collections.abc import Sequence

import streamlit as st

from cxmaturity.records import Action, Assessment
from cxmaturity.services import plans
from cxmaturity.services.plans import PlannedStep
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.wording.plans import planned_already, steps_added

_ASKED = "steps-asked-for"  # in the session: by assessment, the steps that a click asked for
_PLANNED_ALREADY = "planned-already"  # in the session: by assessment, pairs of an action and what was wanted here


def ask_for(assessment: Assessment, steps: Sequence[PlannedStep]) -> None:
    """Let the coming run put steps into the plan.

    To be called by a click before the page is drawn: where another window has put a step into the plan meanwhile, the
    button that was clicked is no longer drawn.
    """
    st.session_state[_ASKED] = {assessment.id: list(steps)}


def put_in_plan(assessment: Assessment) -> None:
    """Put the steps that were asked for into the team's plan; show those that another window had put there first."""
    steps = st.session_state.pop(_ASKED, {}).get(assessment.id)
    if steps:
        with errors_shown_here():
            pairs = _add(assessment, steps)
        st.session_state[_PLANNED_ALREADY] = {assessment.id: pairs}
        announce(steps_added(len(steps)))
        st.rerun()
    _show_planned_already(assessment)


def _add(assessment: Assessment, steps: Sequence[PlannedStep]) -> list[tuple[Action, PlannedStep]]:
    """Put steps into the plan; return those that were there already, with another owner or date than wanted here."""
    now = session.now()
    actions = plans.add_to_plan(session.database(), assessment, steps, now)
    return [
        (action, step)
        for action, step in zip(actions, steps, strict=True)
        if action.created_at != now and (action.owner, action.due) != (step.owner.strip() or action.owner, step.due)
    ]


def _show_planned_already(assessment: Assessment) -> None:
    """Show the steps that were there first, each with the way to put one's own owner and date in their place."""
    pairs: list[tuple[Action, PlannedStep]] = st.session_state.get(_PLANNED_ALREADY, {}).get(assessment.id, [])
    for action, step in pairs:
        st.info(plain(planned_already(action)))
        if st.button("Put mine in its place", key=f"put-mine-{action.id}"):
            with errors_shown_here():
                changes = {"owner": step.owner, "due": step.due}
                plans.change_action(session.database(), action.id, session.now(), changes)
                pairs.remove((action, step))
            announce("Saved.")
            st.rerun()
