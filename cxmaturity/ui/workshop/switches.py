"""The switches of a workshop, such as results on phones, which all windows share."""

import streamlit as st

from cxmaturity.services.workshops import facilitation
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.ui.shared.forms import keys
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_above
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.wording.workshop.workshop_console import SWITCHES
from cxmaturity.workshops.state import Switch


def switch_toggle(workshop: WorkshopView, switch: Switch) -> None:
    """Show a switch with its stored value; a click changes it for all windows and phones."""
    key = _key(workshop.assessment.id, switch)
    st.session_state[key] = getattr(workshop.state, switch)  # another window may have changed it since
    st.toggle(SWITCHES[switch][0], key=key, on_change=_set, args=(workshop.assessment.id, switch))


def _key(assessment_id: str, switch: Switch) -> str:
    return keys.scoped(f"workshop-{switch}", assessment_id)


def _set(assessment_id: str, switch: Switch) -> None:
    is_on: bool = st.session_state[_key(assessment_id, switch)]
    with errors_shown_above():
        facilitation.set_switch(session.database(), assessment_id, switch, is_on)
        announce(SWITCHES[switch][1 if is_on else 2])
