"""A group that settles on a level after talking it over: the level stands beside the votes and is used instead."""

from datetime import datetime

from cxmaturity.analysis.groups import AgreedLevel, frozen_group
from cxmaturity.answers import MAX_TEXT_LENGTH
from cxmaturity.errors import Refused
from cxmaturity.services.assessments import closing, views
from cxmaturity.store import assessments, responses
from cxmaturity.store.engine import Database
from cxmaturity.text_cleaning import clean_text


def agree_on_level(
    database: Database, assessment_id: str, question_id: str, level: int | None, reason: str, now: datetime
) -> None:
    """Keep the level a group agreed on for a question, used instead of the votes; None takes it back. Freezes anew.

    Only while closed: the votes stay beside it, and nobody's answers are looked at again.
    """
    at = views.load_view(database, assessment_id)
    reason = clean_text(reason).strip()
    if at.group is None or question_id not in {q.id for q in at.questions}:
        raise Refused("There is no such question in a group's result.", "Reload the page.")
    if level is not None and level not in range(1, at.questionnaire.scale_max + 1):
        raise Refused(
            f"A level is a whole number from 1 to {at.questionnaire.scale_max}.", "Choose one of those shown."
        )
    if level is not None and not 0 < len(reason) <= MAX_TEXT_LENGTH:
        raise Refused(
            f"An agreed level needs its reason, of at most {MAX_TEXT_LENGTH} characters.", "Say in a line why."
        )
    with database.writing() as connection:
        current = assessments.assessment(connection, assessment_id, for_update=True)
        kept = assessments.newest_frozen_result(connection, assessment_id)
        if current is None or kept is None or current.is_open:
            raise Refused("This survey is open again.", "Close it first, then agree on levels.")
        responses.save_agreed_level(connection, assessment_id, question_id, level, reason, now)
        agreed = {name: AgreedLevel(*said) for name, said in responses.agreed_levels(connection, assessment_id).items()}
        seen = frozen_group(kept[0]) or at.group
        again = views.for_group(current, at.questionnaire, seen.with_agreed(agreed), at.targets)
        assessments.add_frozen_result(connection, assessment_id, *closing.freeze(again), now)
