"""Surveys started and answered by the services, for the pages that follow them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cxmaturity.answers import Answer, Privacy
from cxmaturity.services.assessments import answering, creation
from cxmaturity.services.surveys import codes, participation, progress
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.store.database.engine import Database
from tests.store.fixtures import shipped

NOW = datetime.now(UTC)


def started(database: Database, privacy: Privacy = "open", **changes: Any) -> Survey:
    usual = creation.StartSurvey(
        questionnaire=shipped(), team_name="Bakers", label="Spring", variant="service", privacy=privacy, expected=6
    )
    made = creation.start(database, replace(usual, **changes), NOW)
    row = progress.participation_status(database, made.assessment_id).assessment
    return participation.survey_by_invitation(database, row.invitation or "")


def answer(database: Database, survey: Survey, name: str, levels: Mapping[str, int]) -> None:
    participant = participation.begin_participation(database, survey, codes.new_code(), name, None, NOW)
    for question, level in levels.items():
        answering.save_answer(database, participant, question, Answer(level=level), None, NOW)
