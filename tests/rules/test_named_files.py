"""Every file and every test that a document or a comment names exists."""

import re
from pathlib import Path

import pytest

from tests.build import ROOT
from tests.rules.source import MODULES

DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "bench/README.md", "deploy/README.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
MADE_WHILE_RUNNING = ("var/", "build/")
NAMED = re.compile(r"`((?:[\w-]+/)+[\w.-]*(?:::\w+)?|[\w-]+\.(?:py|js))`")
NAMED_IN_CODE = re.compile(r"(?<![\w/.])(?:[\w-]+/)*[\w-]+\.(?:py|js)\b")


def places_of(document: Path) -> set[str]:
    """Return the files and folders that a document names in code marks, with the modules of tests; no examples."""
    text = document.read_text(encoding="utf-8")
    tests = {f"{name}.py" for name in re.findall(r"`(test_\w+)`", text)}
    places = {place for place in NAMED.findall(text) if not place.startswith(MADE_WHILE_RUNNING)}
    return tests | {place for place in places if not re.search(r"\b[A-Z]+\b\.json", place)}  # teams/ID.json


def exists(place: str, folder: Path = ROOT) -> bool:
    """Return whether a file is below `folder`, the repository or the package, or anywhere in package, pages or tests.

    A place such as `folder/file.py::name` is a test in a file below `tests`.
    """
    file, _, test = place.partition("::")
    if test:
        path = ROOT / "tests" / file
        return path.exists() and f"def {test}(" in path.read_text(encoding="utf-8")
    if any((start / file).exists() for start in (folder, ROOT, ROOT / "cxmaturity")):
        return True
    return any(any((ROOT / top).rglob(file)) for top in ("cxmaturity", "pages", "tests"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_named_files_are_there(document: Path) -> None:
    """Every path and test named in the documents exists, also after files were moved."""
    assert sorted(place for place in places_of(document) if not exists(place, document.parent)) == []


def test_modules_named_in_comments_are_there() -> None:
    """Also after one was renamed: a comment that names a module leads to it."""
    named = {str(path.relative_to(ROOT)): NAMED_IN_CODE.findall(path.read_text("utf-8")) for path in MODULES}
    assert [(path, place) for path, places in named.items() for place in places if not exists(place)] == []


def test_docstrings_and_comments_name_no_numbered_sections() -> None:
    """Nothing in the repository has numbered sections: who reads "section 7" would not find it."""
    modules = [path for top in ("cxmaturity", "tests", "bench") for path in (ROOT / top).rglob("*.py")]
    numbered = re.compile(r"\bsections? \d")
    assert [path.name for path in modules if path != Path(__file__) and numbered.search(path.read_text("utf-8"))] == []


def test_missing_files_are_noticed() -> None:
    """An unknown path or test is reported."""
    named = ["web/gone.py", "gone.py", "docs/gone/", "rules/test_named_files.py::test_gone", "rules/test_gone.py::a"]
    assert NAMED.findall(f"see {', '.join(f'`{place}`' for place in named)}") == named
    assert [place for place in named if exists(place)] == []


def test_every_criterion_of_the_accessibility_statement_has_its_row() -> None:
    """The 55 criteria of WCAG 2.2 A and AA each have a row or are in a range."""
    statement = (ROOT / "docs" / "accessibility.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| ([\d.,–A-Za-z\- ]+) \|", statement)
    criteria = {number for row in rows for number in re.findall(r"\d\.\d\.\d+", row)}
    criteria |= {f"1.2.{i}" for i in range(1, 6)}
    assert len(criteria) == 55, sorted(criteria)
