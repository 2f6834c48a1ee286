"""The owner's sessions: each browser that presents the key gets a random one, which ends by signing out or a new key.

A session is signed with the key, so every process with the key can check it. Ended sessions are kept in a file.
"""

import hmac
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe

SESSION_DAYS = 400
"""How long a session lasts; browsers keep no cookie longer."""

LINK_SECONDS = 60
"""How long a one-time link can be used."""

_DAY_SECONDS = 24 * 60 * 60


def new_session(key: str, now: float) -> str:
    """Return a new session, the value of the browser's cookie; `now` is in seconds since 1970."""
    name = f"{int(now // _DAY_SECONDS)}-{token_urlsafe(24)}"
    return f"{name}.{_proof(key, 'session', name)}"


def session_name(key: str, session: str, now: float) -> str | None:
    """Return the name of a session signed with the key; None for any other and for one that is too old."""
    name, _, proof = session.rpartition(".")
    day = name.partition("-")[0]
    if not _is_equal(proof, _proof(key, "session", name)) or not day.isdecimal():
        return None
    return name if now < (int(day) + SESSION_DAYS) * _DAY_SECONDS else None


def one_time_key(key: str, now: float) -> str:
    """Return a text that replaces the key in a link, once and soon, because others can read command lines."""
    name = f"once-{int(now) + LINK_SECONDS}-{token_urlsafe(12)}"
    return f"{name}.{_proof(key, 'link', name)}"


def link_name(key: str, text: str, now: float) -> str | None:
    """Return the name of a one-time key made from this key; None for any other and for one that is too old."""
    name, _, proof = text.rpartition(".")
    if not _is_equal(proof, _proof(key, "link", name)):
        return None
    return name if now <= int(name.split("-")[1]) else None


def _proof(key: str, use: str, name: str) -> str:
    message = f"cx-maturity, the owner's {use}\0{name}".encode("utf-8", "surrogatepass")
    return hmac.new(key.encode(), message, sha256).hexdigest()


def _is_equal(text: str, expected: str) -> bool:
    return hmac.compare_digest(text.encode("utf-8", "surrogatepass"), expected.encode())


class EndedSessions:
    """The names of ended sessions and used links, kept in a file for restarts and for other processes."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._names: set[str] = set()
        self._read_at: tuple[int, int] | None = None  # modification time and size of the file when read

    def add(self, name: str) -> None:
        """End a session or use up a link; if the file cannot be written, only for this process."""
        self._names.add(name)
        with suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with open(descriptor, "w", encoding="utf-8") as file:
                file.write(f"{name}\n")

    def __contains__(self, name: str) -> bool:
        with suppress(OSError, ValueError):
            status = os.stat(self._file)
            if self._read_at != (status.st_mtime_ns, status.st_size):
                self._names.update(self._file.read_text(encoding="utf-8").split())
                self._read_at = status.st_mtime_ns, status.st_size
        return name in self._names
