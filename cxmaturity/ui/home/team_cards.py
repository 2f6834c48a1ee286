"""The cards of the viewer's own teams on Home: stage, profile, next action, and links."""

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.records import Team
from cxmaturity.scoring.result import score_pulse
from cxmaturity.services.assessments import listing
from cxmaturity.services.assessments.listing import TeamSummary
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.store.database.engine import Database
from cxmaturity.text_cleaning import alphabetical, searchable
from cxmaturity.ui.shared.cards import open_next_round
from cxmaturity.ui.shared.escape import named, plain
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.language import mark_questionnaire
from cxmaturity.ui.shared.frame.page_frame import announce, live_text, open_next
from cxmaturity.ui.shared.page_links import PAGE_OF_MODE, page_link
from cxmaturity.ui.shared.sure_button import sure_button
from cxmaturity.wording import home as words
from cxmaturity.wording.assessments import assessment_date, assessment_kind, assessment_progress
from cxmaturity.wording.result.pulse import pulse_headline
from cxmaturity.wording.result.stages import stage_headline
from cxmaturity.wording.trends.over_time import why_sealed

MOST_TEAMS = 6
"""How many teams have a card until all are asked for."""

SEARCHED_FROM = 9
"""The number of teams from which search and sorting are shown."""

_ORDERS: dict[str, Callable[[Sequence[Team]], Sequence[Team]]] = {
    "Newest first": lambda teams: teams,
    "By name": lambda teams: sorted(teams, key=lambda team: alphabetical(team.name)),
}


def team_cards(database: Database, teams: Sequence[Team]) -> None:
    """Show a card for each team, the one with the newest assessment first; more than a few only after a click."""
    matching = _search(teams) if len(teams) >= SEARCHED_FROM else teams
    is_all = st.session_state.get("all-teams", False)
    with st.grid(3, min_column_width=280):
        for team in matching if is_all else matching[:MOST_TEAMS]:
            _team_card(listing.summarize_team(database, team, session.today()))
    if len(matching) > MOST_TEAMS:
        st.toggle(words.all_teams_label(len(matching)), key="all-teams")


def _search(teams: Sequence[Team]) -> Sequence[Team]:
    """Show the fields for search and order; return the matching teams in the chosen order."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="team-search"):
        wanted = st.text_input("Find a team", key="find-team", placeholder="Part of its name", width=280)
        order = st.segmented_control("Order", list(_ORDERS), key="team-order", default="Newest first", required=True)
        part = searchable(" ".join(wanted.split()))
        matching = [team for team in teams if part in searchable(team.name)]
        live_text(words.teams_found(len(matching), len(teams)), "teams")
    return _ORDERS[order](matching)


def _team_card(summary: TeamSummary) -> None:
    team = summary.team
    if summary.finished:
        mark_questionnaire(summary.finished.questionnaire)
    with st.container(border=True, key=f"card-team-{team.id}", height="stretch"):
        st.header(plain(team.name), anchor=False)
        st.html(f'<div class="cx-team">{_summary_html(summary)}</div>')
        with st.container(horizontal=True, vertical_alignment="center"):
            _ways_on(summary)


def _summary_html(summary: TeamSummary) -> str:
    results = [view for view in (summary.finished, summary.since) if view]
    shown = "".join(_result_html(view, summary.last_time) for view in results)
    return f"{shown}{_unfinished(summary)}{_next_step(summary)}"


def _result_html(view: AssessmentView, last: AssessmentView | None) -> str:
    """Return the HTML of a result: stage, assessment, change since the last, and a small profile; a pulse's index."""
    row = view.assessment
    dated = f"{row.label} · {assessment_date(row, session.day_of(row.dated_at))}"
    if _is_sealed(view):
        return _lines("Sealed", [dated, why_sealed(view.group)])
    if row.scope == "pulse":
        return _lines(pulse_headline(score_pulse(view.questionnaire, view.response).index), [dated])
    outcome, lines = view.outcome(), [dated]
    if row.is_part:
        return _lines(words.part_asked(row, outcome), lines)
    if outcome.result.overall.stage is None:
        lines.append(words.why_no_stage(outcome))
    elif last is not None and not _is_sealed(last):
        since = words.level_since(outcome, last.outcome(), last.assessment.label)
        lines += [since] if since else []
    return _lines(stage_headline(outcome), lines, _profile(outcome))


