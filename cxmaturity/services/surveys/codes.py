"""Private codes that let a participant come back to their own answers."""

from hashlib import sha256
from secrets import choice

from cxmaturity.records import Assessment

_CHARACTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is easily taken for another
_LENGTH = 16  # of 31 letters each: about 79 bits


def new_code() -> str:
    """Return a private code: four groups of four letters and digits, not to be guessed."""
    letters = "".join(choice(_CHARACTERS) for _ in range(_LENGTH))
    return "-".join(letters[i : i + 4] for i in range(0, _LENGTH, 4))


def normalise_code(code: str) -> str | None:
    """Return a code as `new_code` writes it, however it was typed; None when it is none."""
    letters = "".join(c for c in code.upper() if c.isalnum())
    if len(letters) != _LENGTH or set(letters) - set(_CHARACTERS):
        return None
    return "-".join(letters[i : i + 4] for i in range(0, _LENGTH, 4))


def participant_key(row: Assessment, code: str) -> str:
    """Return the hash that is stored of a private code.

    It is the same in all anonymous surveys of a team that link answers, and of this round alone everywhere else. No
    code has the same key in an open and in an anonymous round.
    """
    key = sha256(f"{row.team_id if row.is_linked else row.id}:{code}".encode()).hexdigest()
    return key if row.privacy == "anonymous" else sha256(f"open:{key}".encode()).hexdigest()


def team_token(row: Assessment) -> str:
    """Return the part of an address below which a browser keeps a person's code for the linked surveys of a team."""
    return sha256(f"cx-maturity, linked surveys of a team\0{row.team_id}".encode()).hexdigest()[:24]
