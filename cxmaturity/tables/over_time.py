"""Results over time and of several teams → tidy DataFrames, for charts and for the tables beside them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
import pandas as pd

TrendPoint = tuple[str, tuple[str, str], Mapping[str, float | None], Mapping[str, tuple[float, float]]]
"""An assessment: its label, questionnaire and major version, levels and intervals (low, high) by dimension name."""


def level_history(points: Sequence[TrendPoint]) -> pd.DataFrame:
    """Return one row per assessment and dimension, the oldest assessment first.

    Columns: assessment (str), at (int, its place), dimension (str), level, low, high (float, scale 1..K, NaN when
    undefined or not shown; low and high are the interval of the mean of people's own levels), starts_anew (bool: the
    assessment before had another questionnaire or major version, so the two do not compare).
    """
    rows = [
        {
            "assessment": label,
            "at": at,
            "dimension": name,
            "level": level,
            "low": intervals.get(name, (None, None))[0],
            "high": intervals.get(name, (None, None))[1],
            "starts_anew": at > 0 and points[at - 1][1] != model,
        }
        for at, (label, model, levels, intervals) in enumerate(points)
        for name, level in levels.items()
    ]
    return pd.DataFrame(rows).astype(dict.fromkeys(("level", "low", "high"), "float64"))


def level_history_table(of: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `level_history` as a table to be read, a row for each assessment, the oldest first.

    Columns: assessment, and each dimension (str: its level to one decimal, with its interval where there is one).
    """
    cells: dict[int, dict[str, str]] = {}
    rows = zip(of["at"], of["assessment"], of["dimension"], of["level"], of["low"], of["high"], strict=True)
    for at, label, name, level, low, high in rows:
        said = "–" if pd.isna(level) else f"{level:.1f}"
        interval = "" if pd.isna(low) else f" ({low:.2f}\u00a0to\u00a0{high:.2f})"
        cells.setdefault(at, {"assessment": label})[name] = said + interval
    return pd.DataFrame(list(cells.values())).fillna("–")


StepSpan = tuple[str, str, datetime, datetime | None, str]
"""A step of the plan: its question, what to do, taken on, done (None while under way), what came of it."""


def step_timeline(spans: Sequence[StepSpan], moments: Sequence[datetime]) -> pd.DataFrame:
    """Return one row per step, as given, placed between the assessments that were closed at these `moments`.

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
"""A verdict: dimension, how many people, change, interval, p, the word; None where not shown."""


def verdict_table(rows: Sequence[VerdictRow]) -> pd.DataFrame:
    """Return verdicts as a table to be read, a row each.

    Columns: dimension, people, change, 95 % interval, p (adjusted), verdict (str, a dash where a number is not shown).
    """
    names = ["dimension", "people", "change", "95 % interval", "p (adjusted)", "verdict"]
    shown = [
        [
            name,
            people,
            "–" if change is None else f"{change:+.2f}",
            "–" if interval is None else f"{interval[0]:+.2f} to {interval[1]:+.2f}",
            "–" if p is None else "< 0.001" if p < 0.001 else f"{p:.3f}",
            word,
        ]
        for name, people, change, interval, p, word in rows
    ]
    return pd.DataFrame(shown, columns=names)


TeamLevels = tuple[str, float | None, str, float | None, str]
"""A team: its name, its level then, where that is from or why there is none, and the same now."""


def team_change_table(rows: Sequence[TeamLevels]) -> pd.DataFrame:
    """Return one row per team, as given.

    Columns: team (str), then (float, scale 1..K, NaN when there is none), measured then (str), now (float), measured
    now (str), change (float, NaN unless there are both).
    """
    names = ["team", "then", "measured then", "now", "measured now"]
    frame = pd.DataFrame(rows, columns=names).astype({"then": "float64", "now": "float64"})
    return frame.assign(change=frame["now"] - frame["then"])


def distinct_labels(labels: Sequence[str], otherwise: Sequence[str]) -> list[str]:
    """Return the labels, those used more than once with what else tells them apart, and with a number if need be."""
    told = [f"{a} · {b}" if labels.count(a) > 1 else a for a, b in zip(labels, otherwise, strict=True)]
    return [
        f"{name} ({told[:place].count(name) + 1})" if told.count(name) > 1 else name for place, name in enumerate(told)
    ]


def change_table(rows: Sequence[tuple[str, float, float, float, float, float]]) -> pd.DataFrame:
    """Return each dimension's change and its parts in hundredths of a level, so that what is shown adds up.

    `rows` are (dimension, level then, level now, by answers that moved, by questions that entered, by those that left).
    Columns: dimension (str), then, now, change, answers moved, questions in, questions out (str, two decimals).
    """
    shown = []
    for name, before, after, *parts in rows:
        then, now = round(before * 100), round(after * 100)
        signed = [f"{cents / 100:+.2f}" for cents in (now - then, *_rounded_parts(parts, now - then))]
        shown.append([name, f"{then / 100:.2f}", f"{now / 100:.2f}", *signed])
    names = ["dimension", "then", "now", "change", "answers moved", "questions in", "questions out"]
    return pd.DataFrame(shown, columns=names)


def _rounded_parts(parts: Sequence[float], total: int) -> list[int]:
    """Return the parts in whole hundredths that add up to `total`, each as near to its own value as that allows."""
    cents = [round(part * 100) for part in parts]
    while (missing := total - sum(cents)) != 0:
        step = 1 if missing > 0 else -1
        most = max(range(len(parts)), key=lambda i: step * (parts[i] * 100 - cents[i]))
        cents[most] += step
    return cents
