"""All services used at random by people in two windows each; `make soak` does the same for longer."""

from pathlib import Path

from tests.soak.machine import use_at_random


def test_after_any_actions_everything_acknowledged_is_stored(url: str, tmp_path: Path) -> None:
    """Answers on current and old revisions, votes, agreed levels, targets, plans, teams, imports, backups.

    After each step the database holds everything acknowledged, once, and nothing else; results are those of the stored
    answers.
    """
    examples = 12 if url.startswith("sqlite") else 6  # only the SQL of each step differs
    use_at_random(url, tmp_path, examples, steps=30)
