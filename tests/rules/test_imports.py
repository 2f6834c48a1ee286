"""Rules that import-linter cannot check: pages, sizes, and a core without clock, chance or files."""

import ast
import re
from pathlib import Path

import pytest

from tests.build import ROOT
from tests.rules.source import MODULES, PAGES, imported, lines_of, tree_of

BROWSER_TESTS = ROOT / "tests" / "browser"

AT_THE_EDGE = {"store", "services", "answer_form", "browser", "files", "ui", "web", "cli", "__main__"}
READS_FILES = {
    Path("questionnaire", "yaml_files.py"),
    *(Path("export", name) for name in ("pdf.py", "glyphs.py", "pictures.py", "typesetting.py")),
}
NOT_IN_APP = {"sqlalchemy", "alembic", "plotly", "yaml", "scipy"}
IMPURE_MODULES = {"os", "time", "random", "secrets", "tempfile", "subprocess", "socket"}
IMPURE_NAMES = {"open", "input"}
IMPURE_ATTRIBUTES = {"now", "today", "utcnow", "uuid1", "uuid4"}
IMPURE_METHODS = {"open", "read_text", "read_bytes", "write_text", "write_bytes"}
SEEDED = {"default_rng", "Generator", "SeedSequence", "BitGenerator", "PCG64"}


def layer_of(module: Path) -> str:
    return module.relative_to(ROOT / "cxmaturity").parts[0].removesuffix(".py")


def impurities(source: str) -> list[str]:
    """Return each use of clock, environment, chance or files, as "line: what"."""
    tree = ast.parse(source)
    places = [(0, f"import {name}") for name in imported(tree) if name.split(".")[0] in IMPURE_MODULES]
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) if name in IMPURE_NAMES:
                places.append((node.lineno, name))
            case ast.Attribute(attr=name) if name in IMPURE_ATTRIBUTES:
                places.append((node.lineno, name))
            case ast.Call(func=ast.Attribute(attr=name)) if name in IMPURE_METHODS:
                places.append((node.lineno, name))
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id="np" | "numpy"), attr="random"), attr=name):
                if name not in SEEDED:
                    places.append((node.lineno, f"numpy.random.{name}"))
            case ast.Call(func=ast.Attribute(attr="default_rng"), args=[], keywords=[]):
                places.append((node.lineno, "default_rng without a seed"))
    return [f"{line}: {what}" for line, what in sorted(places)]


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "from time import monotonic",
        "from datetime import datetime\nx = datetime.now()",
        "import datetime as dt\nx = dt.date.today()",
        "made = field(default_factory=datetime.now)",
        "from uuid import uuid4\nx = uuid.uuid4()",
        "open('answers.csv')",
        "path.read_text()",
        "np.random.normal()",
        "np.random.default_rng()",
    ],
)
def test_impurities_are_noticed(source: str) -> None:
    """Each way to read clock, chance, environment or a file is reported."""
    assert impurities(source)


@pytest.mark.parametrize(
    "source",
    ["record(response, now=now)", "np.random.default_rng(seed)", "rng.random(5)", "from uuid import UUID"],
)
def test_what_callers_pass_in_is_fine(source: str) -> None:
    """Times, seeds and ids that are parameters are not reported."""
    assert impurities(source) == []


def test_the_core_reads_no_clock_chance_environment_or_file() -> None:
    """So the same arguments always give the same result."""
    core = [
        module
        for module in MODULES
        if layer_of(module) not in AT_THE_EDGE and module.relative_to(ROOT / "cxmaturity") not in READS_FILES
    ]
    assert [
        f"{module.relative_to(ROOT)}:{fault}"
        for module in core
        for fault in impurities(module.read_text(encoding="utf-8"))
    ] == []


def test_pages_never_import_each_other() -> None:
    """Importing a page would run it."""
    names = {"pages", *(page.stem for page in PAGES)}
    assert [
        f"{page.name} imports {name}"
        for page in PAGES
        for name in imported(tree_of(page))
        if name.startswith(".") or name.split(".")[0] in names
    ] == []


def test_pages_are_short_scripts() -> None:
    """At most 120 lines, without function definitions."""
    definitions = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    faults = [f"{page.name} has {lines_of(page)} lines" for page in PAGES if lines_of(page) > 120]
    for page in PAGES:
        nodes = ast.walk(tree_of(page))
        faults += [f"{page.name}:{node.lineno} defines something" for node in nodes if isinstance(node, definitions)]
    assert faults == []


def test_nothing_is_imported_from_a_file_of_tests() -> None:
    """What tests share stands in a module named after its subject, or in a conftest, where it is looked for."""
    files = [file for folder in ("tests", "bench") for file in (ROOT / folder).rglob("*.py")]
    assert [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in files
        for name in imported(tree_of(file))
        if name.startswith("tests.") and any(part.startswith("test_") for part in name.split(".")[:-1])
    ] == []


def test_other_tests_import_nothing_from_the_browser_tests() -> None:
    """What they share stands in `tests` itself, so that no other test loads the driver and its fixtures."""
    others = [file for file in (ROOT / "tests").rglob("*.py") if BROWSER_TESTS not in file.parents]
    assert [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in others
        for name in imported(tree_of(file))
        if name.startswith("tests.browser")
    ] == []


def test_app_only_wires_things_together() -> None:
    """app.py imports no SQL, charts, files or statistics, and nothing imports it."""
    assert {name.split(".")[0] for name in imported(tree_of(ROOT / "app.py"))} & NOT_IN_APP == set()
    may_use_it = [p for p in [*PAGES, *MODULES] if re.search(r"\bimport\b.*\bapp\b|\bfrom app\b", p.read_text("utf-8"))]
    assert [p.name for p in may_use_it if "app" in {name.split(".")[0] for name in imported(tree_of(p))}] == []
