"""Decodes a text file in an encoding that is certain from its bytes, guessed, or chosen by a person."""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from cxmaturity.errors import Refused
from cxmaturity.files.imports.opening.likely_words import oddity, unlikeliness

ENCODINGS: Mapping[str, str] = {
    "utf-8": "Unicode (UTF-8)",
    "utf-16": "Unicode (UTF-16)",
    "cp1252": "Western European (Windows-1252)",
    "cp1250": "Central European (Windows-1250)",
    "cp1251": "Cyrillic (Windows-1251)",
    "cp1253": "Greek (Windows-1253)",
    "cp1254": "Turkish (Windows-1254)",
    "cp1255": "Hebrew (Windows-1255)",
    "cp1256": "Arabic (Windows-1256)",
    "cp1257": "Baltic (Windows-1257)",
    "mac_roman": "Western European (Mac)",
    "mac_latin2": "Central European (Mac)",
    "mac_cyrillic": "Cyrillic (Mac)",
    "mac_greek": "Greek (Mac)",
    "mac_turkish": "Turkish (Mac)",
    "cp850": "Western European (MS-DOS)",
    "koi8_r": "Cyrillic (KOI8-R)",
    "cp932": "Japanese (Shift-JIS)",
    "gb18030": "Chinese, simplified (GB 18030)",
    "big5": "Chinese, traditional (Big5)",
    "cp949": "Korean (EUC-KR)",
}
"""The encodings that can be chosen, by Python's names, with their labels on the page."""

_ALIASES = {"shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "gbk": "gb18030", "gb2312": "gb18030"}
_ALIASES |= {"euc_kr": "cp949", "utf-8-sig": "utf-8", "utf_8_sig": "utf-8", "iso8859-1": "cp1252", "ascii": "utf-8"}

_NEVER_GUESSED = ("utf-8", "utf-16", "cp850")  # the first two are certain; cp850 makes plausible words of any bytes
_SAMPLE_BYTES = 20_000  # of lines with non-ASCII bytes, used to guess an encoding
_CERTAINLY_SOUND = 4  # valid UTF-8 letters per broken byte, which no text in another encoding has
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MISREAD_MARK = "ï»¿"  # UTF-8's byte-order mark in a file that some program took for Windows-1252 and saved anew
_MAX_CONTROL = 0.05  # the highest share of control characters in a text
_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|meta|body|style|table|div|\?xml)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A decoded text, its encoding, and whether the encoding is a guess.

    A byte that is invalid in the encoding is the lone surrogate U+DC80 … U+DCFF, which `bad_byte` finds.
    """

    text: str
    encoding: str
    is_guess: bool


def encoding_name(name: str) -> str | None:
    """Return the key in ENCODINGS for any name of an encoding; None for an encoding that is not among them."""
    try:
        known = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return None
    for key in ENCODINGS:
        if codecs.lookup(key).name == known:
            return key
    return _ALIASES.get(known) or _ALIASES.get(name.strip().lower())


def decode(data: bytes, chosen: str | None = None) -> DecodedText:
    """Return the text of a file in the encoding `chosen`, else in the most likely one; raises Refused for no text."""
    if chosen and chosen != "utf-16":
        decoded = DecodedText(_escaped(data, chosen), chosen, False)
    else:
        decoded = _utf_16(data, chosen) or _utf_8(data) or _guessed(data)
    decoded = replace(decoded, text=decoded.text.removeprefix(_MISREAD_MARK))
    start = decoded.text[:65_536]
    if _MARKUP.match(start):
        fix = "If your spreadsheet program shows the answers in it, save it there as CSV (UTF-8) or .xlsx; else choose "
        raise Refused("This file is a web page or XML, whatever its name says.", f"{fix}the file of your form tool.")
    if len(_CONTROL.findall(start)) > len(start) * _MAX_CONTROL:
        raise _no_table()
    return decoded


def bad_byte(cell: str) -> str | None:
    """Return the first byte in a cell that is invalid in the file's encoding, as hex; None without one."""
    return next((f"{ord(c) - 0xDC00:02X}" for c in cell if "\udc80" <= c <= "\udcff"), None)


def _no_table() -> Refused:
    fix = "Save it as CSV (UTF-8) or as an Excel workbook (.xlsx), and import that."
    return Refused("This file is no table.", fix)


def _escaped(data: bytes, encoding: str) -> str:
    return data.decode(encoding, "surrogateescape").removeprefix("\ufeff")


def _utf_16(data: bytes, chosen: str | None) -> DecodedText | None:
    """Return the text in UTF-16, detected by a byte-order mark or the zero bytes of Latin letters; else None."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif data[1:200:2].count(0) > len(data[1:200:2]) / 2:
        encoding = "utf-16-le"
    elif data[0:200:2].count(0) > len(data[0:200:2]) / 2:
        encoding = "utf-16-be"
    elif chosen:
        encoding = "utf-16-le"
    else:
        return None
    try:
        return DecodedText(data.decode(encoding).removeprefix("\ufeff"), "utf-16", False)
    except UnicodeDecodeError:
        raise _no_table() from None


def _utf_8(data: bytes) -> DecodedText | None:
    """Return the text in UTF-8, even with a few broken bytes; None for another encoding."""
    try:
        return DecodedText(data.decode("utf-8").removeprefix("\ufeff"), "utf-8", False)
    except UnicodeDecodeError as error:
        around = _escaped(data[max(0, error.start - _SAMPLE_BYTES) : error.start + _SAMPLE_BYTES], "utf-8")
    broken = len(re.findall("[\udc80-\udcff]", around))
    sound = len(re.findall("[^\x00-\x7f\udc80-\udcff]", around))
    words = re.sub("[\udc80-\udcff]+", " ", around)
    is_utf_8 = data.startswith(codecs.BOM_UTF8) or (
        0 < broken <= sound and (_CERTAINLY_SOUND * broken <= sound or not oddity(words))
    )
    return DecodedText(_escaped(data, "utf-8"), "utf-8", False) if is_utf_8 else None


def _guessed(data: bytes) -> DecodedText:
    """Return the text in the encoding that makes the most plausible words."""
    from charset_normalizer import from_bytes  # imported late: only files that are not in Unicode need it

    first = next(re.finditer(rb"[\x80-\xff]", data)).start()
    lines = data[max(0, first - 100) : first + 50 * _SAMPLE_BYTES].splitlines()
    sample = b"\n".join(line for line in lines if not line.isascii())[:_SAMPLE_BYTES]
    candidates = [name for name in ENCODINGS if name not in _NEVER_GUESSED]
    matches = from_bytes(sample, cp_isolation=candidates, threshold=0.9)
    disorder = {encoding: round(match.chaos, 1) for match in matches for encoding in match.could_be_from_charset}

    def rank(name: str) -> tuple[float, ...]:
        # Among equally plausible encodings the first in ENCODINGS wins, which is the one used most.
        return (unlikeliness(sample.decode(name, "ignore")), disorder[name], candidates.index(name))

    best = min((name for name in candidates if name in disorder), key=rank, default="cp1252")
    return DecodedText(_escaped(data, best), best, True)
