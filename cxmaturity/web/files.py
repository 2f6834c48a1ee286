"""The style and the script of the light pages, under names that change with their content, each compressed once."""

import gzip
from hashlib import sha256
from pathlib import Path

from cxmaturity.sheet import rendering

FOLDER = Path(__file__).parent / "pages"

_KINDS = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
_CONTENT = {
    "css": rendering.STYLE + (FOLDER / "light.css").read_text(),
    "js": rendering.SCRIPT + (FOLDER / "light.js").read_text(),
}
NAMES = {kind: f"{sha256(text.encode()).hexdigest()[:16]}.{kind}" for kind, text in _CONTENT.items()}
"""The name of each file, by kind."""

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
