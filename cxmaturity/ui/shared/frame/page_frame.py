"""What surrounds every page: the window's title, what happened said aloud, and where the focus goes.

Pages call `window_title`, `announce` and `live_text`; pages/main.py calls the rest. The script is
`browser/page/page_frame.js`.
"""

from secrets import token_hex
from typing import TYPE_CHECKING, TypedDict

import streamlit as st

from cxmaturity.browser import assets
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame import server_address
from cxmaturity.ui.shared.frame.key_help import key_help_html
from cxmaturity.ui.shared.frame.language import open_languages

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

APP_NAME = "CX Maturity"
_TITLE, _PAGE, _NEWS = "window-title", "window-page", "news"  # session keys
_IS_FROM_MENU = "page-is-from-menu"  # session key
IS_DRAWN = "is-drawn"  # session key: whether the browser has said that it shows what comes before the charts


class _News(TypedDict):
    number: str
    text: str
    focus: str
    is_quiet: bool


_component = st.components.v2.component(
    "cx_page_frame", html=key_help_html(), js=assets.script("page/page_frame.js"), isolate_styles=False
)


def window_title(*parts: str) -> None:
    """Name the window, such as window_title("Result", "Team North") for `Result · Team North · CX Maturity`.

    Until a page calls it, its window is called as the menu calls the page.
    """
    title = " · ".join([*(" ".join(part.split()) for part in parts), APP_NAME])
    st.session_state[_TITLE] = title
    st.set_page_config(page_title=title)


def announce(text: str, *, focus: str = "", is_quiet: bool = False) -> None:
    """Say once what an action did: `text` is read out politely and shown for a moment in a corner.

    It is said in the next run: call it in a callback, or before `st.rerun` or `st.switch_page`.
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


def is_from_menu() -> bool:
    """Return whether the page was opened without an address of something, as from the menu."""
    return bool(st.session_state.get(_IS_FROM_MENU))


def is_first_part_shown() -> bool:
    """Return whether the browser has said that it shows the first part of a page, which `show_first` ends."""
    return bool(st.session_state.get(IS_DRAWN))


def show_first() -> None:
    """Let the browser show what the page has drawn so far before it is sent the rest, once for each window.

    The code of the charts keeps a browser busy for a second or more; what came with them would be shown only after it.
    The page ends here, and runs again as soon as the browser has shown it.
    """
    if is_first_part_shown():
        return
    with st.container(key="rest-to-come"):
        st.html('<div class="cx-skeleton" aria-hidden="true"></div>')
    st.stop()


def last_window_title() -> str:
    """Return what the window is called by now; said before the menu is shown, it keeps the menu from renaming it."""
    title: str = st.session_state.get(_TITLE, APP_NAME)
    return title


def open_frame(page: "StreamlitPage") -> None:
    """Name the window after a page that is new in it, and hand over to the browser what was announced last.

    It comes before the page, which may end at any place.
    """
    if st.session_state.get(_PAGE) != page.url_path:
        st.session_state[_PAGE] = page.url_path
        st.session_state[_IS_FROM_MENU] = not st.query_params
        window_title(page.title)
    news = st.session_state.get(_NEWS) or _News(number="", text="", focus="", is_quiet=True)
    with st.container(key="page-frame"):
        open_languages()
        frame = _component(
            key="page-frame-script",
            data={"page": page.url_path, "chart_files": server_address.chart_files(), **news},
            on_drawn_change=lambda: None,
        )
    if frame.drawn:
        st.session_state[IS_DRAWN] = True
