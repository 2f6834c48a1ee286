"""Admission: who may take part in a survey or workshop.

As many people as are expected, more when the owner admits them, or only people with a one-time slip. The app can count
only browsers; that each is another person is certain only with slips, which somebody hands out.
"""

from dataclasses import dataclass
from hashlib import sha256
from secrets import SystemRandom

from cxmaturity.errors import Refused
from cxmaturity.records import Assessment
from cxmaturity.services.locking import lock_assessment
from cxmaturity.services.surveys.codes import new_slip, normalise_slip
from cxmaturity.store import assessments
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.store.surveys import admission as stored
from cxmaturity.store.workshop.votes import count_joined
from cxmaturity.wording.errors import NO_SURVEY, NO_WORKSHOP
from cxmaturity.wording.surveys.admission import ALL_EXPECTED_ARE_IN

MAX_SLIPS = 1_000
"""The largest number of slips that can be made at once."""

_MAX_WAITING = 500  # browsers that can wait; admitting more takes a second click


class Full(Refused):
    """As many people take part as are expected; the owner is asked whether more may."""

    def __init__(self) -> None:
        super().__init__(ALL_EXPECTED_ARE_IN, "Whoever invited you is asked to let you in.")


class Locked(Refused):
    """Nobody else may take part."""

    def __init__(self) -> None:
        super().__init__("Nobody else can take part now.", "Ask whoever invited you to let more people in.")


class SlipNeeded(Refused):
    """Only people with an unused slip may take part."""

    def __init__(self, is_missing: bool) -> None:
        if is_missing:
            super().__init__("To take part you need a slip of paper.", "Type the code on it, or scan its QR code.")
        else:
            super().__init__("This slip was used already, or it is for something else.", "Ask for another slip.")


@dataclass(frozen=True, slots=True)
class AdmissionStatus:
    """How many browsers wait for admission, and how many slips were made and used (None without slips)."""

    is_locked: bool
    asking: int
    slips: int | None
    slips_used: int


def admission_status(database: Database, row: Assessment) -> AdmissionStatus:
    """Return how many browsers wait for admission and how many slips were used."""
    with database.reading() as connection:
        unused = stored.count_unused_slips(connection, row.id) if row.slips else 0
        return AdmissionStatus(
            row.is_locked, stored.count_waiting(connection, row.id), row.slips, (row.slips or 0) - unused
        )


def has_place(database: Database, row: Assessment) -> bool:
    """Return whether one more person may start without being admitted by the owner."""
    with database.reading() as connection:
        try:
            _refuse_without_place(connection, row)
        except Full:
            return False
    return True


def admit(connection: Connection, row: Assessment, slip: str) -> None:
    """Let one more person start, with their slip where slips are in use; raises Full, Locked and SlipNeeded.

    The caller must hold the lock on the assessment's row, so that two people cannot take the last place or use the same
    slip.
    """
    if row.slips is None:
        _refuse_without_place(connection, row)
        return
    if row.is_locked:
        raise Locked
    code = normalise_slip(slip)
    if code is None or not stored.use_slip(connection, row.id, _slip_hash(row.id, code)):
        raise SlipNeeded(is_missing=not slip.strip())


def _refuse_without_place(connection: Connection, row: Assessment) -> None:
    if row.is_locked:
        raise Locked
    places = row.places or row.expected
    if places is not None and count_joined(connection, row.id) >= places:
        raise Full


def request_admission(database: Database, assessment_id: str, visitor: str) -> None:
    """Store that the browser with this code waits for admission, until the owner decides."""
    with database.writing() as connection:
        if stored.count_waiting(connection, assessment_id) < _MAX_WAITING:
            stored.add_waiting(connection, assessment_id, _visitor_hash(assessment_id, visitor))


def admit_waiting(database: Database, row: Assessment) -> None:
    """Add a place for each browser that waits for admission."""
    with database.writing() as connection:
        row = _locked_row(connection, row)
        begun = count_joined(connection, row.id)
        places = max(begun, row.places or row.expected or 0) + stored.count_waiting(connection, row.id)
        assessments.change_assessment(connection, row.id, {"places": places, "is_locked": False})
        stored.remove_waiting(connection, row.id)


def set_lock(database: Database, row: Assessment, is_locked: bool) -> None:
    """Lock the assessment against new people, or unlock it."""
    with database.writing() as connection:
        row = _locked_row(connection, row)
        assessments.change_assessment(connection, row.id, {"is_locked": is_locked})
        stored.remove_waiting(connection, row.id)


def make_slips(database: Database, row: Assessment, count: int) -> list[str]:
    """Return the codes of new one-time slips, which are not stored; from now on only people with a slip can start.

    Raises Refused in open mode, when somebody has started without a slip, and for a count out of range.
    """
    if not 1 <= count <= MAX_SLIPS:
        raise Refused(f"Slips are made for 1 to {MAX_SLIPS:,} people at once.", "Change the number.")
    with database.writing() as connection:
        row = _locked_row(connection, row)
        if row.privacy == "open":
            raise Refused("Slips are for anonymous rounds.", "Here names tell who takes part.")
        if row.slips is None and count_joined(connection, row.id):
            raise Refused("Somebody has begun without a slip.", "Start another one and make its slips first.")
        codes = [new_slip() for _ in range(count)]
        hashes = [_slip_hash(row.id, code) for code in codes]
        SystemRandom().shuffle(hashes)
        stored.add_slips(connection, row.id, hashes, (row.slips or 0) + count)
        stored.remove_waiting(connection, row.id)
    return codes


def _locked_row(connection: Connection, shown: Assessment) -> Assessment:
    """Return the row as it is now, locked, of a survey or workshop that was shown; raises NotFound and Refused."""
    row = lock_assessment(connection, shown.id, NO_WORKSHOP if shown.mode == "workshop" else NO_SURVEY)
    if not row.is_open:
        raise Refused("This is closed.", "Nobody can take part any more.")
    return row


def _slip_hash(assessment_id: str, code: str) -> str:
    return sha256(f"slip:{assessment_id}:{code}".encode()).hexdigest()


def _visitor_hash(assessment_id: str, visitor: str) -> str:
    return sha256(f"waiting:{assessment_id}:{visitor}".encode()).hexdigest()
