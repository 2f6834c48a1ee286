"""Names and texts are sorted by one key, after which those with accents stand among those without."""

import re

import pytest

from tests.build import ROOT
from tests.rules.source import MODULES, PAGES

BY_CASE = re.compile(r"key=str\.(?:casefold|lower)\b|key=lambda [^:]*:[^\n]*\.(?:casefold|lower)\(\)")


@pytest.mark.parametrize(
    ("source", "is_broken"),
    [
        ("sorted(names, key=str.casefold)", True),
        ("sorted(people, key=lambda one: (one.level, one.name.casefold()))", True),
        ("sorted(names, key=alphabetical)", False),
        ("wanted in text.casefold()", False),
    ],
)
def test_the_rule_knows_both_ways_of_sorting_by_case(source: str, is_broken: bool) -> None:
    """A method as the key, and a method called in the key; a comparison is no sorting."""
    assert bool(BY_CASE.search(source)) is is_broken


def test_nothing_is_sorted_by_case_alone() -> None:
    """Else Änna comes after Zoe: see `text_cleaning.alphabetical`."""
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in [*MODULES, *PAGES]}
    assert [name for name, text in texts.items() if BY_CASE.search(text)] == []
