"""Every file that the contributors' documents name exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    ROOT / "CONTRIBUTING.md",
    ROOT / "bench" / "README.md",
    *sorted((ROOT / "docs" / "decisions").glob("*.md")),
]
NAMED = re.compile(r"`((?:[\w-]+/)+[\w.-]*|[\w-]+\.(?:py|js))`")


def places_of(document: Path) -> set[str]:
    """Return the files and folders that a document names in code marks."""
    return set(NAMED.findall(document.read_text(encoding="utf-8")))


def exists(place: str, folder: Path = ROOT) -> bool:
    """Return whether a file is below `folder`, the repository or the package, or, named alone, anywhere in it."""
    if any((start / place).exists() for start in (folder, ROOT, ROOT / "cxmaturity")):
        return True
    return any((ROOT / "cxmaturity").rglob(place if "/" not in place else f"**/{place}"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_named_files_are_there(document: Path) -> None:
    """Every path in the map and in the decision records exists, also after files were moved."""
    assert sorted(place for place in places_of(document) if not exists(place, document.parent)) == []


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
