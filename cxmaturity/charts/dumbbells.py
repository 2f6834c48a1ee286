"""Gaps as dumbbells: where each capability is, where it should be, the distance between."""

import pandas as pd
import plotly.graph_objects as go

from cxmaturity.charts.palette import ACCENT, GRID, MUTED
from cxmaturity.charts.style import laid_out, wrapped


def dumbbells(gaps: pd.DataFrame, top: int) -> go.Figure:
    """Return the dumbbells of `gaps` (see frames.capability_gaps), the widest gap on top, on the scale 1..K.

    Rows without a level or target are left out; the table beside the chart has them.
    """
    shown = gaps.dropna(subset=["gap"]).sort_values("gap", kind="stable")
    names = [wrapped(name, 30) for name in shown["capability"]]
    figure = go.Figure()
    joined_x = [x for now, aim in zip(shown["level"], shown["target"], strict=True) for x in (now, max(now, aim), None)]
    joined_y = [y for name in names for y in (name, name, None)]
    bar = {"color": GRID, "width": 6}
    figure.add_scatter(x=joined_x, y=joined_y, mode="lines", line=bar, showlegend=False, hoverinfo="skip")
    ring = {"size": 13, "symbol": "circle-open", "color": MUTED, "line": {"width": 3}}
    aim = "%{y}: target %{x:.0f}<extra></extra>"
    figure.add_scatter(x=shown["target"], y=names, mode="markers", marker=ring, name="Target", hovertemplate=aim)
    dot = {"size": 14, "color": ACCENT}
    now = "%{y}: now %{x:.1f}<extra></extra>"
    figure.add_scatter(x=shown["level"], y=names, mode="markers", marker=dot, name="Now", hovertemplate=now)
    x = {"range": [0.8, top + 0.2], "tickvals": list(range(1, top + 1)), "side": "top"}
    legend = {"orientation": "h", "y": 0, "yanchor": "top", "x": 0.5, "xanchor": "center"}
    return laid_out(figure, 90 + 34 * len(shown), xaxis=x, yaxis={"automargin": True}, legend=legend)
