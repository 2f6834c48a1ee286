"""Surveys at the fixed time of the tests of the store: started, answered, closed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from cxmaturity.answers import Answer, Role
from cxmaturity.services.assessments import answering, closing, creation, views
from cxmaturity.services.assessments.creation import StartedAssessment
from cxmaturity.services.assessments.views import AssessmentView, PersonView
from cxmaturity.services.surveys import codes, participation
from cxmaturity.services.surveys import progress as surveys_progress
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.store.database.engine import Database
from tests.store.fixtures import NOW, shipped

Levels = Mapping[str, int]
DAY = timedelta(days=1)
TEN = (1, 2, 2, 3, 3, 3, 3, 4, 4, 5)


def start(database: Database, label: str = "Spring", *, now: datetime = NOW, **changes: Any) -> StartedAssessment:
    """Start a survey, by default an anonymous one of twelve people."""
    usual = creation.StartSurvey(
        questionnaire=shipped(),
        team_name="Bakery",
        label=label,
        variant="service",
        privacy="anonymous",
        expected=12,
    )
    return creation.start(database, replace(usual, **changes), now)


def survey_of(database: Database, started: StartedAssessment) -> Survey:
    row = surveys_progress.participation_status(database, started.assessment_id).assessment
    assert row.invitation
    return participation.survey_by_invitation(database, row.invitation)


def take_part(
    database: Database,
    survey: Survey,
    levels: Levels,
    *,
    code: str | None = None,
    name: str = "",
    role: Role | None = None,
    note: str = "",
    minutes: int = 1,
) -> PersonView:
    """Let one person answer with these levels, by question id, this many minutes after the start."""
    now = NOW + timedelta(minutes=minutes)
    participant = participation.begin_participation(database, survey, code or codes.new_code(), name, role, now)
    for question, level in levels.items():
        answering.save_answer(database, participant, question, Answer(level=level, note=note), None, now)
    return participant


def closed(database: Database, started: StartedAssessment, minutes: int = 60) -> AssessmentView:
    closing.close_assessment(database, started.assessment_id, NOW + timedelta(minutes=minutes))
    return views.load_view(database, started.assessment_id)


def anonymous_result(
    database: Database, label: str, levels: Sequence[int], days: int, people: Sequence[str] = (), *questions: str
) -> AssessmentView:
    """Return an anonymous survey with these levels of P1, closed after this many days; linked if codes are given."""
    started = start(database, label, is_linked=bool(people))
    survey = survey_of(database, started)
    for number, level in enumerate(levels):
        code = people[number] if people else None
        take_part(database, survey, dict.fromkeys(questions or ["P1"], level), code=code)
    closing.close_assessment(database, started.assessment_id, NOW + days * DAY)
    return views.load_view(database, started.assessment_id)


def shown_level(view: AssessmentView, question: str = "P1") -> tuple[int | None, tuple[int, ...] | None]:
    assert view.group
    disclosure = view.group.disclosure.questions[question]
    return disclosure.answer.level, disclosure.counts
