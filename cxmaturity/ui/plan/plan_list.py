"""The actions of a plan, some at a time: each is a form of its own, and many of them take long to draw."""

from collections.abc import Sequence

import streamlit as st

from cxmaturity.records import Action
from cxmaturity.ui.plan.action_editor import action_card
from cxmaturity.ui.shared.page_frame import announce
from cxmaturity.wording.plans import more_actions

_AT_ONCE = 8


def action_cards(actions: Sequence[Action], heading: str) -> None:
    """Show the first actions below a heading, and the way to more of them."""
    key = f"drawn-{heading}"
    drawn = st.session_state.get(key, _AT_ONCE)
    for action in actions[:drawn]:
        action_card(action)
    if actions[drawn:] and st.button(more_actions(len(actions[drawn:])), key=f"more-{heading}"):
        st.session_state[key] = drawn + _AT_ONCE
        announce("More steps are shown.", is_quiet=True)
        st.rerun()
