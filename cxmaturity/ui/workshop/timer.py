"""The lengths of the timers for votes, discussions and self-paced answering, kept in the address over a reload."""

import streamlit as st

from cxmaturity.services.workshops import facilitation
from cxmaturity.services.workshops.workshop_view import WorkshopView
from cxmaturity.ui.shared.forms import keys
from cxmaturity.ui.workshop.switches import switch_toggle
from cxmaturity.wording.workshop.workshop_console import NO_TIMER, minutes_or_seconds
from cxmaturity.workshops.state import WorkshopAction

_CHOICES = {
    "timer": ("Time for each vote", (None, 30, 60, 120, 180, 300)),
    "talk": ("Time to talk about each result", (None, 60, 120, 180, 300, 600)),
    "deadline": ("Time for all questions", (None, 600, 900, 1200, 1800, 2700, 3600)),
}  # by the beginning of the widget key, which is also the query parameter: the label, and the choices in seconds
_STEP = 60  # seconds by which a timer is extended or shortened


def timer_choices(workshop: WorkshopView) -> None:
    """Show the choices of the timers' lengths, who sees them, and what happens by itself when they end."""
    with st.expander("Timer and reveal", key="workshop-timer", icon=":material/timer:"):
        with st.container(horizontal=True):
            if workshop.pace == "self_paced" and "begin" in facilitation.allowed_actions(workshop):
                _choice(workshop, "deadline")
            _choice(workshop, "timer")
            _choice(workshop, "talk")
        switch_toggle(workshop, "is_timer_hidden")
        switch_toggle(workshop, "reveals_when_all_in")
        switch_toggle(workshop, "reveals_when_time_is_up")


def _choice(workshop: WorkshopView, name: str) -> None:
    (label, choices), key = _CHOICES[name], keys.scoped(name, workshop.assessment.id)
    st.selectbox(label, [minutes_or_seconds(seconds) for seconds in choices], key=key, bind="query-params", width=240)


def seconds_for(workshop: WorkshopView, action: WorkshopAction) -> int | None:
    """Return the seconds of the timer that an action starts or changes by, None when it has no timer."""
    if action in ("extend", "shorten"):
        return _STEP
    if action == "begin" and workshop.pace == "self_paced":
        return _chosen(workshop, "deadline")
    return _chosen(workshop, "talk" if action == "reveal" else "timer")


def _chosen(workshop: WorkshopView, name: str) -> int | None:
    chosen = st.session_state.get(keys.scoped(name, workshop.assessment.id), NO_TIMER)
    return next((seconds for seconds in _CHOICES[name][1] if minutes_or_seconds(seconds) == chosen), None)
