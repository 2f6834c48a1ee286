"""Gaps as dumbbells: for each capability a dot at its level, one at its target, and a bar between them."""

import pandas as pd
import plotly.graph_objects as go

from cxmaturity.charts.palette import ACCENT, TARGET
from cxmaturity.charts.style import axis, beyond, connecting_lines, drawn, row_height, ticks, wrapped
from cxmaturity.wording.language.numbers import format_level
from cxmaturity.wording.report import charts as words

_ROW = 34  # pixels of a capability, at least


def dumbbells(gaps: pd.DataFrame, highest: float, lowest: float = 1) -> go.Figure:
    """Return the dumbbells of `gaps` (see `capability_gaps`), the widest gap on top, from `lowest` to `highest`.

    Rows without a level or target are left out; the table beside the chart has them.
    """
    shown = (
        gaps[gaps["gap"].notna()].iloc[::-1].round(9).sort_values("gap", kind="stable")
    )  # the smallest first, because the axis points upwards
    names = [wrapped(name, 30) for name in shown["capability"]]
    targets = shown["target"].tolist()
    texts = [format_level(level, also=(target,)) for level, target in zip(shown["level"], targets, strict=True)]
    levels = [float(text) for text in texts]  # rounded as shown: a browser can read a figure's data
    joined_x = [x for now, target in zip(levels, targets, strict=True) for x in (now, max(now, target), None)]
    joined_y = [y for name in names for y in (name, name, None)]
    target_marks = {
        "type": "scatter",
        "x": targets,
        "y": names,
        "mode": "markers",
        "marker": {"size": 13, "symbol": "diamond-open", "color": TARGET, "line": {"width": 2}},
        "name": words.TARGET,
        "hovertemplate": "%{y}: target %{x}<extra></extra>",
    }
    dots = {
        "type": "scatter",
        "x": levels,
        "y": names,
        "mode": "markers",
        "marker": {"size": 14, "color": ACCENT},
        "name": words.NOW,
        "text": texts,
        "hovertemplate": "%{y}: now %{text}<extra></extra>",
    }
    aside = beyond(lowest, highest)
    return drawn(
        [connecting_lines(joined_x, joined_y), target_marks, dots],
        height=90 + row_height(names, _ROW) * len(shown),
        xaxis=axis(range=[lowest - aside, highest + aside], tickvals=ticks(lowest, highest), side="top"),
        yaxis=axis(range=[-0.6, len(shown) - 0.4]),
        legend={"orientation": "h", "y": 0, "yanchor": "top", "x": 0.5, "xanchor": "center"},
    )
