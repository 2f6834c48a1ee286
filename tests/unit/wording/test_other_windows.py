"""Sentences about changes made in another window have one word order and are written in one module."""

import ast
from pathlib import Path

import pytest

import cxmaturity
from cxmaturity.wording.language import other_windows as words

PACKAGE = Path(cxmaturity.__file__).parent
MAKER = PACKAGE / "wording" / "language" / "other_windows.py"


def shown_texts(source: str) -> list[str]:
    """Return the string literals of Python code without docstrings; those of f-strings in parts."""
    nodes = [*ast.walk(ast.parse(source))]
    docstrings = {
        id(node.value) for node in nodes if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]


def test_each_sentence_names_the_thing_first_and_the_window_last() -> None:
    """All these sentences have the same pattern."""
    assert words.done_elsewhere("“Call back”", "deleted") == "“Call back” was deleted in another window."
    assert words.changed_elsewhere("The name", "Autumn") == "The name was changed in another window to: Autumn."
    assert words.replaced_here("This note", "“Ask Ben”") == (
        "This note had been changed in another window to: “Ask Ben”. Yours is saved in its place."
    )
    assert words.form_conflict("This vote", "4", "Vote again") == (
        "This vote was changed in another window to: 4. Vote again to put what you see here in its place."
    )


@pytest.mark.parametrize(
    "path", [p for p in PACKAGE.rglob("*.py") if "another window" in p.read_text("utf-8")], ids=str
)
def test_no_other_module_writes_such_a_sentence(path: Path) -> None:
    """Otherwise the same event would have two wordings."""
    texts = [text for text in shown_texts(path.read_text(encoding="utf-8")) if "another window" in text.lower()]
    assert bool(texts) == (path == MAKER)


def test_the_answer_form_says_it_in_the_same_words() -> None:
    """The one such sentence in a script has the same wording."""
    script = (PACKAGE / "browser" / "answering" / "answer_status.js").read_text(encoding="utf-8")
    assert f"'{words.shown_as_changed('This answer')}'" in script
