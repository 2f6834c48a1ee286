"""The error of a field, shown beneath it; browser/page/field_errors.js connects the two for screen readers."""

from collections.abc import Iterable, Mapping

import streamlit as st

from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame.page_frame import announce

_ERRORS = "field-errors"  # session key: by widget key, the refused value and its error


def set_field_errors(errors: Mapping[str, str]) -> None:
    """Callback: set the errors by widget key, replacing earlier ones; the focus goes to the first of the fields."""
    st.session_state[_ERRORS] = {key: (st.session_state.get(key), text) for key, text in errors.items()}
    if errors:
        key, text = next(iter(errors.items()))
        announce(text, focus=key, is_quiet=True)


def field_error(key: str) -> None:
    """Show the error of the field above, until its value is changed."""
    if has_field_errors([key]):
        with st.container(key=f"field-error-{key}"):
            st.markdown(f":red[:material/error:] {plain(st.session_state[_ERRORS][key][1])}")


def has_field_errors(keys: Iterable[str]) -> bool:
    """Return whether one of these fields still holds the refused value."""
    errors = st.session_state.get(_ERRORS, {})
    return any(key in errors and st.session_state.get(key) == errors[key][0] for key in keys)
