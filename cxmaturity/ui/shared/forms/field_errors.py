"""The error of a field, shown beneath it; browser/controls/field_errors.js connects the two for screen readers."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import streamlit as st

from cxmaturity.errors import Refused
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame.errors import errors_shown_above
from cxmaturity.ui.shared.frame.page_frame import announce

_ERRORS = "field-errors"  # session key: by widget key, the refused value and its error


def set_field_errors(errors: Mapping[str, str]) -> None:
    """Callback: set the errors by widget key, replacing earlier ones; the focus goes to the first of the fields."""
    st.session_state[_ERRORS] = {key: (st.session_state.get(key), text) for key, text in errors.items()}
    if errors:
        key, text = next(iter(errors.items()))
        announce(text, focus=key, is_quiet=True)


@contextmanager
def errors_shown_below(key: str) -> Iterator[None]:
    """Context manager for callbacks: show why the block was refused below the field.

    Any other error is shown above the page: what the field belongs to may be gone, and the field with it.
    """
    with errors_shown_above():
        try:
            yield
        except Refused as error:
            set_field_errors({key: f"{error.message} {error.fix}"})


def field_error(key: str) -> None:
    """Show the error of the field above, until its value is changed."""
    if has_field_errors([key]):
        with st.container(key=f"field-error-{key}"):
            st.markdown(f":red[:material/error:] {plain(st.session_state[_ERRORS][key][1])}")


def has_field_errors(keys: Iterable[str]) -> bool:
    """Return whether one of these fields still holds the refused value."""
    errors = st.session_state.get(_ERRORS, {})
    return any(key in errors and st.session_state.get(key) == errors[key][0] for key in keys)
