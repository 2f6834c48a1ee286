"""Which team a page is about."""

import streamlit as st

from cxmaturity.records import Team
from cxmaturity.services import teams
from cxmaturity.ui.shared import session
from cxmaturity.ui.shared.errors import errors_shown_here


def chosen_team(without_any: str) -> Team:
    """Show the choice of a team and return it; end the page with `without_any` and the way Home when there is none.

    It begins with the team of the assessment last looked at; the address keeps it.
    """
    with errors_shown_here():
        listed = teams.list_teams(session.database())
        seen = session.last_viewed()
    if not listed:
        st.info(without_any)
        st.page_link("home.py", label="Start on Home", icon=":material/home:", help="")
        st.stop()
    by_id = {team.id: team for team in listed}
    ids = list(by_id)
    mine = seen.assessment.team_id if seen else None
    chosen = st.selectbox(
        "Team",
        ids,
        index=ids.index(mine) if mine in ids else 0,
        format_func=lambda t: f"{by_id[t].name} (demo)" if by_id[t].is_demo else by_id[t].name,
        key="team",
        bind="query-params",
    )
    return by_id[chosen]
