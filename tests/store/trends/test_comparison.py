"""A team over time: frozen results are shown, and only comparable ones are compared."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment
from cxmaturity.analysis.trends.comparison import compare
from cxmaturity.analysis.trends.exact_tests import Interval
from cxmaturity.answers import Answer, Privacy
from cxmaturity.errors import Refused
from cxmaturity.questionnaire.schema import OVERALL, Questionnaire
from cxmaturity.services import plans, reports, teams
from cxmaturity.services.assessments import answering, choosing, closing, views
from cxmaturity.services.plans import OwnAction, PlannedStep
from cxmaturity.services.trends import comparison, milestones, planned_steps
from cxmaturity.store.database.engine import Database
from cxmaturity.wording.trends import over_time as wording
from cxmaturity.wording.trends.planned_steps import describe_done_step
from tests.store.fixtures import NOW, begin, plan_step, shipped
from tests.store.trends.round_fixtures import Levels, newest, people, quarter, surveyed


def test_milestones_are_the_frozen_results_the_oldest_first(database: Database) -> None:
    """People at 3, then one of its eight at 5: 26/8 = 3.25; open ones, pulses and other teams are left out."""
    quarter(database, {"P1": 5}, 90)
    quarter(database, {}, 180)
    quarter(database, {}, 90, team="Dairy")
    begin(database)
    closing.close_assessment(database, begin(database, scope="pulse").assessment.id, NOW)
    team = teams.list_teams(database)[0]
    page = milestones.milestone_page(database, team.id)
    assert [m.assessment.label for m in page] == ["180 days ago", "90 days ago"]
    assert [m.levels["People"] for m in page] == [3.0, 3.25]
    assert {m.questionnaire.scale_max for m in page} == {5}
    assert len({m.comparison_key for m in page}) == 1


def test_a_reopened_assessment_counts_once_with_its_newest_result(database: Database) -> None:
    """The first frozen result stays stored, the later one is shown."""
    opened = quarter(database, {}, 90)
    closing.reopen_assessment(database, opened)
    view = views.load_person_view(database, opened)
    answering.save_answer(database, view, "P1", Answer(level=5), None, NOW)
    team = view.assessment.team_id
    assert milestones.milestone_page(database, team) == []  # open again
    closing.close_assessment(database, opened, NOW)
    assert [m.levels["People"] for m in milestones.milestone_page(database, team)] == [3.25]


def test_a_correction_leaves_a_reopened_assessment_in_its_place(database: Database) -> None:
    """Finished anew, it stands before those closed since, as in their results; its first result is kept beside it."""
    earlier, later = quarter(database, {}, 180), quarter(database, {}, 90)
    closing.reopen_assessment(database, earlier)
    closing.close_assessment(database, earlier, NOW)
    page = milestones.milestone_page(database, views.load_view(database, later).assessment.team_id)
    assert [m.assessment.label for m in page] == ["180 days ago", "90 days ago"]
    assert [m.closed_at for m in page] == [NOW - timedelta(days=180), NOW - timedelta(days=90)]
    assert choosing.freezing_dates(database, page[0].assessment) == ([NOW - timedelta(days=180)], NOW)
    closing.reopen_assessment(database, later)  # the last one is finished when it is
    closing.close_assessment(database, later, NOW)
    assert views.load_view(database, later).assessment.closed_at == NOW


def test_the_change_between_two_milestones(database: Database) -> None:
    """P1 from 3 to 5, P2 not rated the second time: 24/8 = 3, then 23/7.

    Shared 21/7 to 23/7, the removed question adds 0.
    """
    earlier, later = quarter(database, {}, 180), quarter(database, {"P1": 5, "P2": 0}, 90)
    compared = comparison.compare_assessments(database, earlier, later)
    people = compared.parts["people"]
    assert people is not None
    assert [(m.question_id, m.before, m.after) for m in people.shared if m.before != m.after] == [("P1", 3, 5)]
    assert (people.entered, people.left) == ((), ("P2",))
    name, before, after, (by_answers, *other_parts) = compared.rows[0]
    assert (name, before, other_parts) == ("People", 3.0, [0.0, 0.0, 0.0])
    assert (after, by_answers) == pytest.approx((23 / 7, 2 / 7))
    assert [row[3][0] for row in compared.rows[1:]] == [0.0] * 4


def test_steps_of_the_time_between_come_along(database: Database) -> None:
    """Steps done or under way in between are listed; those done before, added after, or dropped are not."""
    earlier, later = quarter(database, {}, 180), quarter(database, {}, 90)
    view = views.load_view(database, earlier)
    taken = {}
    for name, days_ago, done_ago in (("P1", 200, 190), ("P2", 170, 100), ("P3", 170, None), ("O1", 80, None)):
        question = view.questionnaire.by_id[name]
        action = plan_step(database, view.assessment, question, 3, "Ada", None, NOW - timedelta(days=days_ago))
        taken[name] = action.id
        if done_ago:
            plans.change_action(database, action.id, NOW - timedelta(days=done_ago), {"status": "done"})
    assert {a.question_id for a in comparison.compare_assessments(database, earlier, later).actions} == {"P2", "P3"}
    plans.change_action(database, taken["P3"], NOW, {"status": "dropped"})
    assert {a.question_id for a in comparison.compare_assessments(database, earlier, later).actions} == {"P2"}


def test_a_step_is_planned_after_the_result_that_it_is_from(database: Database) -> None:
    """Also one from before its end, as in a workshop, and after it was reopened; any other action goes by its time."""
    earlier, later = (views.load_view(database, quarter(database, {}, back)).assessment for back in (180, 90))
    for assessment, question, do, days_ago in (
        (earlier, shipped().by_id["P1"], "", 170),
        (later, shipped().by_id["P2"], "", 92),
        (later, None, "Written by the room", 91),
    ):
        step = PlannedStep(question, 3 if question else None, "", None, do)
        plans.add_to_plan(database, assessment, [step], NOW - timedelta(days=days_ago))
    alone = OwnAction("Written alone", None, "", None, "")
    plans.add_own_action(database, later.team_id, alone, NOW - timedelta(days=100))

    def planned() -> list[list[str]]:
        shown = milestones.milestone_page(database, later.team_id)
        steps = planned_steps.steps_by_milestone(database, later.team_id, shown)
        return [[step.question_id or step.do for step in planned_then] for _, planned_then in steps]

    assert planned() == [["P1", "Written alone"], ["P2", "Written by the room"]]
    section = reports.report(database, later.id, NOW).section("planned_steps")
    assert section
    assert len(section.tables[0].rows) == 2
    closing.reopen_assessment(database, later.id)
    closing.close_assessment(database, later.id, NOW)
    assert planned() == [["P1", "Written alone"], ["P2", "Written by the room"]]


def test_assessments_that_are_not_comparable_are_refused(database: Database) -> None:
    """Assessments of two teams, or one that is open."""
    mine, theirs = quarter(database, {}, 180), quarter(database, {}, 90, team="Dairy")
    with pytest.raises(Refused, match="two teams"):
        comparison.compare_assessments(database, mine, theirs)
    with pytest.raises(Refused, match="Only finished"):
        comparison.compare_assessments(database, mine, begin(database).assessment.id)


def test_only_a_window_of_milestones_is_read(database: Database) -> None:
    """Of 23 the newest 20 in order; then the three before; the very first can be read alone."""
    for back in range(23, 0, -1):
        surveyed(database, people(1), "open", back)
    team = teams.list_teams(database)[0].id
    assert milestones.count_milestones(database, team) == 23
    labels = [m.assessment.label for m in milestones.milestone_page(database, team)]
    assert labels == [f"{back} days ago" for back in range(20, 0, -1)]
    earlier = milestones.milestone_page(database, team, skip=20)
    assert [m.assessment.label for m in earlier] == ["23 days ago", "22 days ago", "21 days ago"]
    first = milestones.first_milestone(database, team)
    assert first is not None
    assert first.assessment.label == "23 days ago"
    assert milestones.milestone_page(database, team, skip=24) == []
    assert milestones.first_milestone(database, "nobody") is None


def test_a_cached_milestone_is_never_outdated(database: Database) -> None:
    """Read twice it is equal; after it was frozen again the new result is read."""
    opened = quarter(database, {}, 90)
    assert [newest(database).levels["People"] for _ in range(2)] == [3.0, 3.0]
    closing.reopen_assessment(database, opened)
    view = views.load_person_view(database, opened)
    answering.save_answer(database, view, "P1", Answer(level=1), None, NOW)
    closing.close_assessment(database, opened, NOW)
    assert newest(database).levels["People"] == 22 / 8


class TestLeftOut:
    """A dimension without a level on one side is shown on neither, with the reason."""

    def test_too_little_was_rated(self, database: Database) -> None:
        """Three of the eight on people are unanswered: 5/8 = 62.5 % is below 70 %, although the five have a mean."""
        earlier = quarter(database, {"P1": 0, "P2": 0, "P3": 0}, 180)
        later = quarter(database, {"P4": 5}, 90)
        for compared in (
            comparison.compare_assessments(database, earlier, later),
            comparison.compare_assessments(database, later, earlier),
        ):
            assert compared.parts["people"] is None
            assert "People" not in [row[0] for row in compared.rows]
            assert len(compared.rows) == 4
        assert wording.explain_left_out(comparison.compare_assessments(database, earlier, later)) == [
            "People: then only 63 % of it was rated, and a level needs 70 %."
        ]
        assert wording.explain_left_out(comparison.compare_assessments(database, later, earlier))[0].startswith(
            "People: now only 63 %"
        )

    def test_too_few_rated_it(self, database: Database) -> None:
        """Six anonymous people, four without an answer on people: two ratings each are hidden."""
        quiet = {q.id: 0 for q in shipped().dimensions[0].questions}
        earlier = surveyed(database, [*people(2), *people(4, quiet)], "anonymous", 180)
        later = surveyed(database, people(6), "anonymous", 90)
        compared = comparison.compare_assessments(database, earlier, later)
        assert compared.parts["people"] is None
        assert wording.explain_left_out(compared) == ["People: then fewer than 5 people rated some of its questions."]
        newest = milestones.milestone_page(database, compared.later.assessment.team_id)[0]
        assert newest.levels["People"] is None
        assert newest.suppressed_dimensions == {"People"}
        assert wording.explain_missing_levels(newest) == (
            "People: sealed, fewer than 5 people rated some of its questions, anonymously."
        )

    def test_it_did_not_apply(self, database: Database) -> None:
        """A dimension of which no question applied is not compared."""
        view = begin(database, now=NOW - timedelta(days=9))
        for question in view.questions:
            answer = Answer(not_applicable="None here") if question.may_not_apply else Answer(level=3)
            answering.save_answer(database, view, question.id, answer, None, NOW - timedelta(days=9))
        closing.close_assessment(database, view.assessment.id, NOW - timedelta(days=9))
        later = quarter(database, {}, 1)
        compared = comparison.compare_assessments(database, view.assessment.id, later)
        gone = [d for d in compared.dimensions if not compared.earlier.frozen.result.dimensions[d.id].applies]
        assert [f"{d.name}: then it did not apply." for d in gone] == [
            sentence for sentence in wording.explain_left_out(compared) if "apply" in sentence
        ]


def spread_people(count: int) -> list[Levels]:
    """Return people who answer 2 and 4 in turn, to every question."""
    return [{q.id: 2 + 2 * (i % 2) for q in shipped().questions} for i in range(count)]


def intervals(milestone: ClosedAssessment) -> dict[str, Interval]:
    return {name: mean.interval for name, mean in milestone.means.items() if mean.interval}


class TestMeans:
    """People's means with their intervals, only where they are meaningful and may be shown."""

    @pytest.mark.parametrize(
        ("privacy", "count", "has_means", "has_intervals"),
        [
            ("open", 7, True, False),
            ("open", 8, True, True),
            ("anonymous", 9, False, False),
            ("anonymous", 10, True, True),
        ],
    )
    def test_from_how_many_people(
        self, database: Database, privacy: Privacy, count: int, has_means: bool, has_intervals: bool
    ) -> None:
        """An interval for eight people with names or ten anonymous ones; for fewer anonymous ones not even the mean."""
        surveyed(database, spread_people(count), privacy, 10)
        newest_closed = newest(database)
        assert newest_closed.levels[OVERALL] is not None
        assert (len(newest_closed.means), len(intervals(newest_closed))) == (6 * has_means, 6 * has_intervals)

    def test_the_interval_of_the_mean(self, database: Database) -> None:
        """Four at 2, four at 4: mean 3, s 1.069, t(7) 2.365, so 3 ± 0.894; the group's level is the low median, 2."""
        surveyed(database, spread_people(8), "open", 10)
        newest_closed = newest(database)
        assert newest_closed.levels["People"] == 2
        for name in ("People", OVERALL):
            bar = intervals(newest_closed)[name]
            assert (newest_closed.means[name].mean, newest_closed.means[name].people) == (3.0, 8)
            assert (bar.low, bar.high) == pytest.approx((2.106, 3.894), abs=5e-4)

    @pytest.mark.parametrize(
        ("quiet", "privacy", "is_shown"),
        [(1, "anonymous", False), (9, "anonymous", False), (10, "anonymous", True), (1, "open", True)],
    )
    def test_the_overall_interval_is_hidden_where_it_would_disclose_one_person(
        self, database: Database, quiet: int, privacy: Privacy, is_shown: bool
    ) -> None:
        """Eleven have an overall level, a twelfth did not answer on leadership: the difference would be that person's.

        The mean of the five shown means is still shown, as everyone can compute it.
        """
        silent = {q.id: 0 for q in shipped().dimensions[-1].questions}
        surveyed(database, [*people(11), *people(quiet, silent)], privacy, 20)
        newest_closed = newest(database)
        assert "People" in intervals(newest_closed)
        assert (OVERALL in intervals(newest_closed), newest_closed.means[OVERALL].mean) == (is_shown, 3.0)

    def test_a_hidden_mean_is_replaced_by_that_of_the_counts(self, database: Database) -> None:
        """Ten at 3, an eleventh rated only P1, at 5.

        P1 has (10 · 3 + 5) ÷ 11 and the seven others 3, so the mean is (35/11 + 21) ÷ 8.
        """
        only_one = {q.id: 0 for q in shipped().questions} | {"P1": 5}
        surveyed(database, [*people(10), *people(1, only_one)], "anonymous", 10)
        newest_closed = newest(database)
        mean = newest_closed.means["People"]
        assert mean.mean == pytest.approx((35 / 11 + 21) / 8)
        assert (mean.people, mean.interval) == (None, None)
        assert newest_closed.means["Operations"].people == 10


