"""The assessments as Home lists them."""

from dataclasses import dataclass

from cxmaturity.services import library
from cxmaturity.services.assessments import asked
from cxmaturity.store import repository
from cxmaturity.store.engine import Database
from cxmaturity.store.records import Assessment

MOST_LISTED = 40
"""How many finished assessments are listed at once."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An assessment as Home lists it: how many of its questions are answered, or, of several, by how many people."""

    assessment: Assessment
    answered: int
    asked: int


def listing(database: Database, most: int = MOST_LISTED) -> list[Listed]:
    """Return all unfinished assessments, then at most so many finished ones, in each part the newest first."""
    with database.reading() as connection:
        found = [*repository.unfinished(connection), *repository.finished(connection, most)]
        answers = repository.answered_counts(connection, [a.id for a in found if a.mode == "solo"])
        persons = repository.people_counts(connection, [a.id for a in found if a.mode != "solo"])
    return [
        Listed(a, (answers | persons).get(a.id, 0), len(asked(library.archived(database, a.digest), a))) for a in found
    ]
