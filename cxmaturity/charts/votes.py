"""The answers of a group: for each question a dot at its level, and beside it bars of how many chose each level."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cxmaturity.charts.palette import ACCENT, MUTED, ink_on, stage_colours
from cxmaturity.charts.style import axis, drawn, safe
from cxmaturity.wording.result.groups import AGREED_LEVEL

_ROW = 30  # pixels per question
_APART = 0.24  # distance of the dots for leaders and others above and below the group's, in rows


def votes(rows: pd.DataFrame, stage_names: list[str], numbers: list[str]) -> go.Figure:
    """Return the chart of `rows` (see vote_table): the levels on the left, diverging bars of the counts on the right.

    `stage_names` are the names of the levels, lowest first, `numbers` their numbers. The bars diverge from the
    middle of the scale; a question whose counts are suppressed has a dot only.
    """
    scale_max, count = len(stage_names), len(rows)
    prompts = [safe(question) for question in rows["question"]]
    is_agreed = rows["agreement"] == AGREED_LEVEL
    middle, agreed = rows["level"].mask(is_agreed), rows["level"].where(is_agreed)
    traces = [
        *_bars(rows, prompts, stage_names, numbers),
        _dots("Middle answer", "circle", ACCENT, middle, prompts, numbers),
    ]
    if is_agreed.any():
        traces.append(_dots("Agreed level", "diamond", ACCENT, agreed, prompts, numbers))
    if rows["leaders"].notna().any():
        traces += [
            _dots("Leaders", "triangle-up-open", MUTED, rows["leaders"], prompts, numbers, -_APART),
            _dots("Everyone else", "square-open", MUTED, rows["others"], prompts, numbers, _APART),
        ]
    has_bars = rows["1"].notna().any()
    widest = max((abs(edge) for trace in traces if trace["type"] == "bar" for edge in _edges(trace)), default=1)
    return drawn(
        traces,
        height=90 + _ROW * count,
        barmode="overlay",
        xaxis=axis(
            domain=[0, 0.36 if has_bars else 1],
            range=[0.5, scale_max + 0.5],
            tickvals=list(range(1, scale_max + 1)),
            ticktext=numbers,
            side="top",
        ),
        xaxis2=axis(domain=[0.4, 1], range=[-widest - 0.5, widest + 0.5], showticklabels=False, showgrid=False),
        yaxis=axis(
            tickvals=list(range(count)),
            ticktext=[safe(name) for name in rows["id"]],
            range=[count - 0.4, -0.6],
        ),
        legend={"orientation": "h", "y": -0.02, "yanchor": "top", "x": 0, "itemclick": False, "itemdoubleclick": False},
    )


def _dots(
    name: str,
    symbol: str,
    colour: str,
    levels: "pd.Series[Any]",
    prompts: list[str],
    numbers: list[str],
    aside: float = 0,
) -> dict[str, Any]:
    positions = [None if pd.isna(level) else int(level) for level in levels]
    return {
        "type": "scatter",
        "name": name,
        "x": positions,
        "y": [place + aside for place in range(len(prompts))],
        "mode": "markers",
        "marker": {"symbol": symbol, "size": 12 if aside == 0 else 10, "color": colour, "line": {"width": 2}},
        "text": prompts,
        "customdata": [None if position is None else numbers[position - 1] for position in positions],
        "hovertemplate": f"%{{text}}<br>{name}: %{{customdata}}<extra></extra>",
    }


def _bars(rows: pd.DataFrame, prompts: list[str], stage_names: list[str], numbers: list[str]) -> list[dict[str, Any]]:
    """Return a bar trace of counts for each level, positioned so that the middle of the scale is at 0."""
    scale_max, colours = len(stage_names), stage_colours(len(stage_names))
    places = [place for place, count in enumerate(rows["1"]) if pd.notna(count)]
    counts = [[int(rows[str(level)].iloc[place]) for level in range(1, scale_max + 1)] for place in places]
    lefts = [-sum(row[: scale_max // 2]) - (row[scale_max // 2] / 2 if scale_max % 2 else 0) for row in counts]
    traces = []
    for level, (colour, name) in enumerate(zip(colours, stage_names, strict=True)):
        widths = [row[level] for row in counts]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": f"{numbers[level]} {safe(name)}",
                "x": widths,
                "y": places,
                "width": 0.75,
                "base": [left + sum(row[:level]) for left, row in zip(lefts, counts, strict=True)],
                "xaxis": "x2",
                "marker": {"color": colour},
                "text": [str(width) if width else "" for width in widths],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "insidetextfont": {"color": ink_on(colour)},
                "customdata": [prompts[place] for place in places],
                "hovertemplate": f"%{{customdata}}<br>{numbers[level]} {safe(name)}: %{{x}}<extra></extra>",
            }
        )
    return traces if places else []


def _edges(trace: dict[str, Any]) -> list[float]:
    return [*trace["base"], *(base + width for base, width in zip(trace["base"], trace["x"], strict=True))]