def test_steps_done_in_between_are_listed_with_their_question(database: Database) -> None:
    """Not those done before or after, nor those of another question, also where another questionnaire has its id."""
    earlier, later = quarter(database, {}, 180), quarter(database, {"P1": 4}, 90)
    view = views.load_view(database, earlier)
    other = begin(database, questionnaire=Questionnaire.model_validate(shipped().model_dump() | {"id": "other"}))
    steps = (("P1", 3, 100), ("P1", 2, 50), ("P1", 1, None), ("P2", 3, 100))
    for asked, (name, level, done_ago) in [*((view, step) for step in steps), (other, ("P1", 4, 100))]:
        question = asked.questionnaire.by_id[name]
        taken = plan_step(database, asked.assessment, question, level, "Ada", None, NOW - timedelta(days=170))
        if done_ago:
            changes = {"status": "done", "outcome": "yes"}
            plans.change_action(database, taken.id, NOW - timedelta(days=done_ago), changes)
    compared = comparison.compare_assessments(database, earlier, later)
    [done] = compared.done_for("P1")
    assert done.from_level == 3
    assert describe_done_step(done) == f"{done.do} · worked"
    assert compared.done_for("O1") == []


def test_a_dimension_that_was_not_asked_is_called_that(database: Database) -> None:
    """A workshop on leadership alone: other dimensions are called “not asked”, not “too little rated”."""
    others = [d for d in shipped().dimensions if d.id != "leadership"]
    quarter(database, {q.id: 0 for d in others for q in d.questions}, 90)
    [whole] = milestones.milestone_page(database, teams.list_teams(database)[0].id)
    part = replace(whole, assessment=replace(whole.assessment, dimensions=("leadership",)))
    names = "People, Operations, Channels and Social responsibility (CSR)"
    sentence = wording.explain_missing_levels(whole)
    assert sentence == f"{names}: no level: too few of its questions were rated, or it does not apply."
    assert wording.explain_missing_levels(part) == f"{names}: it was not asked there."
    compared = compare(part, whole, {}, {}, ())
    assert wording.explain_left_out(compared)[0].startswith("People: then it was not asked, and now only 0 %")
