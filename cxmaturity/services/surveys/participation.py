"""Taking part in a survey: each person has a private code and a response of their own."""

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from cxmaturity.answers import Role
from cxmaturity.errors import NotFound, Refused
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Assessment
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.surveys.codes import participant_key
from cxmaturity.store import assessments, responses
from cxmaturity.store.engine import Database
from cxmaturity.text_cleaning import clean_name

_MAX_EARLIER = 12  # earlier assessments of a team, for what somebody answered last time

_GONE = ("There is no survey at this link.", "Ask whoever invited you for the link, and copy the whole of it.")


@dataclass(frozen=True, slots=True)
class Survey:
    """What an invitation leads to."""

    assessment: Assessment
    questionnaire: Questionnaire


def survey_by_invitation(database: Database, invitation: str) -> Survey:
    """Return the survey an invitation leads to; raises NotFound."""
    with database.reading() as connection:
        row = responses.assessment_by_invitation(connection, invitation)
    if row is None:
        raise NotFound(*_GONE)
    return Survey(row, questionnaires.archived_questionnaire(database, row.digest))


def participant_name(database: Database, survey: Survey, code: str) -> str | None:
    """Return the name that belongs to a private code: that of a personal link, or the one its person gave."""
    with database.reading() as connection:
        key = participant_key(survey.assessment, code)
        return responses.participant_name(connection, survey.assessment.id, key)


def begin_participation(
    database: Database, survey: Survey, code: str, name: str, role: Role | None, now: datetime
) -> AssessmentView:
    """Add a person's response to a survey and return the view of it; a second time changes nothing.

    In open mode a name is needed; where the survey asks for it, a role. Raises Refused, also when the survey is closed.
    """
    row = survey.assessment
    clean = clean_name(name, "To see whose answers these are, each person") if row.privacy == "open" else None
    if row.asks_role and role is None:
        raise Refused("Whether you lead people is not chosen yet.", "Choose one of the two.")
    key = participant_key(row, code)
    with database.writing() as connection:
        current = assessments.assessment(connection, row.id, for_share=True)
        if current is None:
            raise NotFound(*_GONE)
        if not current.is_open:
            raise Refused("This survey is closed.", "Ask whoever invited you whether it will be opened again.")
        responses.create_response(connection, token_hex(10), row.id, key, role if row.asks_role else None, now)
        if clean:
            responses.save_name(connection, row.id, key, clean)
    view = find_participation(database, survey, code)
    if view is None:
        raise NotFound(*_GONE)
    return view


def find_participation(database: Database, survey: Survey, code: str) -> AssessmentView | None:
    """Return the view of a person's own response; None when they have not begun."""
    with database.reading() as connection:
        row = assessments.assessment(connection, survey.assessment.id)
        stored = responses.participant_response(
            connection, survey.assessment.id, participant_key(survey.assessment, code)
        )
    return AssessmentView(row, survey.questionnaire, stored, {}) if row and stored else None


def previous_levels(database: Database, survey: Survey, code: str) -> dict[str, int]:
    """Return the levels this person chose in the team's last survey that links answers, by question id.

    Empty when they took part in none of the last dozen assessments with the same major version of the questionnaire.
    """
    with database.reading() as connection:
        rows = [r for r in assessments.closed_before(connection, survey.assessment, _MAX_EARLIER) if r.is_linked]
        for row in rows:
            response = responses.participant_response(connection, row.id, participant_key(row, code))
            questionnaire = questionnaires.read_archived_questionnaire(connection, row.digest)
            if response and questionnaire.comparison_key == survey.questionnaire.comparison_key:
                return {name: level for name, s in response.answers.items() if (level := s.answer.level) is not None}
    return {}


def mark_submitted(database: Database, view: AssessmentView, now: datetime) -> None:
    """Store that a person has finished; until the survey is closed they may still change answers."""
    with database.writing() as connection:
        current = assessments.assessment(connection, view.assessment.id, for_share=True)
        if current is None or not current.is_open:
            raise Refused("This survey is closed.", "What you answered before was counted.")
        responses.mark_submitted(connection, view.stored.id, now)
