"""What surrounds every page: the window's title, what happened said aloud, and where the focus goes.

Pages call `window_title`, `announce` and `live_text`; pages/main.py runs each page inside `page_frame`. The script is
`browser/page_frame.js`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex
from typing import TYPE_CHECKING, TypedDict

import streamlit as st

from cxmaturity.browser import assets
from cxmaturity.ui.shared.escape import plain

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

APP_NAME = "CX Maturity"
_TITLE, _NEWS = "window-title", "news"  # session keys


class _News(TypedDict):
    number: str
    text: str
    focus: str
    is_quiet: bool


_component = st.components.v2.component("cx_page_frame", js=assets.script("page_frame.js"), isolate_styles=False)


def window_title(*parts: str) -> None:
    """Name the window, such as window_title("Result", "Team North") for `Result · Team North · CX Maturity`.

    The last call of a run counts; a page that calls it in no run is called by its name in the menu.
    """
    title = " · ".join([*(" ".join(part.split()) for part in parts if part.strip()), APP_NAME])
    st.session_state[_TITLE] = title


def announce(text: str, *, focus: str = "", is_quiet: bool = False) -> None:
    """Say once what an action did: `text` is read out politely and shown for a moment in a corner.

    It may be called in a callback, before `st.rerun` or `st.switch_page`, and anywhere on a page, not in a fragment.
    `focus` is the key of the container or widget that the focus moves to: to its heading, else to its first control.
    Without it the focus stays; on another page it goes to the heading, and where what had it is gone, to the one
    above.
    `is_quiet` is for what the page itself shows: read out only.
    """
    st.session_state[_NEWS] = _News(number=token_hex(4), text=text, focus=focus, is_quiet=is_quiet)


def live_text(text: str, key: str) -> None:
    """Show a sentence that changes with what is typed, chosen or filtered above it, read out politely when it does."""
    with st.container(key=f"live-text-{key}"):
        st.markdown(plain(text))


def last_window_title() -> str:
    """Return what the window is called by now; said before the menu is shown, it keeps the menu from renaming it."""
    title: str = st.session_state.get(_TITLE, APP_NAME)
    return title


@contextmanager
def page_frame(page: "StreamlitPage") -> Iterator[None]:
    """Run a page in the block; however it ends, name the window and hand over what it announced."""
    place = st.container(key="page-frame")
    st.session_state.pop(_TITLE, None)
    try:
        yield
    finally:
        title = st.session_state.setdefault(_TITLE, f"{page.title} · {APP_NAME}")
        st.set_page_config(page_title=title)
        with place:
            news = st.session_state.get(_NEWS) or _News(number="", text="", focus="", is_quiet=True)
            _component(key="page-frame-script", data={"page": page.url_path, **news})
