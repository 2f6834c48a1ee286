"""The facilitator's private notes on the questions of a workshop."""

from cxmaturity.answers import MAX_TEXT_LENGTH
from cxmaturity.errors import SHORTEN, NotFound, Refused
from cxmaturity.store import assessments
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop import workshops as stored
from cxmaturity.text_cleaning import clean_text
from cxmaturity.wording.errors import NO_WORKSHOP


def load_private_notes(database: Database, assessment_id: str) -> dict[str, str]:
    """Return the facilitator's private notes that are not empty, by question id."""
    with database.reading() as connection:
        return stored.private_notes(connection, assessment_id)


def save_private_note(database: Database, assessment_id: str, question_id: str, text: str) -> None:
    """Store the facilitator's private note on a question; raises NotFound and Refused."""
    text = clean_text(text).strip()
    if len(text) > MAX_TEXT_LENGTH:
        raise Refused(f"A note has at most {MAX_TEXT_LENGTH} characters.", SHORTEN)
    with database.writing() as connection:
        if assessments.assessment(connection, assessment_id) is None:
            raise NotFound(*NO_WORKSHOP)
        stored.save_private_note(connection, assessment_id, question_id, text)
