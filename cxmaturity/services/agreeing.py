"""A group that settles on a level after talking it over: the level stands beside the votes and is used instead."""

from datetime import datetime

from cxmaturity.answers import MAX_TEXT
from cxmaturity.errors import Refused
from cxmaturity.services import assessments
from cxmaturity.services.cleaning import cleaned
from cxmaturity.services.groups import Agreed, frozen_group
from cxmaturity.store import people, repository
from cxmaturity.store.engine import Database


def agree(
    database: Database, assessment_id: str, question_id: str, level: int | None, reason: str, now: datetime
) -> None:
    """Keep the level a group agreed on for a question, used instead of the votes; None takes it back. Freezes anew.

    Only while closed: the votes stay beside it, and nobody's answers are looked at again.
    """
    at = assessments.work(database, assessment_id)
    reason = cleaned(reason).strip()
    if at.group is None or question_id not in {q.id for q in at.questions}:
        raise Refused("There is no such question in a group's result.", "Reload the page.")
    if level is not None and level not in range(1, at.questionnaire.top + 1):
        raise Refused(f"A level is a whole number from 1 to {at.questionnaire.top}.", "Choose one of those shown.")
    if level is not None and not 0 < len(reason) <= MAX_TEXT:
        raise Refused(f"An agreed level needs its reason, of at most {MAX_TEXT} characters.", "Say in a line why.")
    with database.writing() as connection:
        current = repository.assessment(connection, assessment_id, hold=True)
        kept = repository.newest_result(connection, assessment_id)
        if current is None or kept is None or current.is_open:
            raise Refused("This survey is open again.", "Close it first, then agree on levels.")
        people.put_agreed(connection, assessment_id, question_id, level, reason, now)
        agreed = {name: Agreed(*said) for name, said in people.agreed(connection, assessment_id).items()}
        seen = frozen_group(kept[0]) or at.group
        again = assessments.of_group(current, at.questionnaire, seen.with_agreed(agreed), at.aims)
        repository.freeze(connection, assessment_id, *assessments.frozen(again), now)
