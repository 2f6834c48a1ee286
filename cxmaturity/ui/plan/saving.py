"""Callbacks that store each change of a row of the plan at once, before the page is drawn again."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from cxmaturity.errors import CxMaturityError, NotFound, Refused
from cxmaturity.records import Action
from cxmaturity.services import plans
from cxmaturity.ui.plan.visit import UnsavedChange, current_visit
from cxmaturity.ui.shared.forms import follow, keys
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.wording import plans as words
from cxmaturity.wording.errors import NOT_REACHED


def outcome_key(action: Action) -> str:
    """Return the key of the container that asks whether an action worked."""
    return f"asked-{action.id}"


def row_key(action: Action) -> str:
    """Return the key of an action's row."""
    return f"card-action-{action.id}"


def deleted_key(action: Action) -> str:
    """Return the key of the row that stands in the place of a deleted action."""
    return f"card-deleted-{action.id}"


def follow_action(action: Action) -> follow.FollowedForm:
    """Set the untouched fields of an action to the stored values. Call it before they are drawn.

    When the plan of another team was shown meanwhile, fields that could not be stored hold again what was typed.
    """
    field_keys = {name: keys.action_field(action.id, name) for name in keys.ACTION_FIELDS}
    followed = follow.follow(_form(action), _stored(action), field_keys)
    unsaved = current_visit().unsaved.get(action.id)
    for name, value in (unsaved.values if unsaved else {}).items():
        st.session_state.setdefault(field_keys[name], value)
    return followed


def save_field(action: Action, name: str) -> None:
    """Store the content of the field called `name`."""
    save(action, {name: st.session_state[keys.action_field(action.id, name)]})


def keep_unsent(action: Action, followed: follow.FollowedForm) -> None:
    """Keep, to be saved again, what the fields hold and the database does not, of a window older than this server.

    The server that knew the fields' callbacks has ended before they could store it. Call it after the fields are drawn.
    """
    if not followed.is_new:
        return
    fields = {name: keys.action_field(action.id, name) for name in keys.ACTION_FIELDS}
    held = {name: st.session_state[key] for name, key in fields.items() if key in st.session_state}
    if unsent := followed.changes(held):
        current_visit().unsaved[action.id] = UnsavedChange(unsent, Refused(*NOT_REACHED))


def mark_done(action: Action) -> None:
    """Set the status of an action to done."""
    st.session_state[keys.action_field(action.id, "status")] = "done"
    save_field(action, "status")


def save(action: Action, changes: Mapping[str, Any]) -> None:
    """Store and announce `changes` of an action, by field, and remember what another window had changed meanwhile.

    Changes that cannot be stored are kept to be tried again; those of an action deleted here, until it is restored.
    """
    visit = current_visit()
    if action.id in visit.deleted:  # by a click before the page has shown its effect
        visit.late.setdefault(action.id, {}).update(changes)
        return
    unsaved = visit.unsaved.pop(action.id, None)
    changes = {**(unsaved.values if unsaved else {}), **changes}
    visit.keep_place(action)
    try:
        changed = plans.change_action(session.database(), action.id, session.now(), changes)
    except NotFound:
        visit.gone[action.id] = action
        announce(words.deleted_elsewhere(action))
        return
    except CxMaturityError as error:
        visit.unsaved[action.id] = UnsavedChange(changes, error)
        announce("Not saved.", is_quiet=True)
        return
    _remember(changed, changes)
    is_asked = changes.get("status") == "done" and changed.before.status != "done"
    saved = [words.field_saved(name, getattr(changed.after, name)) for name in changes]
    if is_asked:
        announce(" ".join([*saved, words.DID_IT_WORK]), focus=outcome_key(action))
    else:
        announce(" ".join(saved))


def put_back(action: Action, values: Mapping[str, Any]) -> None:
    """Store these values by field, replacing newer ones, and show them in their fields."""
    for name, value in values.items():
        st.session_state[keys.action_field(action.id, name)] = value
    save(action, values)


def _remember(changed: plans.ChangedAction, changes: Mapping[str, Any]) -> None:
    """Keep for `follow_action` the stored values, and those of another window that this change overwrote."""
    known = follow_action(changed.before)
    replaced = {name: value for name, value in known.replaced.items() if name not in changes}
    stored = _stored(changed.before)
    theirs = {name: stored[name] for name in changes if stored[name] not in (known.shown[name], changes[name])}
    follow.written(_form(changed.after), _stored(changed.after), theirs, replaced)


def delete(action: Action) -> None:
    """Delete an action from the plan, and keep it so that it can be restored."""
    visit = current_visit()
    if action.id in visit.deleted:
        return
    visit.keep_place(action)
    try:
        visit.deleted[action.id] = plans.delete_action(session.database(), action.id)
    except NotFound:
        announce(words.deleted_already(action))
    except CxMaturityError as error:
        visit.unsaved[action.id] = UnsavedChange({}, error)
        announce("Not deleted.", is_quiet=True)
    else:
        visit.unsaved.pop(action.id, None)
        announce("Deleted.", focus=deleted_key(action))


def undo_delete(action: Action) -> None:
    """Restore a deleted action."""
    visit = current_visit()
    if action.id not in visit.deleted:
        return
    try:
        is_back = plans.restore_action(session.database(), action)
    except CxMaturityError as error:
        visit.unsaved[action.id] = UnsavedChange({}, error)
        announce("Not put back.", is_quiet=True)
    else:
        del visit.deleted[action.id]
        visit.unsaved.pop(action.id, None)
        late = visit.late.pop(action.id, None)
        if is_back:
            if late:
                save(action, late)
            announce("Put back.", focus=row_key(action))
        else:
            announce(words.added_again_elsewhere())


def _form(action: Action) -> str:
    return f"action-{action.id}"


def _stored(action: Action) -> dict[str, Any]:
    return {name: getattr(action, name) for name in keys.ACTION_FIELDS}
