"""The layout of a slide's table: the widths of its columns, the heights of its rows, and which rows fit."""

from collections.abc import Sequence
from math import sqrt

from cxmaturity.charts.text_fitting import LINE_HEIGHT, height_of, text_width, wrapped

INSET, INSET_ABOVE = 4.0, 3.0
"""The margins inside a cell, left and right, above and below, in points."""

_WIDER_FONT = 1.15  # a template's font, or a bold one, may be wider than estimated by this factor
_AIR = 1.2  # the columns of a small table are wider than needed by this factor
_SHORT_COLUMN = 110.0  # points; a column up to this width gets the width that it needs


def column_widths(headings: Sequence[str], rows: Sequence[Sequence[str]], width: float, size: float) -> list[float]:
    """Return the widths of the columns in points: short ones get what they need, long ones share the rest by length.

    `width` is that of the whole table, `size` the font's.
    """
    columns = list(zip(headings, *rows, strict=True))
    widest = [
        max(text_width(line, size) * _WIDER_FONT for text in column for line in text.split("\n")) + 2 * INSET
        for column in columns
    ]
    need_of_words = words_need(headings, rows, size)
    if sum(widest) * _AIR <= width:  # stretched over the whole slide, rows would be hard to follow
        return [need * _AIR for need in widest]
    is_short = [need <= _SHORT_COLUMN for need in widest]
    if all(is_short):
        return _without_broken_words(widest, need_of_words, width)
    fixed = sum(need for need, short in zip(widest, is_short, strict=True) if short)
    shares = [
        0.0 if short else _share([text_width(text, size) for text in column])
        for column, short in zip(columns, is_short, strict=True)
    ]
    left = max(width - fixed, width * 0.4)
    widths = [
        need if short else max(left * share / sum(shares), word)
        for need, short, share, word in zip(widest, is_short, shares, need_of_words, strict=True)
    ]
    return _without_broken_words(widths, need_of_words, width)


def words_need(headings: Sequence[str], rows: Sequence[Sequence[str]], size: float) -> list[float]:
    """Return the widths in points that columns need to break no word, except endless ones such as addresses."""
    return [
        min(
            max((text_width(word, size) for text in column for word in text.split()), default=0.0) * _WIDER_FONT
            + 2 * INSET,
            _SHORT_COLUMN,
        )
        for column in zip(headings, *rows, strict=True)
    ]


def _without_broken_words(widths: Sequence[float], needs: Sequence[float], width: float) -> list[float]:
    """Return the widths scaled to `width` in all, none below what the longest word of its column needs.

    Where the words need more than there is, they are broken.
    """
    if sum(needs) >= width:
        return [value * width / sum(widths) for value in widths]
    is_fixed = [False] * len(widths)
    while True:
        left = width - sum(need for need, fixed in zip(needs, is_fixed, strict=True) if fixed)
        free = sum(value for value, fixed in zip(widths, is_fixed, strict=True) if not fixed)
        scaled = [
            need if fixed else value * left / free for value, need, fixed in zip(widths, needs, is_fixed, strict=True)
        ]
        too_narrow = [value < need - 1e-6 for value, need in zip(scaled, needs, strict=True)]
        if not any(too_narrow):
            return scaled
        is_fixed = [fixed or narrow for fixed, narrow in zip(is_fixed, too_narrow, strict=True)]


def _share(widths: Sequence[float]) -> float:
    """Return the weight of a column of long texts when space is shared, from its mean and its longest text."""
    return sqrt(0.6 * sum(widths) / len(widths) + 0.4 * max(widths))


def row_height(row: Sequence[str], columns: Sequence[float], size: float) -> float:
    """Return the height of a row whose texts are wrapped to the widths of the columns, in points."""
    pairs = zip(row, columns, strict=True)
    return max(height_of([text], column - 2 * INSET, size) for text, column in pairs) + 2 * INSET_ABOVE


def rows_that_fit(
    rows: list[tuple[str, ...]], heights: Sequence[float], columns: Sequence[float], size: float, height: float
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return the rows that fit beneath the headings, and the rest; a row larger than a slide is split."""
    used, shown = heights[0], list[tuple[str, ...]]()
    for place, row in enumerate(rows):
        if used + heights[place + 1] > height:
            if shown:
                return shown, rows[place:]
            upper, lower = _divided(row, columns, size, height - used)
            return [upper], [lower, *rows[place + 1 :]]
        used += heights[place + 1]
        shown.append(row)
    return shown, []


def _divided(
    row: Sequence[str], columns: Sequence[float], size: float, height: float
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the parts of a row above and below this height."""
    count = max(1, int((height - 2 * INSET_ABOVE) / (size * LINE_HEIGHT)))
    lines = [wrapped(text, column - 2 * INSET, size) for text, column in zip(row, columns, strict=True)]
    return tuple(" ".join(part[:count]) for part in lines), tuple(" ".join(part[count:]) for part in lines)
