"""Rates how plausible a decoded text is, to guess the encoding of a file."""

import re
import unicodedata
from itertools import pairwise

_EAST_ASIAN = {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HALFWIDTH", "HANGUL", "IDEOGRAPHIC", "FULLWIDTH"}
_PUNCTUATION = frozenset(" \t\r\n\u00a0'\".,;:!?()[]{}/|&*+=<>-_#%@’‘“”„‚«»‹›–—…·•¿¡€\u3001\u3002\u30fb")
_OPENING = frozenset("„‚¿¡")  # opening marks, never at the end of a word
_WORD = re.compile(r"[^\W\d_]+")
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{4,}")
_CASED = ("CYRILLIC", "GREEK")
_ALPHABETS = tuple(
    map(
        frozenset,
        (
            "äöüßàâæçéèêëîïôœùûÿáíóúñãõìòåøº",  # western
            "áéíóúýðþæö",  # Icelandic
            "áčďéěíňóřšťúůýžäôľĺŕąćęłńśźżöőüűăâîșşțţđß",  # central
            "çğıöşüâîäßé\u0307",  # Turkish, and German beside it
            "āčēģīķļņšūžąęėįųõäöü",  # Baltic
        ),
    )
)
"""For each region, the lower-case letters beyond a to z of the languages that may occur in one file."""


def unlikeliness(text: str) -> int:
    """Return a penalty for letters and words that do not occur together in one region's languages; 0 for plain text."""
    return oddity(text) + _foreign_letters(text) + _unlikely_words(text)


def oddity(text: str) -> int:
    """Return a penalty for combinations of characters that no word of any language has."""
    odd = 0
    for left, right in pairwise(f" {text} "):
        if left.isascii() and right.isascii():
            continue
        odd += 4 * (right not in "\t\r\n" and unicodedata.category(right) in ("Cc", "Co", "Cn"))
        if left.isalpha() and right.isalpha():
            odd += 2 * (_script(left) != _script(right))
            odd += _script(left) == "LATIN" and not left.isascii() and not right.isascii()
        elif left.isalpha():
            odd += 2 * (right not in _PUNCTUATION or right in _OPENING)
        elif right.isalpha():
            odd += 2 * (left not in _PUNCTUATION)
    for word in _WORD.findall(text):
        if not word.isascii():
            odd += 2 * (not word.isupper() and any(c.isupper() and not c.isascii() for c in word[1:]))
            odd += sum("\uff61" <= c <= "\uff9f" for c in word)  # half-width katakana: the bytes of other encodings
    return odd


def _foreign_letters(text: str) -> int:
    """Return the number of different Latin letters outside the region that covers most of them."""
    letters = {c for c in text.lower() if not c.isascii() and c.isalpha() and _script(c) == "LATIN"}
    return min(len(letters - alphabet) for alphabet in _ALPHABETS)


def _unlikely_words(text: str) -> int:
    """Return the number of unpronounceable words, plus the lower-case ones if no word starts with a capital."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    runs = sum(any(not c.isascii() for run in _CONSONANTS.findall(_plain(word)) for c in word) for word in words)
    cased = [word for word in words if len(word) > 1 and _script(word[0]) in _CASED]
    are_small = bool(cased) and not any(word[0].isupper() for word in cased)
    return runs + are_small * len(cased)


def _plain(word: str) -> str:
    """Return a word in lower case without accents."""
    return "".join(unicodedata.normalize("NFD", c)[0] for c in word.lower())


def _script(letter: str) -> str:
    script = unicodedata.name(letter, "?").split()[0]
    return "EAST ASIAN" if script in _EAST_ASIAN else script
