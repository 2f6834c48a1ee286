"""Backs up, restores and checks the database, and describes its contents in words."""

from pathlib import Path

from cxmaturity.store.database import backups
from cxmaturity.store.database.sqlite_copy import Digests
from cxmaturity.wording.command_line import database_contents


def back_up(url: str, file: Path) -> str:
    """Write the database to a new file and return its contents in words; errors as in `store.database.backups`."""
    return _contents(backups.back_up(url, file))


def restore(url: str, file: Path) -> str:
    """Write a backup to an empty database and return its contents in words; errors as for `back_up`."""
    return _contents(backups.restore(url, file))


def check(url: str) -> tuple[str, list[str]]:
    """Return the database's contents in words, and a sentence for each fault; errors as for `back_up`."""
    digests, faults = backups.check(url)
    return _contents(digests), faults


def check_backup(file: Path) -> tuple[str, list[str]]:
    """Return the contents of a backup in words, and a sentence for each fault; errors as for `back_up`."""
    digests, faults = backups.check_backup(file)
    return _contents(digests), faults


def _contents(digests: Digests) -> str:
    teams, assessments, answers = (digests[name].rows for name in ("team", "assessment", "answer"))
    return database_contents(teams, assessments, answers)
