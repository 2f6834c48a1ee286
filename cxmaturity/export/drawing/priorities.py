"""Draws open gaps by importance and ease: a circle for each combination, with the number of steps."""

from cxmaturity.charts.palette import STAGES
from cxmaturity.export.drawing.canvas import EDGE, GRID, INK, PALE, SMALL, WIDTH, Canvas
from cxmaturity.report.figures import ImportanceAndEase
from cxmaturity.wording.report import charts as words

_GRADES = range(1, 6)
_LEFT, _TOP, _STEP_X, _STEP_Y = 70.0, 16.0, 132.0, 64.0
_LARGEST, _SMALLEST = 26.0, 13.0  # radii


def draw_priorities(figure: ImportanceAndEase) -> str:
    """Return the SVG of the circles; those of quick wins are filled and have a thick edge."""
    canvas = Canvas(figure.title, figure.alt)
    bottom = _TOP + 5 * _STEP_Y
    for grade in _GRADES:
        canvas.line(_x(grade), _TOP, _x(grade), bottom, colour=GRID)
        canvas.line(_LEFT, _y(grade), WIDTH - 20, _y(grade), colour=GRID)
        canvas.text(_LEFT - 12, _y(grade) + 4, str(grade), size=SMALL, anchor="end", colour=PALE)
        label = f"{grade}: {figure.ease_labels[grade - 1]}"
        canvas.paragraph(_x(grade), bottom + 16, label, _STEP_X - 8, size=SMALL, anchor="middle", colour=PALE)
    most = max(len(point.questions) for point in figure.points)
    for point in figure.points:
        is_quick = point.ease >= figure.quick_ease and point.importance >= figure.quick_importance
        radius = _SMALLEST + (_LARGEST - _SMALLEST) * (len(point.questions) / most) ** 0.5
        x, y = _x(point.ease), _y(point.importance)
        fill, edge, width = (STAGES[1], STAGES[4], 3.0) if is_quick else ("#FFFFFF", EDGE, 1.5)
        canvas.circle(x, y, radius, fill=fill, edge=edge, edge_width=width)
        canvas.text(x, y + 5, str(len(point.questions)), anchor="middle", is_bold=is_quick, colour=INK)
    canvas.text(4, _TOP + 4, words.IMPORTANCE_AXIS, size=SMALL, colour=PALE)
    canvas.text(WIDTH - 20, bottom + 52, words.EASE_AXIS, size=SMALL, anchor="end", colour=PALE)
    return canvas.finished(bottom + 64)


def _x(ease: int) -> float:
    return _LEFT + (ease - 0.5) * _STEP_X


def _y(importance: int) -> float:
    return _TOP + (5.5 - importance) * _STEP_Y
