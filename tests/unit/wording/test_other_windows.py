"""What another window has done is told in one order of words, from one place."""

import ast
from pathlib import Path

import pytest

import cxmaturity
from cxmaturity.wording.language import other_windows as words

PACKAGE = Path(cxmaturity.__file__).parent
MAKER = PACKAGE / "wording" / "language" / "other_windows.py"


def shown_texts(source: str) -> list[str]:
    """Return the texts of Python code that are not docstrings, those of f-strings in parts."""
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
    """Somebody who has met one of these sentences reads the next one at a glance."""
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
    """A sentence of its own would tell the same event in other words."""
    texts = [text for text in shown_texts(path.read_text(encoding="utf-8")) if "another window" in text.lower()]
    assert bool(texts) == (path == MAKER)


def test_the_answer_form_says_it_in_the_same_words() -> None:
    """Its script writes the one such sentence that no Python makes."""
    script = (PACKAGE / "browser" / "answering" / "answer_status.js").read_text(encoding="utf-8")
    assert f"'{words.shown_as_changed('This answer')}'" in script
