"""The heat table of teams: the newest level of each team in each dimension as a coloured cell, and a legend."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment
from cxmaturity.analysis.trends.team_places import TeamPlaces
from cxmaturity.charts.palette import in_both_themes, ink_on, stage_colours
from cxmaturity.questionnaire.schema import OVERALL, Questionnaire, Stage
from cxmaturity.records import Team
from cxmaturity.ui.shared.escape import plain
from cxmaturity.ui.shared.frame import server_address, session
from cxmaturity.wording.language.dates import format_day
from cxmaturity.wording.trends import teams as words
from cxmaturity.wording.trends.levels import named_levels
from cxmaturity.wording.trends.over_time import MISSING_LEVEL_MARKS, missing_level_mark, why_sealed


def heat_table(
    teams: Sequence[Team],
    comparable: Mapping[str, ClosedAssessment],
    measured_otherwise: frozenset[str],
    places: TeamPlaces | None,
) -> None:
    """Show a row for each comparable team: its newest level in each dimension, each a link to the result.

    `comparable` are the newest milestones, by team id, of the chosen questionnaire. `measured_otherwise` are the ids
    of teams whose newest milestone has another one; these teams, and those without a milestone, are listed beneath.
    With `places`, a column shows the position of each team among all.
    """
    questionnaires = [m.questionnaire for m in comparable.values()]
    names = level_columns(questionnaires)
    compared = [team for team in teams if team.id in comparable]
    levels = {team.id: comparable[team.id].levels[OVERALL] for team in compared}
    overall = words.overall_levels(levels, places, questionnaires[0]) if questionnaires else {}
    takeaway = words.teams_takeaway(
        {t.name: levels[t.id] for t in compared}, {t.name: overall.get(t.id, "") for t in compared}
    )
    st.markdown(plain(takeaway))
    if places:
        st.markdown(plain(words.middle_half(places, questionnaires[0])))
    columns = ["Team", OVERALL, *([words.PLACE] if places else []), *names[1:]]
    head = "".join(f'<th scope="col" role="columnheader">{escape(name)}</th>' for name in columns)
    body = "".join(_row(team, comparable[team.id], names, places, overall.get(team.id)) for team in compared)
    caption = f'<caption class="cx-visually-hidden">{escape(takeaway)}</caption>'
    table = (
        f'<table role="table">{caption}<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>'
    )
    stages = questionnaires[0].stages if questionnaires else ()
    attributes = f'class="cx-table cx-heat" role="region" tabindex="0" aria-label="{escape(takeaway)}"'
    st.html(f"{_legend(stages)}<div {attributes}>{table}</div>")
    for mark, why in MISSING_LEVEL_MARKS.items():
        if f">{mark}<" in body:
            st.caption(f"**{mark}** · {why}.")
    otherwise = [team.name for team in teams if team.id in measured_otherwise]
    unmeasured = [team.name for team in teams if team.id not in comparable and team.id not in measured_otherwise]
    for why, listed in ((words.MEASURED_OTHERWISE, otherwise), (words.NOT_MEASURED, unmeasured)):
        if listed:
            st.caption(plain(words.teams_left_out(why, listed)))


def level_columns(questionnaires: Sequence[Questionnaire]) -> list[str]:
    """Return the names of the columns of levels: OVERALL, then the dimensions in order, each once."""
    return [OVERALL, *dict.fromkeys(d.name for q in questionnaires for d in q.dimensions)]


def measured(milestone: ClosedAssessment) -> str:
    """Return the label of the assessment that a level is from, and its date for the viewer."""
    return f"{milestone.assessment.label} · {format_day(session.day_of(milestone.closed_at))}"


def _legend(stages: Sequence[Stage]) -> str:
    """Return the legend of the stage colours as HTML; the labels of the cells carry the same information."""
    colours = [in_both_themes(colour) for colour in stage_colours(len(stages))] if stages else []
    marks = "".join(
        f'<li><i style="background:{colour}"></i>{stage.level} {escape(stage.name)}</li>'
        for colour, stage in zip(colours, stages, strict=True)
    )
    return f'<ul class="cx-legend" aria-label="{escape(words.HEAT_LEGEND)}">{marks}</ul>' if marks else ""


def _row(
    team: Team, milestone: ClosedAssessment, names: Sequence[str], places: TeamPlaces | None, overall: str | None
) -> str:
    head = (
        f'<tr role="row"><th scope="row" role="rowheader">{escape(team.name)}'
        f"<br><small>{escape(measured(milestone))}</small></th>"
    )
    address = f"{server_address.base_path()}/result?{session.ASSESSMENT_PARAM}={milestone.assessment.id}"
    if milestone.is_suppressed:
        wide = f'<td role="cell" colspan="{len(names) + bool(places)}">'
        return f'{head}{wide}<a href="{address}">{escape(why_sealed(milestone.group))}</a></td></tr>'
    shown = named_levels(milestone.questionnaire, milestone.levels) | ({OVERALL: overall} if overall else {})
    whole, *parts = [_cell(team, milestone, name, address, shown.get(name, "")) for name in names]
    return f"{head}{whole}{_place_cell(team, places)}{''.join(parts)}</tr>"


def _place_cell(team: Team, places: TeamPlaces | None) -> str:
    if places is None:
        return ""
    place = words.BAND_NAMES[places.band(team.id)] if team.id in places.levels else "–"
    return f'<td role="cell" data-name="{words.PLACE}">{place}</td>'


def _cell(team: Team, milestone: ClosedAssessment, name: str, address: str, shown: str) -> str:
    stage, stages = milestone.stages.get(name), milestone.questionnaire.stages
    if stage is None:
        shown, style, reached, beneath = missing_level_mark(milestone, name), "", "", ""
    else:
        colour = stage_colours(len(stages))[stages.index(stage)]
        ground, ink = in_both_themes(colour), in_both_themes(ink_on(colour))
        style = f' style="background:{ground};color:{ink}"'
        reached = words.overall_stage(milestone) if name == OVERALL else words.stage_reached(stage)
        beneath = f" <small>{reached}</small>" if name == OVERALL else ""
    label = f"{shown}, {reached}" if reached else shown
    label = f"{label}: {name} of {team.name}, {milestone.assessment.label}"
    link = f'<a href="{address}"{style} aria-label="{escape(label)}">{shown}{beneath}</a>'
    return f'<td role="cell" data-name="{escape(name)}"{style}>{link}</td>'
