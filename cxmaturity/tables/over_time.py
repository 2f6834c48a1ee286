"""Results over time as tidy DataFrames, for charts and for the tables beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from cxmaturity.analysis.pulse import PulsePoint
from cxmaturity.analysis.trends.people_answers import PeopleMean
from cxmaturity.questionnaire.schema import OVERALL, Questionnaire
from cxmaturity.wording.language.numbers import (
    NO_NUMBER,
    format_index,
    format_probability,
    shown_change,
    shown_parts,
    signed,
    two_decimals,
)
from cxmaturity.wording.questionnaire.levels import level_limits, shown_level_change
from cxmaturity.wording.trends.levels import change_limits, levels_in_time


@dataclass(frozen=True, slots=True)
class TrendAssessment:
    """An assessment in a trend: label, kind and day as text, questionnaire, and levels by dimension name.

    `means` are the means of people's own levels by dimension name, without the suppressed ones.
    """

    label: str
    kind: str
    day: str
    questionnaire: Questionnaire
    levels: Mapping[str, float | None]
    means: Mapping[str, PeopleMean]


def level_history(points: Sequence[TrendAssessment]) -> pd.DataFrame:
    """Return one row per assessment (at least one) and dimension, oldest assessment first.

    Columns: assessment (str), at (int, its place), dimension (str), level, mean, low, high (float, in the numbers of
    the levels, NaN when undefined or not shown; mean is that of people's own levels, low and high are its interval),
    shown (str, the level), limits (tuple: see `level_limits`), starts_anew (bool: the previous assessment has another
    comparison key, so the two do not compare), is_other_kind (bool, False).
    """
    shown = [levels_in_time(point.questionnaire, point.levels) for point in points]
    rows = [
        {
            "assessment": point.label,
            "at": place,
            "dimension": name,
            "level": level,
            "shown": shown[place][name],
            "limits": level_limits(point.questionnaire, is_overall=name == OVERALL),
            "mean": mean.mean if (mean := point.means.get(name)) else None,
            "low": mean.interval.low if mean and mean.interval else None,
            "high": mean.interval.high if mean and mean.interval else None,
            "starts_anew": place > 0
            and points[place - 1].questionnaire.comparison_key != point.questionnaire.comparison_key,
            "is_other_kind": False,
        }
        for place, point in enumerate(points)
        for name, level in point.levels.items()
    ]
    return pd.DataFrame(rows).astype(dict.fromkeys(("level", "mean", "low", "high"), "float64"))


def level_history_table(points: Sequence[TrendAssessment]) -> pd.DataFrame:
    """Return the levels of assessments as a table for reading, one row per assessment, oldest first.

    Columns: assessment, kind, finished, and each dimension that has a level anywhere (str: its level to two decimals or
    more, with people's mean where it is shown, and its interval where there is one).
    """
    names = dict.fromkeys(name for point in points for name, level in point.levels.items() if level is not None)
    cells = [
        {"assessment": point.label, "kind": point.kind, "finished": point.day}
        | {name: _level_cell(shown.get(name, NO_NUMBER), point.means.get(name)) for name in names}
        for point, shown in ((point, levels_in_time(point.questionnaire, point.levels)) for point in points)
    ]
    return pd.DataFrame(cells)


def _level_cell(shown: str, mean: PeopleMean | None) -> str:
    if mean is None:
        return shown
    interval = mean.interval
    ends = f", {two_decimals(interval.low)}\u00a0to\u00a0{two_decimals(interval.high)}" if interval else ""
    return f"{shown} (people's mean {two_decimals(mean.mean)}{ends})"


def pulse_history(names: Sequence[str], points: Sequence[PulsePoint]) -> pd.DataFrame:
    """Return the points of a team's pulse (at least one), labelled by `names`, with the columns of `level_history`.

    The column level holds the index, 0..100; is_other_kind is True for a full assessment.
    """
    rows = [
        {
            "assessment": name,
            "at": place,
            "dimension": "",
            "level": point.index,
            "shown": format_index(point.index),
            "limits": (),
            "mean": None,
            "low": None,
            "high": None,
            "starts_anew": place > 0 and point.previous is None,
            "is_other_kind": point.closed.assessment.scope == "full",
        }
        for place, (name, point) in enumerate(zip(names, points, strict=True))
    ]
    return pd.DataFrame(rows).astype(dict.fromkeys(("level", "mean", "low", "high"), "float64"))


VerdictRow = tuple[str, str, str, tuple[float, float] | None, float | None, str]
"""A verdict: dimension, numbers of people and change as text, interval, p, kind; None when suppressed."""


def verdict_table(rows: Sequence[VerdictRow]) -> pd.DataFrame:
    """Return verdicts as a table for reading, one row each.

    Columns: dimension, people, change, 95 % interval, p (adjusted), verdict (str, a dash for a suppressed number).
    """
    names = ["dimension", "people", "change", "95 % interval", "p (adjusted)", "verdict"]
    shown = [
        [
            name,
            people,
            change,
            NO_NUMBER if interval is None else f"{signed(interval[0])} to {signed(interval[1])}",
            format_probability(p),
            kind,
        ]
        for name, people, change, interval, p, kind in rows
    ]
    return pd.DataFrame(shown, columns=names)


def distinct_labels(labels: Sequence[str], details: Sequence[str]) -> list[str]:
    """Return the labels; repeated ones get their detail and, where that is the same too, a number."""
    return numbered_labels([f"{a} · {b}" if labels.count(a) > 1 else a for a, b in zip(labels, details, strict=True)])


def numbered_labels(labels: Sequence[str]) -> list[str]:
    """Return the labels; repeated ones get a number."""
    return [
        f"{name} ({labels[:place].count(name) + 1})" if labels.count(name) > 1 else name
        for place, name in enumerate(labels)
    ]


CHANGE_PARTS = ("like for like", "questions in", "questions out", "other weights")
"""The columns of `change_table` with the parts of a change."""


def change_table(
    rows: Sequence[tuple[str, float, float, Sequence[float]]],
    questionnaire: Questionnaire,
    means: Mapping[str, tuple[float, float] | None] | None = None,
) -> pd.DataFrame:
    """Return the change of each dimension and its parts, rounded so that the shown parts add up to the shown change.

    `rows` are (dimension, level then, level now, the parts of the change: see `ChangeBreakdown.parts`). Columns:
    dimension (str), then, now, change, like for like, questions in, questions out, other weights (str: see
    `shown_level_change`). `means`, given when several people answered both times, are by dimension the means of their
    own levels then and now (None when suppressed), in two more columns: people's mean then, people's mean now.
    """
    shown = []
    for name, level_then, level_now, parts in rows:
        then, now, change = shown_level_change(questionnaire, level_then, level_now)
        signs = [f"{x:+f}" for x in (change, *shown_parts(parts, change))]
        shown.append([name, f"{then:f}", f"{now:f}", *signs])
    table = pd.DataFrame(shown, columns=["dimension", "then", "now", "change", *CHANGE_PARTS])
    if means is None:
        return table
    pairs = [means.get(name) for name in table["dimension"]]
    limits = change_limits(questionnaire)
    shown_means = [
        [f"{x:f}" for x in shown_change(*pair, boundaries=limits)[:2]] if pair else [NO_NUMBER] * 2 for pair in pairs
    ]
    return table.join(pd.DataFrame(shown_means, columns=["people's mean then", "people's mean now"]))


def without_zero_parts(changes: pd.DataFrame) -> pd.DataFrame:
    """Return a `change_table` without the parts that are zero in every row."""
    return changes.drop(columns=[part for part in CHANGE_PARTS if all(float(text) == 0 for text in changes[part])])


StageRow = tuple[str, str, tuple[int, int], tuple[int, int]]
"""Dimension, stage in words, and for then and now: (people who rate it at that stage or higher, all people)."""


def stage_count_table(rows: Sequence[StageRow]) -> pd.DataFrame:
    """Return how many people rate each dimension at a stage or higher, one row each.

    Columns: dimension, this stage or above (str), then, now (str, such as "5 of 12").
    """
    shown = [[name, stage, f"{then[0]} of {then[1]}", f"{now[0]} of {now[1]}"] for name, stage, then, now in rows]
    return pd.DataFrame(shown, columns=["dimension", "this stage or above", "then", "now"])
