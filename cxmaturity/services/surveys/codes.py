"""Private codes that let a participant come back to their own answers, and the codes of one-time slips."""

from hashlib import sha256
from secrets import choice

from cxmaturity.records import Assessment

_CHARACTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is easily taken for another
_LENGTH = 16  # of 31 letters each: about 79 bits
_SLIP_LENGTH = 12  # about 59 bits; a slip is used once, and guesses are counted


def new_code() -> str:
    """Return a private code: four groups of four letters and digits, not to be guessed."""
    return _new(_LENGTH)


def normalise_code(code: str) -> str | None:
    """Return a code as `new_code` writes it, however it was typed; None when it is none."""
    return _normalise(code, _LENGTH)


def new_slip() -> str:
    """Return the code of a one-time slip: three groups of four letters and digits."""
    return _new(_SLIP_LENGTH)


def normalise_slip(code: str) -> str | None:
    """Return the code of a slip as `new_slip` writes it, however it was typed; None when it is none."""
    return _normalise(code, _SLIP_LENGTH)


def _new(length: int) -> str:
    return _in_groups("".join(choice(_CHARACTERS) for _ in range(length)))


def _normalise(code: str, length: int) -> str | None:
    letters = "".join(c for c in code.upper() if c.isalnum())
    return None if len(letters) != length or set(letters) - set(_CHARACTERS) else _in_groups(letters)


def _in_groups(letters: str) -> str:
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def participant_key(row: Assessment, code: str) -> str:
    """Return the hash that is stored of a private code.

    It is the same in all anonymous surveys of a team that link answers, in all rounds of an open survey that repeats,
    and of this round alone everywhere else. No code has the same key in an open and in an anonymous round.
    """
    if row.privacy == "anonymous":
        return sha256(f"{row.team_id if row.is_linked else row.id}:{code}".encode()).hexdigest()
    key = sha256(f"{row.team_id if row.is_linked else row.series_id or row.id}:{code}".encode()).hexdigest()
    return sha256(f"open:{key}".encode()).hexdigest()


def team_token(row: Assessment) -> str:
    """Return the part of an address below which a browser keeps a person's code for the linked surveys of a team."""
    return sha256(f"cx-maturity, linked surveys of a team\0{row.team_id}".encode()).hexdigest()[:24]
