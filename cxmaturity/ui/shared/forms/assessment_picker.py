"""The choice of team and assessment at the top of a page that shows one assessment."""

import streamlit as st

from cxmaturity.records import Assessment, Team
from cxmaturity.services.assessments import choosing
from cxmaturity.tables.over_time import numbered_labels
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.errors import errors_shown_here
from cxmaturity.wording.assessments import assessment_choice
from cxmaturity.wording.trends.team_changes import team_choice


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
    team_key, assessment_key = f"pick-team-{shown.id}", f"pick-assessment-{shown.id}"
    with st.container(horizontal=True, key="screen-only-picker"):
        st.selectbox(
            "Team",
            list(teams),
            index=list(teams).index(shown.team_id),
            format_func=lambda team_id: team_choice(teams[team_id], is_archived=False),
            key=team_key,
            on_change=_open_newest_of_team,
            args=(team_key, is_open),
            label_visibility="collapsed",
            width=260,
        )
        st.selectbox(
            "Assessment",
            list(assessments),
            index=list(assessments).index(shown.id),
            format_func=names.__getitem__,
            key=assessment_key,
            on_change=_open_assessment,
            args=(assessment_key,),
            label_visibility="collapsed",
            width=500,
        )


def _open_newest_of_team(key: str, is_open: bool) -> None:
    newest = choosing.newest_with_result(session.database(), st.session_state[key], is_open=is_open)
    if newest is not None:
        _show(newest.id)


def _open_assessment(key: str) -> None:
    _show(st.session_state[key])


def _show(assessment_id: str) -> None:
    st.query_params.pop(session.QUESTION_PARAM, None)  # it names a question of the assessment shown before
    st.query_params[session.ASSESSMENT_PARAM] = assessment_id
