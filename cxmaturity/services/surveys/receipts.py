"""A participant's receipt: everything stored about them, read from the database at that moment."""

from collections.abc import Mapping, Sequence

from cxmaturity.services.surveys.codes import participant_key
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.store.database.engine import Database
from cxmaturity.store.surveys import receipts
from cxmaturity.store.surveys.receipts import Row


def stored_of(database: Database, survey: Survey, code: str) -> Mapping[str, Sequence[Row]]:
    """Return every row stored about the person with this code in a round, by table."""
    with database.reading() as connection:
        return receipts.stored_rows(connection, survey.assessment.id, participant_key(survey.assessment, code))
