"""File names that Windows, macOS, Linux and mail programs accept."""

import re
from collections.abc import Iterable

from cxmaturity.text_cleaning import to_one_line

_BETWEEN = " - "
_MAX_BYTES = 150  # in UTF-8; file systems allow 255, and browsers add "(1)"
# Characters that Windows forbids in names, and invisible ones that change the direction of the text.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')


def file_name(parts: Iterable[str], extension: str) -> str:
    """Return a name made of texts, such as "Team North - 2026 Q3.pptx" for ["Team North", "2026 Q3"] and "pptx".

    Of a name that is too long the longest texts are cut, so that the day, which tells files apart, stays.
    """
    texts = [text.encode() for part in parts if (text := _safe(part))]
    room = _MAX_BYTES - len(_BETWEEN) * (len(texts) - 1)
    most = next((size for size in range(room, 0, -1) if sum(min(len(text), size) for text in texts) <= room), 0)
    name = _BETWEEN.join(text[:most].decode(errors="ignore").strip() for text in texts).strip(" .-")
    return f"{name or 'export'}.{extension}"


def _safe(text: str) -> str:
    return to_one_line(_FORBIDDEN.sub(" ", text)).strip(" .")
