"""Modules joined into one script share one scope, so each name is declared once."""

import re
from collections import Counter

import pytest

from cxmaturity.browser import assets
from tests.build import ROOT

_FOLDER = ROOT / "cxmaturity" / "browser"
SCRIPTS = sorted(path.relative_to(_FOLDER).as_posix() for path in _FOLDER.rglob("*.js"))
_DECLARED = re.compile(r"^(?:export )?(?:default )?(?:async )?(?:const|let|var|function|class) (\w+)", re.MULTILINE)


@pytest.mark.parametrize("entry", SCRIPTS)
def test_no_name_is_declared_twice(entry: str) -> None:
    """A browser refuses a script in which two modules declare the same name."""
    modules = assets.in_import_order(_FOLDER / entry)  # as they are written: indented within functions
    names = Counter(name for module in modules for name in _DECLARED.findall(module.read_text("utf-8")))
    assert [name for name, count in names.items() if count > 1] == []


def test_a_name_declared_twice_is_noticed() -> None:
    """Top-level declarations of any kind are checked; names inside functions are not."""
    source = "const A = 1\nexport function A() {\n  const B = 1\n}\nlet B = 2"
    assert Counter(_DECLARED.findall(source)) == {"A": 2, "B": 1}
