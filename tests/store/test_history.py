"""A team over time: what was frozen is what is shown, and only what compares is compared."""

from datetime import timedelta

import pytest

from cxmaturity.answers import Answer
from cxmaturity.errors import Refused
from cxmaturity.services import assessments, history, plans, teams
from cxmaturity.store.engine import Database
from tests.store.given import NOW, begin


def quarter(database: Database, levels: dict[str, int], back: int, team: str = "Bakery") -> str:
    """Put in an assessment finished so many days ago; questions not named are at 3."""
    now = NOW - timedelta(days=back)
    at = begin(database, team=team, label=f"{back} days ago", now=now)
    for question in at.questions:
        level = levels.get(question.id, 3)
        if level:
            assessments.record(database, at, question.id, Answer(level=level), None, now)
    assessments.finish(database, at.assessment.id, now)
    return at.assessment.id


def test_milestones_are_the_frozen_results_the_oldest_first(database: Database) -> None:
    """People at 3, then one of its eight at 5: 26/8 = 3.25; open ones, pulses and other teams are left out."""
    quarter(database, {"P1": 5}, 90)
    quarter(database, {}, 180)
    quarter(database, {}, 90, team="Dairy")
    begin(database)
    assessments.finish(database, begin(database, scope="pulse").assessment.id, NOW)
    team = teams.teams(database)[0]
    found = history.milestones(database, team.id)
    assert [m.assessment.label for m in found] == ["180 days ago", "90 days ago"]
    assert [m.levels["People"] for m in found] == [3.0, 3.25]
    assert {m.top for m in found} == {5}
    assert len({m.model for m in found}) == 1


def test_a_reopened_assessment_counts_once_with_its_newest_result(database: Database) -> None:
    """What was frozen first stays kept, the later one is shown."""
    opened = quarter(database, {}, 90)
    assessments.reopen(database, opened, NOW)
    at = assessments.work(database, opened)
    assessments.record(database, at, "P1", Answer(level=5), None, NOW)
    team = at.assessment.team_id
    assert history.milestones(database, team) == []  # open again
    assessments.finish(database, opened, NOW)
    assert [m.levels["People"] for m in history.milestones(database, team)] == [3.25]


def test_what_moved_between_two(database: Database) -> None:
    """P1 from 3 to 5, P2 not rated any more: 24/8 = 3, then 23/7; shared 21/7 to 23/7, leaving adds nothing."""
    earlier, later = quarter(database, {}, 180), quarter(database, {"P1": 5, "P2": 0}, 90)
    found = history.compare(database, earlier, later)
    people = found.parts["people"]
    assert people is not None
    assert [(m.question_id, m.before, m.after) for m in people.shared if m.before != m.after] == [("P1", 3, 5)]
    assert (people.entered, people.left) == ((), ("P2",))
    name, before, after, by_answers, entering, leaving = found.rows[0]
    assert (name, before, after) == ("People", 3.0, pytest.approx(23 / 7))
    assert (by_answers, entering, leaving) == (pytest.approx(2 / 7), 0.0, 0.0)
    assert [row[3] for row in found.rows[1:]] == [0.0] * 4


def test_steps_of_the_time_between_come_along(database: Database) -> None:
    """Done before, taken on after, and dropped ones do not; done meanwhile and still under way do."""
    earlier, later = quarter(database, {}, 180), quarter(database, {}, 90)
    at = assessments.work(database, earlier)
    taken = {}
    for name, days_ago, done_ago in (("P1", 200, 190), ("P2", 170, 100), ("P3", 170, None), ("O1", 80, None)):
        question = at.questionnaire.by_id[name]
        action = plans.take_on(database, at.assessment, question, 3, "Ada", None, NOW - timedelta(days=days_ago))
        taken[name] = action.id
        if done_ago:
            plans.change(database, action.id, NOW - timedelta(days=done_ago), {"status": "done"})
    assert {a.question_id for a in history.compare(database, earlier, later).actions} == {"P2", "P3"}
    plans.change(database, taken["P3"], NOW, {"status": "dropped"})
    assert {a.question_id for a in history.compare(database, earlier, later).actions} == {"P2"}


def test_what_does_not_compare_is_refused(database: Database) -> None:
    """Two teams, or one that is not finished."""
    mine, theirs = quarter(database, {}, 180), quarter(database, {}, 90, team="Dairy")
    with pytest.raises(Refused, match="two teams"):
        history.compare(database, mine, theirs)
    with pytest.raises(Refused, match="Only finished"):
        history.compare(database, mine, begin(database).assessment.id)
