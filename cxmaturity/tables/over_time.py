"""Results over time and of several teams as tidy DataFrames, for charts and for the tables beside them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
import pandas as pd

from cxmaturity.analysis.trends.people import PeopleMean
from cxmaturity.questionnaire.schema import ComparisonKey
from cxmaturity.wording.language.numbers import (
    NO_NUMBER,
    format_level,
    format_probability,
    half_up,
    signed,
    two_decimals,
)

TrendPoint = tuple[str, ComparisonKey, Mapping[str, float | None], Mapping[str, PeopleMean]]
"""An assessment: its label, comparison key, levels and means of people's own levels by dimension name."""


def level_history(points: Sequence[TrendPoint]) -> pd.DataFrame:
    """Return one row per assessment and dimension, the oldest assessment first.

    Columns: assessment (str), at (int, its place), dimension (str), level, mean, low, high (float, scale 1..K, NaN when
    undefined or not shown; mean is that of people's own levels, low and high its interval), starts_anew (bool: the
    assessment before has another comparison key, so the two do not compare).
    """
    rows = [
        {
            "assessment": label,
            "at": place,
            "dimension": name,
            "level": level,
            "mean": mean.mean if (mean := means.get(name)) else None,
            "low": mean.interval.low if mean and mean.interval else None,
            "high": mean.interval.high if mean and mean.interval else None,
            "starts_anew": place > 0 and points[place - 1][1] != key,
        }
        for place, (label, key, levels, means) in enumerate(points)
        for name, level in levels.items()
    ]
    return pd.DataFrame(rows).astype(dict.fromkeys(("level", "mean", "low", "high"), "float64"))


