"""The newest frozen result is the one frozen last, whatever the clocks, and every page reads it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from threading import Barrier
from typing import Any

import pytest

from cxmaturity.analysis.frozen.frozen_result import read_frozen_result
from cxmaturity.answers import Answer
from cxmaturity.scoring import levels
from cxmaturity.services.assessments import answering, closing, views
from cxmaturity.services.assessments.agreed_levels import agree_on_level
from cxmaturity.services.trends import comparison, milestones
from cxmaturity.store import frozen_results as stored
from cxmaturity.store.database.engine import Database
from tests.store.fixtures import NOW, begin, frozen_contents
from tests.store.trends.round_fixtures import newest, people, quarter, surveyed


def contents(database: Database, assessment_id: str) -> list[str]:
    with database.reading() as connection:
        return frozen_contents(connection, assessment_id)


@pytest.mark.parametrize("behind", [timedelta(), timedelta(hours=1)], ids=["the same moment", "an hour behind"])
def test_the_window_that_agrees_last_wins_whatever_its_clock(database: Database, behind: timedelta) -> None:
    """The second window's clock is not later; both agreed levels are in the newest result."""
    survey = surveyed(database, people(6), "open", 10)
    agree_on_level(database, survey, "P1", 5, "We saw the list", NOW)
    agree_on_level(database, survey, "P2", 4, "We counted", NOW - behind)
    view = views.load_view(database, survey)
    assert (view.response.level_of("P1"), view.response.level_of("P2")) == (5, 4)
    # People has eight questions: 5 + 4 + 6 · 3 = 27.
    assert newest(database).levels["People"] == pytest.approx(27 / 8)
    groups = [read_frozen_result(content).group for content in contents(database, survey)]
    assert [group and len(group.agreed) for group in groups] == [2, 1, 0]


@pytest.mark.each_database
def test_closing_again_with_a_clock_behind_shows_the_later_result(database: Database) -> None:
    """Reopened, changed, and closed again by a window whose clock is a day behind: that result is shown."""
    opened = quarter(database, {}, 90)
    closing.reopen_assessment(database, opened)
    view = views.load_person_view(database, opened)
    answering.save_answer(database, view, "P1", Answer(level=5), None, NOW)
    closing.close_assessment(database, opened, NOW - timedelta(days=91))
    assert newest(database).levels["People"] == pytest.approx(26 / 8)


@pytest.mark.each_database
def test_a_result_frozen_between_two_reads_is_never_kept_under_the_digest_of_another(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After digests are read another window agrees on a level.

    The contents read after that are not cached under the old digest.
    """
    survey = surveyed(database, people(6), "open", 10)
    read_digests = stored.frozen_digests

    def then_agree(*arguments: Any) -> dict[str, str]:
        digests = read_digests(*arguments)
        monkeypatch.setattr(stored, "frozen_digests", read_digests)
        agree_on_level(database, survey, "P1", 5, "We saw the list", NOW)
        return digests

    monkeypatch.setattr(stored, "frozen_digests", then_agree)
    newest(database)
    assert newest(database).levels["People"] == pytest.approx(26 / 8)
    for content in contents(database, survey):
        cached = milestones._cache.get(sha256(content.encode()).hexdigest())
        assert cached is None or cached[0] == read_frozen_result(content)


@pytest.mark.each_database
def test_a_changed_scoring_rule_leaves_past_results_consistent(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six of eight on people are rated, 75 %; a later version that requires 90 % removes the level from no page."""
    earlier = quarter(database, {"P1": 0, "P2": 0}, 180)
    later = quarter(database, {"P1": 0, "P2": 0, "P3": 5}, 90)
    monkeypatch.setattr(levels, "MIN_COVERAGE", 0.90)
    compared = comparison.compare_assessments(database, earlier, later)
    part = compared.parts["people"]
    assert part is not None
    # 6 · 3 / 6, then (5 + 5 · 3) / 6.
    assert part.before == 3.0
    assert part.after == pytest.approx(20 / 6)
    assert [m.levels["People"] for m in milestones.milestone_page(database, compared.earlier.assessment.team_id)] == [
        part.before,
        part.after,
    ]
    assert compared.earlier.levels["People"] == part.before


def test_what_one_person_wrote_stands_beside_a_moved_answer(database: Database) -> None:
    """Notes and evidence are not frozen; they are read from the stored answers of both assessments."""
    ids = []
    for level, note, days in ((2, "Heard of it", 20), (3, "Seen it", 10)):
        now = NOW - timedelta(days=days)
        view = begin(database, label=f"{days}", now=now)
        for question in view.questions:
            answer = Answer(level=level, note=note, evidence="Wiki") if question.id == "P1" else Answer(level=3)
            answering.save_answer(database, view, question.id, answer, None, now)
        closing.close_assessment(database, view.assessment.id, now)
        ids.append(view.assessment.id)
    compared = comparison.compare_assessments(database, *ids)
    comments = (compared.comments_before, compared.comments_after)
    assert [[(c.note, c.evidence, c.name) for c in side["P1"]] for side in comments] == [
        [("Heard of it", "Wiki", None)],
        [("Seen it", "Wiki", None)],
    ]
    assert [set(side) for side in comments] == [{"P1"}, {"P1"}]


@pytest.mark.usefixtures("patient_writers")
@pytest.mark.each_database
def test_two_windows_that_agree_at_once_keep_both_levels(database: Database) -> None:
    """Eight windows agree on a question each at the same moment; all levels are in the newest result."""
    survey = surveyed(database, people(6), "open", 10)
    questions = [q.id for q in views.load_view(database, survey).questionnaire.questions[:8]]
    ready = Barrier(len(questions))

    def agree(question_id: str) -> None:
        ready.wait(timeout=30)
        agree_on_level(database, survey, question_id, 5, "We saw the list", NOW)

    with ThreadPoolExecutor(len(questions)) as windows:
        for result in [windows.submit(agree, question_id) for question_id in questions]:
            result.result(timeout=60)
    response = views.load_view(database, survey).response
    assert {response.level_of(question_id) for question_id in questions} == {5}
    assert newest(database).levels["People"] == 5.0
    assert len(contents(database, survey)) == 9
