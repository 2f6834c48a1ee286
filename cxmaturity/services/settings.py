"""Where things are: the database's address, the folder of questionnaires, and the owner's key."""

import os
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

from platformdirs import user_data_path

_PACKAGE = Path(__file__).resolve().parents[1]
_IS_INSTALLED = (_PACKAGE / "app").is_dir()  # a checkout has these files beside the package, an installation inside it

APP_FOLDER = _PACKAGE / "app" if _IS_INSTALLED else _PACKAGE.parent
"""Where app.py, pages/ and questionnaires/ are."""

DATA_FOLDER = user_data_path("cxmaturity") if _IS_INSTALLED else APP_FOLDER / "var"
"""Where the database and the access key are kept: an update of the package must not take them with it."""

QUESTIONNAIRES = APP_FOLDER / "questionnaires"
MIN_KEY_LENGTH = 16


def database_url() -> str:
    """Return CXMATURITY_DATABASE_URL, or the SQLite file var/cxmaturity.db beside the program."""
    return os.environ.get("CXMATURITY_DATABASE_URL") or f"sqlite:///{DATA_FOLDER / 'cxmaturity.db'}"


def access_key() -> Callable[[], str]:
    """Return what tells the owner's key: CXMATURITY_ACCESS_KEY, else the one kept beside the program, made when asked.

    Ends the program when the key given is short enough to be guessed: nothing has started yet.
    """
    given = os.environ.get("CXMATURITY_ACCESS_KEY", "").strip()
    if given and len(given) < MIN_KEY_LENGTH:
        fault = f"CXMATURITY_ACCESS_KEY has {len(given)} characters, and needs at least {MIN_KEY_LENGTH}."
        raise SystemExit(f"{fault} Choose a longer one, or unset it to have one made.")
    return (lambda: given) if given else cache(lambda: load_or_create_key(DATA_FOLDER / "access-key"))


def load_or_create_key(file: Path) -> str:
    """Return the key in this file, made when there is none; one for this run only when it cannot be written."""
    try:
        kept = file.read_text("utf-8").strip()
    except FileNotFoundError:
        kept = ""
    except (OSError, ValueError):  # not ours to write over
        return secrets.token_urlsafe(32)
    if len(kept) >= MIN_KEY_LENGTH:
        return kept
    made = secrets.token_urlsafe(32)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, written = tempfile.mkstemp(dir=file.parent)  # for its owner's eyes only
        with open(handle, "w", encoding="utf-8") as whole:
            whole.write(made)
        os.replace(written, file)
    return made