def level_history_table(history: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `level_history` as a table to be read, a row for each assessment, the oldest first.

    Columns: assessment, and each dimension (str: its level to one decimal, with people's mean where it is shown, and
    its interval where there is one).
    """
    cells: dict[int, dict[str, str]] = {}
    columns = (history[name] for name in ("at", "assessment", "dimension", "level", "mean", "low", "high"))
    for place, label, name, level, mean, low, high in zip(*columns, strict=True):
        interval = "" if pd.isna(low) else f", {two_decimals(low)}\u00a0to\u00a0{two_decimals(high)}"
        people = "" if pd.isna(mean) else f" (people’s mean {two_decimals(mean)}{interval})"
        cells.setdefault(place, {"assessment": label})[name] = format_level(level) + people
    return pd.DataFrame(list(cells.values())).fillna(NO_NUMBER)


StepSpan = tuple[str, str, datetime, datetime | None, str]
"""A step of the plan: its question, what to do, when it began, when it was done (None while open), its outcome."""


def step_timeline(spans: Sequence[StepSpan], moments: Sequence[datetime]) -> pd.DataFrame:
    """Return one row per step, in the same order, placed between the assessments that were closed at these `moments`.

    Columns: question, step (str), start, end (float: 0 at the first moment, 1 at the second and so on; what was before
    or after all of them stands at the edge), is_done (bool), state (str).
    """
    seconds = [moment.timestamp() for moment in moments]

    def place(moment: datetime) -> float:
        return float(np.interp(moment.timestamp(), seconds, range(len(seconds))))

    rows = [
        {
            "question": question,
            "step": do,
            "start": place(taken),
            "end": place(done or moments[-1]),
            "is_done": done is not None and done <= moments[-1],
            "state": state,
        }
        for question, do, taken, done, state in spans
    ]
    return pd.DataFrame(rows, columns=["question", "step", "start", "end", "is_done", "state"])


VerdictRow = tuple[str, str, float | None, tuple[float, float] | None, float | None, str]
"""A verdict: dimension, how many people, change, interval, p, kind; None where not shown."""


def verdict_table(rows: Sequence[VerdictRow]) -> pd.DataFrame:
    """Return verdicts as a table to be read, a row each.

    Columns: dimension, people, change, 95 % interval, p (adjusted), verdict (str, a dash where a number is not shown).
    """
    names = ["dimension", "people", "change", "95 % interval", "p (adjusted)", "verdict"]
    shown = [
        [
            name,
            people,
            signed(change),
            NO_NUMBER if interval is None else f"{signed(interval[0])} to {signed(interval[1])}",
            format_probability(p),
            kind,
        ]
        for name, people, change, interval, p, kind in rows
    ]
    return pd.DataFrame(shown, columns=names)


TeamLevels = tuple[str, float | None, str, float | None, str]
"""A team: its name, its level at the first date, where it is from or why there is none; the same at the second."""


def team_change_table(rows: Sequence[TeamLevels]) -> pd.DataFrame:
    """Return one row per team, in the same order.

    Columns: team (str), then (float, scale 1..K, NaN when there is none), measured then (str), now (float), measured
    now (str), change (float, NaN unless there are both).
    """
    names = ["team", "then", "measured then", "now", "measured now"]
    frame = pd.DataFrame(rows, columns=names).astype({"then": "float64", "now": "float64"})
    return frame.assign(change=frame["now"] - frame["then"])


def distinct_labels(labels: Sequence[str], details: Sequence[str]) -> list[str]:
    """Return the labels; those used more than once with their detail, and with a number if they are still the same."""
    detailed = [f"{a} · {b}" if labels.count(a) > 1 else a for a, b in zip(labels, details, strict=True)]
    return [
        f"{name} ({detailed[:place].count(name) + 1})" if detailed.count(name) > 1 else name
        for place, name in enumerate(detailed)
    ]


def change_table(
    rows: Sequence[tuple[str, float, float, float, float, float]],
    means: Mapping[str, tuple[float, float] | None] | None = None,
) -> pd.DataFrame:
    """Return each dimension's change and its parts in hundredths of a level, so that the shown parts add up.

    `rows` are (dimension, level then, level now, by answers that moved, by questions that entered, by those that left).
    Columns: dimension (str), then, now, change, answers moved, questions in, questions out (str, two decimals). Where
    several people answered both times, `means` are those of their own levels then and now by dimension, None where they
    may not be shown, and there are two more columns: people’s mean then, people’s mean now.
    """
    shown = []
    for name, level_then, level_now, *parts in rows:
        total = _hundredths(level_now) - _hundredths(level_then)
        signs = [signed(hundredths / 100) for hundredths in (total, *_rounded_parts(parts, total))]
        shown.append([name, two_decimals(level_then), two_decimals(level_now), *signs])
    names = ["dimension", "then", "now", "change", "answers moved", "questions in", "questions out"]
    table = pd.DataFrame(shown, columns=names)
    if means is None:
        return table
    pairs = [means.get(name) or (None, None) for name in table["dimension"]]
    shown_means = [[two_decimals(then), two_decimals(now)] for then, now in pairs]
    return table.join(pd.DataFrame(shown_means, columns=["people’s mean then", "people’s mean now"]))


StageRow = tuple[str, str, tuple[int, int], tuple[int, int]]
"""A dimension, the stage asked for in words, and then and now how many rate it there or above, of how many people."""


def stage_count_table(rows: Sequence[StageRow]) -> pd.DataFrame:
    """Return how many people rate each dimension at a stage or above, a row each.

    Columns: dimension, stage or above, then, now (str, as "5 of 12").
    """
    shown = [[name, stage, f"{then[0]} of {then[1]}", f"{now[0]} of {now[1]}"] for name, stage, then, now in rows]
    return pd.DataFrame(shown, columns=["dimension", "this stage or above", "then", "now"])


def _hundredths(level: float) -> int:
    return int(half_up(level, 2) * 100)


def _rounded_parts(parts: Sequence[float], total: int) -> list[int]:
    """Return the parts in whole hundredths that add up to `total`, each as near to its own value as that allows."""
    hundredths = [_hundredths(part) for part in parts]
    while (missing := total - sum(hundredths)) != 0:
        step = 1 if missing > 0 else -1
        furthest = max(range(len(parts)), key=lambda i: step * (parts[i] * 100 - hundredths[i]))
        hundredths[furthest] += step
    return hundredths
