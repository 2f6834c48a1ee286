"""What SQL decides is tried on both kinds of database."""

from tests.store.conftest import Senders

FOR_SQLITE = (
    "database/backups.py: check",  # a backup is an SQLite file
    "database/engine.py",
    "database/sqlite_copy.py",
    "database/sqlite_file.py",
)


def test_everything_that_sends_sql_is_run_on_postgresql(senders: Senders) -> None:
    """By some test with the mark `each_database`; this one comes last, and only when all tests of the store are run."""
    only_on_sqlite = senders["sqlite"] - senders["postgresql"]
    assert {function for function in only_on_sqlite if not function.startswith(FOR_SQLITE)} == set()
