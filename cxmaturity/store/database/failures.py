"""Translates errors of the database drivers into messages for the user."""

import sqlite3

from sqlalchemy.exc import SQLAlchemyError

from cxmaturity.errors import DatabaseUnavailable

OTHERS_WRITE = (
    "The database is busy: an import or many answers are being stored.",
    "Wait a moment, then try again; what you entered is still on this page.",
)
ANOTHER_PROGRAM_WRITES = (
    "Another program is using the database.",
    "Close it or wait a moment, then try again; what you entered is still on this page.",
)
DAMAGED = (
    "The database file cannot be read as a database; it was left untouched.",
    "Put a backup in its place, or move it away to begin anew.",
)
NO_FIT = ("This does not fit with what the database holds; nothing was changed.", "Reload the page and try again.")
WITHOUT_TABLES = (
    "The database has not the tables that it should have; nothing was changed.",
    "Restore a backup, or point CXMATURITY_DATABASE_URL to another database.",
)
_KNOWN_FAILURES = (
    (("constraint",), *NO_FIT),  # first: PostgreSQL quotes the row, which may contain any word below
    (("locked", "busy", "lock timeout", "deadlock"), *ANOTHER_PROGRAM_WRITES),
    (
        ("statement timeout",),
        "The database took too long for this; nothing was changed.",
        "Wait a moment, then try again; what you entered is still on this page.",
    ),
    (("no such table", "no such column", "has no column", 'relation "', 'column "'), *WITHOUT_TABLES),
    (
        ("readonly", "read-only", "permission denied"),
        "The database can be read but not written.",
        "Give this user the right to write to it (an SQLite file: to its folder too), then try again.",
    ),
    (("full", "no space left"), "The disk is full.", "Free some space, then try again; nothing was half-written."),
    (("not a database", "malformed"), *DAMAGED),
    (
        ("unable to open", "no such file", "not a directory", "is a directory", "file exists"),
        "The database file cannot be opened.",
        "Check that its folder exists and that this user may write there.",
    ),
)


def unavailable(error: SQLAlchemyError | sqlite3.Error | OSError) -> DatabaseUnavailable:
    """Return the error for the user; the driver's own message stays in the chained exception."""
    driver_message = str(getattr(error, "orig", None) or error).lower()
    for parts, message, fix in _KNOWN_FAILURES:
        if any(part in driver_message for part in parts):
            return DatabaseUnavailable(message, fix)
    return server_silent()


def server_silent() -> DatabaseUnavailable:
    """Return the error for a database server that does not reply."""
    return DatabaseUnavailable(
        "The database does not answer.", "Check that it runs and can be reached, then try again."
    )
