"""Levels over time: a line for each dimension and a strong one for the whole; beneath, what was done meanwhile."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cxmaturity.charts.palette import ACCENT, MUTED
from cxmaturity.charts.style import axis, drawn, safe, shown_number, wrapped
from cxmaturity.wording.language.numbers import format_level, two_decimals

WHOLE = "Overall"
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x")
_APART = 0.05  # of the way from one assessment to the next, so that the means of two dimensions do not hide each other
_HEIGHT, _LANE, _LEGEND = 420, 34, 60  # pixels


def trend(history: pd.DataFrame, scale_max: int, steps: pd.DataFrame | None = None) -> go.Figure:
    """Return the lines of `level_history` on the scale 1..K, with people's means and their intervals.

    `scale_max` is K. `steps` (see `step_timeline`) are drawn in a lane each beneath the same axis. A line breaks where
    a level is missing, and where the questionnaire became another one. Lines differ in dash and mark, not in colour
    alone.
    """
    names = list(dict.fromkeys(history["dimension"]))
    has_means = bool(history["mean"].notna().any())
    traces = []
    for place, name in enumerate(names):
        rows = history[history["dimension"] == name]
        aside = (place - (len(names) - 1) / 2) * _APART if has_means else 0.0
        look = {"color": ACCENT if name == WHOLE else MUTED, "group": safe(name), "place": place}
        traces.append(_line(rows, aside, look))
        if rows["mean"].notna().any():
            traces.append(_means(rows, aside, look))
    labels = dict(zip(history["at"], history["assessment"], strict=True))
    lanes = 0 if steps is None else len(steps)
    if steps is not None and lanes:
        traces += _lanes(steps, len(labels) - 1)
    height = _HEIGHT + lanes * _LANE
    share = lanes * _LANE / height
    beneath = {"yaxis2": axis(domain=[0, share], range=[lanes - 0.5, -0.5], visible=False)} if lanes else {}
    return drawn(
        traces,
        height=height,
        xaxis=axis(
            tickvals=list(labels),
            ticktext=[wrapped(label, 12) for label in labels.values()],
            range=[-0.35, len(labels) - 0.65],
            anchor="y2" if lanes else "y",
        ),
        yaxis=axis(
            domain=[share + 0.04 if lanes else 0, 1],
            range=[0.8, scale_max + 0.2],
            tickvals=list(range(1, scale_max + 1)),
            automargin=True,
        ),
        legend={"orientation": "h", "y": -_LEGEND / height, "x": 0, "xanchor": "left"},
        **beneath,
    )


def _line(rows: pd.DataFrame, aside: float, look: dict[str, Any]) -> dict[str, Any]:
    x: list[float] = []
    y: list[float | None] = []
    hover: list[str] = []
    points = zip(rows["at"], rows["assessment"], rows["level"], rows["starts_anew"], strict=True)
    for place, label, level, starts_anew in points:
        if starts_anew and x:
            x.append(x[-1])
            y.append(None)
            hover.append("")
        x.append(place + aside)
        y.append(shown_number(format_level(level)))
        hover.append(f"{safe(label)}: {format_level(level)}")
    is_whole = look["color"] == ACCENT
    symbol = _SYMBOLS[look["place"] % len(_SYMBOLS)]
    return {
        "type": "scatter",
        "name": look["group"],
        "legendgroup": look["group"],
        "x": x,
        "y": y,
        "text": hover,
        "mode": "lines+markers",
        "line": {
            "color": look["color"],
            "width": 4 if is_whole else 2,
            "dash": "solid" if is_whole else _DASHES[look["place"] % len(_DASHES)],
        },
        "marker": {"size": 9 if is_whole else 7, "symbol": symbol},
        "hovertemplate": "%{text}<extra>" + look["group"] + "</extra>",
    }


def _means(rows: pd.DataFrame, aside: float, look: dict[str, Any]) -> dict[str, Any]:
    """Return a ring at people's mean, which need not be at the group's level, with the bar of its interval.

    The figures are those that are shown and no finer: an exact mean would tell more than the page does.
    """
    shown = rows[rows["mean"].notna()]
    means, lows, highs = ([shown_number(two_decimals(x)) for x in shown[name]] for name in ("mean", "low", "high"))
    text = [
        two_decimals(mean)
        if low is None or high is None
        else f"{two_decimals(mean)}, {two_decimals(low)} to {two_decimals(high)}"
        for mean, low, high in zip(means, lows, highs, strict=True)
    ]
    return {
        "type": "scatter",
        "name": look["group"],
        "legendgroup": look["group"],
        "showlegend": False,
        "x": [place + aside for place in shown["at"]],
        "y": means,
        "error_y": {
            "type": "data",
            "array": [_reach(mean, high) for mean, high in zip(means, highs, strict=True)],
            "arrayminus": [_reach(mean, low) for mean, low in zip(means, lows, strict=True)],
            "symmetric": False,
            "color": look["color"],
            "thickness": 2,
            "width": 4,
        },
        "mode": "markers",
        "marker": {"size": 7, "symbol": "circle-open", "color": look["color"], "line": {"width": 2}},
        "text": text,
        "hovertemplate": "People’s mean: %{text}<extra>" + look["group"] + "</extra>",
    }


def _reach(mean: float | None, end: float | None) -> float:
    """Return how far an end of the interval is from the mean, in the hundredths that are shown; 0 without one."""
    return 0.0 if mean is None or end is None else round(abs(end - mean), 2)


def _lanes(steps: pd.DataFrame, last: int) -> list[dict[str, Any]]:
    """Return a line for each step from when it was taken on to when it was done, with what came of it in words."""
    lanes = list(range(len(steps)))
    starts, ends = steps["start"].tolist(), steps["end"].tolist()
    outcomes = [f"{safe(q)} {safe(state)}" for q, state in zip(steps["question"], steps["state"], strict=True)]
    hover = [f"{safe(do)}<br>{safe(state)}" for do, state in zip(steps["step"], steps["state"], strict=True)]
    shared = {"type": "scatter", "yaxis": "y2", "showlegend": False}
    lines = {
        "x": [x for start, end in zip(starts, ends, strict=True) for x in (start, end, None)],
        "y": [y for lane in lanes for y in (lane, lane, None)],
        "mode": "lines",
        "line": {"color": MUTED, "width": 3},
        "hoverinfo": "skip",
    }
    marks = {
        "x": [*starts, *ends],
        "y": [*lanes, *lanes],
        "mode": "markers",
        "marker": {
            "size": [12] * len(lanes) + [11] * len(lanes),
            "color": [MUTED] * len(lanes) + [ACCENT] * len(lanes),
            "symbol": ["line-ns-open"] * len(lanes) + ["diamond" if d else "triangle-right" for d in steps["is_done"]],
        },
        "text": [*hover, *hover],
        "hovertemplate": "%{text}<extra></extra>",
    }
    words = {
        "x": [start if start <= last / 2 else end for start, end in zip(starts, ends, strict=True)],
        "y": [lane - 0.1 for lane in lanes],
        "mode": "text",
        "text": outcomes,
        "textposition": ["top right" if start <= last / 2 else "top left" for start in starts],
        "textfont": {"size": 12},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    return [shared | lines, shared | marks, shared | words]
