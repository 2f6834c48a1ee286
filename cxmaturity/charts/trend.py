"""One level over time: a small chart, labelled at the end of its line; several stand side by side on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cxmaturity.charts.labels import distinct_names, spread
from cxmaturity.charts.palette import ACCENT, MUTED
from cxmaturity.charts.style import axis, beyond, drawn, parsed_number, safe, ticks
from cxmaturity.wording.language.numbers import two_decimals


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale that several charts share: its ends, the values with a grid line, and the margin beyond the ends."""

    low: float
    high: float
    lines: Sequence[float]
    beyond: float


def stage_scale(highest: float, lowest: float = 1) -> Scale:
    """Return the scale of levels from `lowest` to `highest`."""
    return Scale(lowest, highest, ticks(lowest, highest), beyond(lowest, highest))


INDEX_SCALE = Scale(0, 100, range(0, 101, 25), 5)
"""The scale of the index of a pulse, 0 to 100."""

_HEIGHTS = {False: 150, True: 340}  # pixels, of a small (False) and a large chart
_RIGHT, _BENEATH = 54, 40  # pixels for the labels of the last point and of the assessments
_LINE = 17  # pixels a label needs
_FEW = 4  # assessments whose labels all fit beneath a large chart on a phone
_NAME_LINES = 2
_TEXT_SIZE = 12
_ASIDE = {False: 0.04, True: 0.015}  # distance of a ring from its point, as a share of the axis: about 8 pixels
_MOST_ASIDE = 0.25  # its maximum, as a share of the distance to the next assessment


def trend(rows: pd.DataFrame, assessments: Sequence[str], scale: Scale, *, is_large: bool = False) -> go.Figure:
    """Return the chart of one dimension's rows of `level_history`, or of a `pulse_history`.

    `assessments` are the labels of the axis. Rings are the means of people, with confidence intervals. The line breaks
    at a missing level and where the questionnaire changes. Points of the other kind of assessment are squares.
    """
    height = _HEIGHTS[is_large]
    traces = [_line(rows, is_large)]
    has_means = rows["mean"].notna().any()
    aside = min(_MOST_ASIDE, _ASIDE[is_large] * (len(assessments) - 1)) if has_means else 0.0
    if has_means:
        traces.append(_means(rows, aside))
    traces.append(_ends(rows, aside, scale, height))
    last = len(assessments) - 1
    breaks = [_break(x) for x in sorted(set(rows.loc[rows["starts_anew"], "at"]))]
    return drawn(
        [trace for trace in traces if trace["x"]],
        height=height,
        margin={"l": 8, "r": _RIGHT, "t": 8, "b": _BENEATH},
        showlegend=False,
        font={"size": _TEXT_SIZE},
        xaxis=axis(range=[-0.06 * max(last, 1), 1.05 * max(last, 1)], showticklabels=False, showgrid=False),
        yaxis=axis(range=[scale.low - scale.beyond, scale.high + scale.beyond], tickvals=list(scale.lines)),
        annotations=_names(assessments, is_large),
        shapes=breaks or None,
    )


def _line(rows: pd.DataFrame, is_large: bool) -> dict[str, Any]:
    x: list[float] = []
    y: list[float | None] = []
    hover: list[str] = []
    symbols: list[str] = []
    columns = (rows[name] for name in ("at", "assessment", "shown", "starts_anew", "is_other_kind"))
    for place, label, shown, starts_anew, is_other_kind in zip(*columns, strict=True):
        if starts_anew and x:
            x.append(x[-1])
            y.append(None)
            hover.append("")
            symbols.append("circle")
        x.append(place)
        y.append(parsed_number(shown))
        hover.append(f"{safe(label)}: {shown}")
        symbols.append("square" if is_other_kind else "circle")
    return {
        "type": "scatter",
        "x": x,
        "y": y,
        "text": hover,
        "mode": "lines+markers",
        "line": {"color": ACCENT, "width": 4 if is_large else 3},
        "marker": {"size": 10 if is_large else 8, "symbol": symbols, "color": ACCENT},
        "hovertemplate": "%{text}<extra></extra>",
    }


