"""The comparison of teams: their newest levels, and their levels at two dates."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

import streamlit as st

from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment, newest_names
from cxmaturity.charts.slope import slope
from cxmaturity.questionnaire.schema import ComparisonKey
from cxmaturity.records import Team
from cxmaturity.services.trends import milestones, team_places
from cxmaturity.services.trends.milestones import TEAMS_PER_PAGE
from cxmaturity.store.database.engine import Database
from cxmaturity.tables import teams as tables
from cxmaturity.tables.teams import MeasuredLevel
from cxmaturity.ui.shared import charts
from cxmaturity.ui.shared.forms.kept_choice import distinct_choices, keep_choice
from cxmaturity.ui.shared.frame import session
from cxmaturity.ui.shared.frame.language import mark_questionnaire
from cxmaturity.ui.shared.frame.page_frame import live_text
from cxmaturity.ui.shared.page_links import page_link
from cxmaturity.ui.teams.heat_table import heat_table, level_columns, measured
from cxmaturity.wording.language.dates import format_day_short
from cxmaturity.wording.trends import teams as words
from cxmaturity.wording.trends.over_time import MISSING_LEVEL_MARKS, START_NEXT, missing_level_mark


def team_offset(count: int) -> int:
    """Show a choice of pages when there are more teams than fit on one; return the number of teams to skip."""
    if count <= TEAMS_PER_PAGE:
        return 0
    st.markdown(words.part_of_teams(count, TEAMS_PER_PAGE))
    page: int = st.pagination(-(-count // TEAMS_PER_PAGE), key="page", bind="query-params", max_visible_pages=5)
    return (page - 1) * TEAMS_PER_PAGE


def teams_compared(database: Database, teams: Sequence[Team], area: str = "") -> None:
    """Show these teams side by side and at two dates; `area` keeps the widget keys of two comparisons apart."""
    newest = milestones.newest_milestones(database, teams)
    if not newest:
        st.info(words.NOTHING_FINISHED)
        page_link("home", words.START_ONE)
        return
    for milestone in newest.values():
        mark_questionnaire(milestone.questionnaire)
    key = _chosen_questionnaire(newest, area)
    names = newest_names(m.questionnaire for m in newest.values())
    comparable = {team_id: m.with_names(names) for team_id, m in newest.items() if m.comparison_key == key}
    own_places = None if any(team.is_demo for team in teams) else team_places.among_own_teams(database, key)
    heat_table(teams, comparable, frozenset(newest) - frozenset(comparable), own_places)
    _levels_at_two_dates(database, teams, comparable, key, area)


def _key(name: str, area: str) -> str:
    return f"{name}-{area}" if area else name


def _chosen_questionnaire(newest: Mapping[str, ClosedAssessment], area: str) -> ComparisonKey:
    """Return the comparison key of the chosen questionnaire; shows a choice when the teams used several.

    The default is the one of most teams, among equals the one used last.
    """
    by_closing = sorted(newest.values(), key=lambda milestone: milestone.closed_at, reverse=True)
    counts = Counter(m.comparison_key for m in by_closing)
    newest_of = {m.comparison_key: m.questionnaire for m in reversed(by_closing)}
    questionnaires = {key: newest_of[key] for key, _ in counts.most_common()}
    if len(questionnaires) == 1:
        return next(iter(questionnaires))
    labels = distinct_choices({key: words.questionnaire_choice(q, counts[key]) for key, q in questionnaires.items()})
    st.markdown(words.SEVERAL_QUESTIONNAIRES)
    keep_choice(_key("model", area), labels)
    return st.selectbox("Questionnaire", list(labels), format_func=labels.__getitem__, key=_key("model", area))


def _levels_at_two_dates(
    database: Database, teams: Sequence[Team], comparable: Mapping[str, ClosedAssessment], key: ComparisonKey, area: str
) -> None:
    """Show each team's level at two dates: that of its newest milestone by then.

    The default dates are those of the last two rounds, or if these were on one day, this one and the day before.
    """
    (st.subheader if area else st.header)("At two dates", anchor=False)
    rounds = milestones.last_two_rounds(database, teams)
    if rounds is None:
        st.info(words.ONE_ROUND)
        page_link("home", START_NEXT)
        return
    first, last = (session.day_of(moment) for moment in rounds)
    first = min(first, last - timedelta(days=1))
    questionnaires = [m.questionnaire for m in comparable.values()]
    with st.grid(3, min_column_width=170):
        name = st.selectbox(words.field("Level of", area), level_columns(questionnaires), key=_key("slope-of", area))
        start = st.date_input(words.field("From", area), value=first, format="YYYY-MM-DD", key=_key("slope-from", area))
        end = st.date_input(words.field("To", area), value=last, format="YYYY-MM-DD", key=_key("slope-to", area))
    start, end = sorted((start, end))
    names = newest_names(questionnaires)
    before, after = (
        {team_id: m.with_names(names) for team_id, m in by_team.items()}
        for by_team in (milestones.newest_milestones(database, teams, session.end_of(day)) for day in (start, end))
    )
    changes = tables.team_change_table(
        [
            (team.name, _level(before.get(team.id), key, name), _level(after.get(team.id), key, name))
            for team in teams
            if team.id in before or team.id in after
        ],
        name,
        questionnaires[0],
    )
    dates = [format_day_short(day) for day in (start, end)]
    takeaway = words.slope_takeaway(changes, name, *dates)
    live_text(takeaway, _key("slope", area))
    if changes[["then", "now"]].notna().any(axis=None):
        st.caption(words.SLOPE_LEGEND)
        with st.container(width=840):
            ends = [q.level_range for q in questionnaires]
            lowest, highest = min(low for low, _ in ends), max(high for _, high in ends)
            charts.picture(slope(changes, highest, dates[0], dates[1], lowest), takeaway, _key("slope", area))
    heading = words.field("At two dates", area)
    charts.twin_table(tables.team_changes_to_read(changes), takeaway, _key("slope", area), heading)


def _level(milestone: ClosedAssessment | None, key: ComparisonKey, name: str) -> MeasuredLevel:
    """Return a team's level with the assessment it is from, or the reason why there is none."""
    if milestone is None:
        return MeasuredLevel(None, None, "nothing finished yet")
    source, assessment_id = measured(milestone), milestone.assessment.id
    if milestone.comparison_key != key:
        return MeasuredLevel(assessment_id, None, f"{source}, with another questionnaire")
    level = milestone.levels.get(name)
    if level is None:
        mark = missing_level_mark(milestone, name)
        return MeasuredLevel(assessment_id, None, f"{source}: {MISSING_LEVEL_MARKS[mark]}")
    return MeasuredLevel(assessment_id, level, source)
