"""Votes from round to round: the counts of one question, and the levels of all questions."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cxmaturity.charts.palette import ACCENT, MUTED
from cxmaturity.charts.style import axis, connecting_lines, drawn, safe, wrapped

_ROW = 34  # pixels per question


def tally(rows: pd.DataFrame, stage_names: list[str], numbers: list[str]) -> go.Figure:
    """Return the chart of the counts of each level of one question (`rows`: see round_table), if they may be shown.

    The latest round is filled, in one colour as on the projected screen, so that only the count gives a bar weight; the
    round before it is hollow beside it. `stage_names` are the names of the levels, lowest first, `numbers` their
    numbers.
    """
    scale_max = len(stage_names)
    shown = rows[rows["1"].notna()].iloc[-2:]
    names = [wrapped(f"{number} {name}", 12) for number, name in zip(numbers, stage_names, strict=True)]
    traces: list[dict[str, Any]] = []
    for place, (_, row) in enumerate(shown.iterrows()):
        counts = [int(row[str(level)]) for level in range(1, scale_max + 1)]
        is_latest = place == len(shown) - 1
        filled: dict[str, Any] = {"color": ACCENT}
        hollow: dict[str, Any] = {"color": "rgba(0,0,0,0)", "line": {"color": MUTED, "width": 2}}
        traces.append(
            {
                "type": "bar",
                "name": f"Vote {int(row['round'])}",
                "x": names,
                "y": counts,
                "marker": filled if is_latest else hollow,
                "text": [str(count) if count else "" for count in counts],
                "textposition": "outside",
                "textangle": 0,
                "hovertemplate": "%{x}: %{y}<extra></extra>",
            }
        )
    most = max((count for trace in traces for count in trace["y"]), default=1)
    return drawn(
        traces,
        height=240,
        showlegend=False,
        xaxis=axis(range=[-0.5, scale_max - 0.5], showgrid=False, tickangle=0),
        yaxis=axis(range=[0, most * 1.15 + 0.2], showticklabels=False, showgrid=False),
    )


def rounds(rows: pd.DataFrame, numbers: list[str]) -> go.Figure:
    """Return the chart of each question's first vote, last vote and agreed level, on the scale 1..K.

    `rows` (see round_table) may contain questions with one vote, which have one mark. A round without a level has no
    mark. `numbers` are those of the levels, lowest first.
    """
    scale_max = len(numbers)
    first, last = (rows.drop_duplicates("id", keep=end).set_index("id") for end in ("first", "last"))
    ids = list(first.index)
    prompts = [safe(str(first.loc[name, "question"])) for name in ids]
    starts, ends, agreed = (
        [_level(part.loc[name, column]) for name in ids]
        for part, column in ((first, "level"), (last, "level"), (last, "agreed"))
    )
    joined_x: list[int | None] = []
    joined_y: list[int | None] = []
    for place, marks in enumerate(zip(starts, ends, agreed, strict=True)):
        known = [level for level in marks if level is not None]
        if len(set(known)) > 1:
            joined_x += [min(known), max(known), None]
            joined_y += [place, place, None]
    traces = [
        connecting_lines(joined_x, joined_y),
        _marks("First vote", "circle-open", MUTED, 17, starts, prompts, numbers),
        _marks("Last vote", "circle", ACCENT, 11, ends, prompts, numbers),
        _marks("Agreed level", "diamond-open", MUTED, 22, agreed, prompts, numbers),
    ]
    return drawn(
        [trace for trace in traces if any(x is not None for x in trace["x"])],
        height=90 + _ROW * len(ids),
        xaxis=axis(range=[0.5, scale_max + 0.5], tickvals=list(range(1, scale_max + 1)), ticktext=numbers, side="top"),
        yaxis=axis(
            tickvals=list(range(len(ids))),
            ticktext=[safe(name) for name in ids],
            range=[len(ids) - 0.4, -0.6],
        ),
        legend={"orientation": "h", "y": -0.02, "yanchor": "top", "x": 0, "itemclick": False, "itemdoubleclick": False},
    )


def _level(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _marks(
    name: str, symbol: str, colour: str, size: int, levels: list[int | None], prompts: list[str], numbers: list[str]
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": name,
        "x": levels,
        "y": list(range(len(levels))),
        "mode": "markers",
        "marker": {"symbol": symbol, "size": size, "color": colour, "line": {"width": 2}},
        "text": prompts,
        "customdata": [None if level is None else numbers[level - 1] for level in levels],
        "hovertemplate": f"%{{text}}<br>{name}: %{{customdata}}<extra></extra>",
    }
