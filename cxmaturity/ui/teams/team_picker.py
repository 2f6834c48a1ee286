"""The choice of the team that a page shows."""

import streamlit as st

from cxmaturity.records import Team
from cxmaturity.services import teams
from cxmaturity.ui.shared import session
from cxmaturity.ui.shared.errors import errors_shown_here


def chosen_team(without_any: str) -> Team:
    """Show the choice of a team and return it; end the page with `without_any` and the way Home when there is none.

    The team of the assessment that was viewed last is preselected; the address keeps the choice.
    """
    with errors_shown_here():
        listed = teams.list_teams(session.database())
        viewed = session.last_viewed()
    if not listed:
        st.info(without_any)
        st.page_link("home.py", label="Start on Home", icon=":material/home:", help="")
        st.stop()
    by_id = {team.id: team for team in listed}
    ids = list(by_id)
    team_id = viewed.assessment.team_id if viewed else None
    chosen = st.selectbox(
        "Team",
        ids,
        index=ids.index(team_id) if team_id in ids else 0,
        format_func=lambda t: f"{by_id[t].name} (demo)" if by_id[t].is_demo else by_id[t].name,
        key="team",
        bind="query-params",
    )
    return by_id[chosen]
