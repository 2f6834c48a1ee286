"""Errors as people see them: what happened and what to do, never a traceback."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from cxmaturity.errors import CxMaturityError, DatabaseUnavailable, NotFound, StillOpen, ValidationErrors
from cxmaturity.services.unexpected import log_unexpected
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame.kept_fields import keep_undrawn_fields
from cxmaturity.ui.shared.frame.page_frame import announce, window_title
from cxmaturity.ui.shared.page_links import ICONS, page_link
from cxmaturity.wording.errors import GO_HOME, UNEXPECTED, faults_listed, unexpected_fix

log = logging.getLogger(__name__)

MAX_LISTED = 200
"""The most faults shown on a page."""

_OF_CALLBACK = "error-of-callback"  # session key: (the place where it is shown, the error that a callback had)
_ABOVE = "error-above"  # session key: (the place above the page where the error of a callback is shown, the error)


def show_error(error: CxMaturityError) -> None:
    """Show an error and how to fix it; of several faults the first MAX_LISTED."""
    if isinstance(error, DatabaseUnavailable):
        log.warning("database: %s", error.message, exc_info=error.__cause__)
    tell = st.info if isinstance(error, NotFound | StillOpen) else st.error
    tell(plain(error.fix), title=plain(error.message))
    if isinstance(error, ValidationErrors):
        for issue in error.issues[:MAX_LISTED]:
            st.text(str(issue))
        if len(error.issues) > MAX_LISTED:
            st.markdown(faults_listed(MAX_LISTED, len(error.issues)))


@contextmanager
def errors_shown_here(heading: str = "") -> Iterator[None]:
    """Context manager: show a CxMaturityError of the block in its place and stop the page there, with a link to Home.

    `heading` is shown above the error, for blocks that run before the page shows its title.
    """
    try:
        yield
    except CxMaturityError as error:
        above, known = st.session_state.pop(_ABOVE, (None, None))
        is_gone = isinstance(error, NotFound) and isinstance(known, NotFound)
        if above is not None and (is_gone or error.message == known.message):  # the whole page tells it: one sentence
            above.empty()
        _, waiting = st.session_state.get(_OF_CALLBACK, ("", error))
        if waiting.message == error.message:
            st.session_state.pop(_OF_CALLBACK, None)
        if heading:
            window_title(heading)
            st.title(heading, anchor=False)
        show_error(error)
        if isinstance(error, DatabaseUnavailable):
            keep_undrawn_fields()
            st.button("Try again", icon=":material/refresh:", key="try-again")
        if isinstance(error, StillOpen):
            label, address = f"Go to the {error.kind}", st.query_params.to_dict()
            st.page_link(f"{error.kind}.py", label=label, icon=ICONS[error.kind], query_params=address, help="")
        if isinstance(error, NotFound):
            page_link("home", GO_HOME)
        st.stop()


@contextmanager
def errors_shown_above() -> Iterator[None]:
    """Context manager for callbacks: show a CxMaturityError of the block above the page, which is drawn as usual.

    It stays in view at whatever depth of the page the control is.
    """
    with errors_shown_at(""):
        yield


@contextmanager
def errors_shown_at(place: str) -> Iterator[None]:
    """Context manager for callbacks: let `show_error_of_callback` show a CxMaturityError of the block at this place."""
    try:
        yield
    except CxMaturityError as error:
        st.session_state[_OF_CALLBACK] = (place, error)
        announce(error.message, is_quiet=True)


def show_error_above() -> None:
    """Show the error that a callback had above the page, once.

    Its place is kept without an error too: what the page draws after it keeps its own, with the focus in it.
    """
    st.session_state.pop(_ABOVE, None)
    above = st.empty()
    if error := _take_error(""):
        with above.container(key="error-above"):
            show_error(error)
        st.session_state[_ABOVE] = (above, error)


def show_error_of_callback(place: str) -> None:
    """Show the error that a callback had for this place, once, in a place that is kept without an error too."""
    kept = st.empty()
    if error := _take_error(place):
        with kept.container():
            show_error(error)


def _take_error(place: str) -> CxMaturityError | None:
    kept: tuple[str, CxMaturityError] | None = st.session_state.get(_OF_CALLBACK)
    if kept is None or kept[0] != place:
        return None
    del st.session_state[_OF_CALLBACK]
    return kept[1]


def show_unexpected_error(error: BaseException) -> bool:
    """Show that something unexpected went wrong; the details go to the log only. Return True: it is handled."""
    st.error(unexpected_fix(log_unexpected(error)), title=UNEXPECTED)
    return True
