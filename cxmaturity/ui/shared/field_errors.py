"""What is wrong with what stands in a field, said beneath it; browser/field_errors.js ties the words to the field."""

from collections.abc import Mapping

import streamlit as st

from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.page_frame import announce

_ERRORS = "field-errors"  # session key: by widget key, the value that was refused, and what is wrong with it


def set_field_errors(errors: Mapping[str, str]) -> None:
    """Note, in a callback, what is wrong with the fields of these keys; the focus goes to the first of them."""
    st.session_state[_ERRORS] = {key: (st.session_state.get(key), text) for key, text in errors.items()}
    for key, text in errors.items():
        announce(text, focus=key, is_quiet=True)
        return


def field_error(key: str) -> str:
    """Show what is wrong with the field above until it is changed; return it, empty where nothing is."""
    value, text = st.session_state.get(_ERRORS, {}).get(key, (None, ""))
    if not text or st.session_state.get(key) != value:
        return ""
    with st.container(key=f"field-error-{key}"):
        st.markdown(f":red[:material/error:] {plain(text)}")
    return str(text)
