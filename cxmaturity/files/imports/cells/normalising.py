"""Normalises texts for comparisons, so that changes by form tools and spreadsheets make no difference."""

import html
import re
import unicodedata

MAX_COMPARED = 1_500
"""The longest text that is compared, in characters: longer than any question, stage or level's text."""

_SAME = str.maketrans("‘’‚‛`´“”„«»–—‐‑", "''''''\"\"\"\"\"----")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")  # zero-width characters, soft hyphens
_NOT_WORD = re.compile(r"[\W_]+")


def visible(text: str) -> str:
    """Return `text` without invisible characters and surrounding blanks."""
    return _INVISIBLE.sub("", text).strip() if not text.isascii() else text.strip()


def normalise_text(text: str) -> str:
    """Return `text` without differences in blanks, letter case, quotation marks and a final full stop.

    HTML tags and entities are removed. A text longer than MAX_COMPARED is cut and not normalised, and so equals no
    other.
    """
    if len(text) > MAX_COMPARED:  # Unicode normalisation takes quadratic time for a run of combining marks
        return text[:MAX_COMPARED]
    text = _TAG.sub("", html.unescape(text)) if "<" in text or "&" in text else text
    if text.isascii():
        plain = text.replace("`", "'").lower()
    else:
        plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(_SAME).casefold()
    return " ".join(plain.split()).strip(" .:;,!?\"'*")


def fold_letters(text: str) -> str:
    """Return `text` in lower case with one form of each letter, since some programs write é as two characters."""
    return unicodedata.normalize("NFKC", text[:MAX_COMPARED]).casefold()


def heading_words(text: str) -> str:
    """Return the letters and digits of a heading, with one blank in place of anything between them."""
    return _NOT_WORD.sub(" ", normalise_text(text)).strip()
