"""One action of the plan: who, by when, how it stands, did it work."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from cxmaturity.records import Action
from cxmaturity.services import plans
from cxmaturity.ui.shared import follow, keys, session
from cxmaturity.ui.shared.errors import errors_shown_here
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.page_frame import announce
from cxmaturity.wording.plans import STATUS_LABELS, WORKED_LABELS, changed_elsewhere, overdue_notice, overwritten


def action_card(action: Action) -> None:
    """Show an action and store what is changed, once it is saved."""
    with st.container(border=True, key=f"card-action-{action.id}"):
        st.markdown(f"**{plain(action.do)}**  \n:small[Worked if: {plain(action.worked_if)}]")
        if action.due and action.is_overdue(session.today()):
            st.markdown(f":red[:material/schedule: {overdue_notice(action.due)}]")
        field_keys = {name: keys.action_field(action.id, name) for name in keys.ACTION_FIELDS}
        followed = follow.follow(_form(action), _stored(action), field_keys)
        _notices(action, followed)
        # A form, so that a window left open never writes its old values by itself over newer ones.
        with st.form(f"form-{action.id}", border=False):
            values = _fields(action)
            if st.form_submit_button("Save", key=f"save-{action.id}"):
                with errors_shown_here():
                    _write(action, followed.changes(values), followed.shown)
                announce("Saved.")
                st.rerun()


def _fields(action: Action) -> dict[str, Any]:
    """Show the fields of an action and return what stands in them."""
    with st.grid(3, min_column_width=170):
        values: dict[str, Any] = {
            "owner": st.text_input(
                "Owner",
                value=action.owner,
                max_chars=plans.MAX_OWNER_LENGTH,
                key=keys.action_field(action.id, "owner"),
            ),
            "due": st.date_input(
                "Review on", value=action.due, key=keys.action_field(action.id, "due"), format="YYYY-MM-DD"
            ),
            "status": st.selectbox(
                "Status",
                list(STATUS_LABELS),
                index=list(STATUS_LABELS).index(action.status),
                format_func=STATUS_LABELS.__getitem__,
                key=keys.action_field(action.id, "status"),
            ),
        }
    if action.status == "done":
        values["outcome"] = st.segmented_control(
            "Did it work?",
            list(WORKED_LABELS),
            default=action.outcome,
            format_func=WORKED_LABELS.__getitem__,
            key=keys.action_field(action.id, "outcome"),
        )
        values["outcome_note"] = st.text_input(
            "What did you see?",
            value=action.outcome_note,
            max_chars=plans.MAX_OUTCOME_NOTE_LENGTH,
            key=keys.action_field(action.id, "outcome_note"),
        )
    return values


def _notices(action: Action, followed: follow.FollowedForm) -> None:
    """Show what another window changed of this action, or had changed before this one did, with the way back."""
    for notice, values, label in (
        (changed_elsewhere, followed.replaced, "Put mine back"),
        (overwritten, followed.overwritten, "Put theirs back"),
    ):
        if not values:
            continue
        st.info(plain(notice(values)))
        if st.button(label, key=f"put-back-{action.id}"):
            with errors_shown_here():
                _write(action, values, followed.shown)
                st.session_state.update({keys.action_field(action.id, name): value for name, value in values.items()})
            announce("Put back.")
            st.rerun()


def _write(action: Action, changes: dict[str, Any], shown: Mapping[str, Any]) -> None:
    """Store changes of what was `shown` here; `action` is what was stored when this run began."""
    changed = plans.change_action(session.database(), action.id, session.now(), changes)
    theirs = {name: value for name, value in _stored(action).items() if name in changes and value != shown[name]}
    follow.written(_form(action), _stored(changed), theirs)


def _form(action: Action) -> str:
    return f"action-{action.id}"


def _stored(action: Action) -> dict[str, Any]:
    return {name: getattr(action, name) for name in keys.ACTION_FIELDS}
