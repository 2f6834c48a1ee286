"""The styles and the scripts of the light pages, under names that change with their content, each compressed once."""

import gzip
from hashlib import sha256
from pathlib import Path

from cxmaturity.sheet import rendering

FOLDER = Path(__file__).parent / "pages"

_KINDS = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}


def _together(*names: str) -> str:
    return "".join((FOLDER / name).read_text() for name in names)


_CONTENT = {
    "css": rendering.STYLE + _together("light.css"),
    "js": rendering.SCRIPT + _together("light.js"),
    "follow_js": _together("listen.js", "follow.js"),
    "room_css": _together("room.css"),
    "room_js": _together("listen.js", "room.js"),
    "screen_css": _together("screen.css"),
    "screen_js": _together("listen.js", "screen.js"),
}
NAMES = {kind: f"{sha256(text.encode()).hexdigest()[:16]}.{kind.rpartition('_')[2]}" for kind, text in _CONTENT.items()}
"""The name of each file, by what it is for."""

_BODIES = {NAMES[kind]: text.encode() for kind, text in _CONTENT.items()}
_COMPRESSED = {name: gzip.compress(body, 9, mtime=0) for name, body in _BODIES.items()}


def file(name: str, takes_gzip: bool) -> tuple[bytes, dict[str, str]] | None:
    """Return a file as it is sent, with its headers; None when there is none of that name."""
    if name not in _BODIES:
        return None
    headers = {
        "Content-Type": _KINDS[name.rpartition(".")[2]],
        "Cache-Control": "public, max-age=31536000, immutable",
        "Vary": "Accept-Encoding",
    }
    if not takes_gzip:
        return _BODIES[name], headers
    return _COMPRESSED[name], headers | {"Content-Encoding": "gzip"}
