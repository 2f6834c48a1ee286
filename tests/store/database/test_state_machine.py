"""All services at once, used at random by people in two windows each; `make soak` does the same for long."""

from pathlib import Path

from tests.soak.machine import use_at_random


def test_whatever_people_do_what_was_acknowledged_is_kept(url: str, tmp_path: Path) -> None:
    """Answers on older and newer revisions, votes, agreed levels, targets, plans, teams, imports, backups.

    After each step the database holds what was acknowledged, all of it, once, and nothing else, and results are those
    of the stored answers.
    """
    examples = 12 if url.startswith("sqlite") else 6  # the promises are the same; what differs is the SQL of each step
    use_at_random(url, tmp_path, examples, steps=30)
