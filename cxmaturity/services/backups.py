"""Backing up, restoring and checking the database, told as what is in it."""

from pathlib import Path

from cxmaturity.store.database import backups
from cxmaturity.store.database.sqlite_copy import Digests
from cxmaturity.wording.backups import database_contents


def back_up(url: str, file: Path) -> str:
    """Write the database to a new file and return what is in it, in words; raises as `store.backups` does."""
    return _contents(backups.back_up(url, file))


def restore(url: str, file: Path) -> str:
    """Write a backup to a new or empty database and return what is in it, in words; raises as `store.backups` does."""
    return _contents(backups.restore(url, file))


def check(url: str) -> tuple[str, list[str]]:
    """Return what is in the database, and what is wrong with it, in words; raises as `store.backups` does."""
    digests, faults = backups.check(url)
    return _contents(digests), faults


def _contents(digests: Digests) -> str:
    teams, assessments, answers = (digests[name].rows for name in ("team", "assessment", "answer"))
    return database_contents(teams, assessments, answers)
