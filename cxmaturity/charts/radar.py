"""The profile of the dimensions as a radar: current, target, last time."""

from math import pi, sin
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cxmaturity.charts.palette import ACCENT, GRID, MUTED, TARGET
from cxmaturity.charts.style import drawn, ticks, wrapped
from cxmaturity.wording.language.numbers import NO_NUMBER, format_level
from cxmaturity.wording.report import charts as words

MIN_RADAR_DIMENSIONS, MAX_RADAR_DIMENSIONS = 3, 7
"""The fewest and the most dimensions in a radar: lines between fewer enclose nothing, the names of more do not fit."""

_CHARACTER, _LEAST_RADIUS = 7.4, 80  # in pixels: the width of a character of the names, the radius on a phone


def fits_radar(dimensions: int) -> bool:
    """Return whether a radar can show this many dimensions; else bars show their profile."""
    return MIN_RADAR_DIMENSIONS <= dimensions <= MAX_RADAR_DIMENSIONS


def radar(
    profile: pd.DataFrame, highest: float, names: tuple[str, str] = (words.NOW, words.LAST_TIME), lowest: float = 1
) -> go.Figure:
    """Return the radar of `profile` (see `dimension_profile`) on a scale from `lowest` to `highest`.

    `names` are the legend entries of the columns level and last. A dimension without a level is a gap in the line, and
    never drawn at the centre.
    """
    spokes = [wrapped(name) for name in profile["dimension"]]
    traces = []
    if profile["target"].notna().any():
        target = _line(words.TARGET, spokes, profile["target"], TARGET, dash="dot", width=2, symbol="diamond-open")
        target["text"] = [NO_NUMBER if radius is None else f"{radius:g}" for radius in target["r"]]
        traces.append(target)
    if profile["last"].notna().any():
        traces.append(_line(names[1], spokes, profile["last"], MUTED, dash="dash", width=2))
    now = _line(names[0], spokes, profile["level"], ACCENT, dash="solid", width=3)
    now["text"] = [*profile["shown"], profile["shown"].iloc[0]]
    if profile["level"].notna().all():
        now |= {"fill": "toself", "fillcolor": _faint(ACCENT)}
    traces.append(now)
    radial = {
        "range": [lowest, highest],
        "tickvals": ticks(lowest, highest),
        "gridcolor": GRID,
        "linecolor": GRID,
        "tickfont": {"size": 12},
        "angle": 90,
        "tickangle": 90,
    }
    angular = {
        "direction": "clockwise",
        "rotation": 90,
        "gridcolor": GRID,
        "linecolor": GRID,
        "tickfont": {"size": 14},
    }
    polar = {"radialaxis": radial, "angularaxis": angular, "bgcolor": "rgba(0,0,0,0)"}
    # Names of up to three lines hang below the lowest spokes, so the legend stands at the lower edge of the figure.
    legend = {"orientation": "h", "x": 0.5, "xanchor": "center", "yref": "container", "y": 0, "yanchor": "bottom"}
    side = _room_beside(spokes)
    return drawn(traces, polar=polar, height=450, margin={"l": side, "r": side, "t": 40, "b": 76}, legend=legend)


def _room_beside(spokes: list[str]) -> float:
    """Return the room in pixels that the names of the spokes need at the sides; names near the top need less."""
    widths = [_CHARACTER * max(map(len, spoke.split("<br>"))) for spoke in spokes]
    sideways = [abs(sin(2 * pi * place / len(spokes))) for place in range(len(spokes))]
    return 14 + max(width - _LEAST_RADIUS * (1 - side) for width, side in zip(widths, sideways, strict=True))


def _line(
    name: str, spokes: list[str], values: pd.Series, colour: str, dash: str, width: int, symbol: str = "circle"
) -> dict[str, Any]:
    radii = [None if pd.isna(v) else float(v) for v in values]
    return {
        "type": "scatterpolar",
        "name": name,
        "theta": [*spokes, spokes[0]],
        "r": [*radii, radii[0]],
        "mode": "lines+markers",
        "line": {"color": colour, "dash": dash, "width": width},
        "marker": {"size": 5 if dash == "dash" else 8, "color": colour, "symbol": symbol},
        "text": [format_level(radius) for radius in (*radii, radii[0])],
        "hovertemplate": "%{theta}: %{text}<extra>" + name + "</extra>",
    }


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.16)"
