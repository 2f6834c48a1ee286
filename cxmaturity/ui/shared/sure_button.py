"""A button for pages that rerun by themselves: no run that comes between a click and its effect takes the click."""

from collections.abc import Callable
from typing import Any

import streamlit as st

_HANDLED = "sure-button-handled"  # session key: the button whose click the callback has handled before this run


def sure_button(label: str, *, key: str, action: Callable[..., None], args: tuple[Any, ...] = (), **look: Any) -> None:
    """Show a button; a click calls `action` once with `args`, before the page is drawn again.

    It acts in the callback: a run that follows live data may interrupt the one that a click began, and what a script
    reads from its buttons is lost then. Only a server that was restarted does not know the button's callback; there the
    script acts, and reruns.
    """
    is_clicked = st.button(label, key=key, on_click=_handle, args=(key, action, args), **look)
    if is_clicked and st.session_state.pop(_HANDLED, None) != key:
        action(*args)
        st.rerun()


def _handle(key: str, action: Callable[..., None], args: tuple[Any, ...]) -> None:
    st.session_state[_HANDLED] = key
    action(*args)
