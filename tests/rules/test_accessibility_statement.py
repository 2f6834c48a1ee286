"""Every test that docs/accessibility.md refers to exists."""

import re

from tests.build import ROOT

_DOCUMENT = ROOT / "docs" / "accessibility.md"


def _missing_tests(document: str) -> list[str]:
    """Return the tests named in a document that do not exist, each as `folder/file.py::name`."""
    missing = []
    for file, name in re.findall(r"`([a-z_/]+\.py)(?:::(\w+))?`", document):
        path = ROOT / "tests" / file
        if not path.name.startswith("test_"):
            continue
        if not path.exists() or (name and f"def {name}(" not in path.read_text(encoding="utf-8")):
            missing.append(f"{file}::{name}" if name else file)
    return missing


def test_each_test_that_the_statement_names_exists() -> None:
    """After renaming or removing a test, the statement's reference must be changed too."""
    assert _missing_tests(_DOCUMENT.read_text(encoding="utf-8")) == []


def test_a_claim_without_a_test_is_noticed() -> None:
    """An unknown file, folder and name are reported, so the check can fail; a file of the app is none."""
    named = "`browser/test_nothing.py`, `nowhere/test_frame.py`, `browser/frame/test_frame.py::test_nothing`, `ui/a.py`"
    assert _missing_tests(named) == [
        "browser/test_nothing.py",
        "nowhere/test_frame.py",
        "browser/frame/test_frame.py::test_nothing",
    ]


def test_every_criterion_of_the_two_levels_has_its_row() -> None:
    """The 55 criteria of WCAG 2.2 A and AA each have a row or are in a range."""
    rows = re.findall(r"(?m)^\| ([\d.,–A-Za-z\- ]+) \|", _DOCUMENT.read_text(encoding="utf-8"))
    named = {number for row in rows for number in re.findall(r"\d\.\d\.\d+", row)}
    named |= {f"1.2.{i}" for i in range(1, 6)}
    assert len(named) == 55, sorted(named)
