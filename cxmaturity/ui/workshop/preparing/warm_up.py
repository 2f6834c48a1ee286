"""The fields for the facilitator's warm-up question."""

from collections.abc import Sequence

import streamlit as st

from cxmaturity.answers import Privacy
from cxmaturity.ui.shared.frame.page_frame import live_text
from cxmaturity.wording.workshop import polls as wording
from cxmaturity.workshops.polls import MAX_OPTION_LENGTH, MAX_OPTIONS, MAX_PROMPT_LENGTH

_MOST_TYPED = MAX_OPTIONS * (MAX_OPTION_LENGTH + 1)


def warm_up_fields(privacy: Privacy) -> tuple[str, Sequence[str], bool]:
    """Show the fields; return the question, the answers to choose from, and whether there are such answers."""
    with st.expander(wording.WARM_UP, key="workshop-warm-up", icon=":material/wb_sunny:"):
        prompt = st.text_input(wording.WARM_UP_PROMPT, max_chars=MAX_PROMPT_LENGTH, key="warm-up-prompt")
        kinds = list(wording.WARM_UP_KINDS)
        kind = st.radio(
            "How is it answered?", kinds, format_func=wording.WARM_UP_KINDS.__getitem__, key="warm-up-kind",
            horizontal=True,
        )  # fmt: skip
        is_choice = kind == "choice"
        typed = ""
        if is_choice:
            typed = st.text_area(wording.WARM_UP_OPTIONS, max_chars=_MOST_TYPED, key="warm-up-options", height=120)
        live_text(wording.shown_floor(privacy, is_choice=is_choice), "warm-up")
    return prompt, typed.splitlines(), is_choice
