"""The browser's files: served under an address that changes with their content, compressed once."""

import gzip
import re
from hashlib import sha256
from pathlib import Path

_FOLDER = Path(__file__).parent
_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
_IMPORT = re.compile(r"^import .* from '\./(\w+\.js)'$", re.MULTILINE)


def read_text(path: str) -> str:
    """Return the text of a file below this folder."""
    return (_FOLDER / path).read_text("utf-8")


_TEXTS = {file.name: read_text(file.name) for file in sorted(_FOLDER.glob("*.js"))} | {
    "participant.css": read_text("styles/answer_form.css") + read_text("styles/participant.css"),
    "phone.css": read_text("styles/phone.css"),
    "screen.css": read_text("styles/screen.css"),
}
ASSET_NAMES = tuple(_TEXTS)
"""The names of all files."""

_CONTENTS = {name: text.encode() for name, text in _TEXTS.items()}
_COMPRESSED = {name: gzip.compress(content, 9, mtime=0) for name, content in _CONTENTS.items()}

DIGEST = sha256(b"\0".join(_CONTENTS.values())).hexdigest()[:16]
"""A part of every file's address. There is one for all files, so that modules import one another by relative paths."""

FOLDER_ADDRESS = f"files/{DIGEST}"
"""Where the files are, below the address of the participants' pages."""


def asset(digest: str, name: str, takes_gzip: bool) -> tuple[bytes, dict[str, str]] | None:
    """Return a file's content as it is sent, and its headers; None when there is no such file of that digest."""
    if digest != DIGEST or name not in _CONTENTS:
        return None
    headers = {
        "Content-Type": _TYPES[name.rpartition(".")[2]],
        "Cache-Control": "public, max-age=31536000, immutable",
        "Vary": "Accept-Encoding",
    }
    if not takes_gzip:
        return _CONTENTS[name], headers
    return _COMPRESSED[name], headers | {"Content-Encoding": "gzip"}


def imported_modules(name: str) -> list[str]:
    """Return the names of all modules that a module imports, itself or through others: what a page loads beforehand."""
    names: list[str] = []
    for imported in _IMPORT.findall(_TEXTS[name]):
        names += [each for each in (imported, *imported_modules(imported)) if each not in names]
    return names
