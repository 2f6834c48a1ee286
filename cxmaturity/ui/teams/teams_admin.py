"""Adding, renaming, archiving, restoring and removing teams; removing asks first and shows what is deleted with it."""

from collections.abc import Callable, Sequence

import streamlit as st

from cxmaturity.errors import CxMaturityError
from cxmaturity.records import Team
from cxmaturity.services import teams
from cxmaturity.text_cleaning import MAX_NAME_LENGTH
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here, show_error
from cxmaturity.ui.shared.frame.page_frame import announce
from cxmaturity.wording.trends import team_changes as words

_LISTED, _ARCHIVED = "listed-teams", "archived-teams"  # keys of the two lists
_OPENED = "team-opened"  # session key: the id of the team whose row is expanded, and its name when it was


def new_team_form() -> None:
    """Show the form that adds a team."""
    form = st.form("team-form", border=False, clear_on_submit=True, width=620)
    with form.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Name of a new team", max_chars=MAX_NAME_LENGTH, key="team-new")
        is_wanted = st.form_submit_button("Add the team", icon=":material/group_add:", key="team-add")
    if is_wanted:
        _run(lambda: teams.create_team(session.database(), name, session.now()), words.ADDED)


def _run(change: Callable[[], object], done: str, focus: str = "") -> None:
    """Make a change, announce it with the sentence `done` and run the page again; show the error of a refused one."""
    try:
        change()
    except CxMaturityError as error:
        show_error(error)
    else:
        _finish(done, focus)


def _finish(done: str, focus: str) -> None:
    st.session_state.pop(_OPENED, None)
    announce(done, focus=focus)
    st.rerun()


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
            if st.button("Restore it", icon=":material/unarchive:", key=f"team-back-{team.id}"):
                restored = words.restored(team.name)
                _run(lambda: teams.restore_team(session.database(), team.id), restored, _LISTED)
        else:
            _rename(team, opened_name)
            _archive(team)
        _remove(team)


def _toggle(team: Team, is_open: bool) -> None:
    st.session_state.pop(_impact_key(team), None)  # a removal that was not confirmed must ask again
    if is_open:
        st.session_state.pop(_OPENED, None)
    else:
        st.session_state[_OPENED] = (team.id, team.name)
        announce(words.opened(team.name), focus=_panel_key(team), is_quiet=True)


def _rename(team: Team, base_name: str) -> None:
    with st.form(f"team-name-form-{team.id}", border=False):
        name = st.text_input(
            words.name_label(base_name), value=base_name, max_chars=MAX_NAME_LENGTH, key=f"team-name-{team.id}"
        )
        is_wanted = st.form_submit_button("Rename it", icon=":material/edit:", key=f"team-rename-{team.id}")
    if not is_wanted:
        return
    try:
        replaced = teams.rename_team(session.database(), team.id, name, base_name)
    except CxMaturityError as error:
        show_error(error)
    else:
        _finish(words.renamed(base_name, " ".join(name.split()), replaced), _row_key(team))


def _archive(team: Team) -> None:
    st.caption(words.ARCHIVING)
    if st.button("Archive it", icon=":material/archive:", key=f"team-archive-{team.id}"):
        archived = words.archived(team.name)
        _run(lambda: teams.archive_team(session.database(), team.id, session.now()), archived, _ARCHIVED)


def _remove(team: Team) -> None:
    """Show what is deleted with a team, then the button that deletes exactly that."""
    if st.button("Remove it …", icon=":material/delete:", key=f"team-remove-{team.id}"):
        with errors_shown_here():
            st.session_state[_impact_key(team)] = teams.removal_impact(session.database(), team.id)
    impact = st.session_state.get(_impact_key(team))
    if impact is None:
        return
    st.warning(words.removal_warning(impact.assessments, impact.results, impact.actions))
    if st.button(plain(words.remove_label(team.name)), type="primary", key=f"team-removed-{team.id}"):
        del st.session_state[_impact_key(team)]
        _run(lambda: teams.remove_team(session.database(), team.id, impact), words.removed(team.name))


def _row_key(team: Team) -> str:
    return f"card-team-{team.id}"


def _panel_key(team: Team) -> str:
    return f"team-panel-{team.id}"


def _impact_key(team: Team) -> str:
    return f"removal-impact-{team.id}"
