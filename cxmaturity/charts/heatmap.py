"""Every question at a glance: one cell each, coloured by its level and labelled with it."""

import pandas as pd
import plotly.graph_objects as go

from cxmaturity.charts.palette import GRID, MUTED, ink_on, stage_colours
from cxmaturity.charts.style import laid_out, safe, wrapped


def heatmap(answers: pd.DataFrame, stage_names: list[str]) -> go.Figure:
    """Return the heatmap of `answers` (see frames.answers): a row per dimension, a cell per question.

    `stage_names` are the names of the levels, lowest first. A question without a level shows why instead of a colour.
    """
    colours = stage_colours(len(stage_names))
    dimensions = list(dict.fromkeys(answers["dimension"]))
    figure = go.Figure()
    for place, colour in enumerate(colours, start=1):
        marker = {"symbol": "square", "size": 14, "color": colour}
        name = f"{place} {safe(stage_names[place - 1])}"
        figure.add_scatter(x=[None], y=[None], mode="markers", marker=marker, name=name)
    shapes, notes = [], []
    for row, dimension in enumerate(dimensions):
        of = answers[answers["dimension"] == dimension]
        for column, (question, level, said) in enumerate(zip(of["id"], of["level"], of["answer"], strict=True)):
            known = not pd.isna(level)
            fill = colours[int(level) - 1] if known else "rgba(0,0,0,0)"
            cell = {"type": "rect", "x0": column - 0.47, "x1": column + 0.47, "y0": row - 0.44, "y1": row + 0.44}
            shapes.append(cell | {"fillcolor": fill, "line": {"width": 1, "color": GRID}})
            words = f"<b>{int(level)}</b>" if known else {"Don't know": "?", "Does not apply": "–"}.get(said, "")
            ink = ink_on(fill) if known else MUTED
            text = f"{words}<br><span style='font-size:11px'>{safe(question)}</span>"
            notes.append({"x": column, "y": row, "text": text, "showarrow": False, "font": {"size": 15, "color": ink}})
    hover = [
        f"{i} {safe(q)}<br>{safe(a)}"
        for i, q, a in zip(answers["id"], answers["question"], answers["answer"], strict=True)
    ]
    figure.add_scatter(
        x=answers.groupby("dimension", sort=False).cumcount(),
        y=[dimensions.index(d) for d in answers["dimension"]],
        mode="markers",
        marker={"size": 36, "opacity": 0},
        hovertext=hover,
        hoverinfo="text",
        showlegend=False,
    )
    longest = int(answers.groupby("dimension").size().max())
    y = {"tickvals": list(range(len(dimensions))), "ticktext": [wrapped(d, 14) for d in dimensions]}
    return laid_out(
        figure,
        90 + 62 * len(dimensions),
        shapes=shapes,
        annotations=notes,
        xaxis={"visible": False, "range": [-0.6, longest - 0.4]},
        yaxis=y | {"autorange": "reversed", "showgrid": False, "automargin": True},
        legend={"orientation": "h", "y": -0.02, "yanchor": "top", "x": 0, "itemclick": False, "itemdoubleclick": False},
    )
