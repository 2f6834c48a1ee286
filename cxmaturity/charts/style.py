"""What all charts share: calm axes, readable text, no toolbar, safe text."""

from html import escape
from typing import Any

import plotly.graph_objects as go

from cxmaturity.charts.palette import GRID

CONFIG: dict[str, Any] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
"""How charts behave in the browser: nothing to zoom by accident, no toolbar over the picture."""


def safe(text: str) -> str:
    """Return `text` so that plotly shows it as it is: it would read <b> and its like as markup."""
    return escape(text, quote=False)


def wrapped(text: str, width: int = 16) -> str:
    """Return `text` made safe and broken into lines of about `width` characters."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + len(word) < width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "<br>".join(safe(line) for line in lines)


def laid_out(figure: go.Figure, height: int, **layout: Any) -> go.Figure:
    """Return `figure` with the shared layout and anything given on top of it; text colours are left to the page."""
    shared: dict[str, Any] = {
        "height": height,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 14},
        "hoverlabel": {"font": {"size": 14}},
        "legend": {"orientation": "h", "y": -0.08, "x": 0.5, "xanchor": "center"},
        "dragmode": False,
    }
    figure.update_layout(shared | layout)
    axis = {"gridcolor": GRID, "zeroline": False, "fixedrange": True}
    figure.update_xaxes(axis)
    figure.update_yaxes(axis)
    return figure
