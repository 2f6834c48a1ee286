"""One action of the plan: who, by when, how it stands, did it work."""

import streamlit as st

from cxmaturity.records import Action
from cxmaturity.services import plans
from cxmaturity.ui.shared import session
from cxmaturity.ui.shared.errors import errors_shown_here
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.page_frame import announce
from cxmaturity.wording.plans import STATUS_LABELS, WORKED_LABELS, overdue_notice


def action_card(action: Action) -> None:
    """Show an action and store each change at once."""
    with st.container(border=True, key=f"card-action-{action.id}"):
        st.markdown(f"**{plain(action.do)}**  \n:small[Worked if: {plain(action.worked_if)}]")
        if action.due and action.is_overdue(session.today()):
            st.markdown(f":red[:material/schedule: {overdue_notice(action.due)}]")
        # A form, so that a window left open never writes its old values by itself over newer ones.
        with st.form(f"form-{action.id}", border=False):
            with st.grid(3, min_column_width=170):
                owner = st.text_input(
                    "Owner", value=action.owner, max_chars=plans.MAX_OWNER_LENGTH, key=f"owner-{action.id}"
                )
                due = st.date_input("Review on", value=action.due, key=f"due-{action.id}", format="YYYY-MM-DD")
                status = st.selectbox(
                    "Status",
                    list(STATUS_LABELS),
                    index=list(STATUS_LABELS).index(action.status),
                    format_func=STATUS_LABELS.__getitem__,
                    key=f"status-{action.id}",
                )
            outcome, note = action.outcome, action.outcome_note
            if action.status == "done":
                outcome = st.segmented_control(
                    "Did it work?",
                    list(WORKED_LABELS),
                    default=action.outcome,
                    format_func=WORKED_LABELS.__getitem__,
                    key=f"worked-{action.id}",
                )
                note = st.text_input(
                    "What did you see?",
                    value=action.outcome_note,
                    max_chars=plans.MAX_OUTCOME_NOTE_LENGTH,
                    key=f"saw-{action.id}",
                )
            if st.form_submit_button("Save", key=f"save-{action.id}"):
                with errors_shown_here():
                    changes = {"owner": owner, "due": due, "status": status, "outcome": outcome, "outcome_note": note}
                    plans.change_action(session.database(), action.id, session.now(), changes)
                announce("Saved.")
                st.rerun()
