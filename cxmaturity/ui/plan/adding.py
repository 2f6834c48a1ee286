"""Adding steps to the plan, with a notice when another window has added the same one meanwhile."""

from collections.abc import Sequence

import streamlit as st

from cxmaturity.records import Action, Assessment
from cxmaturity.services import plans
from cxmaturity.services.plans import PlannedStep
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_above
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.shared.frame.uninterrupted import uninterrupted
from cxmaturity.wording.plans import planned_already, steps_added

_ASKED = "steps-asked-for"  # session key: by assessment, the steps that the clicks before this run add
_PLANNED_ALREADY = "planned-already"  # session key: by assessment, pairs of an existing action and the step added here


def ask_for(assessment: Assessment, steps: Sequence[PlannedStep]) -> None:
    """Callback of a click: have the coming run add steps to the plan, with those of other clicks before that run.

    The run cannot read the button itself: when another window has added the step meanwhile, the button is not drawn.
    """
    asked = st.session_state.get(_ASKED, {}).get(assessment.id, [])
    st.session_state[_ASKED] = {assessment.id: [*asked, *(step for step in steps if step not in asked)]}


def put_in_plan(assessment: Assessment) -> None:
    """Add the steps that were asked for to the team's plan."""
    steps = st.session_state.pop(_ASKED, {}).get(assessment.id)
    if steps:
        with uninterrupted(), errors_shown_above():
            pairs = _add(assessment, steps)
            st.session_state[_PLANNED_ALREADY] = {assessment.id: pairs}
            announce(steps_added(len(steps)))
        st.rerun()


def _add(assessment: Assessment, steps: Sequence[PlannedStep]) -> list[tuple[Action, PlannedStep]]:
    """Add steps to the plan; return those already there with another owner or date than the ones given here."""
    now = session.now()
    actions = plans.add_to_plan(session.database(), assessment, steps, now)
    return [
        (action, step)
        for action, step in zip(actions, steps, strict=True)
        if action.created_at != now and (action.owner, action.due) != (step.owner.strip() or action.owner, step.due)
    ]


def planned_already_notices(assessment: Assessment) -> None:
    """Show the steps that another window added first, each with a button that sets the owner and date given here."""
    pairs: list[tuple[Action, PlannedStep]] = st.session_state.get(_PLANNED_ALREADY, {}).get(assessment.id, [])
    for action, step in pairs:
        st.info(plain(planned_already(action)))
        args = (action, step, pairs)
        st.button("Put mine in its place", key=f"put-mine-{action.id}", on_click=_put_mine, args=args)


def _put_mine(action: Action, step: PlannedStep, pairs: list[tuple[Action, PlannedStep]]) -> None:
    with errors_shown_above():
        changes = {"owner": step.owner, "due": step.due}
        plans.change_action(session.database(), action.id, session.now(), changes)
        if (action, step) in pairs:
            pairs.remove((action, step))
        announce("Saved.")
