"""Draws the stages as a row of steps, and levels as bars with target and last level."""

from collections.abc import Sequence

from cxmaturity.charts.palette import STAGES, ink_on, stage_colours
from cxmaturity.export.drawing.canvas import EDGE, GRID, INK, PALE, SMALL, TEXT, WIDTH, Canvas, lines_height
from cxmaturity.report.figures import Bar, Bars, ScaleMark, StageRamp
from cxmaturity.wording.report import charts as words

_NAMES = 230.0  # units: width of the names of the bars
_VALUE = 60.0  # units: width of the levels as numbers
_THICK, _ROW_GAP = 20.0, 14.0
_LEFT, _RIGHT = _NAMES + 14, WIDTH - _VALUE


def draw_ramp(figure: StageRamp) -> str:
    """Return the SVG of the stages as a row of steps."""
    canvas = Canvas(figure.title, figure.alt)
    step, height = WIDTH / len(figure.scale), 64.0
    for place, (mark, colour) in enumerate(zip(figure.scale, stage_colours(len(figure.scale)), strict=True)):
        is_reached = figure.reached is not None and mark.level <= figure.reached
        is_here = mark.level == figure.reached
        edge, width = (STAGES[4], 3.0) if is_here else (EDGE, 1.0)
        canvas.rectangle(
            place * step + 3,
            3,
            step - 6,
            height - 6,
            fill=colour if is_reached else "#FFFFFF",
            edge=edge,
            edge_width=width,
            radius=6,
        )
        canvas.paragraph(
            (place + 0.5) * step,
            height / 2,
            words.level_label(mark.level, mark.name),
            step - 16,
            anchor="middle",
            is_bold=is_here,
            colour=ink_on(colour) if is_reached else INK,
        )
    return canvas.finished(height)


def draw_bars(figure: Bars) -> str:
    """Return the SVG of bars: each a level with a hexagon at its target and a dashed mark at the last level."""
    canvas = Canvas(figure.title, figure.alt)
    top = 34.0
    heights = [max(_THICK, lines_height(_label(bar), _NAMES)) + _ROW_GAP for bar in figure.bars]
    draw_scale(canvas, figure.scale, top, top + sum(heights), _LEFT, _RIGHT)
    middle = top
    for bar, height in zip(figure.bars, heights, strict=True):
        _draw_bar(canvas, bar, middle + height / 2, figure.scale)
        middle += height
    return canvas.finished(_legend(canvas, figure, middle + 8) + 8)


def draw_scale(
    canvas: Canvas, scale: Sequence[ScaleMark], top: float, bottom: float, left: float, right: float
) -> None:
    """Draw a line for each mark with its label above it, wrapped to the distance between two marks."""
    step = (right - left) / (len(scale) - 1)
    for mark in scale:
        x = position(mark.level, scale, left, right)
        canvas.line(x, top, x, bottom, colour=GRID)
        canvas.paragraph(
            x, top - 16, words.level_label(mark.level, mark.name), step - 6, size=SMALL, anchor="middle", colour=PALE
        )


def position(level: float, scale: Sequence[ScaleMark], left: float, right: float) -> float:
    """Return the x coordinate of a level between `left` and `right`, the ends of the scale."""
    low, high = scale[0].level, scale[-1].level
    return left + (right - left) * (level - low) / (high - low)


def _label(bar: Bar) -> str:
    return words.bar_label(bar.name, bar.mark)


def _draw_bar(canvas: Canvas, bar: Bar, middle: float, scale: Sequence[ScaleMark]) -> None:
    canvas.paragraph(_NAMES, middle, _label(bar), _NAMES, anchor="end", is_bold=bar.is_lowest)
    if bar.level is not None:
        colour = stage_colours(len(scale))[(bar.stage or 1) - 1]
        end = position(bar.level, scale, _LEFT, _RIGHT)
        canvas.rectangle(_LEFT, middle - _THICK / 2, end - _LEFT, _THICK, fill=colour, edge=EDGE, radius=2)
    if bar.last is not None:
        x = position(bar.last, scale, _LEFT, _RIGHT)
        canvas.line(x, middle - _THICK / 2 - 4, x, middle + _THICK / 2 + 4, colour=INK, width=2.5, dashes="3 2")
    if bar.target is not None:
        canvas.hexagon(position(bar.target, scale, _LEFT, _RIGHT), middle, _THICK + 10)
    canvas.text(WIDTH - 4, middle + TEXT * 0.35, bar.shown, anchor="end", is_bold=True)


def _legend(canvas: Canvas, figure: Bars, y: float) -> float:
    """Draw the legend if there are marks beside the bars; return the y coordinate of its end."""
    entries = [words.NOW]
    entries += [figure.last_label] if figure.last_label is not None else []
    entries += [words.TARGET] if figure.has_targets else []
    if len(entries) == 1:
        return y
    x = _LEFT
    for entry in entries:
        if entry == words.NOW:
            canvas.rectangle(x, y, 22, 12, fill=STAGES[2], edge=EDGE, radius=2)
        elif entry == words.TARGET:
            canvas.hexagon(x + 11, y + 6, 18)
        else:
            canvas.line(x + 11, y - 4, x + 11, y + 16, colour=INK, width=2.5, dashes="3 2")
        canvas.text(x + 30, y + 11, entry, size=SMALL, colour=PALE)
        x += 60 + 7 * len(entry)
    return y + 16
