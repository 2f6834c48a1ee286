"""The assessments as Home lists them."""

from dataclasses import dataclass

from cxmaturity.records import Assessment, asked_questions
from cxmaturity.services import questionnaires
from cxmaturity.store import answers as store_answers
from cxmaturity.store import assessments
from cxmaturity.store.engine import Database

MOST_LISTED = 40
"""How many finished assessments are listed at once."""


@dataclass(frozen=True, slots=True)
class ListedAssessment:
    """An assessment as Home lists it: how many of its questions are answered, or, of several, by how many people."""

    assessment: Assessment
    answered: int
    asked: int


def list_assessments(database: Database, most: int = MOST_LISTED) -> list[ListedAssessment]:
    """Return all unfinished assessments, then at most so many finished ones, in each part the newest first."""
    with database.reading() as connection:
        found = [*assessments.open_assessments(connection), *assessments.closed_assessments(connection, most)]
        answers = store_answers.answered_counts(connection, [a.id for a in found if a.mode == "solo"])
        persons = store_answers.people_counts(connection, [a.id for a in found if a.mode != "solo"])
    return [
        ListedAssessment(
            a,
            (answers | persons).get(a.id, 0),
            len(asked_questions(questionnaires.archived_questionnaire(database, a.digest), a)),
        )
        for a in found
    ]
