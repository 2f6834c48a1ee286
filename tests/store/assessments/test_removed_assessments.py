"""Removed assessments on both databases: invisible until they are restored.

And the next rounds of surveys and workshops.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from cxmaturity.answers import Answer
from cxmaturity.errors import ChangedElsewhere, NotFound
from cxmaturity.records import Scope
from cxmaturity.services.assessments import (
    answering,
    choosing,
    closing,
    listing,
    next_round,
    removal,
    targets,
    views,
)
from cxmaturity.services.assessments.recent_results import last_result_too_recent
from cxmaturity.services.surveys import admission, participation, progress, schedule
from cxmaturity.services.surveys.codes import new_code
from cxmaturity.services.workshops import facilitation, workshop_view
from cxmaturity.store import responses, trends
from cxmaturity.store.database.engine import Database
from tests.store.fixtures import NOW, begin, plan_step, removed_for_good, shipped
from tests.store.survey_fixtures import TEN, anonymous_result, start, survey_of, take_part
from tests.store.workshop_fixtures import begin as begin_workshop

DAY = timedelta(days=1)


def solo(database: Database, label: str, days: int, *, is_closed: bool = True, scope: Scope = "full") -> str:
    """Start an assessment of the Bakery this many days after NOW, rate its first five questions, and close it."""
    now = NOW + days * DAY
    view = begin(database, label=label, scope=scope, now=now)
    for question in view.questions[:5]:
        answering.save_answer(database, view, question.id, Answer(level=3), None, now)
    if is_closed:
        closing.close_assessment(database, view.assessment.id, now + timedelta(hours=1))
    return view.assessment.id


def everything_listed(database: Database) -> dict[str, Any]:
    """Return what lists, pages and trends read of the Bakery's assessments, by their names."""
    [team] = listing.teams_by_activity(database)
    summary = listing.summarize_team(database, team, (NOW + 400 * DAY).date())
    parts = (summary.finished, summary.last_time, summary.unfinished)
    newest = choosing.newest_with_result(database)
    with database.reading() as connection:
        of_trends: dict[str, Iterable[Any]] = {
            "milestones": trends.milestone_page(connection, team.id, 20),
            "pulses": trends.newest_with_pulses(connection, team.id, 20),
            "first": [trends.first_milestone(connection, team.id)],
            "of each": trends.newest_milestone_of_each(connection, [team.id]),
        }
        reopened = trends.reopened_labels(connection, team.id)
        counts = (trends.count_milestones(connection, team.id), trends.latest_closing(connection, [team.id], 1))
    return {
        "listed": [row.assessment.label for row in listing.list_assessments(database)],
        "counts": (listing.count_assessments(database), counts),
        "used names": sorted(listing.labels_of_team(database, team.name)),
        "summary": [part and part.assessment.label for part in parts],
        "newest": newest and newest.label,
        "reopened": reopened,
        "offered": [row.label for row in choosing.offered_of_team(database, team.id)],
        **{name: [row and row.label for row in rows] for name, rows in of_trends.items()},
    }


@pytest.mark.each_database
def test_a_removed_assessment_is_in_no_list(database: Database) -> None:
    """A second one is started and removed: closed in full, closed as a pulse, open, reopened.

    Everything that lists, cards, pickers and trends read is as before; restored, all of it is there.
    """
    solo(database, "Full", 0)
    solo(database, "Pulse", 10, scope="pulse")
    solo(database, "Open", 20, is_closed=False)
    before = everything_listed(database)
    later = [
        solo(database, "Second full", 30),
        solo(database, "Second pulse", 40, scope="pulse"),
        solo(database, "Second open", 50),
    ]
    closing.reopen_assessment(database, later[-1])
    with_all = everything_listed(database)
    assert all(with_all[name] != before[name] for name in before if name != "first")
    for number, assessment_id in enumerate(later):
        removal.remove_assessment(database, assessment_id, NOW + (60 + number) * DAY)
    assert everything_listed(database) == before
    assert [row.label for row in removal.list_removed(database)] == ["Second open", "Second pulse", "Second full"]
    for assessment_id in later:
        removal.restore_assessment(database, assessment_id)
    assert everything_listed(database) == with_all
    assert removal.list_removed(database) == []


