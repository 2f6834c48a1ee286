"""Styles and scripts of the participants' pages, under names that change with their content, compressed once."""

import gzip
from hashlib import sha256
from pathlib import Path

from cxmaturity.answer_form import html

_FOLDER = Path(__file__).parent / "static"

_MEDIA_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}


def _concatenated(*names: str) -> str:
    return "".join((_FOLDER / name).read_text("utf-8") for name in names)


_CONTENT = {
    "css": html.STYLE + _concatenated("participant.css"),
    "js": html.SCRIPT + _concatenated("participant.js"),
    "self_paced_js": _concatenated("event_stream.js", "self_paced.js"),
    "phone_css": _concatenated("phone.css"),
    "phone_js": _concatenated("event_stream.js", "phone.js"),
    "screen_css": _concatenated("screen.css"),
    "screen_js": _concatenated("event_stream.js", "screen.js"),
}
ASSET_NAMES = {
    kind: f"{sha256(text.encode()).hexdigest()[:16]}.{kind.rpartition('_')[2]}" for kind, text in _CONTENT.items()
}
"""The served name of each file, by its purpose."""

_BODIES = {ASSET_NAMES[kind]: text.encode() for kind, text in _CONTENT.items()}
_COMPRESSED = {name: gzip.compress(body, 9, mtime=0) for name, body in _BODIES.items()}


def asset(name: str, takes_gzip: bool) -> tuple[bytes, dict[str, str]] | None:
    """Return the body and the headers of a file, None when there is no file of that name."""
    if name not in _BODIES:
        return None
    headers = {
        "Content-Type": _MEDIA_TYPES[name.rpartition(".")[2]],
        "Cache-Control": "public, max-age=31536000, immutable",
        "Vary": "Accept-Encoding",
    }
    if not takes_gzip:
        return _BODIES[name], headers
    return _COMPRESSED[name], headers | {"Content-Encoding": "gzip"}
