"""Unicode normalisation is used only for text of bounded length: its time grows with the square of a run of marks."""

import ast
from pathlib import Path

from tests.build import ROOT

BOUNDED = {
    "export/glyphs.py": "it asks for the category of single signs",
    "files/models/converted_model.py": "an id is made of at most 200 characters",
    "export/slides/canvas.py": "it asks for the direction of single letters",
    "charts/text_fitting.py": "it asks for the width of single letters",
    "files/imports/opening/likely_words.py": "it asks for category, name and base of single letters of a sample",
    "files/imports/cells/normalising.py": "normalise_text and fold_letters cut at MAX_COMPARED",
    "services/surveys/codes.py": "of a typed code at most _MAX_TYPED characters are read",
    "text_cleaning.py": "comparable_name cuts at MAX_NAME_LENGTH, and one more",
}


def normalises(source: str) -> bool:
    """Whether a module uses Unicode normalisation."""
    if "unicodedata" not in source:
        return False
    for node in ast.walk(ast.parse(source)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        module = node.module if isinstance(node, ast.ImportFrom) else None
        if "unicodedata" in (*names, module):
            return True
    return False


def test_a_module_that_normalises_is_noticed() -> None:
    """By either kind of import, anywhere in the file."""
    assert normalises("import unicodedata")
    assert normalises("def f():\n    from unicodedata import normalize")
    assert not normalises("value.normalize()")


def test_each_place_that_normalises_text_bounds_it() -> None:
    """Each module that normalises is listed with what bounds its text."""
    package = ROOT / "cxmaturity"
    places = {
        Path(file).relative_to(package).as_posix()
        for file in package.rglob("*.py")
        if normalises(file.read_text(encoding="utf-8"))
    }
    assert places == set(BOUNDED)
