"""Frames over time and of several teams: where things stand on the axis, what is missing staying missing."""

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from cxmaturity.analysis.trends.change import Interval
from cxmaturity.analysis.trends.people import PeopleMean
from cxmaturity.tables import over_time

START = datetime(2026, 1, 1, tzinfo=UTC)


def day(number: float) -> datetime:
    return START + timedelta(days=number)


POINTS: list[over_time.TrendPoint] = [
    ("Q1", ("cx", "1"), {"A": 2.0, "B": None}, {}),
    ("Q2", ("cx", "1"), {"A": 3.0}, {"A": PeopleMean(2.875, 8, Interval(2.5, 3.25))}),
    ("Q3", ("cx", "2"), {"A": 3.0}, {"A": PeopleMean(2.625)}),
]


class TestHistory:
    """The trend's rows."""

    def test_a_row_for_each_assessment_and_dimension(self) -> None:
        """The third begins anew, because its model is another; an interval is there where it is shown."""
        frame = over_time.level_history(POINTS)
        names = ["assessment", "at", "dimension", "level", "mean", "low", "high", "starts_anew"]
        assert list(frame.columns) == names
        assert list(frame["assessment"]) == ["Q1", "Q1", "Q2", "Q3"]
        assert list(frame["at"]) == [0, 0, 1, 2]
        assert list(frame["starts_anew"]) == [False, False, False, True]
        assert list(frame["level"].isna()) == [False, True, False, False]
        assert list(frame["mean"].dropna()) == [2.875, 2.625]
        assert list(frame["low"].dropna()) + list(frame["high"].dropna()) == [2.5, 3.25]
        assert {str(frame[name].dtype) for name in ("level", "mean", "low", "high")} == {"float64"}

    def test_as_a_table(self) -> None:
        """A row for each assessment; no level, and a dimension that was not asked, are a dash."""
        table = over_time.level_history_table(over_time.level_history(POINTS))
        assert table.to_dict("records") == [
            {"assessment": "Q1", "A": "2.0", "B": "–"},
            {"assessment": "Q2", "A": "3.0 (people’s mean 2.88, 2.50\u00a0to\u00a03.25)", "B": "–"},
            {"assessment": "Q3", "A": "3.0 (people’s mean 2.63)", "B": "–"},
        ]


class TestSteps:
    """Where the steps of the plan stand beneath the trend."""

    @pytest.mark.parametrize(
        ("taken", "done", "stands"),
        [
            (5, 10, (0.5, 1.0)),  # days 0, 10 and 110 are the places 0, 1 and 2
            (10, 60, (1.0, 1.5)),
            (-9, 35, (0.0, 1.25)),  # begun before the first
            (60, 999, (1.5, 2.0)),  # done after the last
            (60, None, (1.5, 2.0)),  # under way
        ],
    )
    def test_between_the_assessments(self, taken: float, done: float | None, stands: tuple[float, float]) -> None:
        """In proportion between the two it lies between, however far these are apart."""
        end = None if done is None else day(done)
        frame = over_time.step_timeline([("P1", "Ask", day(taken), end, "worked")], [day(0), day(10), day(110)])
        [row] = frame.to_dict("records")
        assert (row["start"], row["end"]) == pytest.approx(stands)
        assert row["is_done"] == (done is not None and done <= 110)

    def test_none(self) -> None:
        """No step, no row, but all columns."""
        assert list(over_time.step_timeline([], [day(0)]).columns) == [
            "question",
            "step",
            "start",
            "end",
            "is_done",
            "state",
        ]


def test_verdicts_as_a_table() -> None:
    """Numbers with their sign, halves rounded up (0.125 to 0.13), a dash where they are not shown, and no p of 0."""
    table = over_time.verdict_table(
        [
            ("A", "8 linked", 0.5, (0.25, 0.75), 0.0391, "real"),
            ("B", "12 then, 9 now", -0.125, (-0.5, 0.25), 0.0001, "too close to call"),
            ("C", "–", None, None, None, "too few people to tell"),
        ]
    )
    assert table.to_numpy().tolist() == [
        ["A", "8 linked", "+0.50", "+0.25 to +0.75", "0.039", "real"],
        ["B", "12 then, 9 now", "-0.13", "-0.50 to +0.25", "< 0.001", "too close to call"],
        ["C", "–", "–", "–", "–", "too few people to tell"],
    ]


def test_slopes() -> None:
    """A change only where there is a level on both dates."""
    frame = over_time.team_change_table([("A", 2.0, "Q1", 3.5, "Q2"), ("B", None, "nothing finished yet", 3.0, "Q2")])
    assert list(frame.columns) == ["team", "then", "measured then", "now", "measured now", "change"]
    assert frame["change"].iloc[0] == 1.5
    assert pd.isna(frame["change"].iloc[1])
    assert over_time.team_change_table([]).empty


def test_changes_round_halves_up_and_add_up() -> None:
    """From 2.005 to 2.625 it is 2.01 to 2.63, +0.62; parts of 0.595 and 0.025 are +0.59 and +0.03, which add up."""
    [row] = over_time.change_table([("People", 2.005, 2.625, 0.595, 0.025, 0.0)]).to_dict("records")
    assert (row["then"], row["now"], row["change"]) == ("2.01", "2.63", "+0.62")
    assert (row["answers moved"], row["questions in"], row["questions out"]) == ("+0.59", "+0.03", "+0.00")


def test_people_s_means_stand_beside_the_middle_answers() -> None:
    """Two more columns where several people answered; a dash where their means may not be shown."""
    rows = [("People", 3.0, 2.0, -1.0, 0.0, 0.0), ("Channels", 3.0, 2.0, -1.0, 0.0, 0.0)]
    table = over_time.change_table(rows, {"People": (19 / 9, 26 / 9), "Channels": None})
    assert table[["people’s mean then", "people’s mean now"]].to_numpy().tolist() == [["2.11", "2.89"], ["–", "–"]]


def test_how_many_are_at_a_stage_or_above() -> None:
    """A row for each dimension, each count with that of how many people it is."""
    table = over_time.stage_count_table([("People", "3 By design", (5, 12), (8, 11))])
    assert table.to_numpy().tolist() == [["People", "3 By design", "5 of 12", "8 of 11"]]


def test_labels_are_told_apart() -> None:
    """Those used twice get their date, and those with the same date too a number."""
    labels = over_time.distinct_labels(["Spring", "Autumn", "Autumn", "Autumn"], ["1 May", "1 Oct", "2 Oct", "2 Oct"])
    assert labels == ["Spring", "Autumn · 1 Oct", "Autumn · 2 Oct (1)", "Autumn · 2 Oct (2)"]
