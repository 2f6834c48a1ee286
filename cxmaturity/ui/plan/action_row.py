"""One action of the plan as a row: what to do, for which question, owner, date, status, and whether it worked."""

from html import escape

import streamlit as st

from cxmaturity.records import Action
from cxmaturity.services import plans
from cxmaturity.ui.plan import files, saving
from cxmaturity.ui.plan.visit import current_visit
from cxmaturity.ui.shared.escape import named, plain
from cxmaturity.ui.shared.forms import follow, keys
from cxmaturity.ui.shared.forms.optional_date import optional_date
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import show_error
from cxmaturity.ui.shared.frame.language import mark_texts
from cxmaturity.wording import plans as words
from cxmaturity.wording.errors import SAVE_AGAIN
from cxmaturity.wording.plans import AskedQuestion


def action_row(action: Action, asked: AskedQuestion | None) -> None:
    """Show an action; each field saves itself when it is changed. `asked` is its question, None without one."""
    followed = saving.follow_action(action)
    if asked:
        mark_texts(asked.language, words.asked_texts(action, asked))
    with st.container(border=True, horizontal=True, vertical_alignment="top", gap="small", key=saving.row_key(action)):
        with st.container(key=f"what-{action.id}", gap=None):
            st.subheader(plain(action.do), anchor=False)
            _details(action, asked)
        _fields(action)
        if action.is_open:
            st.button(
                _named("Mark done", action),
                key=f"done-{action.id}",
                on_click=saving.mark_done,
                args=(action,),
            )
        if action.status == "done":
            _outcome(action)
        change_notices(action, followed)


def deleted_row(action: Action) -> None:
    """Show, in the place of a deleted action, the button that restores it."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=saving.deleted_key(action)):
        st.markdown(plain(words.deleted(action)), width="stretch")
        st.button(
            _named("Undo", action), key=f"undo-{action.id}", on_click=saving.undo_delete, args=(action,), icon=_UNDO
        )
        _failure(action)


_UNDO = ":material/undo:"


def _named(label: str, action: Action) -> str:
    """Return the label of a button followed by the action's name."""
    return named(label, words.short_name(action))


def _details(action: Action, asked: AskedQuestion | None) -> None:
    """Show the question, and folded beneath it how to see that the action worked, the calendar file and Delete."""
    label = plain(words.action_source(action, asked))
    details = st.expander(label, key=f"details-{action.id}", type="compact", on_change="rerun")
    if not details.open:  # else its content would be drawn for each row of a long list
        return
    with details:
        if action.from_level is None:
            _words_of_own_action(action)
        elif action.worked_if:
            st.markdown(f"**{words.WORKED_IF}:** {plain(action.worked_if)}")
        with st.container(horizontal=True):
            if action.is_open and action.due:
                label, questions = _named("Calendar file", action), {action.id: asked} if asked else {}
                files.calendar_button([action], questions, label, action.id, action.do)
            st.button(
                _named("Delete", action),
                key=f"delete-{action.id}",
                icon=":material/delete:",
                on_click=saving.delete,
                args=(action,),
            )


def _words_of_own_action(action: Action) -> None:
    """Show the two texts that a team wrote itself, what to do and how to see that it worked, in fields that save."""
    for name, label in (("do", words.DO), ("worked_if", words.WORKED_IF)):
        st.text_input(
            words.field_name(label, action),
            value=getattr(action, name),
            max_chars=plans.MAX_ACTION_LENGTH,
            label_visibility="collapsed",
            key=keys.action_field(action.id, name),
            on_change=saving.save_field,
            args=(action, name),
        )


def owner_field(action: Action, *, is_labelled: bool = False) -> None:
    """Show the action's owner in a field that saves itself; its label is visible if `is_labelled`."""
    st.text_input(
        words.field_name(words.OWNER, action),
        value=action.owner,
        max_chars=plans.MAX_OWNER_LENGTH,
        placeholder=words.NOBODY_YET,
        label_visibility="visible" if is_labelled else "collapsed",
        key=keys.action_field(action.id, "owner"),
        on_change=saving.save_field,
        args=(action, "owner"),
    )


def review_field(action: Action, *, is_labelled: bool = False) -> None:
    """Show the action's date in a field that saves itself; its label is visible if `is_labelled`."""
    optional_date(
        words.field_name(words.REVIEW_ON, action),
        action.due,
        label_visibility="visible" if is_labelled else "collapsed",
        key=keys.action_field(action.id, "due"),
        on_change=saving.save_field,
        args=(action, "due"),
    )


def _fields(action: Action) -> None:
    owner_field(action)
    if action.done_at:
        with st.container(key=f"finished-{action.id}"):
            st.markdown(f":small[{words.done_on(session.day_of(action.done_at))}]")
    else:
        review_field(action)
    st.selectbox(
        words.field_name(words.STATUS, action),
        list(words.STATUS_LABELS),
        index=list(words.STATUS_LABELS).index(action.status),
        format_func=words.STATUS_LABELS.__getitem__,
        label_visibility="collapsed",
        key=keys.action_field(action.id, "status"),
        on_change=saving.save_field,
        args=(action, "status"),
    )


def _outcome(action: Action) -> None:
    """Show the fields that ask whether a done action worked, and what was observed."""
    with st.container(horizontal=True, vertical_alignment="bottom", key=saving.outcome_key(action)):
        worked_if = f"<p>{words.WORKED_IF}: {escape(action.worked_if)}</p>" if action.worked_if else ""
        st.html(f"<h4>{words.DID_IT_WORK}</h4>{worked_if}")  # gets the focus: the choice may not be drawn yet
        st.segmented_control(
            words.field_name(words.DID_IT_WORK, action),
            list(words.WORKED_LABELS),
            default=action.outcome,
            format_func=words.WORKED_LABELS.__getitem__,
            label_visibility="collapsed",
            key=keys.action_field(action.id, "outcome"),
            on_change=saving.save_field,
            args=(action, "outcome"),
        )
        st.text_input(
            words.field_name(words.OUTCOME_NOTE, action),
            value=action.outcome_note,
            max_chars=plans.MAX_OUTCOME_NOTE_LENGTH,
            label_visibility="collapsed",
            key=keys.action_field(action.id, "outcome_note"),
            on_change=saving.save_field,
            args=(action, "outcome_note"),
        )


def change_notices(action: Action, followed: follow.FollowedForm) -> None:
    """Show the values of this action that another window changed, or that this one overwrote, each with an undo.

    Values that could not be stored are shown too. Call it after the action's fields are drawn.
    """
    saving.keep_unsent(action, followed)
    for notice, values, label in (
        (words.changed_elsewhere, followed.replaced, "Put mine back"),
        (words.overwritten, followed.overwritten, "Put theirs back"),
    ):
        if values:
            with st.container(key=f"notice-{label.split()[1]}-{action.id}"):
                st.info(plain(notice(values)))
                key = f"put-{label.split()[1]}-back-{action.id}"
                st.button(_named(label, action), key=key, on_click=saving.put_back, args=(action, values))
    _failure(action)


def _failure(action: Action) -> None:
    """Show why a change could not be stored, and the button that tries again."""
    if unsaved := current_visit().unsaved.get(action.id):
        with st.container(key=f"notice-unsaved-{action.id}"):
            show_error(unsaved.error)
            if unsaved.values:
                retry, args = saving.put_back, (action, unsaved.values)
                st.button(_named(SAVE_AGAIN, action), key=f"save-again-{action.id}", on_click=retry, args=args)
