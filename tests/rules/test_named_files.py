"""Every file and every test that a document names exists."""

import re
from pathlib import Path

import pytest

from tests.build import ROOT

DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "bench/README.md", "deploy/README.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
MADE_WHILE_RUNNING = ("var/", "build/")
NAMED = re.compile(r"`((?:[\w-]+/)+[\w.-]*|[\w-]+\.(?:py|js))`")


def places_of(document: Path) -> set[str]:
    """Return the files and folders that a document names in code marks, with the modules of tests; no examples."""
    text = document.read_text(encoding="utf-8")
    tests = {f"{name}.py" for name in re.findall(r"`(test_\w+)`", text)}
    places = {place for place in NAMED.findall(text) if not place.startswith(MADE_WHILE_RUNNING)}
    return tests | {place for place in places if not re.search(r"\b[A-Z]+\b\.json", place)}  # teams/ID.json


def exists(place: str, folder: Path = ROOT) -> bool:
    """Return whether a file is below `folder`, the repository or the package, or anywhere in the package or tests."""
    if any((start / place).exists() for start in (folder, ROOT, ROOT / "cxmaturity")):
        return True
    return any(any((ROOT / top).rglob(place)) for top in ("cxmaturity", "tests"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_named_files_are_there(document: Path) -> None:
    """Every path and test named in the documents exists, also after files were moved."""
    assert sorted(place for place in places_of(document) if not exists(place, document.parent)) == []


def test_docstrings_and_comments_name_no_numbered_sections() -> None:
    """Nothing in the repository has numbered sections: who reads "section 7" would not find it."""
    modules = [path for top in ("cxmaturity", "tests", "bench") for path in (ROOT / top).rglob("*.py")]
    numbered = re.compile(r"\bsections? \d")
    assert [path.name for path in modules if path != Path(__file__) and numbered.search(path.read_text("utf-8"))] == []


def test_missing_files_are_noticed() -> None:
    """An unknown path is reported."""
    assert NAMED.findall("see `web/gone.py`, `gone.py`, `docs/decisions/` and `questions/cx`") == [
        "web/gone.py",
        "gone.py",
        "docs/decisions/",
        "questions/cx",
    ]
    assert not exists("web/gone.py")
    assert not exists("gone.py")
