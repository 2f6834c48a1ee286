"""Adding steps to the plan, with a notice when another window has added the same one meanwhile."""

from collections.abc import Sequence

import streamlit as st

from cxmaturity.records import Action, Assessment
from cxmaturity.services import plans
from cxmaturity.services.plans import PlannedStep
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms.keys import scoped
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_above
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.wording.plans import planned_already, steps_added

# Session key, scoped to an assessment: the steps that the clicks since its page was drawn have added.
_ADDED = "steps-added"
_PLANNED_ALREADY = "planned-already"  # session key: by assessment, pairs of an existing action and the step added here


def put_in_plan(assessment: Assessment, steps: Sequence[PlannedStep]) -> None:
    """Callback: add steps to the team's plan, and announce them with those of other clicks since the page was drawn."""
    added: list[PlannedStep] = st.session_state.setdefault(scoped(_ADDED, assessment.id), [])
    new = [step for step in steps if step not in added]
    if not new:  # by a second click before the page has shown the effect of the first
        return
    with errors_shown_above():
        known = st.session_state.get(_PLANNED_ALREADY, {}).get(assessment.id, []) if added else []
        st.session_state[_PLANNED_ALREADY] = {assessment.id: [*known, *_add(assessment, new)]}
        added += new
        announce(steps_added(len(added)))


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
    """Show the steps that another window added first, each with a button that sets the owner and date given here.

    Call it before the buttons that add steps are drawn.
    """
    st.session_state.pop(scoped(_ADDED, assessment.id), None)
    pairs: list[tuple[Action, PlannedStep]] = st.session_state.get(_PLANNED_ALREADY, {}).get(assessment.id, [])
    with st.container(key="planned-already"):
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
