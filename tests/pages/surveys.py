"""Surveys started and answered by the services, for the pages that follow them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cxmaturity.answers import Answer, Privacy
from cxmaturity.services.assessments import answering
from cxmaturity.services.surveys import codes, participation
from cxmaturity.services.surveys.participation import Survey
from cxmaturity.store.database.engine import Database
from tests.store.survey_fixtures import start, survey_of

NOW = datetime.now(UTC)


def started(database: Database, privacy: Privacy = "open", **changes: Any) -> Survey:
    terms: dict[str, Any] = {"team_name": "Bakers", "expected": 6} | changes
    return survey_of(database, start(database, privacy=privacy, now=NOW, **terms))


def answer(database: Database, survey: Survey, name: str, levels: Mapping[str, int]) -> None:
    participant = participation.begin_participation(database, survey, codes.new_code(), name, None, NOW)
    for question, level in levels.items():
        answering.save_answer(database, participant, question, Answer(level=level), None, NOW)
