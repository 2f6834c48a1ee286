"""Scripts and styles as served: one file per kind of page, named after its content, compressed once.

Modules are written separately and import one another by name, but each page gets a single script: the entry module
after all modules that it imports. Separate files for a phone's first vote would take 3.7 kB more (docs/decisions/11).
"""

import gzip
import re
from hashlib import sha256
from pathlib import Path

from rjsmin import jsmin

_FOLDER = Path(__file__).parent
_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
_IMPORT = re.compile(r"^import .* from '(\.[\w./]+\.js)'\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
# rcssmin was considered: within nested rules it makes "& p :is(a)" to "& p:is(a)", which selects something else.
_STYLE_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_STYLE_SPACE = re.compile(r"\s*([{};,>])\s*|(?<=:)\s+(?=[^{}]*[;}])")


def styles(*names: str) -> str:
    """Return style sheets joined in this order, one rule a line, without comments and needless white space.

    In a single line, Streamlit's components would take the text for a file's name.
    """
    text = _STYLE_COMMENT.sub("", "".join((_FOLDER / "styles" / name).read_text("utf-8") for name in names))
    return _STYLE_SPACE.sub(r"\1", text).replace(";}", "}").replace("}", "}\n").strip()


def script(entry: str) -> str:
    """Return a module joined with all modules that it imports, each once, without comments and needless white space.

    Names stay unchanged, and only the module's own exports remain exports. `entry` is its path in this folder, such as
    "workshop/phone.js".
    """
    *imported, last = in_import_order((_FOLDER / entry).resolve())
    texts = [_EXPORT.sub("", module.read_text("utf-8")) for module in imported] + [last.read_text("utf-8")]
    text: str = jsmin("\n".join(_IMPORT.sub("", each) for each in texts))
    return text


def in_import_order(module: Path) -> list[Path]:
    """Return a module and all its imports, each after the modules that it imports itself."""
    names = _IMPORT.findall(module.read_text("utf-8"))
    modules = [each for name in names for each in in_import_order((module.parent / name).resolve())]
    return [*dict.fromkeys(modules), module]


_TEXTS = {
    "participant.css": styles("choices.css", "answer_form.css", "participant.css"),
    # phones in workshops, and the page for the join code
    "phone.css": styles("choices.css", "participant.css", "phone.css"),
    "self_paced.css": styles("choices.css", "answer_form.css", "participant.css", "phone.css"),
    "screen.css": styles("screen.css"),
    "icon.svg": (_FOLDER / "images" / "icon.svg").read_text("utf-8"),  # else browsers request one for every page
    **{
        entry.rpartition("/")[2]: script(entry)
        for entry in (
            "answering/participant.js",
            "workshop/self_paced.js",
            "workshop/phone.js",
            "workshop/screen.js",
            "workshop/waiting.js",
        )
    },
}
ASSET_NAMES = {
    name: f"{sha256(text.encode()).hexdigest()[:16]}.{name.rpartition('.')[2]}" for name, text in _TEXTS.items()
}
"""The name under which each file is served."""

_CONTENTS = {ASSET_NAMES[name]: text.encode() for name, text in _TEXTS.items()}
_COMPRESSED = {name: gzip.compress(content, 9, mtime=0) for name, content in _CONTENTS.items()}


def asset(name: str, takes_gzip: bool) -> tuple[bytes, dict[str, str]] | None:
    """Return the bytes of a file and its headers; None when no file is served under that name."""
    if name not in _CONTENTS:
        return None
    headers = {
        "Content-Type": _TYPES[name.rpartition(".")[2]],
        "Cache-Control": "public, max-age=31536000, immutable",
        "Vary": "Accept-Encoding",
    }
    if not takes_gzip:
        return _CONTENTS[name], headers
    return _COMPRESSED[name], headers | {"Content-Encoding": "gzip"}
