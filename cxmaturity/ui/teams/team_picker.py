"""The choice of the team for a page."""

from collections.abc import Callable, Sequence

import streamlit as st

from cxmaturity.records import Team
from cxmaturity.services import teams
from cxmaturity.services.assessments import listing
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.ui.shared.page_links import page_link
from cxmaturity.wording.trends import team_changes as words

_TEAM_PARAM = "team"  # query parameter: the team's id
_KEY = "team"
PAGE_PARAM = "back"
"""Query parameter and widget key of Over time: which of the pages of a team's assessments is shown."""


def chosen_team(without_any: str, has_content: Callable[[str], bool]) -> Team:
    """Show the choice of a team and return the chosen one.

    Own teams are listed before those of the demo, and an archived team only while the address names its id, as links
    from its results do. The default is the team chosen on the page just left, else that of the assessment viewed last,
    else of the own teams of which the page has something to show (`has_content`, by the team's id) the one with the
    newest assessment, else the own team with the newest one. The address keeps the id of the team. When there is no
    team, the page stops with the text `without_any` and a link to Home; when the address names an unknown team, it
    stops until one is chosen.
    """
    address = st.query_params.get(_TEAM_PARAM)
    with errors_shown_here():
        every = teams.every_team(session.database())
    offered = [(team, archived) for team, archived in every if not archived or team.id == address]
    offered.sort(key=lambda entry: entry[0].is_demo)
    listed = [team for team, _ in offered]
    if not listed:
        st.info(without_any)
        page_link("home", "Start on Home")
        st.stop()
    names = {team.id: words.team_choice(team, is_archived=archived) for team, archived in offered}
    # Earlier versions had the team's name in the address; after a renaming it must not select another team.
    named = address if address in names else next((team for team, name in names.items() if name == address), None)
    preselected, before = named, st.session_state.get(_KEY)
    if not address:
        with errors_shown_here():
            preselected = before if before in names else _default(listed, has_content)
    st.session_state[_KEY] = preselected  # Back, Forward and the menu change the address but not the widget
    chosen = st.selectbox(
        "Team",
        list(names),
        index=None if preselected is None else 0,
        format_func=names.__getitem__,
        key=_KEY,
        on_change=_write_to_address,
        placeholder=words.CHOOSE_TEAM,
        label_visibility="collapsed",
        width=260,
    )
    if chosen is None:
        st.info(
            "It was removed or archived, or it has another name now. Choose another one above.",
            title="There is no such team.",
        )
        st.stop()
    st.query_params[_TEAM_PARAM] = chosen
    return next(team for team in listed if team.id == chosen)


def _default(listed: Sequence[Team], has_content: Callable[[str], bool]) -> str:
    """Return the id of the team that a page shows when the address names none."""
    if (viewed := session.last_viewed()) and viewed.assessment.team_id in {team.id for team in listed}:
        return viewed.assessment.team_id
    own_teams = [*listing.teams_by_activity(session.database()), *(team for team in listed if not team.is_demo)]
    candidates = own_teams or listed
    return next((team.id for team in candidates if has_content(team.id)), candidates[0].id)


def _write_to_address() -> None:
    st.query_params[_TEAM_PARAM] = st.session_state[_KEY]
    if PAGE_PARAM in st.session_state:  # it counts the assessments of the team shown before
        st.session_state[PAGE_PARAM] = 1
