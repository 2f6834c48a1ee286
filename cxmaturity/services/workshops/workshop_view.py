"""The state of a workshop as its pages show it: found by its id, its join code or its screen's token."""

from dataclasses import dataclass
from datetime import datetime

from cxmaturity.errors import NotFound
from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.records import Assessment, asked_questions
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments import views
from cxmaturity.services.assessments.views import AssessmentView
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.services.workshops.people.people_count import PeopleCount, count_people
from cxmaturity.services.workshops.preparing.join_codes import has_expired
from cxmaturity.services.workshops.voting import reveals
from cxmaturity.store import assessments
from cxmaturity.store.database.engine import Database
from cxmaturity.store.workshop import votes as stored_votes
from cxmaturity.store.workshop import workshops as stored
from cxmaturity.store.workshop.workshops import WorkshopRow
from cxmaturity.wording.errors import NO_WORKSHOP
from cxmaturity.workshops.state import Pace, WorkshopState

_UNKNOWN_CODE = (
    "No workshop is open with this code.",
    "Look at the screen once more, or ask whoever leads the workshop.",
)


@dataclass(frozen=True, slots=True)
class WorkshopView:
    """The state of a workshop as console and projected screen show it.

    `version` is incremented with every change of the state. `people` are the counts that everybody sees. `answered` is
    how many answers all people have given so far in the self-paced phase, else 0.
    """

    assessment: Assessment
    questionnaire: Questionnaire
    code: str
    screen: str
    pace: Pace
    state: WorkshopState
    version: int
    people: PeopleCount
    answered: int
    expires_at: datetime
    wifi: tuple[str, str] = ("", "")

    @property
    def joined(self) -> int:
        """How many people are present: see `PeopleCount`."""
        return self.people.joined

    @property
    def voted(self) -> int:
        """How many of them have voted, or submitted their answers: see `PeopleCount`."""
        return self.people.voted

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions asked, in questionnaire order."""
        return asked_questions(self.questionnaire, self.assessment)

    @property
    def order(self) -> tuple[str, ...]:
        """The ids of the questions in the order in which they are voted on or reviewed."""
        return self.state.order


def workshop_by_code(database: Database, code: str, now: datetime) -> Survey:
    """Return the workshop with a join code; raises the same NotFound for unknown, ended and expired codes."""
    with database.reading() as connection:
        workshop = stored.workshop_by_code(connection, code)
        if workshop and has_expired(workshop.state, workshop.expires_at, now):
            workshop = None
        assessment = assessments.assessment(connection, workshop.assessment_id) if workshop else None
    if assessment is None or not assessment.is_open:
        raise NotFound(*_UNKNOWN_CODE)
    return Survey(assessment, questionnaires.archived_questionnaire(database, assessment.digest))


def workshop_by_screen(database: Database, token: str) -> WorkshopView:
    """Return the workshop whose projected screen has this token; raises NotFound."""
    with database.reading() as connection:
        workshop = stored.workshop_by_screen(connection, token)
    if workshop is None:
        raise NotFound("There is no screen at this link.", "Open it once more from the console.")
    return load_workshop(database, workshop.assessment_id)


def load_workshop(database: Database, assessment_id: str) -> WorkshopView:
    """Return the current state of a workshop; raises NotFound."""
    with database.reading() as connection:
        assessment = assessments.assessment(connection, assessment_id)
        workshop = stored.workshop(connection, assessment_id)
        if assessment is None or workshop is None:
            raise NotFound(*NO_WORKSHOP)
        people = count_people(connection, assessment_id, workshop.state)
        answered = stored_votes.count_answers(connection, assessment_id) if workshop.state.phase == "self_paced" else 0
    questionnaire = questionnaires.archived_questionnaire(database, assessment.digest)
    return build_view(assessment, questionnaire, workshop, people, answered)


def build_view(
    assessment: Assessment,
    questionnaire: Questionnaire,
    workshop: WorkshopRow,
    people: PeopleCount,
    answered: int = 0,
) -> WorkshopView:
    """Return a workshop as pages show it, from its rows and counts."""
    return WorkshopView(
        assessment=assessment,
        questionnaire=questionnaire,
        code=workshop.code,
        screen=workshop.screen,
        pace=workshop.pace,
        state=workshop.state,
        version=workshop.version,
        people=people,
        answered=answered,
        expires_at=workshop.expires_at,
        wifi=(workshop.wifi_name, workshop.wifi_password),
    )


def result_so_far(database: Database, assessment_id: str) -> AssessmentView:
    """Return the group's result of the revealed votes, the last revealed round of each question.

    For a closed workshop it is the frozen result.
    """
    workshop = load_workshop(database, assessment_id)
    if not workshop.assessment.is_open:
        return views.load_view(database, assessment_id)
    with database.reading() as connection:
        return reveals.revealed_view(connection, workshop.assessment, workshop.questionnaire, workshop.state)
