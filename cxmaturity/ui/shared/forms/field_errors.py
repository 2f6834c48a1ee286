"""What is wrong with a field, said beneath it; browser/page/field_errors.js ties the words to the field."""

from collections.abc import Iterable, Mapping

import streamlit as st

from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame.page_frame import announce

_ERRORS = "field-errors"  # session key: by widget key, the value that was refused, and what is wrong with it


def set_field_errors(errors: Mapping[str, str]) -> None:
    """Note, in a callback, what is wrong with the fields of these keys; the focus goes to the first of them."""
    st.session_state[_ERRORS] = {key: (st.session_state.get(key), text) for key, text in errors.items()}
    if errors:
        key, text = next(iter(errors.items()))
        announce(text, focus=key, is_quiet=True)


def field_error(key: str) -> None:
    """Show what is wrong with the field above, until it is changed."""
    if has_field_errors([key]):
        with st.container(key=f"field-error-{key}"):
            st.markdown(f":red[:material/error:] {plain(st.session_state[_ERRORS][key][1])}")


def has_field_errors(keys: Iterable[str]) -> bool:
    """Return whether one of the fields of these keys still holds what was refused."""
    errors = st.session_state.get(_ERRORS, {})
    return any(key in errors and st.session_state.get(key) == errors[key][0] for key in keys)
