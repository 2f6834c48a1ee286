"""Style that all charts share: axes, fonts, no toolbar, escaped text."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import plotly.graph_objects as go

from cxmaturity.charts.palette import GRID
from cxmaturity.wording.language.numbers import NO_NUMBER

CONFIG: dict[str, Any] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
"""Plotly's options in the browser: no zooming by accident, no toolbar over the chart."""


def safe(text: str) -> str:
    """Return `text` escaped for plotly, which would otherwise read tags such as <b> as markup."""
    return escape(text, quote=False)


def wrapped(text: str, width: int = 16) -> str:
    """Return `text` escaped and broken into lines of about `width` characters."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + len(word) < width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "<br>".join(safe(line) for line in lines)


def row_height(names: Sequence[str], least: int) -> int:
    """Return the height in pixels, at least `least`, in which each of these names, broken by `wrapped`, fits a row."""
    lines = max((name.count("<br>") + 1 for name in names), default=1)
    return max(least, _NAME_LINE * lines + _NAMES_APART)


def parsed_number(text: str) -> float | None:
    """Return a number formatted by `wording` as a float again; None for the dash of a missing one.

    A browser can read the data of a chart, so it must be no more precise than the text shown.
    """
    return None if text == NO_NUMBER else float(text)


_NAME_LINE, _NAMES_APART = 16, 4  # pixels of a line of a row's name, and between the names of two rows
_MOST_WHOLE_PARTS = 10  # of an axis; on more of them, as from 0 to 100, lines and numbers run into each other

_FAMILY = '"Source Sans", sans-serif'  # Streamlit's, as everywhere on its pages
_FONT: Mapping[str, Any] = {"family": _FAMILY, "size": 14}
_SMALL: Mapping[str, Any] = {"size": 12}
_MARGIN: Mapping[str, float] = {"l": 8, "r": 8, "t": 8, "b": 8, "pad": 8}
_LEGEND: Mapping[str, Any] = {"orientation": "h", "y": -0.08, "x": 0.5, "xanchor": "center"}
_LAYOUT: Mapping[str, Any] = {
    "height": 420,
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "hoverlabel": {"bgcolor": "#33424D", "bordercolor": GRID, "font": {**_FONT, "color": "#FFFFFF"}},
    "dragmode": False,
    # Streamlit hands each figure to Plotly twice. Plotly draws it again unless its data are stated to be the same, and
    # always if it has a template; therefore what Streamlit's template would set stands here.
    "datarevision": 1,
    "template": "none",
}


def axis(**properties: Any) -> dict[str, Any]:
    """Return an axis in the shared style with these properties.

    A `range` is one of them: one that Plotly works out is lost when the figure is handed to it again undrawn.
    """
    shared: dict[str, Any] = {
        "gridcolor": GRID,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        "tickfont": _SMALL,
    }
    return shared | properties


def drawn(
    traces: list[dict[str, Any]],
    *,
    margin: Mapping[str, float] = _MARGIN,
    legend: Mapping[str, Any] = _LEGEND,
    font: Mapping[str, Any] = _FONT,
    **layout: Any,
) -> go.Figure:
    """Return the figure of `traces` with the shared layout, updated by the parameters; text colours are the page's.

    Plotly's validation is skipped, since it would take most of a page's run. A test validates all charts.
    """
    texts = {"font": {**_FONT, **font}, "legend": {"font": _SMALL, **legend}}
    return go.Figure(traces, {**_LAYOUT, **texts, "margin": {**_MARGIN, **margin}, **layout}, _validate=False)


def connecting_lines(xs: Sequence[float | None], ys: Sequence[Any]) -> dict[str, Any]:
    """Return the trace of thin lines that join the marks of one row; None ends a line."""
    look = {"mode": "lines", "line": {"color": GRID, "width": 6}, "showlegend": False, "hoverinfo": "skip"}
    return {"type": "scatter", "x": xs, "y": ys, **look}


def ticks(lowest: float, highest: float) -> list[float]:
    """Return the grid lines of an axis from `lowest` to `highest`: whole numbers if they are few, else four parts."""
    if lowest % 1 == 0 and highest % 1 == 0 and 1 < highest - lowest <= _MOST_WHOLE_PARTS:
        return list(range(int(lowest), int(highest) + 1))
    return [lowest + (highest - lowest) * quarter / 4 for quarter in range(5)]


def beyond(lowest: float, highest: float) -> float:
    """Return the margin beyond the ends of this axis: a fifth of the distance between two grid lines."""
    return (highest - lowest) / (len(ticks(lowest, highest)) - 1) / 5
