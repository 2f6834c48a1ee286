"""The level a group agrees on for a question after talking it over, used instead of the votes in its result."""

from datetime import datetime

from cxmaturity.answers import MAX_TEXT_LENGTH
from cxmaturity.errors import NotFound, Refused
from cxmaturity.services.assessments import closing, views
from cxmaturity.store import assessments, responses
from cxmaturity.store.engine import Database
from cxmaturity.text_cleaning import clean_text


def agree_on_level(
    database: Database, assessment_id: str, question_id: str, level: int | None, reason: str, now: datetime
) -> None:
    """Store the level a group agreed on for a question and freeze its result again; None goes back to the votes.

    Only while the assessment is closed; the votes stay beside the agreed level. Raises NotFound, StillOpen and Refused.
    """
    view = views.load_view(database, assessment_id)
    reason = clean_text(reason).strip()
    if view.group is None or question_id not in {q.id for q in view.questions}:
        raise Refused("There is no such question in a group's result.", "Reload the page.")
    if level is not None and level not in range(1, view.questionnaire.scale_max + 1):
        raise Refused(
            f"A level is a whole number from 1 to {view.questionnaire.scale_max}.", "Choose one of those shown."
        )
    if level is not None and not 0 < len(reason) <= MAX_TEXT_LENGTH:
        raise Refused(
            f"An agreed level needs its reason, of at most {MAX_TEXT_LENGTH} characters.", "Say in a line why."
        )
    with database.writing() as connection:
        current = assessments.assessment(connection, assessment_id, for_update=True)
        if current is None:
            raise NotFound(*views.REMOVED)
        responses.save_agreed_level(connection, assessment_id, question_id, level, reason, now)
        closing.freeze_agreed_levels(connection, current, view.questionnaire, now)
