"""Sentences of the pages on trends and on several teams."""

from datetime import UTC, datetime

import pytest

from cxmaturity.analysis.trends.people_answers import PeopleMean
from cxmaturity.analysis.trends.team_places import team_places
from cxmaturity.questionnaire.schema import OVERALL, Questionnaire
from cxmaturity.records import Action, Status, Worked
from cxmaturity.tables.over_time import TrendAssessment, change_table, level_history
from cxmaturity.tables.teams import MeasuredLevel, team_change_table
from cxmaturity.wording.report.headlines import planned_steps_headline
from cxmaturity.wording.trends import levels, planned_steps, teams
from tests.build import equal


def action(status: Status, outcome: Worked | None = None) -> Action:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    done = moment if status == "done" else None
    return Action(
        id="a",
        team_id="t",
        assessment_id=None,
        question_id="P1",
        from_level=2,
        do="Ask",
        worked_if="They know",
        owner="Ada",
        due=None,
        status=status,
        outcome=outcome,
        created_at=moment,
        done_at=done,
    )


@pytest.mark.parametrize(
    ("status", "outcome", "expected"),
    [
        ("planned", None, "not begun yet"),
        ("started", None, "under way"),
        ("dropped", None, "dropped"),
        ("done", None, "done, not judged yet"),
        ("done", "yes", "worked"),
        ("done", "partly", "worked partly"),
        ("done", "no", "did not work"),
    ],
)
def test_what_became_of_a_step(status: Status, outcome: Worked | None, expected: str) -> None:
    """A planned step is open, done with its judgement, or dropped; an open one has no effect yet."""
    assert planned_steps.step_result(action(status, outcome)) == expected
    assert planned_steps.describe_done_step(action(status, outcome)) == f"Ask · {expected}"


class TestPlannedSteps:
    """The sentence on the outcomes of planned steps."""

    def test_each_outcome_is_counted(self) -> None:
        """Two done, one of them partly effective; open ones are counted too, and each step once."""
        steps = [
            action("done", "yes"),
            action("done", "partly"),
            action("started"),
            action("planned"),
            action("dropped"),
        ]
        assert planned_steps.planned_steps_finding(steps, "Spring") == (
            "After Spring you planned 5 steps. 2 are done: 1 worked and 1 worked partly. 1 is under way. "
            "1 is not begun yet. 1 is dropped."
        )
        headline = "2 of 5 steps planned after Spring are done, 1 worked and 1 worked partly"
        assert planned_steps_headline(steps, "Spring") == headline

    def test_one_step(self) -> None:
        """One step is in the singular; without a judgement none is mentioned."""
        assert planned_steps.planned_steps_finding([action("done")], "Spring") == (
            "After Spring you planned 1 step. 1 is done, not judged yet."
        )

    def test_none(self) -> None:
        """A plan without steps has its own sentence."""
        assert planned_steps.planned_steps_finding([], "Spring") == "After Spring no step was put into the plan."


def of_version(major: str) -> Questionnaire:
    return equal(1).model_copy(update={"version": f"{major}.0.0"})


def finding(*rounds: tuple[float | None, str], name: str = "People", means: tuple[float, ...] = ()) -> str:
    """Return the finding of rounds Q1, Q2 …, each a level and a major version, and people's means."""
    points = [
        TrendAssessment(
            f"Q{place + 1}", "Full", "", of_version(version), {name: level}, {name: PeopleMean(mean)} if mean else {}
        )
        for place, ((level, version), mean) in enumerate(zip(rounds, means or (None,) * len(rounds), strict=True))
    ]
    return levels.level_finding(level_history(points))


