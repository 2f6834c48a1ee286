"""What was entered stays when the database fails and the page has to stop before its fields.

The browser forgets the content of each field that a run has not drawn. Streamlit keeps it, but sends the browser only
what a script has set.
"""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

_UNDRAWN = "fields-undrawn"  # session key: (the page, by widget key the content of its fields that were not drawn)
SETTABLE = ("string_value", "string_array_value", "int_value", "double_value", "double_array_value", "bool_value")
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
        if metadata and metadata.value_type in SETTABLE:
            undrawn[key] = value
    st.session_state[_UNDRAWN] = (context.page_script_hash, undrawn)


def fill_undrawn_fields() -> None:
    """Fill the fields of this page that the last run has not drawn. Call it before they are drawn."""
    page, undrawn = st.session_state.pop(_UNDRAWN, (None, {}))
    context = get_script_run_ctx(suppress_warning=True)
    if context and context.page_script_hash == page:
        st.session_state.update(undrawn)
