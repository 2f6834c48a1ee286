"""What was entered stays, also when a run sets its field meanwhile or has to stop before its fields.

The browser forgets the content of each field that a run has not drawn. Streamlit keeps it, but sends the browser only
what a script has set.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from cxmaturity.ui.shared.frame.uninterrupted import uninterrupted

_SET = "fields-set"  # session key: by widget key, the content to which the last run has set a field that it drew
_UNDRAWN = "fields-undrawn"  # session key: (the page, by widget key the content of its fields that were not drawn)
_CONTENT = ("string_value", "string_array_value", "int_value", "double_value", "double_array_value", "bool_value")
"""Streamlit's names for the kinds of content that a script may set; others are clicks and files."""


def keep_undrawn_fields() -> None:
    """Keep the content of the fields that this run has not drawn. Call it before the run is stopped."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None or context.fragment_ids_this_run:  # a fragment's end leaves the fields of the page as they are
        return
    state, drawn = context.session_state._state, context.shared.widget_ids_this_run.snapshot()
    undrawn = {}
    for key, value in st.session_state.items():
        widget_id = state.get_widget_id_from_key(str(key))
        metadata = state.get_widget_metadata(widget_id) if widget_id and widget_id not in drawn else None
        if metadata and metadata.value_type in _CONTENT:
            undrawn[key] = value
    st.session_state[_UNDRAWN] = (context.page_script_hash, undrawn)


def fill_undrawn_fields() -> None:
    """Fill the fields of this page that the last run has not drawn. Call it before they are drawn."""
    page, undrawn = st.session_state.pop(_UNDRAWN, (None, {}))
    context = get_script_run_ctx(suppress_warning=True)
    if context and context.page_script_hash == page:
        st.session_state.update(undrawn)


@contextmanager
def entries_kept() -> Iterator[None]:
    """Context manager around a page: what the browser sent before it learned that a run sets the field stays.

    The browser then shows what that run set, and would send it with the next click; so the next run that draws the
    field sets it to what was entered.
    """
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        yield
        return
    state, before = context.session_state._state, st.session_state.pop(_SET, {})
    entered = {key: st.session_state[key] for key in before if st.session_state.get(key, before[key]) != before[key]}
    st.session_state.update(entered)
    try:
        yield
    finally:
        with uninterrupted():
            drawn, fields = context.shared.widget_ids_this_run.snapshot(), {}
            for key, content in list(state._new_session_state.items()):
                widget_id = state.get_widget_id_from_key(key)
                metadata = state.get_widget_metadata(widget_id) if widget_id else None
                if metadata and metadata.value_type in _CONTENT and widget_id in drawn:
                    fields[key] = content
                elif key in entered:
                    del state._new_session_state[key]
                    fields[key] = before[key]
            st.session_state[_SET] = fields