class TestFinding:
    """The sentence that a picture of a level carries."""

    @pytest.mark.parametrize(
        ("rounds", "expected"),
        [
            ([(2.0, "1")], "2.00 in Q1."),
            ([(2.0, "1"), (3.0, "1")], "3.00 in Q2, 2.00 in Q1."),
            ([(2.0, "1"), (2.0, "1")], "2.00 in Q2, as in Q1."),
            ([(2.41, "1"), (2.44, "1")], "2.44 in Q2, 2.41 in Q1."),  # not "2.40 in Q2, 2.40 in Q1"
            ([(1.0, "1"), (2.0, "2"), (3.0, "2")], "3.00 in Q3, 2.00 in Q2."),  # Q1 does not compare
            ([(1.0, "1"), (2.0, "2")], "2.00 in Q2."),
            ([(2.0, "1"), (None, "1")], "2.00 in Q1. No level in Q2."),
            ([(2.0, "1"), (3.0, "1"), (None, "2")], "3.00 in Q2, 2.00 in Q1. No level in Q3."),
            ([(None, "1"), (2.0, "1")], "2.00 in Q2."),
            ([(None, "1")], "No level yet."),
        ],
    )
    def test_now_and_at_first(self, rounds: list[tuple[float | None, str]], expected: str) -> None:
        """The newest level, and the first one that is comparable with it."""
        assert finding(*rounds) == expected

    def test_people_s_mean_stands_beside_the_level(self) -> None:
        """Level and mean are both stated, so a rise of one is not taken for a rise of the other."""
        assert finding((3.0, "1"), (2.0, "1"), means=(19 / 9, 26 / 9)) == (
            "2.00 in Q2, 3.00 in Q1. People's mean 2.89, at first 2.11."
        )
        assert finding((3.0, "1"), means=(2.5,)) == "3.00 in Q1. People's mean 2.50."

    def test_the_whole_is_shown_as_on_its_result(self) -> None:
        """2.497 just below a boundary and 2.58 near one have as many decimals as on the result page."""
        assert finding((2.58, "1"), (2.497, "1"), name=OVERALL) == "2.497 in Q2, 2.58 in Q1."

    def test_where_the_lines_break(self) -> None:
        """Before each assessment whose questionnaire is not comparable with the one before."""
        points = [
            TrendAssessment(f"Q{n}", "", "", of_version(v), {"A": 2.0, "B": 2.0}, {}) for n, v in ((1, "1"), (2, "2"))
        ]
        assert levels.line_breaks(level_history(points[:1])) is None
        sentence = levels.line_breaks(level_history(points))
        assert sentence is not None
        assert sentence.startswith("The lines break before Q2:")


