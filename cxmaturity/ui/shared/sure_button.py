"""A button whose click counts whatever comes before the page shows its effect: a run for live data, another click."""

from collections.abc import Callable
from typing import Any

import streamlit as st

_HANDLED = "sure-buttons-handled"  # session key: the buttons whose clicks callbacks have handled before this run


def sure_button(label: str, *, key: str, action: Callable[..., None], args: tuple[Any, ...] = (), **look: Any) -> None:
    """Show a button; a click calls `action` once with `args`, before the page is drawn again.

    It acts in the callback: a run that follows live data or another click may interrupt the one that a click began, and
    what a script reads from its buttons is lost then. Only a server that was restarted does not know the button's
    callback; there the script acts, and reruns.
    """
    is_clicked = st.button(label, key=key, on_click=_handle, args=(key, action, args), **look)
    handled: set[str] = st.session_state.get(_HANDLED, set())
    if is_clicked and key not in handled:
        action(*args)
        st.rerun()
    handled.discard(key)


def _handle(key: str, action: Callable[..., None], args: tuple[Any, ...]) -> None:
    st.session_state.setdefault(_HANDLED, set()).add(key)
    action(*args)
