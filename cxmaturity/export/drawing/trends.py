"""Draws levels over time: the overall level large, each dimension small beneath it on the same scale."""

from math import ceil

from cxmaturity.charts.palette import ACCENT
from cxmaturity.charts.text_fitting import text_width
from cxmaturity.export.drawing.canvas import GRID, PALE, SMALL, TEXT, WIDTH, Canvas
from cxmaturity.report.figures import Trend, TrendLine

_LARGE, _LITTLE = 220.0, 92.0  # heights of the lines
_LABEL, _SHOWN = 66.0, 28.0  # units for the name of an assessment, and for a level; of more, only some are named

_Box = tuple[float, float, float, float]  # left, top, width, height


def draw_trend(figure: Trend, width: float = WIDTH) -> str:
    """Return the SVG of the lines; a line breaks between two assessments that are not comparable."""
    canvas = Canvas(figure.title, figure.alt, width)
    whole, *parts = figure.lines
    large = (30.0, 34.0, width - 40, _LARGE) if canvas.is_narrow else (50.0, 34.0, width - 100, _LARGE)
    canvas.text(4, 16, whole.name, is_bold=True)
    grid = range(round(figure.low), round(figure.high) + 1, 25 if figure.high > 10 else 1)
    for level in grid:
        height = _y(level, figure, large)
        canvas.line(large[0], height, large[0] + large[2], height, colour=GRID)
        canvas.text(large[0] - 10, height + 4, str(level), size=SMALL, anchor="end", colour=PALE)
    _draw_line(canvas, whole, figure, large, is_large=True)
    every = _every(figure, large, _LABEL)
    room = large[2] / max(1, len(figure.places)) * every
    for place, name in list(enumerate(figure.places))[::-every]:
        half = min(room, text_width(name, SMALL)) / 2
        x = min(max(_x(place, figure, large), half), width - half)  # names of the outer ones stay in the picture
        canvas.paragraph(x, large[1] + _LARGE + 22, name, room, size=SMALL, anchor="middle", colour=PALE)
    columns = 2 if canvas.is_narrow else 3
    top, column = large[1] + _LARGE + 66, width / columns
    for number, line in enumerate(parts):
        left, y = number % columns * column, top + number // columns * (_LITTLE + 48)
        box = (left + 10, y + 16, column - 50, _LITTLE)
        canvas.paragraph(left + 4, y, line.name, column - 10, size=SMALL, is_bold=True)
        for end in (figure.low, figure.high):
            canvas.line(box[0], _y(end, figure, box), box[0] + box[2], _y(end, figure, box), colour=GRID)
        _draw_line(canvas, line, figure, box, is_large=False)
    rows = -(-len(parts) // columns)
    return canvas.finished(top + rows * (_LITTLE + 48) if rows else top - 16)


def _every(figure: Trend, box: _Box, room: float) -> int:
    """Return n so that there are `room` units for each n-th assessment."""
    return max(1, ceil(room * len(figure.places) / box[2]))


def _x(place: int, figure: Trend, box: _Box) -> float:
    return box[0] + box[2] * (place + 0.5) / len(figure.places)


def _y(level: float, figure: Trend, box: _Box) -> float:
    return box[1] + box[3] * (figure.high - level) / (figure.high - figure.low)


def _draw_line(canvas: Canvas, line: TrendLine, figure: Trend, box: _Box, *, is_large: bool) -> None:
    previous: tuple[float, float] | None = None
    last = max((place for place, point in enumerate(line.points) if point.level is not None), default=0)
    every = _every(figure, box, _SHOWN)
    for place, point in enumerate(line.points):
        if point.level is None:
            previous = None
            continue
        here = _x(place, figure, box), _y(point.level, figure, box)
        if previous and not point.starts_anew:
            canvas.line(*previous, *here, colour=ACCENT, width=3 if is_large else 2)
        canvas.circle(*here, 5 if is_large else 3, fill=ACCENT, edge=ACCENT)
        if is_large and (last - place) % every == 0:
            canvas.text(here[0], here[1] - 12, point.shown, anchor="middle", is_bold=True)
        elif not is_large and place == last:
            canvas.text(here[0] + 8, here[1] + 4, point.shown, size=TEXT, is_bold=True)
        previous = here
