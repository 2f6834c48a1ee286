"""The frame of every page: the window's title, announcements for screen readers, and the focus.

Pages call `window_title`, `announce` and `live_text`; pages/main.py calls the rest. The script is
`browser/page/page_frame.js`.
"""

from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, TypedDict

import streamlit as st

from cxmaturity.browser import assets
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame import server_address
from cxmaturity.ui.shared.frame.key_help import key_help_html
from cxmaturity.ui.shared.frame.language import open_languages
from cxmaturity.wording.language.other_windows import CHANGED_UNDER_POINTER

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator
    from streamlit.navigation.page import StreamlitPage

APP_NAME = "CX Maturity"
_TITLE, _PAGE, _NEWS = "window-title", "window-page", "news"  # session keys
_SENT = "news-sent"  # session key: the number of the announcement that the browser has
_IS_FROM_MENU = "page-is-from-menu"  # session key
_NEXT = "page-to-open"  # session key
PageToOpen = tuple[str, dict[str, str]]
"""The file of a page, and its query parameters."""
IS_DRAWN = "is-drawn"  # session key: whether the browser has reported that it shows the part before the charts


class _News(TypedDict):
    number: str
    text: str
    focus: str
    is_quiet: bool


_component = st.components.v2.component(
    "cx_page_frame", html=key_help_html(), js=assets.script("page/page_frame.js"), isolate_styles=False
)


def window_title(*parts: str) -> None:
    """Set the window's title: window_title("Result", "Team North") gives `Result · Team North · CX Maturity`.

    Until a page calls it, the title is the page's name in the menu.
    """
    title = " · ".join([*(" ".join(part.split()) for part in parts), APP_NAME])
    st.session_state[_TITLE] = title
    st.set_page_config(page_title=title)


def announce(text: str, *, focus: str = "", is_quiet: bool = False) -> None:
    """Announce the effect of an action once: screen readers read `text`, and a toast shows it for a moment.

    It takes effect in the next run: call it in a callback, or before `st.rerun` or `st.switch_page`.
    `focus` is the key of the container or widget whose heading, or else first control, gets the focus. Without it the
    focus stays; on another page it goes to the page's heading, and when the focused element is gone, to the heading
    above it.
    With `is_quiet` there is no toast, because the page itself shows the effect.
    """
    st.session_state[_NEWS] = _News(number=token_hex(4), text=text, focus=focus, is_quiet=is_quiet)


def open_next(page: str, **address: str) -> None:
    """Callback: let the next run of the whole app open another page, by its file, with these query parameters.

    `st.switch_page` in a callback would be undone by a click that comes before the page is shown.
    """
    st.session_state[_NEXT] = (page, address)


def page_to_open() -> PageToOpen | None:
    """Return the page that a callback of the coming run has asked for, None without one."""
    return st.session_state.get(_NEXT)


def follow_callback(page: "StreamlitPage") -> None:
    """Open the page that a callback has asked for, if it is not `page`, which this run shows.

    It is forgotten only there, since a click may end the run before.
    """
    if asked := page_to_open():
        file, address = asked
        is_there = page.url_path == Path(file).stem.removeprefix("home")
        if not is_there or any(st.query_params.get(name) != value for name, value in address.items()):
            st.switch_page(file, query_params=address)
        del st.session_state[_NEXT]


def follow_announcement() -> None:
    """Fragment: run the whole app where a callback of this fragment announced something, which only that sends."""
    news = st.session_state.get(_NEWS)
    if news and news["number"] != st.session_state.get(_SENT):
        st.rerun()


def live_text(text: str, key: str) -> None:
    """Show a sentence that depends on the fields above it; screen readers read it whenever it changes."""
    with st.container(key=f"live-text-{key}"):
        st.markdown(plain(text))


def is_from_menu() -> bool:
    """Return whether the page was opened without parameters in its address, as from the menu."""
    return bool(st.session_state.get(_IS_FROM_MENU))


def is_first_part_shown() -> bool:
    """Return whether the browser has reported that it shows the first part of a page, which `show_first` ends."""
    return bool(st.session_state.get(IS_DRAWN))


def show_first() -> None:
    """Stop the page here once per window; it runs again as soon as the browser shows the part drawn so far.

    Loading the script of the charts keeps a browser busy for a second or more, and would delay everything sent with it.
    """
    if is_first_part_shown():
        return
    with st.container(key="rest-to-come"):
        st.html('<div class="cx-skeleton" aria-hidden="true"></div>')
    st.stop()


def last_window_title() -> str:
    """Return the window's current title. Setting it before the menu is drawn keeps the menu from replacing it."""
    title: str = st.session_state.get(_TITLE, APP_NAME)
    return title


def open_frame(page: "StreamlitPage") -> "DeltaGenerator":
    """Set the title of a window that opens another page, and send the last announcement to the browser.

    Return a hidden place in the frame. Called before the page's script, which may stop at any place.
    """
    if st.session_state.get(_PAGE) != page.url_path:
        st.session_state[_PAGE] = page.url_path
        st.session_state[_IS_FROM_MENU] = not st.query_params
        window_title(page.title)
    news = st.session_state.get(_NEWS) or _News(number="", text="", focus="", is_quiet=True)
    st.session_state[_SENT] = news["number"]
    with st.container(key="page-frame"):
        open_languages()
        hidden = st.empty()
        frame = _component(
            key="page-frame-script",
            data={
                "page": page.url_path,
                "chart_files": server_address.chart_files(),
                "changed_here": CHANGED_UNDER_POINTER,
                **news,
            },
            on_drawn_change=lambda: None,
        )
    if frame.drawn:
        st.session_state[IS_DRAWN] = True
    return hidden
