"""Fields that a run sets while the browser still shows, and sends, what they held before.

A browser sends the content of all fields with each click. Until it has received that a run set a field, that is the
former content, which nobody entered, or what somebody entered meanwhile, over which it then shows what the run set.
So a run that sets fields draws a hidden field with its number last: a click without that number was made before.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import RerunException, get_script_run_ctx
from streamlit.runtime.state.session_state import SessionState

from cxmaturity.ui.shared.frame.kept_fields import SETTABLE
from cxmaturity.ui.shared.frame.uninterrupted import uninterrupted

_SETS = "fields-set"  # session key: the _SetFields of this window
_NUMBER = "fields-set-number"  # widget key of the hidden field


@dataclass
class _SetFields:
    """The fields that runs have set and that the browser may not have received, by widget key.

    `number` is that of the last run that set any. `former` are the contents before, and `entered` is what the browser
    sent instead, which the next run sets.
    """

    number: int = 0
    contents: dict[str, Any] = field(default_factory=dict)
    former: dict[str, list[Any]] = field(default_factory=dict)
    entered: dict[str, Any] = field(default_factory=dict)


def correct_former_content() -> None:
    """Count a field as set where the browser still sends what it held before; its callback is then not called."""
    call = SessionState._call_callbacks

    def correct_and_call(state: SessionState, **replayed: Any) -> None:
        _correct(state)
        call(state, **replayed)

    SessionState._call_callbacks = correct_and_call  # type: ignore[assignment,method-assign]  # Streamlit has no setting for it


def _correct(state: SessionState) -> None:
    if _SETS not in state:
        return
    fields, sent = state[_SETS], state._new_widget_state
    if sent.get(state._get_widget_id(_NUMBER)) == fields.number:
        fields.contents, fields.former = {}, {}
        return
    for key, content in fields.contents.items():
        widget_id = state._get_widget_id(key)
        held = sent.get(widget_id, content)  # nothing where the browser does not show the field any more
        if held == content:
            continue
        if held in fields.former[key]:
            sent.set_from_value(widget_id, content)
        else:
            fields.entered[key] = held


@contextmanager
def set_fields_followed(place: DeltaGenerator) -> Iterator[None]:
    """Context manager around a page: note which fields its run sets, and set those with an entry made meanwhile to it.

    `place` is where the hidden field is drawn.
    """
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        yield
        return
    state, fields, is_over = context.session_state._state, st.session_state.setdefault(_SETS, _SetFields()), True
    entered = {key: content for key, content in fields.entered.items() if key in st.session_state}
    fields.entered = {}
    st.session_state.update(entered)
    try:
        yield
    except RerunException:  # a click ends the run: the next one draws what is missing
        is_over = False
        raise
    finally:
        with uninterrupted():
            drawn = context.shared.widget_ids_this_run.snapshot()
            if _note(state, fields, drawn):
                fields.number += 1
            for key in entered:
                if state._get_widget_id(key) not in drawn:
                    state._new_session_state.pop(key, None)
                    if not is_over:
                        fields.entered.setdefault(key, entered[key])
            if fields.contents and is_over:
                st.session_state[_NUMBER] = fields.number
                place.number_input("Number of this run", key=_NUMBER)


def _note(state: SessionState, fields: _SetFields, drawn: frozenset[str]) -> bool:
    """Note the fields that this run has set and drawn, if the browser had them before; return whether there are any."""
    has_new = False
    for key, content in state._new_session_state.items():
        widget_id = state._get_widget_id(key)
        metadata = state.get_widget_metadata(widget_id)
        if widget_id not in drawn or metadata is None or metadata.value_type not in SETTABLE:
            continue
        known = state._new_widget_state if widget_id in state._new_widget_state else state._old_state
        if key not in fields.contents and known.get(widget_id, content) == content:
            continue
        fields.former.setdefault(key, []).append(fields.contents.get(key, known.get(widget_id)))
        fields.contents[key], has_new = content, True
    return has_new
