"""Names are specific: no word that means something else in every function, and one name for one idea."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.build import ROOT

MODULES = [
    ROOT / "app.py",
    *(
        file
        for folder in ("cxmaturity", "pages", "bench", "deploy", "tests")
        for file in sorted((ROOT / folder).rglob("*.py"))
        if "migrations/versions" not in file.as_posix()  # a released migration is never changed
    ),
]

INSTEAD = {
    "at": "the noun: view, workshop, moment, position",
    "found": "the noun: status, participant, table; for a result that is compared, what it holds",
    "given": "the noun: answers, arguments, attributes, options",
    "of": "the noun: workshop, view, questionnaire, group",
    "own": "what belongs to whom: team_id, person_levels, own_action",
    "said": "expected, sentence, text, message, label",
    "seen": "result, base_revision, expected, replies",
    "standing": "status, position, stage",
    "told": "expected, reply, shown, reports",
    "whoever": "person, participant, owner",
}
"""Words that are no names, each with those to use in its place."""

# A quick look at what is neither a string nor a comment; only modules with a suspicious name are parsed.
_TEXT = re.compile(r'''"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*''')
_SUSPICIOUS = re.compile(rf"(?<!\w)_*(?:{'|'.join(INSTEAD)})_*(?!\w)")


def bound_names(source: str) -> Iterator[tuple[int, str]]:
    """Yield (line, name) of each variable, parameter, attribute, function and class that a source binds."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name


def vague_names(source: str) -> list[str]:
    """Return the names in INSTEAD that a source binds, with or without underscores, as "line: name"."""
    if not _SUSPICIOUS.search(_TEXT.sub("", source)):
        return []
    return [f"{line}: {name}" for line, name in bound_names(source) if name.strip("_") in INSTEAD]


@pytest.mark.parametrize(
    "source",
    [
        "found = 1",
        "for at, row in rows: pass",
        "def look(of: int) -> None: pass",
        "def _told() -> None: pass",
        "self._seen = 0",
        "names = [given.name for given in rows]",
        "call(lambda said: 1)",
        "with opened() as given_: pass",
        "def do(**own: int) -> None: pass",
    ],
)
def test_a_vague_name_is_noticed(source: str) -> None:
    """At every place where a name can be bound."""
    assert len(vague_names(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "from hypothesis import given",
        "query.with_for_update(of=table)",
        "words = 'found = 1'  # at = 2",
        '"""of = 1"""',
        "own_action = found_here = 1",
    ],
)
def test_other_peoples_names_and_longer_ones_are_allowed(source: str) -> None:
    """Imports and keywords have their libraries' names; texts and parts of names are not checked."""
    assert vague_names(source) == []


def test_no_name_is_vague() -> None:
    """In the app, its pages, tests, benchmarks and deployment."""
    vague = {
        file.relative_to(ROOT).as_posix(): names
        for file in MODULES
        if (names := vague_names(file.read_text(encoding="utf-8")))
    }
    assert vague == {}
