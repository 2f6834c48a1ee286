"""Texts made comparable: what form tools and spreadsheets do to a text makes no difference."""

import html
import re
import unicodedata

MAX_COMPARED = 1_500
"""The longest text that is compared with another, in characters: longer than any question, stage or level's text."""

_SAME = str.maketrans("‘’‚‛`´“”„«»–—‐‑", "''''''\"\"\"\"\"----")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")  # zero-width characters, soft hyphens
_NOT_WORD = re.compile(r"[\W_]+")


def visible(text: str) -> str:
    """Return `text` without characters that nobody sees, and without blanks around it."""
    return _INVISIBLE.sub("", text).strip() if not text.isascii() else text.strip()


def normalise_text(text: str) -> str:
    """Return `text` so that blanks, letter case, kinds of quotation mark and a final stop make no difference.

    Tags and entities of HTML are taken out. A text longer than MAX_COMPARED is like no other: it is returned cut, and
    otherwise as it is.
    """
    if len(text) > MAX_COMPARED:  # Unicode normalisation takes time by the square of a run of combining marks
        return text[:MAX_COMPARED]
    text = _TAG.sub("", html.unescape(text)) if "<" in text or "&" in text else text
    if text.isascii():
        plain = text.replace("`", "'").lower()
    else:
        plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(_SAME).casefold()
    return " ".join(plain.split()).strip(" .:;,!?\"'*")


def heading_words(text: str) -> str:
    """Return the letters and digits of a heading, with a blank wherever anything else stands between them."""
    return _NOT_WORD.sub(" ", normalise_text(text)).strip()
