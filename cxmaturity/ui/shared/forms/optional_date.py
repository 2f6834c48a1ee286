"""A field for a date that may be none, and can be emptied also when it begins with a date."""

from datetime import date, timedelta
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.common import user_key_from_element_id

from cxmaturity.ui.shared.frame import session

_FAR = timedelta(days=3653)  # how far from today a date can be chosen


def optional_date(
    label: str, stored: date | None, *, key: str, earliest: date | None = None, **options: Any
) -> date | None:
    """Show the field and return its date; `options` are those of `st.date_input`.

    A browser puts back the date of an emptied field that Streamlit has drawn with one to begin with. So this field
    begins empty, and a window that has not shown it before is sent what is stored. After a restart of the server, what
    the browser holds stays.
    """
    if stored and key not in st.session_state and not _is_held(key):
        st.session_state[key] = stored
    today = session.today()
    earliest, latest = earliest or today - _FAR, today + _FAR
    if stored:
        earliest, latest = min(earliest, stored), max(latest, stored)
    return st.date_input(label, None, earliest, latest, format="YYYY-MM-DD", key=key, **options)


def _is_held(key: str) -> bool:
    """Return whether the browser has sent what the field of this key holds."""
    context = get_script_run_ctx(suppress_warning=True)
    sent = context.session_state._state._new_widget_state if context else ()
    return any(user_key_from_element_id(widget_id) == key for widget_id in sent)
