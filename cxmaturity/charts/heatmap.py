"""The heat map of all answers: a cell per question, coloured by its level and labelled with it."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cxmaturity.charts.palette import GRID, MUTED, ink_on, stage_colours
from cxmaturity.charts.style import axis, drawn, row_height, safe, wrapped

_EMPTY = "rgba(0,0,0,0)"
_MOST_IN_A_ROW = 9  # so that a cell still holds its texts on a phone
_ROW, _ROW_WITHOUT_IDS = 62, 40  # pixels, at least
_MOST_WITH_IDS = 60  # questions; with more of them the ids are shown on hover only
_INSTEAD_OF_LEVEL = {"Don't know": "?", "Does not apply": "–"}


def heatmap(answers: pd.DataFrame, stage_names: list[str], numbers: list[str]) -> go.Figure:
    """Return the heat map of `answers` (see `answer_table`): rows for each dimension, a cell per question.

    `stage_names` are the names of the levels, lowest first, `numbers` their numbers. A question without a level
    shows why instead of a colour. A dimension of many questions takes several rows; its name stands at the first.
    """
    colours = stage_colours(len(stage_names))
    x, y, names = _places(list(answers["dimension"]))
    named_rows = [wrapped(name, 14) for name in names if name]
    has_ids = len(answers) <= _MOST_WITH_IDS
    levels = [None if pd.isna(level) else int(level) for level in answers["level"]]
    fills = [colours[level - 1] if level else _EMPTY for level in levels]
    # A few large objects are drawn faster than many small ones: one shape per colour, one trace with all texts.
    shapes = [
        {
            "type": "path",
            "path": "".join(
                _cell(column, row) for column, row, fill in zip(x, y, fills, strict=True) if fill == colour
            ),
            "fillcolor": colour,
            "line": {"width": 1, "color": GRID},
            "layer": "below",
        }
        for colour in dict.fromkeys(fills)
    ]
    named = zip(answers["id"], answers["question"], answers["answer"], levels, strict=True)
    labels = [
        (f"{id_} {question}", answer, f"<b>{numbers[level - 1]}</b>" if level else _INSTEAD_OF_LEVEL.get(answer, ""))
        for id_, question, answer, level in named
    ]
    cells = {
        "type": "scatter",
        "x": x,
        "y": y,
        "mode": "markers+text",
        "marker": {"size": 36, "opacity": 0},
        "text": [
            f"{shown}<br><span style='font-size:11px'>{safe(id_)}</span>" if has_ids else shown
            for (*_, shown), id_ in zip(labels, answers["id"], strict=True)
        ],
        "textfont": {"size": 15, "color": [MUTED if fill == _EMPTY else ink_on(fill) for fill in fills]},
        "hovertext": [f"{safe(question)}<br>{safe(answer)}" for question, answer, _ in labels],
        "hoverinfo": "text",
        "showlegend": False,
    }
    return drawn(
        [*_legend(colours, [f"{n} {name}" for n, name in zip(numbers, stage_names, strict=True)]), cells],
        height=90 + row_height(named_rows, _ROW if has_ids else _ROW_WITHOUT_IDS) * len(names),
        shapes=shapes,
        xaxis=axis(visible=False, range=[-0.6, max(x) + 0.6]),
        yaxis=axis(
            tickvals=[row for row, name in enumerate(names) if name],
            ticktext=named_rows,
            range=[len(names) - 0.5, -0.5],
            showgrid=False,
        ),
        legend={
            "orientation": "h",
            "yref": "container",  # its place does not depend on the height of the cells, which follows the width
            "y": 0,
            "yanchor": "bottom",
            "x": 0,
            "itemclick": False,
            "itemdoubleclick": False,
        },
    )


def _places(dimensions: list[str]) -> tuple[list[int], list[int], list[str]]:
    """Return the column and the row of each question, and the dimension name of each row (empty after its first row).

    `dimensions` holds the name of each question's dimension.
    """
    x: list[int] = []
    y: list[int] = []
    names: list[str] = []
    for dimension in dict.fromkeys(dimensions):
        first, count = len(names), dimensions.count(dimension)
        x += [place % _MOST_IN_A_ROW for place in range(count)]
        y += [first + place // _MOST_IN_A_ROW for place in range(count)]
        names += [dimension, *[""] * ((count - 1) // _MOST_IN_A_ROW)]
    return x, y, names


def _cell(x: int, y: int) -> str:
    left, right, top, bottom = x - 0.47, x + 0.47, y - 0.44, y + 0.44
    return f"M{left:.2f},{top:.2f}H{right:.2f}V{bottom:.2f}H{left:.2f}Z"


def _legend(colours: tuple[str, ...], names: list[str]) -> list[dict[str, Any]]:
    """Return a trace for each level that draws nothing but its entry in the legend."""
    return [
        {
            "type": "scatter",
            "x": [None],
            "y": [None],
            "mode": "markers",
            "marker": {"symbol": "square", "size": 14, "color": colour},
            "name": safe(name),
        }
        for colour, name in zip(colours, names, strict=True)
    ]