def _means(rows: pd.DataFrame, aside: float) -> dict[str, Any]:
    """Return the trace of rings at the means of people, with error bars for their intervals.

    The figures are rounded as the page shows them, because an exact mean would disclose more.
    """
    shown = rows[rows["mean"].notna()]
    means, lows, highs = ([parsed_number(two_decimals(x)) for x in shown[name]] for name in ("mean", "low", "high"))
    text = [
        two_decimals(mean)
        if low is None or high is None
        else f"{two_decimals(mean)}, {two_decimals(low)} to {two_decimals(high)}"
        for mean, low, high in zip(means, lows, highs, strict=True)
    ]
    return {
        "type": "scatter",
        "x": [place + aside for place in shown["at"]],
        "y": means,
        "error_y": {
            "type": "data",
            "array": [_reach(mean, high) for mean, high in zip(means, highs, strict=True)],
            "arrayminus": [_reach(mean, low) for mean, low in zip(means, lows, strict=True)],
            "symmetric": False,
            "color": MUTED,
            "thickness": 2,
            "width": 4,
        },
        "mode": "markers",
        "marker": {"size": 9, "symbol": "circle-open", "color": MUTED, "line": {"width": 2}},
        "text": text,
        "hovertemplate": "People's mean: %{text}<extra></extra>",
        "cliponaxis": False,
    }


def _reach(mean: float | None, end: float | None) -> float:
    """Return the distance from the mean to an end of the interval, in the hundredths shown; 0 without an interval."""
    return 0.0 if mean is None or end is None else round(abs(end - mean), 2)


def _ends(rows: pd.DataFrame, aside: float, scale: Scale, height: int) -> dict[str, Any]:
    """Return the labels of the last point, moved apart: the level in bold, and after a ring the mean of people."""
    rated = rows[rows["level"].notna()]
    labels: list[tuple[str, float]] = []
    if len(rated):
        last = rated.iloc[-1]
        labels.append((f"<b>{last['shown']}</b>", float(last["shown"])))
        if not pd.isna(last["mean"]):
            mean = two_decimals(last["mean"])
            labels.append((f"○ {mean}", float(mean)))
    reach = scale.high - scale.low + 2 * scale.beyond
    heights = [reach * _LINE / (height - 8 - _BENEATH)] * len(labels)
    places = spread([level for _, level in labels], heights, scale.low, scale.high)
    return {
        "type": "scatter",
        "x": [rated["at"].iloc[-1] + aside] * len(labels) if labels else [],
        "y": places,
        "mode": "text",
        "text": [f"   {text}" for text, _ in labels],
        "textposition": "middle right",
        "textfont": {"size": _TEXT_SIZE + 1},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _break(position: int) -> dict[str, Any]:
    line = {"color": MUTED, "width": 1, "dash": "dot"}
    return {"type": "line", "x0": position - 0.5, "x1": position - 0.5, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _names(assessments: Sequence[str], is_large: bool) -> list[dict[str, Any]]:
    """Return the labels beneath the axis: the first and the last assessment, in a large chart as many as fit."""
    last = len(assessments) - 1
    places = {0, last}
    if is_large:
        places |= set(range(last)) if last < _FEW else {last // 2}
    width = 12 if is_large else 9
    labels = distinct_names(assessments, width, _NAME_LINES)
    return [
        {
            "x": place,
            "y": 0,
            "yref": "paper",
            "yanchor": "top",
            "xanchor": "left" if place == 0 else "right" if place == last else "center",
            "xshift": -8 if place == 0 else _RIGHT - 12 if place == last else 0,
            "align": "left" if place == 0 else "right" if place == last else "center",
            "text": "<br>".join(
                safe(line) for line in wrap(labels[place], width, max_lines=_NAME_LINES, placeholder="…")
            ),
            "showarrow": False,
            "font": {"size": _TEXT_SIZE},
        }
        for place in sorted(places)
    ]
