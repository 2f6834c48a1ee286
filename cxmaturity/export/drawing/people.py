"""Draws the answers of groups: leaders beside everyone else, and the votes on each question."""

from cxmaturity.charts.palette import ink_on, stage_colours
from cxmaturity.export.drawing.bars import draw_scale, position
from cxmaturity.export.drawing.canvas import EDGE, INK, PALE, SMALL, WIDTH, Canvas, lines_height
from cxmaturity.report.figures import LeadersAndOthers, QuestionVotes, VoteSpread
from cxmaturity.wording.report import charts as words

_NAMES = 300.0  # units: width of the questions beside the rows
_ROW, _GAP = 24.0, 10.0
_WORD, _NARROW_WORD = 150.0, 92.0  # units: width of the agreement in words
MOST_ROWS = 12
"""The most questions in one picture, those furthest apart; the table has all."""


def draw_pairs(figure: LeadersAndOthers, width: float = WIDTH) -> str:
    """Return the SVG of a row per question: a triangle for leaders, a square for everyone else, joined by a line."""
    canvas = Canvas(figure.title, figure.alt, width)
    left, right = (14.0, width - 14) if canvas.is_narrow else (_NAMES + 24, width - 40)
    pairs = figure.pairs[:MOST_ROWS]
    labels = [words.question_label(pair.question, pair.id) for pair in pairs]
    heights = [_row_height(canvas, label) for label in labels]
    top = 58.0
    _pair_legend(canvas, left)
    draw_scale(canvas, figure.scale, top, top + sum(heights), left, right)
    y = top
    for pair, label, height in zip(pairs, labels, heights, strict=True):
        middle = _named(canvas, label, y, height)
        leaders, others = (position(level, figure.scale, left, right) for level in (pair.leaders, pair.others))
        apart = 7.0 if pair.leaders == pair.others else 0.0  # equal levels must not cover each other
        canvas.line(leaders - apart, middle, others + apart, middle, colour=EDGE, width=3)
        _triangle(canvas, leaders - apart, middle)
        canvas.rectangle(others + apart - 6, middle - 6, 12, 12, fill="#FFFFFF", edge=EDGE, edge_width=2)
        y += height
    return canvas.finished(y + 8)


def _row_height(canvas: Canvas, label: str) -> float:
    """Return the height of a row with its question, which stands above it in a narrow picture."""
    if canvas.is_narrow:
        return lines_height(label, canvas.width - 8, SMALL) + _ROW + _GAP
    return max(_ROW, lines_height(label, _NAMES, SMALL)) + _GAP


def _named(canvas: Canvas, label: str, y: float, height: float) -> float:
    """Draw the question of a row that begins at `y`; return the y coordinate of the row's middle."""
    if canvas.is_narrow:
        lines = lines_height(label, canvas.width - 8, SMALL)
        canvas.paragraph(4, y + lines / 2, label, canvas.width - 8, size=SMALL)
        return y + lines + _ROW / 2
    canvas.paragraph(_NAMES, y + height / 2, label, _NAMES, size=SMALL, anchor="end")
    return y + height / 2


def _pair_legend(canvas: Canvas, left: float) -> None:
    _triangle(canvas, left, 12)
    canvas.text(left + 14, 16, words.LEADERS, size=SMALL, colour=PALE)
    canvas.rectangle(left + 96, 6, 12, 12, fill="#FFFFFF", edge=EDGE, edge_width=2)
    canvas.text(left + 116, 16, words.OTHERS, size=SMALL, colour=PALE)


def _triangle(canvas: Canvas, x: float, y: float) -> None:
    canvas.shape([(x, y - 8), (x + 8, y + 6), (x - 8, y + 6)], fill=EDGE, edge=EDGE)


def draw_votes(figure: VoteSpread, width: float = WIDTH) -> str:
    """Return the SVG of a row per question: a bar of the votes at each level, or the level if counts are suppressed."""
    canvas = Canvas(figure.title, figure.alt, width)
    rows, colours = figure.rows[:MOST_ROWS], stage_colours(len(figure.scale))
    y = 30.0
    if any(row.counts for row in rows):
        columns = 2 if canvas.is_narrow else len(figure.scale)
        for place, (mark, colour) in enumerate(zip(figure.scale, colours, strict=True)):
            x, line = place % columns * width / columns, place // columns * 22.0
            canvas.rectangle(x, line + 4, 14, 14, fill=colour, edge=EDGE)
            canvas.text(x + 20, line + 16, words.level_label(mark.level, mark.name), size=SMALL, colour=PALE)
            y = line + 30.0
    for row in rows:
        label = words.question_label(row.question, row.id)
        height = _row_height(canvas, label)
        _vote_row(canvas, row, _named(canvas, label, y, height), colours)
        y += height
    return canvas.finished(y + 8)


def _vote_row(canvas: Canvas, row: QuestionVotes, middle: float, colours: tuple[str, ...]) -> None:
    word = _NARROW_WORD if canvas.is_narrow else _WORD
    left, right = 4.0 if canvas.is_narrow else _NAMES + 14, canvas.width - word
    canvas.paragraph(right + 12, middle, row.agreement, word - 12, size=SMALL, colour=PALE)
    if row.counts is None:
        canvas.text(left, middle + 4, words.level_alone(row.level, row.agreement), size=SMALL, colour=INK)
        return
    total, x = sum(row.counts), left
    for count, colour in zip(row.counts, colours, strict=True):
        width = (right - left) * count / total if total else 0.0
        if count:
            canvas.rectangle(x, middle - 11, width, 22, fill=colour, edge="#FFFFFF")
            canvas.text(x + width / 2, middle + 4, str(count), size=SMALL, anchor="middle", colour=ink_on(colour))
        x += width
