"""The styles of the plan: each action is a row, on phones a card."""

import streamlit as st

from cxmaturity.browser import assets
from cxmaturity.wording import plans as words

_LABELS = {
    "owner": words.OWNER,
    "due": words.REVIEW_ON,
    "status": words.STATUS,
    "saw": words.OUTCOME_NOTE,
    "do": words.DO,
    "worked-if": words.WORKED_IF,
}
# The visible label above each field is short. Its accessible name also names the action, and would be too long here.
_RULES = "".join(f'[class*="st-key-{key}-"]{{--cx-field:"{label}"/""}}' for key, label in _LABELS.items())


def plan_styles() -> None:
    """Add the styles to the page."""
    st.html(f"<style>{_RULES}\n{assets.styles('plan.css')}</style>")
