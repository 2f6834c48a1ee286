"""A button whose click counts whatever comes before the page shows its effect: a run for live data, another click."""

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

import streamlit as st

from cxmaturity.ui.shared.frame.page_frame import PageToOpen, open_next, page_to_open

_HANDLED = "sure-buttons-handled"  # session key: the buttons whose clicks callbacks have handled before this run
_LAST = "sure-buttons-last"  # session key: by button, what was clicked last: which drawing, with which fields
_LED_TO = "sure-buttons-led-to"  # session key: by button, the page that its last click opened
_drawings = count(1)


def sure_button(
    label: str,
    *,
    key: str,
    action: Callable[..., bool | None],
    args: tuple[Any, ...] = (),
    adds_up: bool = False,
    fields: Sequence[str] = (),
    **look: Any,
) -> None:
    """Show a button; a click calls `action` once with `args`, before the page is drawn again.

    A second click before the button is drawn again does nothing, unless clicks of this button add up, or `action` has
    returned False because it refused. With the keys of `fields` it is the button of their form: changed fields make a
    click another one, and of a double click the browser sends one.

    It acts in the callback: a run that follows live data or another click may interrupt the one that a click began, and
    what a script reads from its buttons is lost then. Only a server that was restarted does not know the button's
    callback; there the script acts, and reruns. A second click that was sent before the browser had received the page
    that the first has opened leads on to that page.
    """
    show = st.form_submit_button if fields else st.button
    drawing = None if adds_up else next(_drawings)
    handling = (key, drawing, tuple(fields), action, args)
    is_clicked = show(label, key=key, on_click=_handle, args=handling, **look)
    handled: set[str] = st.session_state.get(_HANDLED, set())
    if is_clicked and _lead_on(key):
        st.rerun()
    if is_clicked and key not in handled:
        action(*args)
        st.rerun()
    handled.discard(key)


def _handle(
    key: str, drawing: int | None, fields: tuple[str, ...], action: Callable[..., bool | None], args: tuple[Any, ...]
) -> None:
    st.session_state.setdefault(_HANDLED, set()).add(key)
    click = (drawing, *(st.session_state[field] for field in fields))
    last: dict[str, tuple[Any, ...]] = st.session_state.setdefault(_LAST, {})
    if drawing is not None and last.get(key) == click:
        _lead_on(key)
        return
    last[key] = click
    if action(*args) is False:
        del last[key]
    st.session_state.setdefault(_LED_TO, {})[key] = page_to_open()


def _lead_on(key: str) -> bool:
    """Open the page again that the last click on a button has opened; return whether there is one."""
    page: PageToOpen | None = st.session_state.get(_LED_TO, {}).get(key)
    if page:
        open_next(page[0], **page[1])
    return page is not None
