"""The cards of the viewer's own teams on Home, and the lists of all their assessments."""

from collections.abc import Sequence

import streamlit as st

from cxmaturity.records import Team
from cxmaturity.scoring.result import score_pulse
from cxmaturity.services.assessments import listing
from cxmaturity.services.assessments.listing import ListedAssessment, TeamSummary
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.store.database.engine import Database
from cxmaturity.ui.shared import cards, session
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.page_frame import announce
from cxmaturity.wording import home as words
from cxmaturity.wording.assessments import assessment_date, assessment_kind, assessment_progress
from cxmaturity.wording.result.results import pulse_headline
from cxmaturity.wording.result.stages import stage_headline
from cxmaturity.wording.trends.over_time import SUPPRESSED_RESULT

MOST_TEAMS = 6
"""How many teams have a card before the person asks for all."""

_PAGES = {"solo": "assess.py", "survey": "survey.py", "workshop": "workshop.py"}


def team_cards(database: Database, teams: Sequence[Team]) -> None:
    """Show a card for each team, the one that began an assessment last first; many only after a click."""
    is_all = st.session_state.get("all-teams", False)
    shown = teams if is_all else teams[:MOST_TEAMS]
    with st.grid(3, min_column_width=280):
        for team in shown:
            _team_card(listing.summarize_team(database, team, session.today()))
    if len(teams) > MOST_TEAMS:
        st.toggle(f"Show all {len(teams)} teams", key="all-teams")


def _team_card(summary: TeamSummary) -> None:
    team, finished, unfinished = summary.team, summary.finished, summary.unfinished
    with st.container(border=True, key=f"card-team-{team.id}", height="stretch"):
        st.header(plain(team.name), anchor=False)
        if finished:
            st.markdown(f"**{plain(_headline(finished))}**")
            st.markdown("  \n".join(f":small[{plain(line)}]" for line in _since(finished, summary.last_time)))
        if unfinished:
            row = unfinished.assessment
            begun = assessment_date(row, session.day_of(row.opened_at))
            progress = assessment_progress(row, unfinished.answered, unfinished.asked)
            st.markdown(f"{plain(row.label)}: {assessment_kind(row)} · {progress} · {begun}")
        if summary.next_step:
            st.markdown(plain(words.next_due(summary.next_step)))
        if summary.overdue:
            st.markdown(f":orange[:material/schedule:] **{words.overdue_steps(summary.overdue)}**")
        with st.container(horizontal=True, vertical_alignment="center"):
            _ways_on(summary)


def _headline(view: AssessmentView) -> str:
    """Return where the team stands, as the page of the result says it."""
    if view.group and view.group.disclosure.is_suppressed:
        return "Sealed"
    if view.assessment.scope == "pulse":
        return pulse_headline(score_pulse(view.questionnaire, view.response).index)
    return stage_headline(view.outcome())


def _since(view: AssessmentView, last: AssessmentView | None) -> list[str]:
    """Return which assessment it is, and how the level compares with last time's where both may be shown."""
    row = view.assessment
    dated = f"{row.label} · {assessment_date(row, session.day_of(row.closed_at or row.opened_at))}"
    if view.group and view.group.disclosure.is_suppressed:
        return [dated, SUPPRESSED_RESULT]
    hidden = last is not None and last.group is not None and last.group.disclosure.is_suppressed
    if last is None or hidden or row.scope == "pulse":
        return [dated]
    since = words.level_since(view.outcome(), last.outcome(), last.assessment.label)
    return [dated, since] if since else [dated]


def _ways_on(summary: TeamSummary) -> None:
    """Show the one primary button, Continue or See result, and the plain links beside it."""
    finished, unfinished, team_id = summary.finished, summary.unfinished, summary.team.id
    if unfinished:
        row = unfinished.assessment
        if st.button("Continue", type="primary", icon=":material/play_arrow:", key=f"continue-{team_id}"):
            announce("Continue where you left off.", is_quiet=True)
            st.switch_page(_PAGES[row.mode], query_params={session.ASSESSMENT_PARAM: row.id})
    if finished:
        address = {session.ASSESSMENT_PARAM: finished.assessment.id}
        if unfinished:
            st.page_link("result.py", label="See result", icon=":material/radar:", query_params=address, help="")
        elif st.button("See result", type="primary", icon=":material/radar:", key=f"result-{team_id}"):
            announce("The newest result of this team.", is_quiet=True)
            st.switch_page("result.py", query_params=address)
    if summary.next_step:
        st.page_link("plan.py", label="Plan", icon=":material/task_alt:", query_params={"team": team_id}, help="")


def all_assessments(database: Database, unfinished_count: int, finished_count: int) -> None:
    """Show the lists of all own assessments, each drawn once it is opened."""
    if unfinished_count:
        unfinished = st.expander(words.list_label("unfinished", unfinished_count), key="unfinished", on_change="rerun")
        if unfinished.open:
            with unfinished:
                is_all = st.session_state.get("all-unfinished", False)
                most = None if is_all else listing.MOST_LISTED
                _rows(listing.list_assessments(database, most_open=most, most_closed=0))
                if unfinished_count > listing.MOST_LISTED:
                    st.toggle(f"Show all {unfinished_count} unfinished assessments", key="all-unfinished")
    if not finished_count:
        return
    finished = st.expander(words.list_label("finished", finished_count), key="finished", on_change="rerun")
    if finished.open:
        with finished:
            st.page_link("over_time.py", label="Compare over time", icon=":material/timeline:", help="")
            _rows(listing.list_assessments(database, most_open=0))


def _rows(rows: Sequence[ListedAssessment]) -> None:
    for row in rows:
        if not row.assessment.is_demo:
            cards.assessment_card(row)
