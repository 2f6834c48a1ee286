"""What SQL decides is tried on both kinds of database."""

import ast
from collections.abc import Iterator

from tests.build import ROOT
from tests.store.conftest import Senders

FOR_SQLITE = (
    "database/backups.py: check",  # a backup is an SQLite file
    "database/engine.py",
    "database/sqlite_copy.py",
    "database/sqlite_file.py",
)
STORE = ROOT / "cxmaturity" / "store"


def functions_that_send() -> Iterator[str]:
    """Yield the functions of the store outside database/ and migrations/ that run a statement themselves."""
    for file in STORE.rglob("*.py"):
        if file.parent.name in ("database", "migrations", "versions"):
            continue
        for node in ast.parse(file.read_text("utf-8")).body:
            calls = (part.func for part in ast.walk(node) if isinstance(part, ast.Call))
            if isinstance(node, ast.FunctionDef) and any(
                isinstance(call, ast.Attribute)
                and isinstance(call.value, ast.Name)
                and call.value.id == "connection"
                and call.attr in ("execute", "scalar", "scalars")
                for call in calls
            ):
                yield f"{file.relative_to(STORE).as_posix()}: {node.name}"


def test_everything_that_sends_sql_is_run_on_postgresql(senders: Senders) -> None:
    """By some test with the mark `each_database`; this one comes last, and only when all tests of the store are run."""
    sending = senders["sqlite"] | {*functions_that_send()}
    assert len(sending) > 100
    left_out = [function for function in sending - senders["postgresql"] if not function.startswith(FOR_SQLITE)]
    assert not left_out, "\n".join(sorted(left_out))
