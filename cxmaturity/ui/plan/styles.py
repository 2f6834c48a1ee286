"""The styles of the plan: a row an action, a card on phones."""

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
# Above each field stands what it is. Its name, which is read aloud, also says whose it is, and would be too long here.
_RULES = "".join(f'[class*="st-key-{key}-"]{{--cx-field:"{label}"/""}}' for key, label in _LABELS.items())


def plan_styles() -> None:
    """Put the styles on the page."""
    st.html(f"<style>{_RULES}\n{assets.styles('plan.css')}</style>")
