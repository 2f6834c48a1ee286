"""Private codes, with which participants return to their own answers, and the codes of one-time slips."""

import unicodedata
from hashlib import sha256
from secrets import choice

from cxmaturity.records import Assessment

CHARACTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""The characters of all codes that people type, without those that look alike."""

_LENGTH = 16  # characters: about 79 bits
_MAX_TYPED = 100  # characters of a typed code that are read: normalising endless text takes minutes
_SLIP_LENGTH = 12  # about 59 bits: enough, as slips are used once and guesses are limited


def new_code() -> str:
    """Return a new random private code: four groups of four letters and digits."""
    return _new(_LENGTH)


def normalise_code(code: str) -> str | None:
    """Return a typed private code in the form of `new_code`; None when it cannot be one."""
    return _normalise(code, _LENGTH)


def new_slip() -> str:
    """Return the code of a new one-time slip: three groups of four letters and digits."""
    return _new(_SLIP_LENGTH)


def normalise_slip(code: str) -> str | None:
    """Return a typed slip code in the form of `new_slip`; None when it cannot be one."""
    return _normalise(code, _SLIP_LENGTH)


def _new(length: int) -> str:
    return _in_groups("".join(choice(CHARACTERS) for _ in range(length)))


def typed_characters(code: str) -> str:
    """Return the letters and digits of a typed code in capitals; full-width ones, as in Japan, become ASCII."""
    normalised = unicodedata.normalize("NFKC", code[:_MAX_TYPED])
    return "".join(c for c in normalised.upper() if c.isalnum())


def _normalise(code: str, length: int) -> str | None:
    letters = typed_characters(code)
    return None if len(letters) != length or set(letters) - set(CHARACTERS) else _in_groups(letters)


def _in_groups(letters: str) -> str:
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def participant_key(row: Assessment, code: str) -> str:
    """Return the hash under which a private code is stored.

    It is the same in all linked surveys of a team with the same privacy, and in all rounds of a repeating open survey;
    elsewhere it differs from round to round. A code never has the same key in an open and in an anonymous round.
    """
    if row.privacy == "anonymous":
        return sha256(f"{row.team_id if row.is_linked else row.id}:{code}".encode()).hexdigest()
    key = sha256(f"{row.team_id if row.is_linked else row.series_id or row.id}:{code}".encode()).hexdigest()
    return sha256(f"open:{key}".encode()).hexdigest()


def team_token(row: Assessment) -> str:
    """Return the path segment of a team's linked surveys, under which a browser keeps a person's code in a cookie."""
    return sha256(f"cx-maturity, linked surveys of a team\0{row.team_id}".encode()).hexdigest()[:24]
