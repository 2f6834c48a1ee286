"""File names that Windows, macOS, Linux and mail programs accept."""

import re
from collections.abc import Iterable

from cxmaturity.text_cleaning import to_one_line

_MAX_BYTES = 150  # in UTF-8; file systems allow 255, and browsers add "(1)"
# Characters that Windows forbids in names, and invisible ones that change the direction of the text.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')


def file_name(parts: Iterable[str], extension: str) -> str:
    """Return a name made of texts, such as "Team North - 2026 Q3.pptx" for ["Team North", "2026 Q3"] and "pptx"."""
    name = " - ".join(text for part in parts if (text := _safe(part)))
    cut = name.encode()[:_MAX_BYTES].decode(errors="ignore").strip(" .-")
    return f"{cut or 'export'}.{extension}"


def _safe(text: str) -> str:
    return to_one_line(_FORBIDDEN.sub(" ", text)).strip(" .")
