"""Draws open gaps by importance and ease: a circle for each combination, with the number of steps."""

from cxmaturity.charts.palette import STAGES
from cxmaturity.export.drawing.canvas import EDGE, GRID, INK, PALE, SMALL, WIDTH, Canvas
from cxmaturity.report.figures import ImportanceAndEase
from cxmaturity.wording.report import charts as words

_GRADES = range(1, 6)
_TOP, _STEP_Y = 16.0, 64.0
_LARGEST, _SMALLEST = 26.0, 13.0  # radii


def draw_priorities(figure: ImportanceAndEase, width: float = WIDTH) -> str:
    """Return the SVG of the circles; those of quick wins are filled and have a thick edge.

    In a narrow picture the grades of ease are numbers alone; the label of the axis names both ends.
    """
    canvas = Canvas(figure.title, figure.alt, width)
    bottom, top = _TOP + 5 * _STEP_Y, _TOP + (20.0 if canvas.is_narrow else 0.0)
    left, right = (28.0, width - 4) if canvas.is_narrow else (70.0, width - 20)
    step = (right - left) / len(_GRADES)
    for grade in _GRADES:
        x, y = left + (grade - 0.5) * step, _y(grade)
        canvas.line(x, top, x, bottom, colour=GRID)
        canvas.line(left, y, right, y, colour=GRID)
        canvas.text(left - 12, y + 4, str(grade), size=SMALL, anchor="end", colour=PALE)
        label = str(grade) if canvas.is_narrow else f"{grade}: {figure.ease_labels[grade - 1]}"
        canvas.paragraph(x, bottom + 16, label, step - 8, size=SMALL, anchor="middle", colour=PALE)
    most = max(len(point.questions) for point in figure.points)
    for point in figure.points:
        is_quick = figure.is_quick_win(point)
        radius = _SMALLEST + (_LARGEST - _SMALLEST) * (len(point.questions) / most) ** 0.5
        x, y = left + (point.ease - 0.5) * step, _y(point.importance)
        fill, edge, thick = (STAGES[1], STAGES[4], 3.0) if is_quick else ("#FFFFFF", EDGE, 1.5)
        canvas.circle(x, y, radius, fill=fill, edge=edge, edge_width=thick)
        canvas.text(x, y + 5, str(len(point.questions)), anchor="middle", is_bold=is_quick, colour=INK)
    canvas.text(4, _TOP + 4, words.IMPORTANCE_AXIS, size=SMALL, colour=PALE)
    canvas.text(
        right, bottom + (40 if canvas.is_narrow else 52), words.EASE_AXIS, size=SMALL, anchor="end", colour=PALE
    )
    return canvas.finished(bottom + 64)


def _y(importance: int) -> float:
    return _TOP + (5.5 - importance) * _STEP_Y