def _is_sealed(view: AssessmentView) -> bool:
    return view.group is not None and view.group.disclosure.is_suppressed


def _lines(headline: str, lines: Sequence[str], profile: str = "") -> str:
    small = "<br>".join(escape(line) for line in lines)
    return f'<div class="cx-team-result"><p><b>{escape(headline)}</b><small>{small}</small></p>{profile}</div>'


def _profile(outcome: Outcome) -> str:
    """Return the levels of the dimensions as small bars in HTML, the lowest set off; empty when there is no level."""
    lowest = words.lowest_dimensions(outcome)
    levels = {d.id: outcome.result.dimensions[d.id].level for d in outcome.questionnaire.dimensions}
    if all(level is None for level in levels.values()):
        return ""
    bars = "".join(
        f'<i{" class=cx-lowest" if name in lowest else ""} style="--level:{_share(level, outcome)}"></i>'
        for name, level in levels.items()
    )
    note = f"<small>{escape(words.profile_note(outcome))}</small>" if lowest else ""
    picture = f'<div role="img" aria-label="{escape(words.profile(outcome))}">{bars}</div>'
    return f'<div class="cx-profile">{picture}{note}</div>'


def _share(level: float | None, outcome: Outcome) -> str:
    lowest, highest = outcome.questionnaire.level_range
    return "0%" if level is None else f"{max(0.04, (level - lowest) / (highest - lowest)):.1%}"


def _unfinished(summary: TeamSummary) -> str:
    if summary.unfinished is None:
        return ""
    row = summary.unfinished.assessment
    progress = assessment_progress(row, summary.unfinished.answered, summary.unfinished.asked)
    begun = assessment_date(row, session.day_of(row.opened_at))
    about = f"{assessment_kind(row)} · {progress} · {begun}"
    return f"<p><b>{escape(row.label)}</b><small>{escape(about)}</small></p>"


def _next_step(summary: TeamSummary) -> str:
    if summary.next_step is None:
        return ""
    overdue = f'<br><b class="cx-overdue">{words.overdue_steps(summary.overdue)}</b>' if summary.overdue else ""
    return f"<p>{escape(words.next_due(summary.next_step))}{overdue}</p>"


def _ways_on(summary: TeamSummary) -> None:
    """Show the one button, Continue (set off) or See result, and the plain links beside it."""
    finished, unfinished, team_id, team = summary.finished, summary.unfinished, summary.team.id, summary.team.name
    if unfinished:
        row = unfinished.assessment
        label, icon = named("Continue", team), ":material/play_arrow:"
        args = (PAGE_OF_MODE[row.mode], row.id, "Continue where you left off.")
        sure_button(label, type="primary", icon=icon, key=f"continue-{team_id}", action=_open, args=args)
    if finished:
        if unfinished:
            page_link("result", named("See result", team), icon="", assessment=finished.assessment.id)
        else:
            label, icon = named("See result", team), ":material/radar:"
            args = ("result.py", finished.assessment.id, "The result of this team.")
            sure_button(label, icon=icon, key=f"result-{team_id}", action=_open, args=args)
    if summary.since:
        row = summary.since.assessment
        page_link("result", named(words.see_since(row), team), icon="", assessment=row.id)
    if summary.next_step:
        page_link("plan", named("Plan", team), icon="", team=team_id)
    if finished and not unfinished:
        row = finished.assessment
        st.button(
            named("Next round", team),
            key=f"next-{team_id}",
            type="tertiary",
            on_click=open_next_round,
            args=(row.id,),
        )


def _open(page: str, assessment_id: str, done: str) -> None:
    announce(done, is_quiet=True)
    open_next(page, assessment=assessment_id)
