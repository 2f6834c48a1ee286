"""Sentences about several teams: side by side, at two dates, and the position of one among all."""

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment
from cxmaturity.analysis.trends.team_places import Band, TeamPlaces
from cxmaturity.answers import Response
from cxmaturity.questionnaire.schema import OVERALL, Questionnaire, Stage
from cxmaturity.scoring.equality import is_equal, keys_of_highest
from cxmaturity.scoring.result import score_response
from cxmaturity.wording.language.plurals import counted, joined, joined_first, plural
from cxmaturity.wording.questionnaire.levels import shown_overall_level
from cxmaturity.wording.result.stages import stage_in_short
from cxmaturity.wording.result.ties import lowest_and_highest, set_apart

_IN_TIME = 2  # decimals beside levels of several assessments

BAND_NAMES: dict[Band, str] = {"upper": "Upper quarter", "middle": "Middle half", "lower": "Lower quarter"}
"""The label of each position of a team among all."""

PLACE = "Place"
"""The heading of the column with the position of a team among all."""

HEAT_LEGEND = "The colours of the stages"
MEASURED_OTHERWISE = "Measured with another questionnaire"
NOT_MEASURED = "No finished full assessment yet"
NO_TEAM = "There is no team yet. Add one here, or start an assessment on Home."
NOTHING_FINISHED = "None of these teams has finished a full assessment yet. With the first one, its levels stand here."
ONE_ROUND = "None of these teams has finished two full assessments yet. With the second, you see here how far it moved."
SEVERAL_QUESTIONNAIRES = (
    "These teams were measured with different questionnaires, or major versions of one, which do not mix."
)
START_ONE = "Start one on Home"

SLOPE_LEGEND = "A solid line rose, a dashed one fell, a dotted one stayed. A mark without a line has one level only."


def part_of_teams(count: int, shown: int) -> str:
    """Return that `shown` of `count` teams are compared at a time, so that each page has its own lowest and highest."""
    extremes = "The lowest, the highest and the one that moved most are of this page."
    return f"{count:,} teams, {shown} at a time, by name. {extremes}"


def overall_levels(
    levels: Mapping[str, float | None], places: TeamPlaces | None, questionnaire: Questionnaire
) -> dict[str, str]:
    """Return the overall levels, by team id, as text; without the teams that have none."""
    if places:
        return place_levels(places, questionnaire)[0]
    known = {team_id: level for team_id, level in levels.items() if level is not None}
    return set_apart(known, partial(shown_overall_level, questionnaire))


def teams_takeaway(levels: Mapping[str, float | None], shown: Mapping[str, str]) -> str:
    """Return which teams have the lowest and which the highest overall level; both mappings are by team name."""
    known = {name: level for name, level in levels.items() if level is not None}
    return f"Overall, {lowest_and_highest(known, shown)}." if known else "No team has an overall level yet."


def overall_stage(milestone: ClosedAssessment) -> str:
    """Return the overall stage of a milestone that has one, beneath its level, which does not show what holds it back.

    A stage that is open, or between two, is said to be, unless today's rules give another one than at closing.
    """
    kept = milestone.stages[OVERALL]
    result = score_response(milestone.questionnaire, Response(milestone.frozen.answers))
    stage = result.overall.stage
    if stage is None or milestone.questionnaire.stage(stage) != kept:
        return f"stage {kept.level}"
    return stage_in_short(result, milestone.questionnaire)


def stage_reached(stage: Stage) -> str:
    """Return the stage of a level, which its colour shows too."""
    return f"stage {stage.level} {stage.name}"


def teams_left_out(why: str, names: Sequence[str]) -> str:
    """Return the reason `why`, followed by the names of the teams that have no row in the table for it."""
    return f"{why}: {joined(names)}."


def questionnaire_choice(questionnaire: Questionnaire, teams: int) -> str:
    """Return the label of a questionnaire in a list, with the number of teams measured with it last."""
    return f"{questionnaire.title} v{questionnaire.comparison_key[1]} · {counted('team', teams)}"


def demo_label(count: int) -> str:
    """Return the label of the expander with the demo's teams."""
    return f"Compare the {counted('team', count)} of an invented organisation"


