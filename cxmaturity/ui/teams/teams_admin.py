"""Adding, renaming, archiving, restoring and removing teams; removing asks first and shows what is deleted with it."""

from collections.abc import Sequence

import streamlit as st

from cxmaturity.errors import NotFound
from cxmaturity.records import Team
from cxmaturity.services import teams
from cxmaturity.text_cleaning import MAX_NAME_LENGTH
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.forms.field_errors import errors_shown_below, field_error
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_above
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.wording.errors import TEAM_REMOVED
from cxmaturity.wording.trends import team_changes as words

_NEW = "team-new"  # widget key
_LISTED, _ARCHIVED = "listed-teams", "archived-teams"  # keys of the two lists
_OPENED = "team-opened"  # session key: the id of the team whose row is expanded, and its name when it was


def new_team_form() -> None:
    """Show the form that adds a team."""
    with st.form("team-form", border=False, width=620):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input("Name of a new team", max_chars=MAX_NAME_LENGTH, key=_NEW)
            st.form_submit_button("Add the team", icon=":material/group_add:", key="team-add", on_click=_add)
        field_error(_NEW)


def _add() -> None:
    with errors_shown_below(_NEW):
        teams.create_team(session.database(), st.session_state[_NEW], session.now())
        st.session_state[_NEW] = ""
        _finish(words.ADDED)


def _finish(done: str, focus: str = "") -> None:
    st.session_state.pop(_OPENED, None)
    announce(done, focus=focus)


def team_list(listed: Sequence[Team], archived: Sequence[Team]) -> None:
    """Show, folded, the list of teams with their controls, and the archived teams."""
    with st.container(key=_LISTED):
        if listed:
            # The same label for any number of teams: with another one the list would close at every change.
            box = st.expander(words.LISTED, key="teams-listed", icon=":material/groups:", on_change="rerun")
            if box.open:
                with box:
                    for team in listed:
                        _row(team, is_archived=False)
    with st.container(key=_ARCHIVED):
        if archived:
            box = st.expander(words.ARCHIVED, key="archived", icon=":material/inventory_2:", on_change="rerun")
            if box.open:
                with box:
                    for team in archived:
                        _row(team, is_archived=True)


def _row(team: Team, *, is_archived: bool) -> None:
    """Show a team's name with the button that expands its controls."""
    opened_id, opened_name = st.session_state.get(_OPENED, ("", ""))
    is_open = opened_id == team.id
    with st.container(horizontal=True, vertical_alignment="center", key=_row_key(team)):
        st.markdown(f"**{plain(team.name)}**", width="stretch")
        label = words.close_label(team.name) if is_open else words.change_label(team.name)
        st.button(plain(label), key=f"team-change-{team.id}", on_click=_toggle, args=(team, is_open))
    if not is_open:
        return
    with st.container(border=True, key=_panel_key(team)):
        if is_archived:
            icon, key = ":material/unarchive:", f"team-back-{team.id}"
            sure_button("Restore it", icon=icon, key=key, action=_restore, args=(team,))
        else:
            _renaming(team, opened_name)
            st.caption(words.ARCHIVING)
            icon, key = ":material/archive:", f"team-archive-{team.id}"
            sure_button("Archive it", icon=icon, key=key, action=_archive, args=(team,))
        _remove(team)


def _toggle(team: Team, is_open: bool) -> None:
    st.session_state.pop(_impact_key(team), None)  # a removal that was not confirmed must ask again
    if is_open:
        st.session_state.pop(_OPENED, None)
        return
    with errors_shown_above():
        _refuse_if_removed(team)
        st.session_state[_OPENED] = (team.id, team.name)
        announce(words.opened(team.name), focus=_panel_key(team), is_quiet=True)


def _refuse_if_removed(team: Team) -> None:
    """Raise NotFound if another window has removed a team that this one still shows."""
    if all(there.id != team.id for there, _ in teams.every_team(session.database())):
        raise NotFound(*TEAM_REMOVED)


def _renaming(team: Team, base_name: str) -> None:
    key = _comparable_name(team)
    with st.form(f"team-name-form-{team.id}", border=False):
        st.text_input(words.name_label(base_name), value=base_name, max_chars=MAX_NAME_LENGTH, key=key)
        field_error(key)
        icon, args = ":material/edit:", (team, base_name)
        st.form_submit_button("Rename it", icon=icon, key=f"team-rename-{team.id}", on_click=_rename, args=args)


def _rename(team: Team, base_name: str) -> None:
    name = st.session_state[_comparable_name(team)]
    with errors_shown_below(_comparable_name(team)):
        replaced = teams.rename_team(session.database(), team.id, name, base_name)
        _finish(words.renamed(base_name, " ".join(name.split()), replaced), _row_key(team))


def _archive(team: Team) -> None:
    with errors_shown_above():
        teams.archive_team(session.database(), team.id, session.now())
        _finish(words.archived(team.name), _ARCHIVED)


def _restore(team: Team) -> None:
    with errors_shown_above():
        teams.restore_team(session.database(), team.id)
        _finish(words.restored(team.name), _LISTED)


def _remove(team: Team) -> None:
    """Show what is deleted with a team, then the button that deletes exactly that."""
    icon, key = ":material/delete:", f"team-remove-{team.id}"
    st.button("Remove it …", icon=icon, key=key, on_click=_ask_to_remove, args=(team,))
    impact = st.session_state.get(_impact_key(team))
    if impact is None:
        return
    st.warning(words.removal_warning(impact.assessments, impact.results, impact.actions))
    label, key = plain(words.remove_label(team.name)), f"team-removed-{team.id}"
    sure_button(label, type="primary", key=key, action=_remove_for_good, args=(team, impact))


def _ask_to_remove(team: Team) -> None:
    with errors_shown_above():
        _refuse_if_removed(team)
        st.session_state[_impact_key(team)] = teams.removal_impact(session.database(), team.id)


def _remove_for_good(team: Team, impact: teams.RemovalImpact) -> None:
    if st.session_state.pop(_impact_key(team), None) is None:  # by a click before the page has shown its effect
        return
    with errors_shown_above():
        teams.remove_team(session.database(), team.id, impact)
        _finish(words.removed(team.name))


def _comparable_name(team: Team) -> str:
    return f"team-name-{team.id}"


def _row_key(team: Team) -> str:
    return f"card-team-{team.id}"


def _panel_key(team: Team) -> str:
    return f"team-panel-{team.id}"


def _impact_key(team: Team) -> str:
    return f"removal-impact-{team.id}"
