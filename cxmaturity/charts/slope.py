"""Teams at two dates: a line for each from its earlier to its later level, with the name at its end."""

import pandas as pd
import plotly.graph_objects as go

from cxmaturity.charts.labels import spread
from cxmaturity.charts.palette import ACCENT, MUTED
from cxmaturity.charts.style import axis, beyond, drawn, parsed_number, safe, ticks, wrapped
from cxmaturity.charts.text_fitting import shortened, text_width
from cxmaturity.scoring.equality import TOLERANCE

_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x")
_HEIGHT = 380  # pixels; more where many names have to fit beside each other
_FIRST_LINE, _FURTHER_LINE = 20, 18  # pixels that the lines of a name need
_MOST_LINES = 3  # of a name; the table has the whole
_SIZE = 12  # the estimated widths at this size are those of the app's font at 14 pixels
_NARROWEST = 228  # pixels of the narrowest picture beside the numbers of its scale, in a window of 320
_BESIDE = 0.1  # between a mark and its label; a line joins those that stand at different heights
_RIGHT = 3.2  # where the axis ends; the dates are at 0 and 1, so that most of the room is for names
_LEFT, _LEFT_OF_NUMBERS = -1.8, -0.5  # where it begins, with names at the left and without


def slope(rows: pd.DataFrame, highest: float, then: str, now: str, lowest: float = 1) -> go.Figure:
    """Return the slope chart of `rows` (see team_change_table) between the dates `then` and `now`, given as text.

    The scale is from `lowest` to `highest`. A rising line is solid, a falling one dashed, an unchanged one dotted; a
    team with one level only has a mark. Names are at the right, moved apart where levels are close and then joined
    to their marks by thin lines.
    """
    shown = rows[rows["then"].notna() | rows["now"].notna()]
    aside = beyond(lowest, highest)
    columns = (shown[name] for name in ("team", "shown then", "shown now", "change", "is_measured_again"))
    traces = []
    begin = _LEFT if (shown["now"].isna() & shown["then"].notna()).any() else _LEFT_OF_NUMBERS
    wide = _RIGHT - begin
    left: list[tuple[list[str], float]] = []
    right: list[tuple[list[str], float]] = []
    for place, (team, text_then, text_now, change, is_again) in enumerate(zip(*columns, strict=True)):
        before, after = parsed_number(text_then), parsed_number(text_now)
        if not is_again:
            before = None  # the same assessment at both dates is one level, not an unchanged one
        ends = [(x, y) for x, y in ((0, before), (1, after)) if y is not None]
        if before is not None:
            *above, last = [""] if after is not None else _name_lines(team, text_then, -_BESIDE - begin, wide)
            left.append(([*above, f"{last} {text_then}".lstrip()], before))
        if after is not None:
            first, *below = _name_lines(team, text_now, _RIGHT - 1 - _BESIDE, wide)
            right.append(([f"{text_now} {first}", *below], after))
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
    rooms = [[_FIRST_LINE + (len(lines) - 1) * _FURTHER_LINE for lines, _ in labels] for labels in (right, left)]
    height = max(_HEIGHT, 98 + max(map(sum, rooms)))
    pixel = (highest - lowest + 2 * aside) / (height - 78)  # in levels
    for mark, outward, labels, room in ((1, 1, right, rooms[0]), (0, -1, left, rooms[1])):
        levels = [level for _, level in labels]
        places = spread(levels, [pixel * pixels for pixels in room], lowest - aside, highest + aside)
        x = mark + outward * _BESIDE
        joined = [(level, place) for level, place in zip(levels, places, strict=True) if level != place]
        traces += [
            {
                "type": "scatter",
                "x": [mark, mark + 0.8 * (x - mark), None] * len(joined),
                "y": [y for level, place in joined for y in (level, place, None)],
                "mode": "lines",
                "line": {"color": MUTED, "width": 1},
                "hoverinfo": "skip",
                "showlegend": False,
            },
            {
                "type": "scatter",
                "x": [x] * len(labels),
                "y": places,
                "mode": "text",
                "text": ["<br>".join(map(safe, lines)) for lines, _ in labels],
                "textposition": "middle right" if outward > 0 else "middle left",
                "hoverinfo": "skip",
                "showlegend": False,
                "cliponaxis": False,
            },
        ]
    return drawn(
        traces,
        height=height,
        xaxis=axis(tickvals=[0, 1], ticktext=[wrapped(then, 8), wrapped(now, 8)], range=[begin, _RIGHT], side="top"),
        yaxis=axis(range=[lowest - 1.5 * aside, highest + 1.5 * aside], tickvals=ticks(lowest, highest)),
    )


def _name_lines(team: str, number: str, units: float, wide: float) -> list[str]:
    """Return a team's name in lines that fit beside its number, within `units` of an axis that is `wide` units long."""
    room = _NARROWEST * units / wide - text_width(f"{number} ", _SIZE)
    return shortened(team, room, _SIZE, _MOST_LINES)
