"""An expander whose label counts what is in it."""

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer


def counting_box(label: str, *, key: str, icon: str | None = None) -> ExpanderContainer:
    """Return an expander that stays open when its label changes, for which Streamlit takes it for a new one."""
    if key in st.session_state:
        st.session_state[key] = st.session_state[key]
    return st.expander(label, key=key, icon=icon, on_change="rerun")
