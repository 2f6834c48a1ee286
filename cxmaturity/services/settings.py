"""Where things are: the database's address and the folder of questionnaires."""

import os
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
QUESTIONNAIRES = HOME / "questionnaires"


def database_url() -> str:
    """Return CXMATURITY_DATABASE_URL, or the SQLite file var/cxmaturity.db beside the program."""
    return os.environ.get("CXMATURITY_DATABASE_URL") or f"sqlite:///{HOME / 'var' / 'cxmaturity.db'}"
