"""Join codes, which people type to join a workshop."""

from secrets import choice

from cxmaturity.services.surveys.codes import CHARACTERS, typed_characters
from cxmaturity.store.database.engine import Connection
from cxmaturity.store.workshop import workshops as stored

_LENGTH = 6  # characters: about 887 million codes


def unused_join_code(connection: Connection) -> str:
    """Return a random code that no workshop has."""
    while True:
        code = "".join(choice(CHARACTERS) for _ in range(_LENGTH))
        if stored.workshop_by_code(connection, code) is None:
            return code


def format_code(code: str) -> str:
    """Return a code in the form in which it is shown and read aloud."""
    return f"{code[:3]} {code[3:]}"


def normalise_join_code(typed: str) -> str | None:
    """Return a typed join code without spaces and in capitals; None when it cannot be one."""
    characters = typed_characters(typed)
    return characters if len(characters) == _LENGTH and not set(characters) - set(CHARACTERS) else None
