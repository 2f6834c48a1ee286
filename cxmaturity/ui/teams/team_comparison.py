"""Teams side by side: the newest level of each in each dimension as a table of coloured cells, and at two dates."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from cxmaturity.analysis.frozen.closed_assessment import OVERALL, ClosedAssessment
from cxmaturity.charts.palette import in_both_themes, ink_on, stage_colours
from cxmaturity.charts.slope import slope
from cxmaturity.questionnaire.schema import ComparisonKey, Questionnaire
from cxmaturity.records import Team
from cxmaturity.scoring.stages import stage_of_level
from cxmaturity.services.trends import milestones
from cxmaturity.services.trends.milestones import TEAMS_PER_PAGE
from cxmaturity.store.database.engine import Database
from cxmaturity.tables import over_time
from cxmaturity.ui.shared import charts, session
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording.language.dates import format_day, format_day_short
from cxmaturity.wording.language.numbers import format_level
from cxmaturity.wording.trends import over_time as words


def team_offset(count: int) -> int:
    """Show a choice of pages where there are more teams than fit on one; return how many teams to skip."""
    if count <= TEAMS_PER_PAGE:
        return 0
    st.markdown(f"{count:,} teams, {TEAMS_PER_PAGE} at a time, by name.")
    page: int = st.pagination(-(-count // TEAMS_PER_PAGE), key="page", bind="query-params", max_visible_pages=5)
    return (page - 1) * TEAMS_PER_PAGE


def chosen_questionnaire(newest: Mapping[str, ClosedAssessment]) -> ComparisonKey:
    """Return the key of the questionnaire to compare; shows a choice when the teams were measured with several."""
    by_closing = sorted(newest.values(), key=lambda milestone: milestone.closed_at, reverse=True)
    questionnaires = {m.comparison_key: m.questionnaire for m in by_closing}
    if len(questionnaires) == 1:
        return next(iter(questionnaires))

    def label(key: ComparisonKey) -> str:
        teams = sum(m.comparison_key == key for m in by_closing)
        return f"{questionnaires[key].title}, version {key[1]} · {teams}"

    st.markdown("These teams were measured with different questionnaires, or major versions of one, which do not mix.")
    return st.selectbox("Questionnaire", list(questionnaires), format_func=label, key="model")


def team_heatmap(teams: Sequence[Team], newest: Mapping[str, ClosedAssessment], key: ComparisonKey) -> None:
    """Show a row for each team: its newest level in each dimension, each a link to the result.

    Teams whose newest milestone has another questionnaire than that of `key` say so instead.
    """
    comparable = {team_id: m for team_id, m in newest.items() if m.comparison_key == key}
    names = _level_names([m.questionnaire for m in comparable.values()])
    takeaway = words.teams_takeaway([(t.name, comparable[t.id].levels[OVERALL]) for t in teams if t.id in comparable])
    st.markdown(plain(takeaway))
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in ("Team", *names))
    body = "".join(_row(team, comparable.get(team.id), team.id in newest, names) for team in teams)
    attributes = f'class="cx-table cx-heat" role="region" tabindex="0" aria-label="{escape(takeaway)}"'
    caption = f'<caption class="cx-visually-hidden">{escape(takeaway)}</caption>'
    st.html(f"<div {attributes}><table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>")
    for mark, why in words.MISSING_LEVEL_MARKS.items():
        if f">{mark}<" in body:
            st.caption(f"**{mark}** · {why}.")


def _level_names(questionnaires: Sequence[Questionnaire]) -> list[str]:
    return [OVERALL, *dict.fromkeys(d.name for q in questionnaires for d in q.dimensions)]


def _row(team: Team, milestone: ClosedAssessment | None, is_otherwise: bool, names: Sequence[str]) -> str:
    demo = " (demo)" if team.is_demo else ""
    if milestone is None:
        why = "Measured with another questionnaire" if is_otherwise else "No finished full assessment yet"
        return f'<tr><th scope="row">{escape(team.name)}{demo}</th><td colspan="{len(names)}">{why}</td></tr>'
    head = f'<tr><th scope="row">{escape(team.name)}{demo}<br><small>{escape(_measured(milestone))}</small></th>'
    base = st.get_option("server.baseUrlPath").rstrip("/")
    address = f"{base}/result?{session.ASSESSMENT_PARAM}={milestone.assessment.id}"
    if milestone.is_suppressed:
        return f'{head}<td colspan="{len(names)}"><a href="{address}">{escape(words.SUPPRESSED_RESULT)}</a></td></tr>'
    return f"{head}{''.join(_cell(team, milestone, name, address) for name in names)}</tr>"


def _cell(team: Team, milestone: ClosedAssessment, name: str, address: str) -> str:
    level, scale_max = milestone.levels.get(name), milestone.questionnaire.scale_max
    if level is None:
        shown, style = words.missing_level_mark(milestone, name), ""
    else:
        colour = stage_colours(scale_max)[stage_of_level(level, scale_max) - 1]
        ground, ink = in_both_themes(colour), in_both_themes(ink_on(colour))
        shown, style = format_level(level), f' style="background:{ground};color:{ink}"'
    label = f"{shown}: {name} of {team.name}, {milestone.assessment.label}"
    return f'<td{style}><a href="{address}"{style} aria-label="{escape(label)}">{shown}</a></td>'


def _measured(milestone: ClosedAssessment) -> str:
    """Return which assessment a level is from, and its day."""
    return f"{milestone.assessment.label} · {format_day(session.day_of(milestone.closed_at))}"


def levels_at_two_dates(
    database: Database, teams: Sequence[Team], newest: Mapping[str, ClosedAssessment], key: ComparisonKey
) -> None:
    """Show each team's level at two dates: that of the newest milestone it had by then."""
    st.header("At two dates", anchor=False)
    default_start = milestones.latest_second_newest(database, teams)
    questionnaires = [m.questionnaire for m in newest.values() if m.comparison_key == key]
    with st.grid(3, min_column_width=170):
        name = st.selectbox("Level of", _level_names(questionnaires), key="slope-of")
        start = st.date_input(
            "From",
            value=session.day_of(default_start) if default_start else session.today(),
            format="YYYY-MM-DD",
            key="slope-from",
        )
        end = st.date_input("To", value=session.today(), format="YYYY-MM-DD", key="slope-to")
    start, end = sorted((start, end))
    before = milestones.newest_milestones(database, teams, session.end_of(start))
    after = milestones.newest_milestones(database, teams, session.end_of(end))
    rows = over_time.team_change_table(
        [
            (team.name, *_team_level(before.get(team.id), key, name), *_team_level(after.get(team.id), key, name))
            for team in teams
            if team.id in before or team.id in after
        ]
    )
    dates = [format_day_short(day) for day in (start, end)]
    takeaway = words.slope_takeaway(rows, name, *dates)
    figure = slope(rows, max(q.scale_max for q in questionnaires), *dates)
    st.markdown(plain(takeaway))
    charts.chart(figure, rows, takeaway, "slope")


def _team_level(milestone: ClosedAssessment | None, key: ComparisonKey, name: str) -> tuple[float | None, str]:
    """Return a team's level, None without one, and which assessment it is from or why there is none."""
    if milestone is None:
        return None, "nothing finished yet"
    measured = _measured(milestone)
    if milestone.comparison_key != key:
        return None, f"{measured}, with another questionnaire"
    level = milestone.levels.get(name)
    if level is None:
        return None, f"{measured}: {words.MISSING_LEVEL_MARKS[words.missing_level_mark(milestone, name)]}"
    return level, measured
