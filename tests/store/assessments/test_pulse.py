"""The pulse over time: the same questions each time; a full assessment counts with its pulse questions."""

import json
from datetime import timedelta

from cxmaturity.answers import Answer
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Scope
from cxmaturity.services.assessments import answering, closing
from cxmaturity.services.trends import milestones
from cxmaturity.store.database.engine import Database
from cxmaturity.wording.language.dates import format_day
from cxmaturity.wording.trends.over_time import pulse_row
from tests.store.fixtures import NOW, begin, shipped


def finished(database: Database, scope: Scope, level: int, days: int, version: str = "1.0.0", rated: int = 10) -> str:
    """Close an assessment this many days from now with this level on this many pulse questions; return its team."""
    model = Questionnaire.model_validate_json(json.dumps(json.loads(shipped().canonical) | {"version": version}))
    now = NOW + timedelta(days=days)
    view = begin(database, label=f"Day {days}", scope=scope, now=now, questionnaire=model)
    for question in model.pulse[:rated]:
        answering.save_answer(database, view, question.id, Answer(level=level), None, now)
    closing.close_assessment(database, view.assessment.id, now)
    return view.assessment.team_id


def shown(database: Database, team: str) -> list[tuple[str, ...]]:
    points = milestones.newest_pulse_points(database, team)
    return [pulse_row(p, p.closed.assessment.label, format_day(p.closed.closed_at)) for p in points]


def test_a_full_assessment_is_read_as_its_pulse(database: Database) -> None:
    """Level 2 on all ten is index 25, level 4 is 75, level 3 is 50: up 50, then down 25; each point names its kind."""
    finished(database, "pulse", 2, 0)
    finished(database, "full", 4, 10)
    team = finished(database, "pulse", 3, 20)
    assert shown(database, team) == [
        ("Day 0", "Pulse", "4 May 2026", "25", "–"),
        ("Day 10", "Full", "14 May 2026", "75", "+50"),
        ("Day 20", "Pulse", "24 May 2026", "50", "-25"),
    ]


def test_pulses_that_are_not_comparable_have_no_change(database: Database) -> None:
    """Another major version, and too few ratings: six of ten are below 70 %."""
    finished(database, "pulse", 2, 0)
    finished(database, "pulse", 3, 10, version="2.0.0")
    team = finished(database, "pulse", 4, 20, version="2.0.0", rated=6)
    assert [row[3:] for row in shown(database, team)] == [("25", "–"), ("50", "–"), ("–", "–")]


def test_without_a_pulse_there_is_nothing_to_show(database: Database) -> None:
    """A team with full assessments only has no pulse chart."""
    assert shown(database, finished(database, "full", 3, 0)) == []


def test_the_newest_twenty_are_shown(database: Database) -> None:
    """Of 22 pulses the first two are left out."""
    for day in range(22):
        team = finished(database, "pulse", 3, day)
    assert [row[0] for row in shown(database, team)] == [f"Day {day}" for day in range(2, 22)]


def test_indices_are_rounded_half_up(database: Database) -> None:
    """Answers with the sum 31 are index 52.5, shown as 53; the sum 37 is 67.5, shown as 68; the shown change is 15."""
    for day, total in enumerate((31, 37)):
        now = NOW + timedelta(days=day)
        view = begin(database, label=f"Day {day}", scope="pulse", now=now)
        for place, question in enumerate(view.questionnaire.pulse):
            level = 3 + (place < total - 30)
            answering.save_answer(database, view, question.id, Answer(level=level), None, now)
        closing.close_assessment(database, view.assessment.id, now)
    assert [row[3:] for row in shown(database, view.assessment.team_id)] == [("53", "–"), ("68", "+15")]
