"""Estimates the size of texts, to break, shorten or reduce them, or continue them on another slide.

What shows them may have other fonts, so the widths are those of a common sans serif, rounded up.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

LINE_HEIGHT = 1.22
"""The height of a line, as a multiple of the font size."""

_NARROW, _WIDE = "iljtfrI.,:;'’|!()[] -", "mwMW@%—…"
_WIDTHS = {"narrow": 0.32, "usual": 0.54, "capital": 0.70, "wide": 0.92, "full": 1.1}  # multiples of the font size


@lru_cache(maxsize=4096)
def _width(character: str) -> float:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0.0
    if unicodedata.east_asian_width(character) in "WF" or ord(character) > 0x1F000:
        return _WIDTHS["full"]
    if character in _NARROW:
        return _WIDTHS["narrow"]
    if character in _WIDE:
        return _WIDTHS["wide"]
    return _WIDTHS["capital" if character.isupper() else "usual"]


def text_width(text: str, size: float) -> float:
    """Return the width of one line of text in a font of this size, in points."""
    return sum(map(_width, text)) * size


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Return a text as lines no wider than `width` points; longer words are split."""
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, width / size)]


def shortened(text: str, width: float, size: float, most: int) -> list[str]:
    """Return a text as at most `most` lines no wider than `width` points; a cut one ends in an ellipsis."""
    lines = wrapped(text, width, size)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and text_width(f"{last}…", size) > width:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip()}…"]


def _wrap_paragraph(paragraph: str, room: float) -> list[str]:
    lines: list[str] = []
    line, used = "", 0.0
    for word in paragraph.split(" "):
        need = sum(map(_width, word))
        gap = _width(" ") if line else 0.0
        if used + gap + need <= room:
            line, used = (f"{line} {word}" if line else word), used + gap + need
            continue
        if line:
            lines.append(line)
        *whole, line = _broken(word, room) if need > room else [word]
        lines += whole
        used = sum(map(_width, line))
    return [*lines, line]


def _broken(word: str, room: float) -> list[str]:
    """Return a word that is wider than a line in pieces that fit."""
    pieces, piece, used = [], "", 0.0
    for character in word:
        if piece and used + _width(character) > room:
            pieces.append(piece)
            piece, used = "", 0.0
        piece, used = piece + character, used + _width(character)
    return [*pieces, piece]


def height_of(texts: Sequence[str], width: float, size: float, gap: float = 0.0) -> float:
    """Return the height of paragraphs with `gap` points between them, in points."""
    lines = sum(len(wrapped(text, width, size)) for text in texts)
    return lines * size * LINE_HEIGHT + gap * max(0, len(texts) - 1)


def largest_size(texts: Sequence[str], width: float, height: float, sizes: Sequence[float], gap: float = 0.0) -> float:
    """Return the first of `sizes` (the largest first) at which the texts fit, else the last one."""
    return next((size for size in sizes if height_of(texts, width, size, gap) <= height), sizes[-1])


def fits(text: str, width: float, height: float, size: float) -> bool:
    """Return whether a text fits into a box at this font size without a word that is split."""
    is_whole = all(text_width(word, size) <= width for word in text.split())
    return is_whole and height_of([text], width, size) <= height


def cut_to_fit(text: str, width: float, height: float, size: float) -> str:
    """Return a text that fits into a box at this font size; a cut one ends in an ellipsis."""
    if height_of([text], width, size) <= height:
        return text
    while text and height_of([f"{text}…"], width, size) > height:
        text = text[:-1].rstrip()
    return f"{text}…"
