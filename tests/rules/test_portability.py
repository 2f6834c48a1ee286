"""The code runs on Windows: no date format that only Linux knows, no file read in the locale's encoding."""

import ast
import re
from pathlib import Path

import pytest

from tests.build import ROOT

FOLDERS = ("cxmaturity", "pages", "tests", "bench", "deploy")
FILES = sorted([ROOT / "app.py", *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))])
MODES = re.compile(r"[rwaxbt+]+")


def is_text_mode(call: ast.Call, place: int) -> bool:
    """Return whether this call of `open` opens text; `place` is the index of the mode among its arguments."""
    modes = [k.value for k in call.keywords if k.arg == "mode"] + call.args[place : place + 1]
    return not any(isinstance(m, ast.Constant) and "b" in str(m.value) for m in modes)


def opens_a_file(call: ast.Call) -> bool:
    """Return whether `something.open(...)` is a path's: its first argument, if any, is a mode, not a name or URL."""
    return not call.args or (isinstance(call.args[0], ast.Constant) and bool(MODES.fullmatch(str(call.args[0].value))))


def lacks_encoding(call: ast.Call) -> bool:
    """Return whether this call reads or writes text without naming the encoding."""
    has_encoding = any(k.arg == "encoding" for k in call.keywords)
    match call.func:
        case ast.Attribute(attr="read_text"):
            return not (has_encoding or call.args)
        case ast.Attribute(attr="write_text"):
            return not (has_encoding or len(call.args) > 1)
        case ast.Name(id="open"):
            return is_text_mode(call, 1) and not has_encoding
        case ast.Attribute(attr="open"):
            return opens_a_file(call) and is_text_mode(call, 0) and not has_encoding
    return False


def lacks_of_portability(source: str) -> list[str]:
    """Return each place that differs or fails on Windows, as "line: what"."""
    if not re.search(r"%[-#][a-zA-Z]|\b(open|read_text|write_text)\(", source):  # quicker than parsing its value
        return []
    nodes = [*ast.walk(ast.parse(source))]
    prose = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}  # docstrings may speak of them
    places = []
    for node in nodes:
        match node:
            case ast.Constant(value=str(text)) if id(node) not in prose and re.search(r"%[-#][a-zA-Z]", text):
                places.append((node.lineno, f"date format {text}"))
            case ast.Call() if lacks_encoding(node):
                places.append((node.lineno, f"no encoding: {ast.unparse(node.func)}"))
    return [f"{line}: {what}" for line, what in sorted(places)]


@pytest.mark.parametrize(
    "source",
    [
        'day.strftime("%-d %B")',
        'f"{day:%-d %B}"',
        'day.strftime("%#d")',
        "path.read_text()",
        "path.write_text('x')",
        "open(path)",
        "open(path, 'w')",
        "path.open()",
        "path.open('a')",
        "path.open(mode='w')",
    ],
)
def test_what_differs_on_windows_is_noticed(source: str) -> None:
    """Each such place is reported, so the check can fail."""
    assert len(lacks_of_portability(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        'f"{day.day} {day:%B}"',
        '"""Windows does not know %-d."""',
        'path.read_text("utf-8-sig")',
        'path.write_text("x", encoding="utf-8")',
        'open(path, "rb")',
        'path.open("ab")',
        'urllib.request.urlopen("http://localhost")',
        'guest.open("/join")',
    ],
)
def test_what_is_the_same_everywhere_is_allowed(source: str) -> None:
    """Bytes, named encodings and calls that only resemble file access pass."""
    assert lacks_of_portability(source) == []


def test_the_code_runs_on_windows() -> None:
    """No file of the project, including tests and tools, has such a place."""
    others = [path for path in FILES if path != Path(__file__)]  # this one names such places as examples
    lacks = {path: lacks_of_portability(path.read_text(encoding="utf-8")) for path in others}
    assert {str(path.relative_to(ROOT)): places for path, places in lacks.items() if places} == {}
