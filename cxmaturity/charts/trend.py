"""Levels over time: a line for each dimension and a strong one for the whole."""

import pandas as pd
import plotly.graph_objects as go

from cxmaturity.charts.palette import ACCENT, MUTED
from cxmaturity.charts.style import axis, drawn, safe

WHOLE = "Overall"
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x")


def trend(history: pd.DataFrame, top: int) -> go.Figure:
    """Return the lines of `history` (see frames.history) on the scale 1..K; `top` is K.

    A line breaks where a level is missing, and where the questionnaire became another one. Lines differ in dash and
    mark, not in colour alone.
    """
    traces = []
    for place, name in enumerate(dict.fromkeys(history["dimension"])):
        rows = history[history["dimension"] == name]
        x: list[str] = []
        y: list[float | None] = []
        for label, level, starts in zip(rows["assessment"], rows["level"], rows["starts_anew"], strict=True):
            if starts and x:
                x.append(x[-1])
                y.append(None)
            x.append(safe(label))
            y.append(None if pd.isna(level) else float(level))
        is_whole = name == WHOLE
        traces.append(
            {
                "type": "scatter",
                "name": safe(name),
                "x": x,
                "y": y,
                "mode": "lines+markers",
                "line": {
                    "color": ACCENT if is_whole else MUTED,
                    "width": 4 if is_whole else 2,
                    "dash": "solid" if is_whole else _DASHES[place % len(_DASHES)],
                },
                "marker": {"size": 9 if is_whole else 7, "symbol": _SYMBOLS[place % len(_SYMBOLS)]},
                "hovertemplate": "%{x}: %{y:.1f}<extra>" + safe(name) + "</extra>",
            }
        )
    return drawn(
        traces,
        xaxis=axis(type="category", categoryorder="array", categoryarray=list(dict.fromkeys(history["assessment"]))),
        yaxis=axis(range=[0.8, top + 0.2], tickvals=list(range(1, top + 1)), automargin=True),
        legend={"orientation": "h", "y": -0.15, "x": 0, "xanchor": "left"},
    )
