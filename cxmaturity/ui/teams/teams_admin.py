"""The teams: adding, renaming, archiving and restoring them; removing in two steps, so that one knows what goes."""

from collections.abc import Callable, Sequence

import streamlit as st

from cxmaturity.errors import CxMaturityError
from cxmaturity.records import Team
from cxmaturity.services import teams
from cxmaturity.text_cleaning import MAX_NAME_LENGTH
from cxmaturity.ui.shared import session
from cxmaturity.ui.shared.errors import errors_shown_here, show_error
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.page_frame import announce
from cxmaturity.wording.language.plurals import counted

_FEW = 4  # teams that may stand above the comparison without pushing it off the page


def new_team_form() -> None:
    """Show the form that adds a team."""
    form = st.form("team-form", border=False, clear_on_submit=True)
    with form.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Name of a new team", max_chars=MAX_NAME_LENGTH, key="team-new")
        is_wanted = st.form_submit_button("Add the team", icon=":material/group_add:", key="team-add")
    if is_wanted:
        _run(lambda: teams.create_team(session.database(), name, session.now()), "The team is added.")


def _run(change: Callable[[], object], done: str) -> None:
    """Make a change, announce it with the sentence `done` and run the page again; show the error of a refused one."""
    try:
        change()
    except CxMaturityError as error:
        show_error(error)
    else:
        announce(done)
        st.rerun()


def team_list(teams: Sequence[Team], archived: Sequence[Team]) -> None:
    """Show each team with what can be done with it, folded where there are many; archived teams are always folded."""
    if teams:
        box = st.expander(
            f"Rename, archive or remove · {len(teams)}",
            expanded=len(teams) <= _FEW,
            key="teams-listed",
            icon=":material/groups:",
            on_change="rerun",
        )
        if box.open:
            with box:
                for team in teams:
                    _row(team, is_archived=False)
    if not archived:
        return
    box = st.expander(f"Archived · {len(archived)}", key="archived", icon=":material/inventory_2:", on_change="rerun")
    if box.open:
        with box:
            for team in archived:
                _row(team, is_archived=True)


def _row(team: Team, *, is_archived: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"card-team-{team.id}"):
        st.markdown(f"**{plain(team.name)}**{' :blue-badge[demo]' if team.is_demo else ''}", width="stretch")
        box = st.popover("Change", key=f"team-change-{team.id}", on_change="rerun")
        if not box.open:
            st.session_state.pop(_impact_key(team), None)  # a popover that was closed starts over
            return
        with box:
            st.markdown(f"**{plain(team.name)}**")
            if is_archived:
                if st.button("Restore", icon=":material/unarchive:", key=f"team-back-{team.id}"):
                    _run(lambda: teams.restore_team(session.database(), team.id), "The team is restored.")
            elif team.is_demo:
                st.markdown("Of the demo data. Home takes all of it out at once.")
            else:
                _rename(team)
            _remove(team)


def _rename(team: Team) -> None:
    with st.form(f"team-name-form-{team.id}", border=False):
        name = st.text_input("Name", value=team.name, max_chars=MAX_NAME_LENGTH, key=f"team-name-{team.id}")
        is_renamed = st.form_submit_button("Rename it", icon=":material/edit:", key=f"team-rename-{team.id}")
    if is_renamed:
        _run(lambda: teams.rename_team(session.database(), team.id, name), "The team is renamed.")
    is_archiving = st.button(
        "Archive it",
        icon=":material/archive:",
        key=f"team-archive-{team.id}",
        help="It is no longer listed, nothing of it is lost, and it can be restored.",
    )
    if is_archiving:
        _run(lambda: teams.archive_team(session.database(), team.id, session.now()), "The team is archived.")


def _remove(team: Team) -> None:
    """Show what would be removed with a team, then the button that removes exactly that."""
    if st.button("Remove it …", icon=":material/delete:", key=f"team-remove-{team.id}"):
        with errors_shown_here():
            st.session_state[_impact_key(team)] = teams.removal_impact(session.database(), team.id)
    impact = st.session_state.get(_impact_key(team))
    if impact is None:
        return
    st.warning(
        f"With it go, for good: {counted('assessment', impact.assessments)}, {counted('result', impact.results)} and "
        f"{counted('action', impact.actions)} of its plan."
    )
    if st.button(f"Remove {plain(team.name)} for good", type="primary", key=f"team-removed-{team.id}"):
        del st.session_state[_impact_key(team)]
        _run(lambda: teams.remove_team(session.database(), team.id, impact), "The team is removed.")


def _impact_key(team: Team) -> str:
    return f"removal-impact-{team.id}"
