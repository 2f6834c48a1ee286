"""Tests look for a widget by its whole key: of a scoped one, which ends with an id, the name alone is never there."""

import re

import pytest

from tests.build import ROOT
from tests.rules.source import MODULES, PAGES

_SCOPED = re.compile(r"\bscoped\(f?\"([\w-]+)\"")
_WHOLE_KEY = re.compile(r"(?:\.key [!=]=|\bkey=) \"([\w-]+)\"|\bkey=\"([\w-]+)\"|\"([\w-]+)\" (?:not )?in keys\(")


def whole_keys(source: str) -> set[str]:
    """Return the keys that a test compares with those of a page, or finds a widget by."""
    return {name for match in _WHOLE_KEY.findall(source) for name in match if name}


@pytest.mark.parametrize(
    "source",
    ['[box.key == "plan-owner"]', 'page.button(key="plan-owner")', 'assert "plan-owner" not in keys(page)'],
)
def test_a_whole_key_is_noticed(source: str) -> None:
    """Compared, as the key of a widget, and among the keys of a page."""
    assert whole_keys(source) == {"plan-owner"}
    assert whole_keys(source.replace('"plan-owner"', 'scoped("plan-owner", team)')) == set()


def test_no_scoped_key_is_looked_for_without_its_id() -> None:
    """Else a test that nothing of this key is there could not fail."""
    scoped = {name for path in [*MODULES, *PAGES] for name in _SCOPED.findall(path.read_text("utf-8"))}
    assert "plan-owner" in scoped
    files = [path for top in ("pages", "browser") for path in sorted((ROOT / "tests" / top).rglob("*.py"))]
    looked_for = {path.relative_to(ROOT).as_posix(): whole_keys(path.read_text("utf-8")) & scoped for path in files}
    assert {name: keys for name, keys in looked_for.items() if keys} == {}
