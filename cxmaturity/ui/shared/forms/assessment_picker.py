"""The choice of team and assessment at the top of a page that shows one assessment."""

from collections.abc import Collection

import streamlit as st

from cxmaturity.records import Assessment, Team
from cxmaturity.services.assessments import choosing
from cxmaturity.tables.over_time import numbered_labels
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.wording.assessments import assessment_choice
from cxmaturity.wording.trends.team_changes import team_choice

_TEAM, _ASSESSMENT = "pick-team", "pick-assessment"  # widget keys


def pick_assessment(shown: Assessment, *, is_open: bool = False) -> None:
    """Show team and name of the assessment on the page as lists to choose another from.

    The lists contain assessments with a result, or with `is_open` the unfinished solo ones. A choice is written to the
    address, and the page runs again.
    """
    with errors_shown_here():
        listed = choosing.teams_with_result(session.database(), is_open=is_open)
        offered = choosing.offered_of_team(session.database(), shown.team_id, is_open=is_open)
    shown_team = Team(shown.team_id, shown.team_name, shown.is_demo)
    teams = {team.id: team for team in [*listed, *([] if shown_team in listed else [shown_team])]}
    assessments = {row.id: row for row in [*offered, *([] if shown in offered else [shown])]}
    # A list sends the text of its chosen entry, so that of two equal ones only one could be chosen.
    oldest_first = sorted(assessments.values(), key=lambda row: (row.dated_at, row.id))
    labels = numbered_labels([assessment_choice(row, session.day_of(row.dated_at)) for row in oldest_first])
    names = {row.id: label for row, label in zip(oldest_first, labels, strict=True)}
    st.session_state.update({_TEAM: shown.team_id, _ASSESSMENT: shown.id})  # Back changes the address but not the lists
    with st.container(horizontal=True, key="screen-only-picker"):
        st.selectbox(
            "Team",
            list(teams),
            format_func=lambda team_id: team_choice(teams[team_id], is_archived=False),
            key=_TEAM,
            on_change=_open_newest_of_team,
            args=(is_open,),
            label_visibility="collapsed",
            width=260,
        )
        st.selectbox(
            "Assessment",
            list(assessments),
            format_func=names.__getitem__,
            key=_ASSESSMENT,
            on_change=_open_assessment,
            args=(tuple(assessments),),
            label_visibility="collapsed",
            width=500,
        )


def _open_newest_of_team(is_open: bool) -> None:
    newest = choosing.newest_with_result(session.database(), st.session_state[_TEAM], is_open=is_open)
    if newest is not None:
        _show(newest.id)


def _open_assessment(offered: Collection[str]) -> None:
    if (chosen := st.session_state[_ASSESSMENT]) in offered:  # else that of another team, whose list is shown no more
        _show(chosen)


def _show(assessment_id: str) -> None:
    st.query_params.pop(session.QUESTION_PARAM, None)  # it names a question of the assessment shown before
    st.query_params[session.ASSESSMENT_PARAM] = assessment_id