class TestTeams:
    """Sentences on several teams."""

    @pytest.mark.parametrize(
        ("levels", "expected"),
        [
            ({"A": 2.0, "B": 3.0, "C": None}, "Overall, A is lowest at 2.0; B is highest at 3.0."),
            ({"A": 2.12, "B": 2.14, "C": 3.351}, "Overall, A is lowest at 2.1; C is highest at 3.35."),
            ({"A": 2.0, "B": 2.0}, "Overall, A and B are both at 2.0."),
            ({"A": None}, "No team has an overall level yet."),
            ({}, "No team has an overall level yet."),
        ],
    )
    def test_side_by_side(self, levels: dict[str, float | None], expected: str) -> None:
        """The lowest and the highest team as the table shows them, equal ones named; if all are equal, neither."""
        assert teams.teams_takeaway(levels, teams.overall_levels(levels, None, equal(1))) == expected

    def test_the_lowest_team_is_shown_lowest(self) -> None:
        """2.12 and 2.14 are both 2.1 to one decimal, but only one of them is the lowest."""
        levels = {"A": 2.12, "B": 2.14, "C": 3.351}
        assert teams.overall_levels(levels, None, equal(1)) == {"A": "2.1", "B": "2.14", "C": "3.35"}

    def test_two_dates(self) -> None:
        """How many teams rose and fell and which changed most; teams with one assessment are counted separately."""

        def row(
            team: str, then: float | None, now: float, *, again: bool = True
        ) -> tuple[str, MeasuredLevel, MeasuredLevel]:
            first = MeasuredLevel(None if then is None else "1", then, "")
            return team, first, MeasuredLevel("2" if again else "1", now, "")

        def shown(*rows: tuple[str, MeasuredLevel, MeasuredLevel]) -> str:
            return teams.slope_takeaway(team_change_table(rows, "People", equal(1)), "People", "1 May", "1 June")

        rose, fell, new, even = row("A", 2.0, 2.5), row("B", 3.0, 2.0), row("C", None, 4.0), row("D", 3.0, 3.0)
        start = "People, from 1 May to 1 June: of"
        assert shown(rose, fell, new, even) == f"{start} 3 teams 1 rose, 1 fell. B moved most, by -1.00 to 2.00."
        assert shown(fell, new, even, row("E", 2.0, 3.0)).endswith("1 rose, 1 fell. B and E moved most, each by 1.00.")
        # 2.336 → 2.664 is shown as 2.34 → 2.66, +0.32; 2.334 → 2.658 as 2.33 → 2.66, +0.33: B moved most, as shown.
        close = shown(row("A", 2.336, 2.664), row("B", 2.334, 2.658))
        assert close.endswith("2 rose. B moved most, by +0.33 to 2.66.")
        assert shown(rose, new) == "People, from 1 May to 1 June, A rose by 0.50 to 2.50."
        assert shown(even) == "People, from 1 May to 1 June, D stayed where it was."
        assert shown(even, row("G", 1.0, 1.0)) == "People, from 1 May to 1 June, all 2 teams stayed where they were."
        assert shown(new) == "No team has levels of two assessments by these dates, 1 May and 1 June: choose others."
        once = row("F", 2.0, 2.0, again=False)
        assert shown(rose, once).endswith("A rose by 0.50 to 2.50. 1 team was not measured again in between.")

    def test_the_middle_half_keeps_teams_on_their_side(self) -> None:
        """The middle half of these is 2.18 to 3.2; 2.16 is below it, so it is not shown as 2.2.

        Over time all three have two decimals, as the levels beside them.
        """
        places = team_places({"A": 2.16, "B": 2.18, "C": 3.0, "D": 3.2, "E": 4.0})
        assert places is not None
        shown, low, high = teams.place_levels(places, equal(1))
        assert (shown["A"], low, high) == ("2.16", "2.2", "3.2")
        assert teams.team_place(places, "A", equal(1)) == (
            "Among your own teams: overall in the lower quarter, at 2.16. Of your 5 teams with an overall level, the "
            "middle half is from 2.18 to 3.20, these two included."
        )

    def test_a_middle_half_at_one_level_has_no_ends(self) -> None:
        """Where most teams are at one level, it is said once."""
        places = team_places({"A": 3.0, "B": 3.0, "C": 3.0, "D": 3.0, "E": 4.0})
        assert places is not None
        sentence = "Of your 5 teams with an overall level, the middle half is at 3.0."
        assert teams.middle_half(places, equal(1)) == sentence

    def test_two_quartiles_look_different_if_they_are(self) -> None:
        """Teams at 1.16 and at 1.21 are both 1.2 to one decimal, but the ones are lowest and the others highest."""
        places = team_places({"A": 1.16, "B": 1.16, "C": 1.16, "D": 1.21, "E": 1.21})
        assert places is not None
        shown, low, high = teams.place_levels(places, equal(1))
        assert (shown["A"], shown["E"], low, high) == ("1.2", "1.21", "1.2", "1.21")


@pytest.mark.parametrize(
    ("moved", "expected"),
    [
        ({"A": 0.5, "B": -0.25, "C": 0.0}, "Like for like, A rose most, by 0.50; B fell most, by 0.25."),
        ({"A": 0.5, "B": -0.5, "C": 0.5}, "Like for like, A and C rose most, by 0.50; B fell most, by 0.50."),
        ({"A": 0.5, "B": 0.25}, "Like for like, A rose most, by 0.50."),
        ({"A": -0.5, "B": 0.0}, "Like for like, A fell most, by 0.50."),
        ({"A": 0.0}, "Like for like, no dimension moved."),
        ({}, "No dimension has a level both times, so nothing can be compared."),
    ],
)
def test_the_takeaway_of_what_moved_most(moved: dict[str, float], expected: str) -> None:
    """The numbers equal those of the table below it."""
    rows = [(name, 3.0, 3.0 + by, (by, 0.0, 0.0, 0.0)) for name, by in moved.items()]
    assert levels.change_takeaway(change_table(rows, equal(1))) == expected
