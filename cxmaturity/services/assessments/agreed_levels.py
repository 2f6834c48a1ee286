"""Agreed levels: the level that a group agrees on for a question after discussing it, in place of its votes."""

from datetime import datetime

from cxmaturity.analysis.groups import AgreedLevel
from cxmaturity.answers import MAX_TEXT_LENGTH
from cxmaturity.errors import CHOOSE_SHOWN, Refused
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Assessment, asked_questions
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments import closing
from cxmaturity.services.locking import lock_assessment
from cxmaturity.store import agreed_levels as stored
from cxmaturity.store.database.engine import Connection, Database
from cxmaturity.store.workshop import workshops
from cxmaturity.text_cleaning import clean_text
from cxmaturity.wording.errors import SURVEY_OPEN_AGAIN


def load_agreed_levels(database: Database, assessment_id: str) -> dict[str, AgreedLevel]:
    """Return the levels that a group agreed on, by question id."""
    with database.reading() as connection:
        return closing.agreed_levels(connection, assessment_id)


def agree_on_level(
    database: Database, assessment_id: str, question_id: str, level: int | None, reason: str, now: datetime
) -> None:
    """Store the level (1..K) that a group agreed on for a question, with the reason; None removes it.

    In an open workshop the question must be revealed, and the workshop's version is incremented, so that all its pages
    update. In a closed assessment the result is frozen again. The votes stay stored beside the agreed level. Raises
    NotFound and Refused.
    """
    reason = clean_text(reason).strip()
    with database.writing() as connection:
        assessment = lock_assessment(connection, assessment_id)
        questionnaire = questionnaires.read_archived_questionnaire(connection, assessment.digest)
        _validate(assessment, questionnaire, question_id, level, reason)
        if assessment.is_open:
            _show_in_workshop(connection, assessment, question_id)
        stored.save_agreed_level(connection, assessment_id, question_id, level, reason, now)
        if not assessment.is_open:
            closing.freeze_agreed_levels(connection, assessment, questionnaire, now)


def _validate(
    assessment: Assessment, questionnaire: Questionnaire, question_id: str, level: int | None, reason: str
) -> None:
    """Raise Refused for a solo assessment, a question that is not asked, or a wrong level or reason."""
    if assessment.mode == "solo" or question_id not in {q.id for q in asked_questions(questionnaire, assessment)}:
        raise Refused("There is no such question in a group's result.", "Reload the page.")
    if level is None:
        return
    if level not in range(1, questionnaire.scale_max + 1):
        raise Refused("This level is not on the scale.", CHOOSE_SHOWN)
    if not 0 < len(reason) <= MAX_TEXT_LENGTH:
        raise Refused(
            f"An agreed level needs its reason, of at most {MAX_TEXT_LENGTH} characters.", "Say in a line why."
        )


def _show_in_workshop(connection: Connection, assessment: Assessment, question_id: str) -> None:
    """Increment an open workshop's version; raises Refused for a survey, or a question not revealed."""
    workshop = workshops.workshop(connection, assessment.id, for_update=True)
    if workshop is None:
        raise Refused(*SURVEY_OPEN_AGAIN)
    if question_id not in workshop.state.revealed:
        raise Refused("A level is agreed on once the votes are on the screen.", "Reveal the votes first.")
    workshops.increment_version(connection, assessment.id)
