"""Steps by importance and ease: a mark for each combination, those to do first at the top right."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from cxmaturity.analysis.gaps import QUICK_WIN_EASE, QUICK_WIN_IMPORTANCE
from cxmaturity.charts.palette import ACCENT, MUTED, ink_on
from cxmaturity.charts.style import axis, drawn, safe, wrapped
from cxmaturity.wording.plans import EASE_SHORT_LABELS

_GRADES = range(1, 6)
_LARGEST, _SMALLEST = 46, 24  # diameters in pixels
_MOST_HOVERED = 6  # questions named at a mark


def priorities(steps: pd.DataFrame) -> go.Figure:
    """Return the chart of `steps` (see `priority_table`): a mark per importance and ease, with the number of steps.

    The frame at the top right surrounds the quick wins.
    """
    grades = zip(steps["ease"].tolist(), steps["importance"].tolist(), strict=True)
    kinds = [
        (ease, importance, steps[(steps["ease"] == ease) & (steps["importance"] == importance)])
        for ease, importance in dict.fromkeys(grades)
    ]
    most = max((len(rows) for *_, rows in kinds), default=1)
    marks = {
        "type": "scatter",
        "x": [ease for ease, *_ in kinds],
        "y": [importance for _, importance, _ in kinds],
        "mode": "markers+text",
        "marker": {
            "size": [_SMALLEST + (_LARGEST - _SMALLEST) * (len(rows) / most) ** 0.5 for *_, rows in kinds],
            "color": ACCENT,
            "opacity": 1,
            "line": {"width": 0},
        },
        "text": [str(len(rows)) for *_, rows in kinds],
        "textfont": {"size": 14, "color": ink_on(ACCENT)},
        "hovertext": [_hover(rows) for *_, rows in kinds],
        "hoverinfo": "text",
        "showlegend": False,
    }
    frame = {
        "type": "rect",
        "x0": QUICK_WIN_EASE - 0.45,
        "x1": 5.45,
        "y0": QUICK_WIN_IMPORTANCE - 0.45,
        "y1": 5.45,
        "line": {"color": MUTED, "width": 2, "dash": "dot"},
        "layer": "below",
    }
    words = {
        "x": 5.4,
        "y": 5.4,
        "xanchor": "right",
        "yanchor": "top",
        "text": "<b>Do first</b>",
        "showarrow": False,
    }
    return drawn(
        [marks],
        height=400,
        shapes=[frame],
        annotations=[words],
        xaxis=_grades("Ease", [wrapped(EASE_SHORT_LABELS[ease], 8) for ease in _GRADES]),
        yaxis=_grades("Importance", [str(grade) for grade in _GRADES]),
    )


def _grades(title: str, labels: list[str]) -> dict[str, Any]:
    return axis(
        title={"text": title, "font": {"size": 14}, "standoff": 20},
        range=[0.5, 5.5],
        tickvals=list(_GRADES),
        ticktext=labels,
        tickangle=0,
    )


def _hover(rows: pd.DataFrame) -> str:
    named = [
        f"{safe(question)} ({safe(id_)}), gap {gap}"
        for question, id_, gap in zip(rows["question"], rows["id"], rows["gap"], strict=True)
    ]
    rest = len(named) - _MOST_HOVERED
    return "<br>".join([*named[:_MOST_HOVERED], *([f"and {rest} more"] if rest > 0 else [])])
