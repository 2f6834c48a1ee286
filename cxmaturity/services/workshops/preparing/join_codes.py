"""Join codes, which people type to join a workshop."""

from datetime import datetime, timedelta
from secrets import choice

from cxmaturity.services.surveys.codes import CHARACTERS, typed_characters
from cxmaturity.store.database.engine import Connection
from cxmaturity.store.workshop import workshops as stored
from cxmaturity.workshops.state import WorkshopState

VALID_FOR = timedelta(days=3)
"""How long a code of a workshop that has begun is valid after the facilitator's last action."""

_LENGTH = 6  # characters: about 887 million codes


def unused_join_code(connection: Connection) -> str:
    """Return a random code that no workshop has."""
    while True:
        code = "".join(choice(CHARACTERS) for _ in range(_LENGTH))
        if stored.workshop_by_code(connection, code) is None:
            return code


def has_expired(state: WorkshopState, expires_at: datetime, now: datetime) -> bool:
    """Return whether a workshop's code has expired; until the workshop begins it does not, however early it is made."""
    return state.phase != "lobby" and expires_at < now


def format_code(code: str) -> str:
    """Return a code in the form in which it is shown and read aloud."""
    return f"{code[:3]} {code[3:]}"


def normalise_join_code(typed: str) -> str | None:
    """Return a typed join code without spaces and in capitals; None when it cannot be one."""
    characters = typed_characters(typed)
    return characters if len(characters) == _LENGTH and not set(characters) - set(CHARACTERS) else None
