"""Data for other programs: tables as files, and access tokens for spreadsheets, BI tools and scripts."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from cxmaturity.records import AccessToken, Team
from cxmaturity.services.exports.formats import TABLE_NAMES
from cxmaturity.services.sharing import access_tokens
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms.field_errors import errors_shown_below, field_error
from cxmaturity.ui.shared.forms.kept_choice import keep_choice, kept_choice
from cxmaturity.ui.shared.frame import server_address, session
from cxmaturity.ui.shared.frame.errors import errors_shown_above, errors_shown_here
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.ui.surveys.invitations import public_address
from cxmaturity.wording.exports import sharing as words
from cxmaturity.wording.trends.team_changes import team_choice

_BOX = "data-links"  # key of the container that the focus moves to
_NAME, _TEAM = "token-name", "token-team"  # widget keys
_NEW = "new-token"  # session key and container key: a new token, shown once


def data_links(teams: Sequence[Team]) -> None:
    """Show, folded under one line, the data of all teams as files, and the access tokens of other programs."""
    box = st.expander(words.DATA_LINKS, key=_BOX, on_change="rerun", icon=":material/database:")
    if not box.open:
        st.session_state.pop(_NEW, None)
        return
    with box:
        _files()
        st.markdown(words.DATA_LINKS_HELP)
        with errors_shown_here():
            tokens = access_tokens.list_tokens(session.database())
        _create(teams)
        if secret := st.session_state.get(_NEW):
            _new_token(secret)
        names = _names(teams)
        for token in tokens:
            _token(token, names)


def _names(teams: Sequence[Team]) -> dict[str, str]:
    """Return the names of the teams by id; a team of the demo may have the same name as an own one."""
    return {team.id: team_choice(team, is_archived=False) for team in teams}


def _files() -> None:
    root = server_address.base_path()
    names = {"xlsx": words.TABLES_AS_WORKBOOK, "cxm": words.EVERYTHING_PORTABLE}
    links = "".join(f'<li><a href="{root}/export/all/everything.{f}">{name}</a></li>' for f, name in names.items())
    st.html(f'<ul class="cx-files">{links}</ul>')


def _create(teams: Sequence[Team]) -> None:
    """Show the form for a new token."""
    with st.form("token-form", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(words.TOKEN_NAME, key=_NAME, max_chars=80)
            names: dict[Any, str] = {None: words.ALL_TEAMS, **_names(teams)}
            keep_choice(_TEAM, names)
            st.selectbox(words.TOKEN_TEAM, list(names), format_func=names.__getitem__, key=_TEAM)
            sure_button(words.CREATE_TOKEN, key="token-create", action=_create_token, fields=(_NAME, _TEAM))
        field_error(_NAME)


def _create_token() -> None:
    with errors_shown_below(_NAME):
        name, team_id = st.session_state[_NAME], kept_choice(_TEAM)
        st.session_state[_NEW] = access_tokens.create_token(session.database(), name, team_id, session.now()).secret
        announce(words.TOKEN_MADE, focus=_NEW)


def _new_token(secret: str) -> None:
    """Show a new token, and the URLs of the tables that contain it."""
    with st.container(border=True, key=_NEW):
        st.markdown(f"**{words.TOKEN_ONCE}**")
        st.code(secret, language=None, wrap_lines=True)
        st.markdown(words.TABLE_LINKS)
        address = f"{public_address()}/api/v1/tables"
        st.code("\n".join(f"{address}/{t}.csv?token={secret}" for t in TABLE_NAMES), language=None, wrap_lines=True)


def _token(token: AccessToken, names: dict[str, str]) -> None:
    made = session.day_of(token.created_at)
    used = session.day_of(token.last_used_at) if token.last_used_at else None
    team = names.get(token.team_id, token.team_id) if token.team_id else None
    with st.container(border=True, key=f"token-{token.id}"):
        st.markdown(plain(words.token_line(token.name, team, made, used)))
        label = plain(words.withdraw_token(token.name))
        icon = ":material/key_off:"
        sure_button(label, key=f"token-out-{token.id}", icon=icon, action=_withdraw, args=(token.id,))


def _withdraw(token_id: str) -> None:
    with errors_shown_above():
        access_tokens.revoke_token(session.database(), token_id, session.now())
        announce(words.TOKEN_WITHDRAWN, focus=_BOX)
