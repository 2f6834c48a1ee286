"""How far a survey is."""

from dataclasses import dataclass

from cxmaturity.errors import NotFound
from cxmaturity.records import Assessment
from cxmaturity.store import assessments, responses
from cxmaturity.store.engine import Database


@dataclass(frozen=True, slots=True)
class ParticipationStatus:
    """How far a survey is: how many people were invited (None when nobody said), began, answered anything, are through.

    `waiting` are the names of those who have answered nothing yet; None in anonymous mode, where nobody knows.
    """

    assessment: Assessment
    expected: int | None
    begun: int
    answered: int
    finished: int
    waiting: tuple[str, ...] | None


def participation_status(database: Database, assessment_id: str) -> ParticipationStatus:
    """Return how far a survey is; raises NotFound."""
    with database.reading() as connection:
        row = assessments.assessment(connection, assessment_id)
        found = responses.response_progress(connection, assessment_id)
        names = responses.participant_names(connection, assessment_id)
    if row is None or row.mode == "solo":
        raise NotFound("There is no survey at this link.", "It may have been removed. All surveys are on Home.")
    answering = {own for own, answers, _ in found if answers}
    waiting = sorted((name for own, name in names.items() if own not in answering), key=str.casefold)
    finished = sum(is_finished and answers > 0 for _, answers, is_finished in found)
    known = tuple(waiting) if row.privacy == "open" else None
    return ParticipationStatus(row, row.expected, len(found), len(answering), finished, known)
