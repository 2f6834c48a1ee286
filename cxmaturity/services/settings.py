"""Settings from the environment: the database, the owner's access key, the trusted proxies and the questionnaires."""

import os
import secrets
import tempfile
from contextlib import suppress
from functools import cached_property
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated

from platformdirs import user_data_path
from pydantic import ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from cxmaturity.errors import without_library_prefix
from cxmaturity.store.database.sqlite_address import sqlite_address

_PACKAGE = Path(__file__).resolve().parents[1]
_IS_INSTALLED = (_PACKAGE / "app").is_dir()  # an installation has app.py inside the package, a checkout beside it

APP_FOLDER = _PACKAGE / "app" if _IS_INSTALLED else _PACKAGE.parent
"""The folder with app.py, pages/ and questionnaires/."""

DATA_FOLDER = user_data_path("cxmaturity") if _IS_INSTALLED else APP_FOLDER / "var"
"""The folder with the database and the access key; outside the package, so that an update does not delete them."""

QUESTIONNAIRES = APP_FOLDER / "questionnaires"
MIN_KEY_LENGTH = 16
_PREFIX = "CXMATURITY_"


def start_command(port: int | None = None, *, is_for_network: bool = False) -> str:
    """Return the command that starts the app: an installation has `cxmaturity`, a checkout make."""
    if _IS_INSTALLED:
        options = [f"--port {port}"] if port else []
        return " ".join(["cxmaturity run", *options, *(["--network"] if is_for_network else [])])
    options = [f"PORT={port}"] if port else []
    return " ".join(["make run", *options, *(["NETWORK=1"] if is_for_network else [])])


class Settings(BaseSettings):
    """The values of the CXMATURITY_… environment variables; an empty variable counts as unset.

    `trusted_proxies` are addresses and networks; in the variable they are separated by commas.
    """

    model_config = SettingsConfigDict(env_prefix=_PREFIX, env_ignore_empty=True, frozen=True)

    database_url: str = sqlite_address(DATA_FOLDER / "cxmaturity.db")
    access_key: str | None = None
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    questionnaires: Path = QUESTIONNAIRES

    @field_validator("access_key")
    @classmethod
    def _check_access_key(cls, value: str | None) -> str | None:
        key = (value or "").strip()  # secret files often end with a line break
        if key and len(key) < MIN_KEY_LENGTH:
            raise ValueError(
                f"has {len(key)} characters, and needs at least {MIN_KEY_LENGTH}. "
                "Choose a longer one, or unset it to have one made."
            )
        return key or None

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _check_trusted_proxies(cls, value: str | tuple[str, ...]) -> tuple[str, ...]:
        parts = [part.strip() for part in value.split(",")] if isinstance(value, str) else value
        try:
            return tuple(str(ip_network(part)) for part in parts if part)
        except ValueError as error:
            raise ValueError(
                f"cannot be read: {error}. Write addresses or networks with commas between, "
                "such as 127.0.0.1, 10.0.0.0/8."
            ) from error

    @field_validator("questionnaires")
    @classmethod
    def _check_questionnaires(cls, value: Path) -> Path:
        if not value.is_dir():
            raise ValueError(f"names {value}, which is no folder.")
        return value

    @cached_property
    def owner_key(self) -> str:
        """The owner's key: from the settings, else from the data folder, where it is created on first use."""
        return self.access_key or load_or_create_key(DATA_FOLDER / "access-key")


def load_settings() -> Settings:
    """Return the settings from the current environment; print a message and exit when a value is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        faults = [(str(fault["loc"][0]).upper(), without_library_prefix(fault["msg"])) for fault in error.errors()]
        raise SystemExit("\n".join(f"{_PREFIX}{name} {message}" for name, message in faults)) from None


def protect_data_folder() -> None:
    """Make the data folder private; earlier versions created it readable for everybody."""
    with suppress(OSError):  # does not exist yet, or is another user's
        DATA_FOLDER.chmod(0o700)


def load_or_create_key(file: Path) -> str:
    """Return the key in this file, which is created if missing; if it cannot be written, the key lasts for this run.

    Processes that start at the same moment all get the same key: that of the first to put its file in place.
    """
    try:
        kept = _read_key(file)
    except (OSError, ValueError):  # not a key file: never overwritten
        return secrets.token_urlsafe(32)
    if len(kept) >= MIN_KEY_LENGTH:
        return kept
    new_key = secrets.token_urlsafe(32)
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, written = tempfile.mkstemp(dir=file.parent)  # readable only by this user
        with open(descriptor, "w", encoding="utf-8") as whole:
            whole.write(new_key)
        return _put_in_place(Path(written), file, new_key)
    return new_key


def _read_key(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except FileNotFoundError:
        return ""


def _put_in_place(written: Path, file: Path, new_key: str) -> str:
    """Rename the written file and return its key, or return the key of another process that was faster."""
    try:
        os.link(written, file)  # unlike a rename, it fails when the name is taken
    except FileExistsError:
        kept = _read_key(file)
        if len(kept) >= MIN_KEY_LENGTH:
            written.unlink()
            return kept
        os.replace(written, file)  # the stored key was truncated
    except OSError:  # a file system without hard links
        os.replace(written, file)
    else:
        written.unlink()
    return new_key
