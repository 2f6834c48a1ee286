"""Takeaways of a team's levels over time, and of the change between two assessments."""

from collections.abc import Mapping

import pandas as pd

from cxmaturity.analysis.trends.exact_tests import MIN_CHANGE
from cxmaturity.questionnaire.schema import OVERALL, Questionnaire
from cxmaturity.scoring.equality import keys_of_highest, keys_of_lowest
from cxmaturity.wording.language.numbers import distinct_levels, two_decimals
from cxmaturity.wording.language.plurals import joined, joined_first
from cxmaturity.wording.questionnaire.levels import shown_level_in_time, shown_overall_level
from cxmaturity.wording.result.ties import levels_as_shown

_MOST_NAMED = 5

MEAN_EXPLANATION = (
    "The line is made of the middle answers. The ring beside it is people's mean: the mean of their own levels. Its "
    "bar is the 95 % interval of that mean. The line and the ring need not meet."
)

PULSE_EXPLANATION = "The same few questions each time, as an index from 0 to 100."

PULSE_KINDS = "Dots are pulses. Squares are full assessments, of which only these questions are counted."


def named_levels(questionnaire: Questionnaire, levels: Mapping[str, float | None]) -> dict[str, str]:
    """Return the levels of one result, by name of the dimension and of OVERALL, as its own page shows them."""
    shown = levels_as_shown(questionnaire, {name: level for name, level in levels.items() if name != OVERALL})
    return shown | {name: shown_overall_level(questionnaire, levels[name]) for name in levels if name == OVERALL}


def levels_in_time(questionnaire: Questionnaire, levels: Mapping[str, float | None]) -> dict[str, str]:
    """Return the levels of one result, by name of the dimension and of OVERALL, as `shown_level_in_time` does."""
    return {
        name: shown_level_in_time(questionnaire, level, is_overall=name == OVERALL) for name, level in levels.items()
    }


def change_limits(questionnaire: Questionnaire) -> tuple[float, float, float]:
    """Return the changes of people's mean across which none is rounded: none, and the least that can be real."""
    least = MIN_CHANGE * questionnaire.level_distance
    return -least, 0.0, least


def level_finding(rows: pd.DataFrame) -> str:
    """Return the newest level, and that of the first assessment that is comparable with it.

    `rows` are those of one dimension in `tables.over_time.level_history`, or of `pulse_history`. If the mean of people
    is shown, its two values follow, so that nobody takes a rise of the one for a rise of the other.
    """
    rated = rows[rows["level"].notna()]
    if rated.empty:
        return "No level yet."
    last = rated.iloc[-1]
    start = max((place for place in rows.loc[rows["starts_anew"], "at"] if place <= last["at"]), default=0)
    first = rated[rated["at"] >= start].iloc[0]
    newest = rows.iloc[-1]
    sentences = [f"{_pair(last, first)}."]
    if newest["at"] != last["at"]:
        sentences.append(f"No level in {newest['assessment']}.")
    if not pd.isna(last["mean"]):
        has_first = first["at"] != last["at"] and not pd.isna(first["mean"])
        at_first = f", at first {two_decimals(first['mean'])}" if has_first else ""
        sentences.append(f"People's mean {two_decimals(last['mean'])}{at_first}.")
    return " ".join(sentences)


def _pair(last: pd.Series, first: pd.Series) -> str:
    if first["at"] == last["at"]:
        return f"{last['shown']} in {last['assessment']}"
    then, now = distinct_levels((first["level"], last["level"]), (first["shown"], last["shown"]), last["limits"])
    before = f"as in {first['assessment']}" if then == now else f"{then} in {first['assessment']}"
    return f"{now} in {last['assessment']}, {before}"


def line_breaks(rows: pd.DataFrame) -> str | None:
    """Return before which assessments the lines break because the questionnaire changed; None without a break.

    `rows`: see `level_finding`.
    """
    anew = list(dict.fromkeys(rows.loc[rows["starts_anew"], "assessment"]))
    if not anew:
        return None
    return f"The lines break before {joined(anew)}: the questionnaire changed too much there to compare."


def finished_on(day: str, first_day: str | None) -> str:
    """Return when an assessment was finished, and if it was reopened since, when it was finished first."""
    return day if first_day in (None, day) else f"{day}, first on {first_day}"


def change_takeaway(changes: pd.DataFrame) -> str:
    """Return which dimension rose and which fell most by changed answers (`changes`: see `change_table`)."""
    if changes.empty:
        return "No dimension has a level both times, so nothing can be compared."
    shown = dict(zip(changes["dimension"], changes["like for like"], strict=True))
    moved = {name: float(text) for name, text in shown.items()}
    rose, fell = keys_of_highest(moved), keys_of_lowest(moved)
    most, least = (shown[names[0]].lstrip("+-") for names in (rose, fell))
    sentences = [f"{joined_first(rose, _MOST_NAMED)} rose most, by {most}"] if moved[rose[0]] > 0 else []
    sentences += [f"{joined_first(fell, _MOST_NAMED)} fell most, by {least}"] if moved[fell[0]] < 0 else []
    return f"Like for like, {'; '.join(sentences)}." if sentences else "Like for like, no dimension moved."
