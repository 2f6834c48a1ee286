"""Teams at two dates: a line for each from its level then to its level now, named where it ends."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from cxmaturity.charts.palette import ACCENT, MUTED
from cxmaturity.charts.style import axis, drawn, safe, shown_number
from cxmaturity.wording.language.numbers import format_level

_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x")
_HEIGHT = 380  # pixels; more where many names have to fit beside each other
_LINE = 20  # pixels a name needs
_LONGEST = 22  # characters of a name; the table has the whole


def slope(rows: pd.DataFrame, scale_max: int, then: str, now: str) -> go.Figure:
    """Return the slopes of `rows` (see team_change_table) on the scale 1..K, from the date `then` to `now`.

    `scale_max` is K. A line that rises is solid, one that falls dashed, one that stays dotted; a team with a level at
    one date only has its mark alone. Names stand at the right, pushed apart where levels are close.
    """
    shown = rows[rows["then"].notna() | rows["now"].notna()]
    height = max(_HEIGHT, 80 + _LINE * len(shown))
    least = (scale_max - 0.6) * _LINE / (height - 60)
    traces = []
    for place, (team, before, after) in enumerate(zip(shown["team"], shown["then"], shown["now"], strict=True)):
        ends = [
            (x, y) for x, level in ((0, before), (1, after)) if (y := shown_number(format_level(level))) is not None
        ]
        change = 0.0 if pd.isna(after - before) else round(after - before, 9)  # no rise by float arithmetic
        dash = "solid" if change > 0 else "dash" if change < 0 else "dot"
        traces.append(
            {
                "type": "scatter",
                "x": [x for x, _ in ends],
                "y": [y for _, y in ends],
                "mode": "lines+markers",
                "line": {"color": ACCENT if change > 0 else MUTED, "width": 3, "dash": dash},
                "marker": {"size": 10, "symbol": _SYMBOLS[place % len(_SYMBOLS)]},
                "text": [format_level(y) for _, y in ends],
                "hovertemplate": f"{safe(team)}: %{{text}}<extra></extra>",
                "showlegend": False,
            }
        )
    known_now, known_then = shown[shown["now"].notna()], shown[shown["then"].notna()]
    named = [
        f"{format_level(level)} {safe(_short(team))}"
        for team, level in zip(known_now["team"], known_now["now"], strict=True)
    ]
    only_then = known_then["now"].isna().tolist()
    left = [
        f"{safe(_short(team, 9))} {format_level(level)}" if alone else format_level(level)
        for team, level, alone in zip(known_then["team"], known_then["then"], only_then, strict=True)
    ]
    for x, levels, text, side in (
        (1, _shown(known_now["now"]), named, "middle right"),
        (0, _shown(known_then["then"]), left, "middle left"),
    ):
        traces.append(
            {
                "type": "scatter",
                "x": [x + (0.04 if x else -0.04)] * len(levels),
                "y": spread(levels, least, 0.8, scale_max + 0.2),
                "mode": "text",
                "text": text,
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
        yaxis=axis(range=[0.7, scale_max + 0.3], tickvals=list(range(1, scale_max + 1)), showticklabels=False),
    )


def spread(levels: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Return places for labels as near to these levels as may be, in the same order and at least `least` apart.

    They lie between `low` and `high` where there is room for all.
    """
    order = sorted(range(len(levels)), key=lambda i: levels[i])
    groups: list[tuple[float, int]] = []  # those pushed together: the sum of where they want to be, how many they are
    for count, i in enumerate(order):
        group = (levels[i] - count * least, 1)  # as if labels had no height
        while groups and groups[-1][0] / groups[-1][1] > group[0] / group[1]:
            below = groups.pop()
            group = (below[0] + group[0], below[1] + group[1])
        groups.append(group)
    flat = [total / number for total, number in groups for _ in range(number)]
    room = high - (len(order) - 1) * least
    placed = {i: max(low, min(flat[count], room)) + count * least for count, i in enumerate(order)}
    return [placed[i] for i in range(len(levels))]


def _shown(levels: pd.Series) -> list[float]:
    return [level for level in (shown_number(format_level(x)) for x in levels) if level is not None]


def _short(name: str, most: int = _LONGEST) -> str:
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"
