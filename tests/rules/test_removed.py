"""Every query excludes removed assessments, or is listed here with the reason why not."""

import ast
import re

from tests.build import ROOT

STORE = ROOT / "cxmaturity" / "store"

_ASKS = re.compile(r"IS_KEPT|removed_at|is_kept|select_assessments\(|_is_milestone_of|_newest_first|_listed\(")
_READS = re.compile(r"\bselect\([^)]*(t\.assessment\b|\ba\.)|select_from\(\s*t\.assessment\b|join\(t\.assessment\b")

NEED_NOT = {
    "responses._ID_BY_INVITATION": "the assessment is then read by its id",
    "responses.is_linked_key": "a private code stays its person's own, for when the round is put back",
    "trends.earlier_closings": "of assessments that were read as kept ones",
    "teams.lock_team_for_removal": "a team is removed with all it has",
    "teams.counts_of_team": "a team is removed with all it has",
}


def queries(source: str) -> dict[str, str]:
    """Return the source of each function and each constant of a module that reads the table of assessments, by name."""
    parts: dict[str, str] = {}
    lines = source.splitlines(keepends=True)
    for node in ast.parse(source).body:
        name = node.name if isinstance(node, ast.FunctionDef) else ""
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
        text = "".join(lines[node.lineno - 1 : node.end_lineno])
        if name and "t.assessment" in text and _READS.search(text):
            parts[name] = text
    return parts


def test_every_query_asks_for_kept_assessments() -> None:
    """All functions and constants of the store; a listed reason whose function no longer exists is reported too."""
    reading = {
        f"{path.stem}.{name}": text
        for path in sorted(STORE.rglob("*.py"))
        for name, text in queries(path.read_text(encoding="utf-8")).items()
    }
    assert {name for name, text in reading.items() if not _ASKS.search(text)} == set(NEED_NOT)
    assert "trends.reopened_labels" in reading  # it is looked for in the right way
