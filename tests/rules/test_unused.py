"""Unused code is removed: what only tests use of the app counts as unused, also a field that only they read."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cxmaturity.store.tables import metadata
from cxmaturity.wording.exports.receipts import COLUMNS as SHOWN_IN_RECEIPTS
from tests.build import ROOT
from tests.rules.source import MODULES, PAGES

USERS = [
    *MODULES,
    ROOT / "app.py",
    *PAGES,
    *(ROOT / "bench").rglob("*.py"),
    *(file for kind in ("html", "js", "typ") for file in (ROOT / "cxmaturity").rglob(f"*.{kind}")),
]

TESTS = sorted({*(ROOT / "tests").rglob("*.py")} - {Path(__file__)})

USED_FROM_OUTSIDE = {
    "_check_access_key": "pydantic calls it as a validator",
    "_check_questionnaires": "pydantic calls it as a validator",
    "_check_trusted_proxies": "pydantic calls it as a validator",
    "_prepare_formula": "XlsxWriter calls it for each formula",
    "process_bind_param": "SQLAlchemy calls it for each value written",
    "process_result_value": "SQLAlchemy calls it for each value read",
    "json_schema": "the command in questionnaires/README.md calls it",
    "PERSONAL_TABLES": "a test compares it with the columns that a receipt names",
}

CALLED_IN_TESTS = {
    "handle_data": "the standard library's HTML parser calls it",
    "handle_endtag": "the standard library's HTML parser calls it",
    "handle_starttag": "the standard library's HTML parser calls it",
    "pytest_collection_finish": "pytest calls it",
    "pytest_collection_modifyitems": "pytest calls it",
    "pytest_generate_tests": "pytest calls it",
    "redirect_request": "urllib calls it",
    "teardown": "hypothesis calls it after each example",
}

_READ = re.compile(r"""\.(\w+)|["'](\w+)["']""")
_DEFINED = re.compile(r"^[ \t]*(?:async )?(?:def|class) (\w+)|^(\w+)(?:: [^=\n]+)? = ", re.MULTILINE)


def defined_names(source: str) -> set[str]:
    """Return the functions, methods and classes of a module, and constants assigned on their own line."""
    return {name for pair in _DEFINED.findall(source) for name in pair if name and not name.startswith("__")}


def decorated_names(source: str) -> set[str]:
    """Return the functions, methods and classes with a decorator, such as a fixture; the decorator uses them."""
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in ast.walk(ast.parse(source)) if isinstance(node, definitions) and node.decorator_list}


def fields(source: str) -> Iterator[str]:
    """Yield the fields of a module's dataclasses and named tuples."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.ClassDef):
            continue
        bases = [ast.unparse(base) for base in [*node.decorator_list, *node.bases]]
        if any(base.startswith(("dataclass", "NamedTuple")) for base in bases):
            yield from (
                line.target.id
                for line in node.body
                if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
            )


def test_fields_are_noticed() -> None:
    """Those of dataclasses and named tuples, whose instances are built with all of them."""
    source = "@dataclass(frozen=True)\nclass A:\n    size: int\n    def f(self) -> None: ...\n"
    source += "class B(NamedTuple):\n    name: str\nclass C(BaseModel):\n    text: str\n"
    assert list(fields(source)) == ["size", "name"]


def test_every_field_is_read() -> None:
    """Each field is read as an attribute, or by its name in quotes or in a template or script."""
    read: set[str] = set()
    for file in USERS:
        text = file.read_text(encoding="utf-8")
        read.update(*_READ.findall(text)) if file.suffix == ".py" else read.update(re.findall(r"\w+", text))
    sources = [file.read_text(encoding="utf-8") for file in MODULES]
    holders = [source for source in sources if "@dataclass" in source or "NamedTuple" in source]
    assert {name for source in holders for name in fields(source)} - read == set()


def test_every_column_is_read() -> None:
    """Each column outside a key is read by the store, a field of a record, or shown in participants' receipts."""
    store = "".join(file.read_text("utf-8") for file in (ROOT / "cxmaturity" / "store").rglob("*.py"))
    records = [ROOT / "cxmaturity" / "records.py", ROOT / "cxmaturity" / "store" / "workshop" / "workshops.py"]
    read = {*re.findall(r"\.(\w+)", store), *(name for file in records for name in fields(file.read_text("utf-8")))}
    columns = [c for table in metadata.sorted_tables for c in table.columns if not c.primary_key]
    assert [str(c) for c in columns if c.name not in read and str(c) not in SHOWN_IN_RECEIPTS] == []


def test_definitions_are_noticed() -> None:
    """Functions, methods, classes and constants, but no calls or assigned attributes."""
    source = "LIMIT: int = 3\nclass Bar:\n    def size(self): ...\nasync def stop(): ...\nself.x = run()\n"
    assert defined_names(source) == {"LIMIT", "Bar", "size", "stop"}


def test_everything_is_used() -> None:
    """Each name occurs a second time in the app, its pages, templates and scripts, or in the benchmarks."""
    words = Counter(word for file in USERS for word in re.findall(r"\w+", file.read_text(encoding="utf-8")))
    sources = [file.read_text(encoding="utf-8") for file in MODULES if "migrations/versions" not in file.as_posix()]
    unused = {name for source in sources for name in defined_names(source) if words[name] == 1}
    assert unused == set(USED_FROM_OUTSIDE)


def test_every_helper_of_the_tests_is_used() -> None:
    """Each name occurs a second time in the tests; tests and what is decorated are called by others."""
    sources = [file.read_text(encoding="utf-8") for file in TESTS]
    words = Counter(word for source in sources for word in re.findall(r"\w+", source))
    unused = set()
    for source in sources:
        once = {name for name in defined_names(source) if words[name] == 1 and not name.startswith(("test_", "Test"))}
        unused |= once - decorated_names(source) if once else set()
    assert unused == set(CALLED_IN_TESTS)
