"""The address of an SQLite file, in a module that settings can import without SQLAlchemy."""

from pathlib import Path
from urllib.parse import quote


def sqlite_address(file: Path) -> str:
    """Return the URL of an SQLite file; escaped, because in a URL `?` begins options and `%20` is a blank."""
    return f"sqlite:///{quote(str(file))}"
