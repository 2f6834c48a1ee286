"""The assessments as Home lists them."""

from dataclasses import dataclass

from cxmaturity.records import Assessment, Mode, asked_questions
from cxmaturity.services import questionnaires
from cxmaturity.store import answers as store_answers
from cxmaturity.store import assessments
from cxmaturity.store.engine import Database

MOST_LISTED = 40
"""How many unfinished and how many finished assessments are listed at once."""


@dataclass(frozen=True, slots=True)
class ListedAssessment:
    """An assessment as Home lists it.

    `answered` counts the answered questions of a solo assessment, the people who answered one of several people;
    `asked` its questions.
    """

    assessment: Assessment
    answered: int
    asked: int


def list_assessments(
    database: Database,
    *,
    most_open: int | None = MOST_LISTED,
    most_closed: int = MOST_LISTED,
    mode: Mode | None = None,
) -> list[ListedAssessment]:
    """Return at most so many unfinished assessments (None: all), then finished ones, in each part the newest first.

    With `mode` only those of that mode.
    """
    with database.reading() as connection:
        rows = assessments.open_assessments(connection, most_open, mode)
        if most_closed:
            rows += assessments.closed_assessments(connection, most_closed, mode)
        answers = store_answers.answered_counts(connection, [row.id for row in rows if row.mode == "solo"])
        people = store_answers.people_counts(connection, [row.id for row in rows if row.mode != "solo"])
    return [
        ListedAssessment(
            assessment=row,
            answered=(people if row.mode != "solo" else answers).get(row.id, 0),
            asked=len(asked_questions(questionnaires.archived_questionnaire(database, row.digest), row)),
        )
        for row in rows
    ]


def count_unfinished(database: Database) -> int:
    """Return how many unfinished assessments there are."""
    with database.reading() as connection:
        return assessments.count_open(connection)
