"""Draws the stages as steps, and levels as bars with target and last level."""

from collections.abc import Sequence

from cxmaturity.charts.palette import STAGES, ink_on, stage_colours
from cxmaturity.charts.text_fitting import text_width
from cxmaturity.export.drawing.canvas import EDGE, GRID, INK, PALE, SMALL, TEXT, WIDTH, Canvas, lines_height
from cxmaturity.report.figures import Bar, Bars, ScaleMark, StageRamp
from cxmaturity.wording.report import charts as words

_NAMES = 230.0  # units: width of the names beside the bars
_VALUE = 60.0  # units: width of the levels as numbers
_THICK, _ROW_GAP = 20.0, 14.0
_SHORTEST = 3.0  # units: a bar at the lowest level is still seen
_NAME_GAP = 8.0  # units between a name and the bar below it


def draw_ramp(figure: StageRamp, width: float = WIDTH) -> str:
    """Return the SVG of the stages as a row of steps, one above the other in a narrow picture."""
    canvas = Canvas(figure.title, figure.alt, width)
    count, height = len(figure.scale), 34.0 if canvas.is_narrow else 64.0
    step = width if canvas.is_narrow else width / count
    for place, (mark, colour) in enumerate(zip(figure.scale, stage_colours(count), strict=True)):
        left, top = (0.0, place * height) if canvas.is_narrow else (place * step, 0.0)
        is_reached = figure.reached is not None and mark.level <= figure.reached
        is_here = mark.level == figure.reached
        edge, thick = (STAGES[4], 3.0) if is_here else (EDGE, 1.0)
        canvas.rectangle(
            left + 3,
            top + 3,
            step - 6,
            height - 6,
            fill=colour if is_reached else "#FFFFFF",
            edge=edge,
            edge_width=thick,
            radius=6,
        )
        canvas.paragraph(
            left + step / 2,
            top + height / 2,
            words.level_label(mark.level, mark.name),
            step - 16,
            anchor="middle",
            is_bold=is_here,
            colour=ink_on(colour) if is_reached else INK,
        )
    return canvas.finished(count * height if canvas.is_narrow else height)


def draw_bars(figure: Bars, width: float = WIDTH) -> str:
    """Return the SVG of bars: each a level with a hexagon at its target and a dashed mark at the last level."""
    canvas = Canvas(figure.title, figure.alt, width)
    top, (left, right) = 34.0, _ends(canvas)
    heights = [_name_height(canvas, bar) + _ROW_GAP for bar in figure.bars]
    draw_scale(canvas, figure.scale, top, top + sum(heights), left, right)
    y = top
    for bar, height in zip(figure.bars, heights, strict=True):
        _draw_bar(canvas, bar, y, height, figure.scale)
        y += height
    return canvas.finished(_legend(canvas, figure, y + 8) + 8)


def _ends(canvas: Canvas) -> tuple[float, float]:
    """Return the x coordinates of the ends of the scale."""
    return (10.0 if canvas.is_narrow else _NAMES + 14, canvas.width - _VALUE)


def _name_height(canvas: Canvas, bar: Bar) -> float:
    """Return the height of a bar with its name, which stands above it in a narrow picture."""
    if canvas.is_narrow:
        return lines_height(_label(bar), canvas.width - 8) + _NAME_GAP + _THICK
    return max(_THICK, lines_height(_label(bar), _NAMES))


def draw_scale(
    canvas: Canvas, scale: Sequence[ScaleMark], top: float, bottom: float, left: float, right: float
) -> None:
    """Draw a line for each mark with its label above it, wrapped to the distance between two marks.

    In a narrow picture the label is the level alone.
    """
    step = (right - left) / (len(scale) - 1)
    for mark in scale:
        x = position(mark.level, scale, left, right)
        canvas.line(x, top, x, bottom, colour=GRID)
        label = words.level_label(mark.level, "" if canvas.is_narrow else mark.name)
        canvas.paragraph(x, top - 16, label, step - 6, size=SMALL, anchor="middle", colour=PALE)


def position(level: float, scale: Sequence[ScaleMark], left: float, right: float) -> float:
    """Return the x coordinate of a level between `left` and `right`, the ends of the scale."""
    low, high = scale[0].level, scale[-1].level
    return left + (right - left) * (level - low) / (high - low)


def _label(bar: Bar) -> str:
    return words.bar_label(bar.name, bar.mark)


def _draw_bar(canvas: Canvas, bar: Bar, y: float, height: float, scale: Sequence[ScaleMark]) -> None:
    """Draw a bar with its name in a row of this height, which begins at `y`."""
    left, right = _ends(canvas)
    if canvas.is_narrow:
        lines = lines_height(_label(bar), canvas.width - 8)
        canvas.paragraph(4, y + lines / 2, _label(bar), canvas.width - 8, is_bold=bar.is_lowest)
        middle = y + lines + _NAME_GAP + _THICK / 2
    else:
        middle = y + height / 2
        canvas.paragraph(_NAMES, middle, _label(bar), _NAMES, anchor="end", is_bold=bar.is_lowest)
    if bar.level is not None:
        colour = stage_colours(len(scale))[(bar.stage or 1) - 1]
        length = max(_SHORTEST, position(bar.level, scale, left, right) - left)
        canvas.rectangle(left, middle - _THICK / 2, length, _THICK, fill=colour, edge=EDGE, radius=2)
    if bar.last is not None:
        x = position(bar.last, scale, left, right)
        canvas.line(x, middle - _THICK / 2 - 4, x, middle + _THICK / 2 + 4, colour=INK, width=2.5, dashes="3 2")
    if bar.target is not None:
        canvas.hexagon(position(bar.target, scale, left, right), middle, _THICK + 10)
    canvas.text(canvas.width - 4, middle + TEXT * 0.35, bar.shown, anchor="end", is_bold=True)


def _legend(canvas: Canvas, figure: Bars, y: float) -> float:
    """Draw the legend if there are marks beside the bars; return the y coordinate of its end."""
    entries = [words.NOW]
    entries += [figure.last_label] if figure.last_label is not None else []
    entries += [words.TARGET] if figure.has_targets else []
    if len(entries) == 1:
        return y
    left, _ = _ends(canvas)
    x = left
    for entry in entries:
        if x > left and x + 30 + text_width(entry, SMALL) > canvas.width:
            x, y = left, y + 24
        if entry == words.NOW:
            canvas.rectangle(x, y, 22, 12, fill=STAGES[2], edge=EDGE, radius=2)
        elif entry == words.TARGET:
            canvas.hexagon(x + 11, y + 6, 18)
        else:
            canvas.line(x + 11, y - 4, x + 11, y + 16, colour=INK, width=2.5, dashes="3 2")
        canvas.text(x + 30, y + 11, entry, size=SMALL, colour=PALE)
        x += 60 + 7 * len(entry)
    return y + 16
