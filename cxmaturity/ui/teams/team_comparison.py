"""Teams side by side: the newest level of each in each dimension as a table of coloured cells, and at two dates."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from cxmaturity.charts.palette import ink_on, stage_colours
from cxmaturity.charts.slope import slope
from cxmaturity.records import Team
from cxmaturity.services.trends import milestones
from cxmaturity.services.trends.milestones import OVERALL, TEAMS_PER_PAGE, ComparisonKey, Milestone
from cxmaturity.store.engine import Database
from cxmaturity.tables import over_time
from cxmaturity.ui.shared import charts, session
from cxmaturity.ui.shared.escape import plain
from cxmaturity.wording import over_time as words
from cxmaturity.wording.numbers import format_level


def team_offset(count: int) -> int:
    """Let one turn the page where there are more teams than fit, and return how many to skip."""
    if count <= TEAMS_PER_PAGE:
        return 0
    st.markdown(f"{count:,} teams, {TEAMS_PER_PAGE} at a time, by name.")
    page: int = st.pagination(-(-count // TEAMS_PER_PAGE), key="page", bind="query-params", max_visible_pages=5)
    return (page - 1) * TEAMS_PER_PAGE


def chosen_model(newest: Mapping[str, Milestone]) -> ComparisonKey:
    """Return the questionnaire and major version to compare; asks when the teams were measured with several."""
    found = {m.model: m.questionnaire for m in sorted(newest.values(), key=lambda m: m.closed_at, reverse=True)}
    if len(found) == 1:
        return next(iter(found))
    st.markdown("These teams were measured with different questionnaires, or major versions of one, which do not mix.")
    return st.selectbox(
        "Questionnaire",
        list(found),
        format_func=lambda of: f"{found[of].title}, version {of[1]} · {sum(m.model == of for m in newest.values())}",
        key="model",
    )


def team_heatmap(teams: Sequence[Team], newest: Mapping[str, Milestone], model: ComparisonKey) -> None:
    """Show a row for each team: its newest level in each dimension of that model, each leading to the result."""
    mine = {team_id: m for team_id, m in newest.items() if m.model == model}
    names = [OVERALL, *dict.fromkeys(d.name for m in mine.values() for d in m.questionnaire.dimensions)]
    takeaway = words.teams_takeaway([(t.name, mine[t.id].levels[OVERALL]) for t in teams if t.id in mine])
    st.markdown(plain(takeaway))
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in ("Team", *names))
    body = "".join(_row(team, mine.get(team.id), team.id in newest, names) for team in teams)
    said = f'class="cx-table cx-heat" role="region" tabindex="0" aria-label="{escape(takeaway)}"'
    st.html(f"<div {said}><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>")
    for mark, why in words.MISSING_LEVEL_MARKS.items():
        if f">{mark}<" in body:
            st.caption(f"**{mark}** · {why}.")


def _row(team: Team, newest: Milestone | None, is_otherwise: bool, names: Sequence[str]) -> str:
    demo = " (demo)" if team.is_demo else ""
    if newest is None:
        why = "Measured with another questionnaire" if is_otherwise else "No finished full assessment yet"
        return f'<tr><th scope="row">{escape(team.name)}{demo}</th><td colspan="{len(names)}">{why}</td></tr>'
    of = newest.assessment
    about = f"<small>{escape(of.label)} · {newest.closed_at:%-d %B %Y}</small>"
    head = f'<tr><th scope="row">{escape(team.name)}{demo}<br>{about}</th>'
    address = f"{st.get_option('server.baseUrlPath').rstrip('/')}/result?{session.ASSESSMENT_PARAM}={of.id}"
    if newest.frozen.is_suppressed:
        return f'{head}<td colspan="{len(names)}"><a href="{address}">{escape(words.SUPPRESSED_RESULT)}</a></td></tr>'
    return f"{head}{''.join(_cell(team, newest, name, address) for name in names)}</tr>"


def _cell(team: Team, milestone: Milestone, name: str, address: str) -> str:
    level, scale_max = milestone.levels.get(name), milestone.questionnaire.scale_max
    if level is None:
        shown, look = words.missing_level_mark(milestone, name), ""
    else:
        colour = stage_colours(scale_max)[min(scale_max, int(level + 0.5)) - 1]
        shown, look = format_level(level), f' style="background:{colour};color:{ink_on(colour)}"'
    said = f"{shown}: {name} of {team.name}, {milestone.assessment.label}"
    return f'<td{look}><a href="{address}"{look} aria-label="{escape(said)}">{shown}</a></td>'


def levels_at_two_dates(
    database: Database, teams: Sequence[Team], newest: Mapping[str, Milestone], model: ComparisonKey
) -> None:
    """Show each team's level at two dates: of what it had finished by then."""
    st.header("At two dates", anchor=False)
    before = milestones.latest_second_newest(database, teams)
    measured = [m.questionnaire for m in newest.values() if m.model == model]
    names = [OVERALL, *dict.fromkeys(d.name for of in measured for d in of.dimensions)]
    with st.grid(3, min_column_width=170):
        what = st.selectbox("Level of", names, key="slope-of")
        earlier = st.date_input(
            "From", value=session.day_of(before) if before else session.today(), format="YYYY-MM-DD", key="slope-from"
        )
        later = st.date_input("To", value=session.today(), format="YYYY-MM-DD", key="slope-to")
    earlier, later = sorted((earlier, later))
    then = milestones.newest_milestones(database, teams, session.end_of(earlier))
    now = milestones.newest_milestones(database, teams, session.end_of(later))
    rows = over_time.team_change_table(
        [
            (team.name, *_team_level(then.get(team.id), model, what), *_team_level(now.get(team.id), model, what))
            for team in teams
            if team.id in then or team.id in now
        ]
    )
    dates = [f"{day:%-d %b %Y}" for day in (earlier, later)]
    takeaway = words.slope_takeaway(rows, what, *dates)
    figure = slope(rows, max(of.scale_max for of in measured), *dates)
    st.markdown(plain(takeaway))
    charts.chart(figure, rows, takeaway, "slope")


def _team_level(milestone: Milestone | None, model: ComparisonKey, what: str) -> tuple[float | None, str]:
    if milestone is None:
        return None, "nothing finished yet"
    when = f"{milestone.assessment.label} · {milestone.closed_at:%-d %B %Y}"
    if milestone.model != model:
        return None, f"{when}, with another questionnaire"
    level = milestone.levels.get(what)
    if level is None:
        return None, f"{when}: {words.MISSING_LEVEL_MARKS[words.missing_level_mark(milestone, what)]}"
    return level, when
