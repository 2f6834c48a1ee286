"""Which characters the fonts of a report can show, and texts made fit for them."""

import re
import struct
from functools import cache
from pathlib import Path
from unicodedata import category

FONTS = Path(__file__).parent / "fonts"

_UNKNOWN = "\u25a1"
_BREAK = "\u200b"  # a line may break here
_LONG_WORD = re.compile(r"[^\s\u200b-]{24,}")
_PIECE = 12  # characters of a long word that stay together
_UNICODE_TABLES = ((3, 10), (0, 4), (3, 1), (0, 3))  # (platform, encoding), those of all planes first


def showable(text: str) -> str:
    """Return a text as the fonts can show it.

    Signs that no font has become □. Controls of the writing direction are left out: they would turn what follows
    around. A word longer than a column may break.
    """
    known = _known_characters()
    shown = "".join(_shown(sign, known) for sign in text)
    return _LONG_WORD.sub(lambda word: _BREAK.join(re.findall(f".{{1,{_PIECE}}}", word[0])), shown)


def _shown(sign: str, known: frozenset[int]) -> str:
    if sign == "\n":
        return sign
    match category(sign):
        case "Zs":
            return " " if sign != "\u00a0" else sign
        case "Cf" | "Cc" | "Cs" | "Zl" | "Zp":
            return " " if sign in "\t\r\u2028\u2029" else ""
        case "Mn" | "Me" if ord(sign) not in known:
            return ""  # an accent or a variant of the sign before
        case "Co":
            return _UNKNOWN
    return sign if ord(sign) in known else _UNKNOWN


@cache
def _known_characters() -> frozenset[int]:
    """Return the characters that every weight of the main font, or the font for other scripts, has."""
    main = [_characters(FONTS / f"SourceSansPro-{weight}.ttf") for weight in ("Regular", "Bold")]
    return frozenset.intersection(*main) | _characters(FONTS / "DejaVuSans.ttf")


def _characters(font: Path) -> frozenset[int]:
    """Return the characters that a TrueType font has, from its table "cmap".

    Considered: fontTools, which is ten times the size of the fonts, for this one table.
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
