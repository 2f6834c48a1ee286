"""The actions due next in the plans of all own teams, on Home."""

from collections.abc import Sequence

import streamlit as st

from cxmaturity.records import Team
from cxmaturity.services import plans
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.page_links import page_link
from cxmaturity.wording import home as words

_MOST = 5
_MIN_TEAMS = 2  # the card of a single team shows its next action already


def due_next(database: Database, teams: Sequence[Team]) -> None:
    """Show the actions of all these teams that are due first, overdue ones marked; nothing when there are none."""
    if len(teams) < _MIN_TEAMS:
        return
    due = plans.due_next(database, teams, session.today(), _MOST)
    if not due.actions:
        return
    with st.container(key="due-next"):
        st.header(words.DUE_NEXT, anchor=False)
        if due.overdue:
            st.markdown(f"**{words.overdue_steps(due.overdue)}**")
        for team, action in due.actions:
            is_overdue = action.is_overdue(session.today())
            with st.container(horizontal=True, vertical_alignment="center", key=f"due-{action.id}"):
                day = plain(words.due_day(action, is_overdue=is_overdue))
                parts = [f"**{day}**" if is_overdue else day, plain(words.due_step(action))]
                st.markdown(" · ".join(filter(None, parts)), width="stretch")
                page_link("plan", plain(words.plan_of(team.name)), icon="", team=team.id)
