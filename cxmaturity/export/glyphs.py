"""Adapts texts to the characters that a report's fonts contain."""

import re
import struct
from functools import cache
from pathlib import Path
from unicodedata import category

FONTS = Path(__file__).parent / "fonts"

_UNKNOWN = "\u25a1"
_BREAK = "\u200b"  # zero-width space: allows a line break
_LONG_WORD = re.compile(r"[^\s\u200b-]{24,}")
_PIECE = 12  # characters between the possible breaks of a long word
_UNICODE_TABLES = ((3, 10), (0, 4), (3, 1), (0, 3))  # (platform, encoding), subtables of all planes first


def showable(text: str) -> str:
    """Return a text with characters that the fonts have only.

    Missing characters are replaced by □. Control characters of the writing direction are removed, because they would
    reorder the text after them. Long words get possible line breaks.
    """
    known = _known_characters()
    shown = "".join(_shown(character, known) for character in text)
    return _LONG_WORD.sub(lambda word: _BREAK.join(re.findall(f".{{1,{_PIECE}}}", word[0])), shown)


def _shown(character: str, known: frozenset[int]) -> str:
    if character == "\n":
        return character
    match category(character):
        case "Zs":
            return " " if character != "\u00a0" else character
        case "Cf" | "Cc" | "Cs" | "Zl" | "Zp":
            return " " if character in "\t\r\u2028\u2029" else ""
        case "Mn" | "Me" if ord(character) not in known:
            return ""  # an accent or a variation selector of the character before
        case "Co":
            return _UNKNOWN
    return character if ord(character) in known else _UNKNOWN


@cache
def _known_characters() -> frozenset[int]:
    """Return the characters in all weights of the main font, and those in the font for other scripts."""
    main = [_characters(FONTS / f"SourceSansPro-{weight}.ttf") for weight in ("Regular", "Bold")]
    return frozenset.intersection(*main) | _characters(FONTS / "DejaVuSans.ttf")


def _characters(font: Path) -> frozenset[int]:
    """Return the characters of a TrueType font, read from its table "cmap".

    Considered: fontTools, which for this one table is ten times as large as the fonts.
    """
    data = font.read_bytes()
    (count,) = struct.unpack_from(">H", data, 4)
    tables = {data[12 + 16 * i : 16 + 16 * i]: struct.unpack_from(">I", data, 20 + 16 * i)[0] for i in range(count)}
    start = tables[b"cmap"]
    (listed,) = struct.unpack_from(">H", data, start + 2)
    places = {}
    for i in range(listed):
        platform, encoding, offset = struct.unpack_from(">HHI", data, start + 4 + 8 * i)
        places[platform, encoding] = start + offset
    place = next(places[table] for table in _UNICODE_TABLES if table in places)
    (form,) = struct.unpack_from(">H", data, place)
    return frozenset(_ranges_of_all_planes(data, place) if form == 12 else _segments(data, place))


def _ranges_of_all_planes(data: bytes, place: int) -> set[int]:
    """Return the characters of a subtable of format 12."""
    (groups,) = struct.unpack_from(">I", data, place + 12)
    characters: set[int] = set()
    for i in range(groups):
        first, last, _ = struct.unpack_from(">III", data, place + 16 + 12 * i)
        characters.update(range(first, last + 1))
    return characters


def _segments(data: bytes, place: int) -> set[int]:
    """Return the characters of a subtable of format 4."""
    (doubled,) = struct.unpack_from(">H", data, place + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", data, place + 14)
    starts = struct.unpack_from(f">{count}H", data, place + 16 + doubled)
    return {code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1) if code != 0xFFFF}
