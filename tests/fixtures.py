"""What tests of pages start from: assessments stored by the services, and what the database then holds."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from cxmaturity.answers import Answer, Privacy, Response
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Scope
from cxmaturity.services import questionnaires, teams
from cxmaturity.services.assessments import closing, creation, views
from cxmaturity.services.imports import rounds
from cxmaturity.store.answers import save_answers
from cxmaturity.store.database.engine import Database

QUESTIONNAIRE = questionnaires.list_questionnaires()[0][0]
GERMAN = Questionnaire.model_validate(QUESTIONNAIRE.model_dump() | {"language": "de"})
"""The same, said to be in German."""
DIMENSIONS = tuple(d.id for d in QUESTIONNAIRE.dimensions)
_numbers = count(1)

AnswerValue = int | Answer | None
"""A level, any other answer, or None for nothing yet."""


def everywhere(answer: AnswerValue) -> dict[str, AnswerValue]:
    """Return the same answer for every question."""
    return {q.id: answer for q in QUESTIONNAIRE.questions}


def by_dimension(*rows: Sequence[AnswerValue]) -> dict[str, AnswerValue]:
    """Return these answers by question id: one row per dimension, one entry per question, in order."""
    return {
        question.id: answer
        for dimension, row in zip(QUESTIONNAIRE.dimensions, rows, strict=True)
        for question, answer in zip(dimension.questions, row, strict=True)
    }


def unique(name: str) -> str:
    """Return the name with a number, so that tests on one server do not share it."""
    return f"{name} {next(_numbers)}"


def begun(
    database: Database,
    values: Mapping[str, AnswerValue] | None = None,
    team: str = "",
    label: str = "Spring",
    scope: Scope = "full",
    finished: bool = False,
    days_ago: int = 0,
    questionnaire: Questionnaire = QUESTIONNAIRE,
) -> str:
    """Store an assessment with these answers and return its id."""
    now = datetime.now(UTC) - timedelta(days=days_ago)
    command = creation.StartSolo(
        questionnaire=questionnaire, team_name=team or unique("Team"), label=label, scope=scope
    )
    opened = creation.start(database, command, now).assessment_id
    view = views.load_person_view(database, opened)
    answers = {
        question.id: (Answer(level=value) if isinstance(value, int) else value, now)
        for question in view.questions
        if (value := (values or {}).get(question.id)) is not None
    }
    if answers:  # in one transaction: one for each answer took longer than what most tests look at
        with database.writing() as connection:
            save_answers(connection, view.stored.id, answers)
    if finished:
        closing.close_assessment(database, opened, now)
    return opened


def stored(database: Database, assessment_id: str) -> Response:
    """Return the stored answers."""
    return views.load_view(database, assessment_id).response


def crowd(
    database: Database,
    levels: list[int],
    team: str,
    label: str = "Spring",
    privacy: Privacy = "open",
    days_ago: int = 0,
) -> str:
    """Store a closed survey of people who each gave one level throughout."""
    now = datetime.now(UTC)
    people = [
        RespondentAnswers(
            f"Person {i}", None, {q.id: Answer(level=level, note=f"Word {i}") for q in QUESTIONNAIRE.questions}
        )
        for i, level in enumerate(levels)
    ]
    when = now - timedelta(days=days_ago)
    return rounds.import_round(database, QUESTIONNAIRE, team, label, "both", people, privacy, when, now)


def id_of_team(database: Database, name: str) -> str:
    both = [*teams.list_teams(database), *teams.list_teams(database, archived=True)]
    return next(team.id for team in both if team.name == name)
