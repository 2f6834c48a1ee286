"""Checks before a write: a transaction of another window in between is waited for, on both databases."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillRunning
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from cxmaturity.answers import Privacy
from cxmaturity.errors import CxMaturityError, NotFound
from cxmaturity.records import DimensionTarget
from cxmaturity.services import plans, teams
from cxmaturity.services.assessments import closing, recent_results, targets, views
from cxmaturity.services.surveys import participation
from cxmaturity.store import assessments
from cxmaturity.store import plans as stored_plans
from cxmaturity.store import teams as stored_teams
from cxmaturity.store.database.engine import Database
from tests.store.fixtures import NOW, begin, plan_step, shipped
from tests.store.survey_fixtures import DAY, TEN, shown_level, start, survey_of, take_part

pytestmark = pytest.mark.each_database

Work = Callable[[], Any]


@pytest.fixture
def other() -> Any:
    """A thread for the other window."""
    with ThreadPoolExecutor(1) as pool:
        yield pool


def in_between(
    monkeypatch: pytest.MonkeyPatch, pool: ThreadPoolExecutor, module: Any, name: str, work: Work
) -> list["Future[Any]"]:
    """Run the other window's work right after this window has called a function; return its future.

    Half a second is long enough for all work that waits for nobody.
    """
    real, futures = getattr(module, name), list[Future[Any]]()

    def wrapped(*arguments: Any, **options: Any) -> Any:
        result = real(*arguments, **options)
        if not futures:
            futures.append(pool.submit(work))
            with suppress(StillRunning, CxMaturityError):
                futures[0].result(timeout=0.5)
        return result

    monkeypatch.setattr(module, name, wrapped)
    return futures


def test_an_assessment_started_while_its_team_is_removed_is_not_removed_with_it(
    database: Database, other: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The team is removed as empty, as confirmed; the assessment gets a new team."""
    team = teams.create_team(database, "Bakery", NOW)
    empty = teams.removal_impact(database, team.id)
    started = in_between(monkeypatch, other, stored_teams, "counts_of_team", lambda: begin(database))
    teams.remove_team(database, team.id, empty)
    view = started[0].result(timeout=20)
    assert views.load_view(database, view.assessment.id).assessment.team_name == "Bakery"
    assert view.assessment.team_id != team.id


def test_a_step_planned_while_its_team_is_removed_is_refused_or_keeps_the_team(
    database: Database, other: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No step is confirmed and then lost with its team's plan."""
    view = begin(database)
    step = plans.PlannedStep(shipped().by_id["P1"], 2, "Ana", None)
    impact = teams.removal_impact(database, view.assessment.team_id)
    planned = in_between(
        monkeypatch,
        other,
        stored_teams,
        "counts_of_team",
        lambda: plans.add_to_plan(database, view.assessment, [step], NOW),
    )
    teams.remove_team(database, view.assessment.team_id, impact)
    with pytest.raises(NotFound, match="This assessment was removed"):
        planned[0].result(timeout=20)


def test_closing_while_the_team_is_removed_raises_not_found(
    database: Database, other: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closing waits for the removal, then reports that the assessment is gone."""
    view = begin(database)
    impact = teams.removal_impact(database, view.assessment.team_id)
    closed = in_between(
        monkeypatch,
        other,
        stored_teams,
        "counts_of_team",
        lambda: closing.close_assessment(database, view.assessment.id, NOW),
    )
    teams.remove_team(database, view.assessment.team_id, impact)
    with pytest.raises(NotFound, match="This assessment was removed"):
        closed[0].result(timeout=20)


def test_of_two_anonymous_results_that_end_at_once_one_is_shown(
    database: Database, other: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their difference would disclose one answer, so the second is hidden although both began to close at once."""
    first, second = (start(database, label) for label in ("First", "Second"))
    for started, levels in ((first, TEN), (second, [*TEN, 5])):
        survey = survey_of(database, started)
        for level in levels:
            take_part(database, survey, {"P1": level})
    ended = in_between(
        monkeypatch,
        other,
        recent_results,
        "_results_near",
        lambda: closing.close_assessment(database, second.assessment_id, NOW + DAY),
    )
    closing.close_assessment(database, first.assessment_id, NOW + DAY)
    ended[0].result(timeout=20)
    results = [shown_level(views.load_view(database, s.assessment_id)) for s in (first, second)]
    assert results == [(3, (1, 2, 4, 2, 1)), (None, None)]


def test_targets_set_in_two_windows_at_once_are_both_stored(
    database: Database, other: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One window changes a dimension's target, the other its importance: both changes are stored."""
    view = begin(database)
    before = {"people": DimensionTarget(3, 3)}
    targets.set_targets(database, view.assessment.id, before)

    def set_importance() -> None:
        targets.set_targets(database, view.assessment.id, {"people": DimensionTarget(3, 5)}, shown=before)

    importance = in_between(monkeypatch, other, assessments, "dimension_targets", set_importance)
    targets.set_targets(database, view.assessment.id, {"people": DimensionTarget(4, 3)}, shown=before)
    importance[0].result(timeout=20)
    assert views.load_view(database, view.assessment.id).targets == {"people": DimensionTarget(4, 5)}


def test_two_fields_of_an_action_changed_at_once(
    database: Database, other: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One window marks it done, the other reopens it with an outcome: an action that is not done has no outcome."""
    view = begin(database)
    action = plan_step(database, view.assessment, shipped().by_id["P1"], 2, "Ana", None, NOW)
    plans.change_action(database, action.id, NOW, {"status": "done"})

    def restart() -> None:
        plans.change_action(database, action.id, NOW, {"status": "started", "owner": "Béla"})

    restarted = in_between(monkeypatch, other, stored_plans, "lock_action", restart)
    plans.change_action(database, action.id, NOW, {"outcome": "yes"})
    restarted[0].result(timeout=20)
    [now] = plans.list_plan(database, view.assessment.team_id, NOW.date())
    assert (now.status, now.outcome, now.owner, now.done_at) == ("started", None, "Béla", None)


@pytest.mark.parametrize("privacy", ["open", "anonymous"])
def test_a_reopened_survey_keeps_who_had_handed_in(database: Database, privacy: Privacy) -> None:
    """Closing marks nobody as finished: after reopening, the same one of three people is."""
    started = start(database, privacy=privacy)
    survey = survey_of(database, started)
    people = {name: f"{name}-2345-6789-ABCD" for name in ("AAAA", "BBBB", "CCCC")}
    for name, code in people.items():
        view = take_part(database, survey, {"P1": 3}, code=code, name=name)
        if name == "BBBB":
            participation.mark_submitted(database, view, NOW + timedelta(minutes=2))
    closing.close_assessment(database, started.assessment_id, NOW + timedelta(hours=1))
    closing.reopen_assessment(database, started.assessment_id)
    views_again = {name: participation.find_participation(database, survey, code) for name, code in people.items()}
    finished = {name: view and view.stored.finished_at is not None for name, view in views_again.items()}
    assert finished == {"AAAA": False, "BBBB": True, "CCCC": False}
