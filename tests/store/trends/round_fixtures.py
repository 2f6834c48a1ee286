"""Milestones and surveys of several rounds, closed some days before the fixed time of these tests."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment
from cxmaturity.analysis.trends.comparison import Comparison
from cxmaturity.analysis.trends.verdicts import Verdicts, judge_comparison
from cxmaturity.answers import Answer, Privacy
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.services import teams
from cxmaturity.services.assessments import closing
from cxmaturity.services.imports import rounds
from cxmaturity.services.surveys import codes
from cxmaturity.services.trends import comparison, milestones
from cxmaturity.store import answers as store_answers
from cxmaturity.store import responses as stored_people
from cxmaturity.store.database.engine import Database
from cxmaturity.store.responses import NewResponse
from tests.store.fixtures import NOW, begin, shipped
from tests.store.survey_fixtures import start, survey_of

Levels = Mapping[str, int]

CODES = [codes.new_code() for _ in range(60)]


def quarter(database: Database, levels: dict[str, int], back: int, team: str = "Bakery") -> str:
    """Store an assessment closed this many days ago; questions without a level are at 3."""
    now = NOW - timedelta(days=back)
    view = begin(database, team=team, label=f"{back} days ago", now=now)
    by_question = {q.id: (Answer(level=level), now) for q in view.questions if (level := levels.get(q.id, 3))}
    with database.writing() as connection:
        store_answers.save_answers(connection, view.stored.id, by_question)
    closing.close_assessment(database, view.assessment.id, now)
    return view.assessment.id


def people(count: int, levels: Levels | None = None) -> list[Levels]:
    """Return the answers of this many people: 3 to every question except those given; level 0 is unanswered."""
    return [{q.id: (levels or {}).get(q.id, 3) for q in shipped().questions} for _ in range(count)]


def surveyed(database: Database, answers: Sequence[Levels], privacy: Privacy, back: int, team: str = "Bakery") -> str:
    """Store a survey that was closed this many days ago."""
    imported_people = [
        RespondentAnswers(
            f"Person {i}", None, {name: Answer(level=level) for name, level in person_levels.items() if level}
        )
        for i, person_levels in enumerate(answers)
    ]
    when = NOW - timedelta(days=back)
    return rounds.import_round(
        database, shipped(), team, f"{back} days ago", "both", imported_people, privacy, when, NOW
    )


def newest(database: Database) -> ClosedAssessment:
    """Return the newest milestone of the first team."""
    return milestones.milestone_page(database, teams.list_teams(database)[0].id)[-1]


def everywhere(level: int, count: int) -> list[Levels]:
    return [{q.id: level for q in shipped().questions} for _ in range(count)]


def linked(database: Database, answers: Sequence[Levels], privacy: Privacy, back: int, first: int = 0) -> str:
    """Store a survey, closed this many days ago, of people with their own codes, from the first of CODES on."""
    when = NOW - timedelta(days=back)
    started = start(database, str(back), privacy=privacy, is_linked=True, expected=60, now=when)
    row = survey_of(database, started).assessment
    answers_by_person = [{name: Answer(level=level) for name, level in levels.items() if level} for levels in answers]
    keys = [codes.participant_key(row, code) for code in CODES[first:]]
    rows = [NewResponse(key, None, levels) for key, levels in zip(keys, answers_by_person, strict=False)]
    with database.writing() as connection:
        stored_people.save_responses(connection, row.id, rows, when)
    closing.close_assessment(database, row.id, when)
    return row.id


def judged(database: Database, earlier: str, later: str) -> tuple[Comparison, Verdicts]:
    compared = comparison.compare_assessments(database, earlier, later)
    verdicts = judge_comparison(compared)
    assert verdicts is not None
    return compared, verdicts