@pytest.mark.each_database
def test_a_team_whose_only_assessment_is_removed_is_not_listed(database: Database) -> None:
    """Neither on Home nor among the results to choose from."""
    only = solo(database, "Full", 0)
    removal.remove_assessment(database, only, NOW)
    assert listing.teams_by_activity(database) == []
    assert choosing.teams_with_result(database) == []
    assert choosing.newest_with_result(database) is None


def test_a_removed_assessment_cannot_be_read_or_changed(database: Database) -> None:
    """Viewing, answering, setting targets, planning and closing report that it is not there.

    Restored, nothing has changed.
    """
    opened = solo(database, "Open", 0, is_closed=False)
    view = views.load_person_view(database, opened)
    question = view.questions[0]
    removal.remove_assessment(database, opened, NOW)
    for use in (
        lambda: views.load_view(database, opened),
        lambda: answering.save_answer(database, view, question.id, Answer(level=1), None, NOW),
        lambda: targets.set_targets(database, opened, {}),
        lambda: plan_step(database, view.assessment, question, 3, "Zoë", None, NOW),
        lambda: closing.close_assessment(database, opened, NOW),
        lambda: closing.reopen_assessment(database, opened),
        lambda: removal.remove_assessment(database, opened, NOW),
        lambda: next_round.start_next_round(database, opened, "Next", NOW),
    ):
        with pytest.raises(NotFound):
            use()
    removal.restore_assessment(database, opened)
    assert views.load_person_view(database, opened).stored == view.stored
    with pytest.raises(ChangedElsewhere, match="put back in another window"):
        removal.delete_assessment(database, opened)
    removed_for_good(database, opened)
    with pytest.raises(NotFound):
        removal.restore_assessment(database, opened)


def test_a_removed_survey_admits_nobody_and_keeps_its_answers(database: Database) -> None:
    """Its link opens nothing and no answer is stored; restored, a person continues with the same code."""
    started = start(database, privacy="anonymous")
    survey = survey_of(database, started)
    person = take_part(database, survey, {"P1": 4})
    removal.remove_assessment(database, started.assessment_id, NOW)
    with pytest.raises(NotFound):
        participation.survey_by_invitation(database, str(survey.assessment.invitation))
    with pytest.raises(NotFound):
        answering.save_answer(database, person, "P2", Answer(level=2), None, NOW)
    with pytest.raises(NotFound):
        take_part(database, survey, {"P1": 1})
    removal.restore_assessment(database, started.assessment_id)
    answering.save_answer(database, person, "P2", Answer(level=2), None, NOW)
    assert progress.participation_status(database, started.assessment_id).answered == 1


def test_a_removed_result_still_counts_for_the_disclosure_of_one_person(database: Database) -> None:
    """Ten people were shown; after it was removed, the result of eleven people on the next day is still hidden."""
    first = anonymous_result(database, "First", TEN, 0)
    removal.remove_assessment(database, first.assessment.id, NOW)
    assert last_result_too_recent(database, "Bakery", shipped(), NOW + DAY) is not None
    second = anonymous_result(database, "Second", [*TEN, 5], 1)
    assert second.group
    assert second.group.disclosure.is_suppressed


def test_a_removed_workshop_cannot_be_opened(database: Database) -> None:
    """Neither its code, its screen nor its console opens it; restored, it continues in the same state."""
    workshop = begin_workshop(database, privacy="anonymous")
    opened = workshop.assessment.id
    removal.remove_assessment(database, opened, NOW)
    for use in (
        lambda: workshop_view.load_workshop(database, opened),
        lambda: workshop_view.workshop_by_code(database, workshop.code, NOW),
        lambda: workshop_view.workshop_by_screen(database, workshop.screen),
        lambda: facilitation.perform_action(database, opened, workshop.version, "begin", NOW),
    ):
        with pytest.raises(NotFound):
            use()
    removal.restore_assessment(database, opened)
    assert workshop_view.load_workshop(database, opened) == workshop


