"""Draws the answers of groups: leaders beside everyone else, and the votes on each question."""

from cxmaturity.charts.palette import ink_on, stage_colours
from cxmaturity.export.drawing.bars import draw_scale, position
from cxmaturity.export.drawing.canvas import EDGE, INK, PALE, SMALL, WIDTH, Canvas, lines_height
from cxmaturity.report.figures import LeadersAndOthers, VoteRow, VoteSpread
from cxmaturity.wording.report import charts as words

_NAMES = 300.0  # units: width of the questions
_LEFT, _RIGHT = _NAMES + 24, WIDTH - 40
_ROW, _GAP = 24.0, 10.0
_WORD = 150.0  # units: width of the agreement in words
MOST_ROWS = 12
"""The most questions in one picture, those furthest apart; the table has all."""


def draw_pairs(figure: LeadersAndOthers) -> str:
    """Return the SVG of a row per question: a triangle for leaders, a square for everyone else, joined by a line."""
    canvas = Canvas(figure.title, figure.alt)
    pairs = figure.pairs[:MOST_ROWS]
    labels = [words.question_label(pair.question, pair.id) for pair in pairs]
    heights = [max(_ROW, lines_height(label, _NAMES, SMALL)) + _GAP for label in labels]
    top = 58.0
    _pair_legend(canvas)
    draw_scale(canvas, figure.scale, top, top + sum(heights), _LEFT, _RIGHT)
    y = top
    for pair, label, height in zip(pairs, labels, heights, strict=True):
        middle = y + height / 2
        canvas.paragraph(_NAMES, middle, label, _NAMES, size=SMALL, anchor="end")
        leaders, others = (position(level, figure.scale, _LEFT, _RIGHT) for level in (pair.leaders, pair.others))
        apart = 7.0 if pair.leaders == pair.others else 0.0  # equal levels must not cover each other
        canvas.line(leaders - apart, middle, others + apart, middle, colour=EDGE, width=3)
        _triangle(canvas, leaders - apart, middle)
        canvas.rectangle(others + apart - 6, middle - 6, 12, 12, fill="#FFFFFF", edge=EDGE, edge_width=2)
        y += height
    return canvas.finished(y + 8)


def _pair_legend(canvas: Canvas) -> None:
    _triangle(canvas, _LEFT, 12)
    canvas.text(_LEFT + 14, 16, words.LEADERS, size=SMALL, colour=PALE)
    canvas.rectangle(_LEFT + 96, 6, 12, 12, fill="#FFFFFF", edge=EDGE, edge_width=2)
    canvas.text(_LEFT + 116, 16, words.OTHERS, size=SMALL, colour=PALE)


def _triangle(canvas: Canvas, x: float, y: float) -> None:
    canvas.shape([(x, y - 8), (x + 8, y + 6), (x - 8, y + 6)], fill=EDGE, edge=EDGE)


def draw_votes(figure: VoteSpread) -> str:
    """Return the SVG of a row per question: a bar of the votes at each level, or the level if counts are suppressed."""
    canvas = Canvas(figure.title, figure.alt)
    rows = figure.rows[:MOST_ROWS]
    labels = [words.question_label(row.question, row.id) for row in rows]
    heights = [max(_ROW, lines_height(label, _NAMES, SMALL)) + _GAP for label in labels]
    x, colours = 0.0, stage_colours(len(figure.scale))
    has_counts = any(row.counts for row in rows)
    for mark, colour in zip(figure.scale if has_counts else (), colours if has_counts else (), strict=True):
        name = words.level_label(mark.level, mark.name)
        canvas.rectangle(x, 4, 14, 14, fill=colour, edge=EDGE)
        canvas.text(x + 20, 16, name, size=SMALL, colour=PALE)
        x += WIDTH / len(figure.scale)
    y = 30.0
    for row, label, height in zip(rows, labels, heights, strict=True):
        canvas.paragraph(_NAMES, y + height / 2, label, _NAMES, size=SMALL, anchor="end")
        _vote_row(canvas, row, y + height / 2, colours)
        y += height
    return canvas.finished(y + 8)


def _vote_row(canvas: Canvas, row: VoteRow, middle: float, colours: tuple[str, ...]) -> None:
    left, right = _NAMES + 14, WIDTH - _WORD
    canvas.paragraph(right + 12, middle, row.agreement, _WORD - 12, size=SMALL, colour=PALE)
    if row.counts is None:
        canvas.text(left, middle + 4, words.level_alone(row.level), size=SMALL, colour=INK)
        return
    total, x = sum(row.counts), left
    for count, colour in zip(row.counts, colours, strict=True):
        width = (right - left) * count / total if total else 0.0
        if count:
            canvas.rectangle(x, middle - 11, width, 22, fill=colour, edge="#FFFFFF")
            canvas.text(x + width / 2, middle + 4, str(count), size=SMALL, anchor="middle", colour=ink_on(colour))
        x += width
