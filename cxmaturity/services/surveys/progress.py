"""The progress of a survey: how many people have started and finished."""

from dataclasses import dataclass

from cxmaturity.errors import NotFound
from cxmaturity.records import Assessment
from cxmaturity.store import assessments, responses
from cxmaturity.store.database.engine import Database
from cxmaturity.text_cleaning import alphabetical
from cxmaturity.wording.errors import NO_SURVEY


@dataclass(frozen=True, slots=True)
class ParticipationStatus:
    """How many people were expected (None when unknown), have started, have answered anything, and have finished.

    `waiting` are the names of people who have answered nothing yet; None in anonymous mode, in which nobody knows.
    `not_begun` is how many of the people invited by name have not started.
    """

    assessment: Assessment
    expected: int | None
    begun: int
    answered: int
    finished: int
    waiting: tuple[str, ...] | None
    not_begun: int


def participation_status(database: Database, assessment_id: str) -> ParticipationStatus:
    """Return the progress of a survey; raises NotFound."""
    with database.reading() as connection:
        row = assessments.assessment(connection, assessment_id)
        progress = responses.response_progress(connection, assessment_id)
        names = responses.participant_names(connection, assessment_id)
    if row is None or row.mode == "solo":
        raise NotFound(*NO_SURVEY)
    answering = {key for key, answered, _ in progress if answered}
    waiting = sorted((name for key, name in names.items() if key not in answering), key=alphabetical)
    return ParticipationStatus(
        assessment=row,
        expected=row.expected,
        begun=len(progress),
        answered=len(answering),
        finished=sum(is_finished and answered > 0 for _, answered, is_finished in progress),
        waiting=tuple(waiting) if row.privacy == "open" else None,
        not_begun=len(names.keys() - {key for key, _, _ in progress}),
    )
