"""The fields for the facilitator's warm-up question."""

import streamlit as st

from cxmaturity.answers import Privacy
from cxmaturity.ui.shared.frame.page_frame import live_text
from cxmaturity.wording.workshop import polls as wording
from cxmaturity.workshops.polls import MAX_OPTION_LENGTH, MAX_OPTIONS, MAX_PROMPT_LENGTH, WarmUp, make_warm_up

_PROMPT, _KIND, _OPTIONS = "warm-up-prompt", "warm-up-kind", "warm-up-options"  # widget keys
_MOST_TYPED = MAX_OPTIONS * (MAX_OPTION_LENGTH + 1)


def warm_up_fields(privacy: Privacy) -> None:
    """Show the fields."""
    with st.expander(wording.WARM_UP, key="workshop-warm-up", icon=":material/wb_sunny:"):
        st.text_input(wording.WARM_UP_PROMPT, max_chars=MAX_PROMPT_LENGTH, key=_PROMPT)
        kinds = list(wording.WARM_UP_KINDS)
        kind = st.radio(
            "How is it answered?", kinds, format_func=wording.WARM_UP_KINDS.__getitem__, key=_KIND,
            horizontal=True,
        )  # fmt: skip
        is_choice = kind == "choice"
        if is_choice:
            st.text_area(wording.WARM_UP_OPTIONS, max_chars=_MOST_TYPED, key=_OPTIONS, height=120, persist_state="page")
        live_text(wording.shown_floor(privacy, is_choice=is_choice), "warm-up")


def typed_warm_up() -> WarmUp | None:
    """Return the question in the fields, also in a callback; None without one. Raises Refused."""
    options = st.session_state.get(_OPTIONS, "").splitlines()
    return make_warm_up(st.session_state[_PROMPT], options, is_choice=st.session_state[_KIND] == "choice")
