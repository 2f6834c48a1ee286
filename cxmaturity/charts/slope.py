"""Teams at two dates: a line for each from its earlier to its later level, with the name at its end."""

import pandas as pd
import plotly.graph_objects as go

from cxmaturity.charts.labels import short, spread
from cxmaturity.charts.palette import ACCENT, MUTED
from cxmaturity.charts.style import axis, beyond, drawn, safe, shown_number, ticks
from cxmaturity.scoring.equality import TOLERANCE

_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x")
_HEIGHT = 380  # pixels; more where many names have to fit beside each other
_LINE = 20  # pixels a name needs
_LONGEST = 22  # characters of a name; the table has the whole
_LONGEST_LEFT = 9


def slope(rows: pd.DataFrame, highest: float, then: str, now: str, lowest: float = 1) -> go.Figure:
    """Return the slope chart of `rows` (see team_change_table) between the dates `then` and `now`, given as text.

    The scale is from `lowest` to `highest`. A rising line is solid, a falling one dashed, an unchanged one dotted; a
    team with one level only has a mark. Names are at the right, moved apart where levels are close.
    """
    shown = rows[rows["then"].notna() | rows["now"].notna()]
    height = max(_HEIGHT, 80 + _LINE * len(shown))
    aside = beyond(lowest, highest)
    least = (highest - lowest + 2 * aside) * _LINE / (height - 60)
    columns = (shown[name] for name in ("team", "shown then", "shown now", "change", "is_measured_again"))
    traces = []
    left: list[tuple[str, float]] = []
    right: list[tuple[str, float]] = []
    for place, (team, text_then, text_now, change, is_again) in enumerate(zip(*columns, strict=True)):
        before, after = shown_number(text_then), shown_number(text_now)
        if not is_again:
            before = None  # the same assessment at both dates is one level, not an unchanged one
        ends = [(x, y) for x, y in ((0, before), (1, after)) if y is not None]
        if before is not None:
            left.append((text_then if after is not None else f"{short(team, _LONGEST_LEFT)} {text_then}", before))
        if after is not None:
            right.append((f"{text_now} {short(team, _LONGEST)}", after))
        rose = not pd.isna(change) and change > TOLERANCE
        fell = not pd.isna(change) and change < -TOLERANCE
        traces.append(
            {
                "type": "scatter",
                "x": [x for x, _ in ends],
                "y": [y for _, y in ends],
                "mode": "lines+markers",
                "line": {
                    "color": ACCENT if rose else MUTED,
                    "width": 3,
                    "dash": "solid" if rose else "dash" if fell else "dot",
                },
                "marker": {"size": 10, "symbol": _SYMBOLS[place % len(_SYMBOLS)]},
                "text": [text for text, y in ((text_then, before), (text_now, after)) if y is not None],
                "hovertemplate": f"{safe(team)}: %{{text}}<extra></extra>",
                "showlegend": False,
            }
        )
    for x, labels, side in ((1.04, right, "middle right"), (-0.04, left, "middle left")):
        traces.append(
            {
                "type": "scatter",
                "x": [x] * len(labels),
                "y": spread([level for _, level in labels], least, lowest - aside, highest + aside),
                "mode": "text",
                "text": [safe(text) for text, _ in labels],
                "textposition": side,
                "hoverinfo": "skip",
                "showlegend": False,
                "cliponaxis": False,
            }
        )
    return drawn(
        traces,
        height=height,
        xaxis=axis(tickvals=[0, 1], ticktext=[safe(then), safe(now)], range=[-0.4, 2.3], side="top"),
        yaxis=axis(
            range=[lowest - 1.5 * aside, highest + 1.5 * aside], tickvals=ticks(lowest, highest), showticklabels=False
        ),
    )