def field(label: str, area: str) -> str:
    """Return the label of a field that two areas of the page have, followed by the area in brackets if there is one."""
    return f"{label} ({area})" if area else label


def slope_takeaway(rows: pd.DataFrame, what: str, then: str, now: str) -> str:
    """Return how many teams rose and fell, which moved most, and how many were not measured again.

    `rows` has the columns that `tables.teams.team_change_table` returns.
    """
    measured = rows[rows["change"].notna()]
    by, level_now = (dict(zip(measured["team"], measured[name], strict=True)) for name in ("shown change", "shown now"))
    both = {team: float(text) for team, text in by.items()}  # as they are shown, so that the largest looks largest
    once = int((rows["now"].notna() & ~rows["is_measured_again"].astype(bool)).sum())
    rest = f" {counted('team', once)} {plural(once, 'was', 'were')} not measured again in between." if once else ""
    if not both:
        return f"No team has levels of two assessments by these dates, {then} and {now}: choose others.{rest}"
    period = f"{what}, from {then} to {now}"
    rose = sum(change > 0 for change in both.values())
    fell = sum(change < 0 for change in both.values())
    if not rose and not fell:
        stayed = plural(len(both), f"{next(iter(both))} stayed", f"all {len(both)} teams stayed")
        return f"{period}, {stayed} where {plural(len(both), 'it was', 'they were')}.{rest}"
    if len(both) == 1:
        [team] = both
        moved = f"{'rose' if rose else 'fell'} by {by[team].lstrip('+-')} to {level_now[team]}"
        return f"{period}, {team} {moved}.{rest}"
    moves = [f"{count} {word}" for count, word in ((rose, "rose"), (fell, "fell")) if count]
    counts = f"{period}: of {counted('team', len(both))} {', '.join(moves)}."
    most = keys_of_highest({team: abs(change) for team, change in both.items()})
    if len(most) > 1:
        return f"{counts} {joined_first(most, 5)} moved most, each by {by[most[0]].lstrip('+-')}.{rest}"
    return f"{counts} {most[0]} moved most, by {by[most[0]]} to {level_now[most[0]]}.{rest}"


def place_levels(places: TeamPlaces, questionnaire: Questionnaire, digits: int = 1) -> tuple[dict[str, str], str, str]:
    """Return the overall levels by team id and both quartiles as text, with `digits` decimals or more.

    Each has as many decimals as it takes to see from them who is above, on or below a quartile, who is lowest and who
    highest, and at which stage.
    """
    show = partial(shown_overall_level, questionnaire, digits=digits)

    def set_off(quarter: float, *also: float) -> str:
        return show(quarter, also=[*also, *(x for x in places.levels.values() if not is_equal(x, quarter))])

    low = set_off(places.low)
    high = low if is_equal(places.low, places.high) else set_off(places.high, float(low))
    ends = float(low), float(high)
    shown = set_apart(places.levels, lambda level, also=(): show(level, also=(*also, *ends)))
    for quarter, text in ((places.low, low), (places.high, high)):
        shown |= {team_id: text for team_id, level in places.levels.items() if is_equal(level, quarter)}
    return shown, low, high


def middle_half(places: TeamPlaces, questionnaire: Questionnaire, digits: int = 1) -> str:
    """Return how many teams are compared, and the range of levels of their middle half, as `place_levels` does."""
    _, low, high = place_levels(places, questionnaire, digits)
    count = counted("team", len(places.levels))
    middle = f"at {low}" if low == high else f"from {low} to {high}, these two included"
    return f"Of your {count} with an overall level, the middle half is {middle}."


def team_place(places: TeamPlaces, team_id: str, questionnaire: Questionnaire) -> str:
    """Return the position of a team among the viewer's own teams, to two decimals; it must be one of them."""
    levels, _, _ = place_levels(places, questionnaire, _IN_TIME)
    band = BAND_NAMES[places.band(team_id)].lower()
    middle = middle_half(places, questionnaire, _IN_TIME)
    return f"Among your own teams: overall in the {band}, at {levels[team_id]}. {middle}"