def test_the_next_round_of_a_survey_asks_the_same_people_on_the_same_terms(database: Database) -> None:
    """Open, linked, for one variant: each of three people gets a new link without earlier answers."""
    first = start(database, privacy="open", is_linked=True, names=["Ann", "Bo", "Cy"], expected=None)
    begun = next_round.start_next_round(database, first.assessment_id, "Summer", NOW + DAY)
    assert sorted(begun.codes) == ["Ann", "Bo", "Cy"]
    row = progress.participation_status(database, begun.assessment_id).assessment
    before = progress.participation_status(database, first.assessment_id).assessment
    assert row.label == "Summer"
    for part in ("team_id", "digest", "scope", "variant", "mode", "privacy", "is_linked", "asks_role", "expected"):
        assert getattr(row, part) == getattr(before, part), part
    assert row.invitation != before.invitation
    with database.reading() as connection:
        assert responses.response_progress(connection, row.id) == []


def test_the_next_round_of_a_survey_with_slips_and_a_shared_result_keeps_both(database: Database) -> None:
    """Nobody can start without one of the new slips, as in the first round; participants will see this result too."""
    first = start(database, privacy="anonymous", expected=3)
    row = progress.participation_status(database, first.assessment_id).assessment
    admission.make_slips(database, row, 3)
    schedule.share_result(database, row.id, is_shared=True)
    again = next_round.start_next_round(database, row.id, "Summer", NOW + DAY)
    row = progress.participation_status(database, again.assessment_id).assessment
    assert row.is_shared
    survey = survey_of(database, again)
    with pytest.raises(admission.SlipNeeded):
        participation.begin_participation(database, survey, new_code(), "", None, NOW + DAY)
    [slip] = admission.make_slips(database, row, 1)
    participation.begin_participation(database, survey, new_code(), "", None, NOW + DAY, slip=slip)


def test_the_next_round_of_a_survey_that_repeats_is_that_of_its_series(database: Database) -> None:
    """In open mode the same personal links open the next round, so no new ones are made."""
    first = start(database, privacy="open", names=["Ann", "Bo"], expected=None)
    schedule.set_repetition(database, first.assessment_id, 3)
    closing.close_assessment(database, first.assessment_id, NOW + DAY)
    begun = next_round.start_next_round(database, first.assessment_id, "Summer", NOW + 2 * DAY)
    row = progress.participation_status(database, begun.assessment_id).assessment
    assert (row.label, row.series_id, begun.codes) == ("Summer", first.assessment_id, {})
    last = progress.participation_status(database, first.assessment_id).assessment
    assert schedule.open_round_after(database, last) == row


@pytest.mark.each_database
def test_the_next_round_of_a_workshop_asks_the_picked_questions_in_their_order(database: Database) -> None:
    """Three single questions, in an order other than the questionnaire's."""
    picked = ["R2", "P1", "O3"]
    first = begin_workshop(database, scope="full", privacy="anonymous", questions=picked)
    begun = next_round.start_next_round(database, first.assessment.id, "Again", NOW + DAY)
    again = workshop_view.load_workshop(database, begun.assessment_id)
    assert list(again.state.order) == picked
    assert again.assessment.questions == first.assessment.questions


@pytest.mark.each_database
def test_the_next_round_of_a_workshop_asks_the_chosen_dimensions_at_the_same_pace(database: Database) -> None:
    """Two dimensions, self-paced, for thirty people with roles and lines of why: the same terms in a new lobby."""
    terms = {"privacy": "anonymous", "pace": "self_paced", "asks_role": True, "expected": 30, "asks_why": True}
    first = begin_workshop(database, scope="full", dimensions=["people", "csr"], **terms)
    admission.make_slips(database, first.assessment, 30)
    begun = next_round.start_next_round(database, first.assessment.id, "Again", NOW + DAY)
    again = workshop_view.load_workshop(database, begun.assessment_id)
    assert (again.pace, again.order, again.joined) == (first.pace, first.order, 0)
    for part in ("team_id", "privacy", "asks_role", "expected", "dimensions"):
        assert getattr(again.assessment, part) == getattr(first.assessment, part), part
    assert again.state.asks_why
    assert again.assessment.slips == 0
    assert again.code != first.code
