"""DataFrames over time and of several teams: places on the axis, and missing values."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.analysis.trends.exact_tests import Interval
from cxmaturity.analysis.trends.people_answers import PeopleMean
from cxmaturity.questionnaire.schema import OVERALL
from cxmaturity.tables import over_time
from cxmaturity.tables.over_time import TrendAssessment
from cxmaturity.tables.teams import MeasuredLevel, team_change_table, team_changes_to_read
from cxmaturity.wording.language.numbers import half_up
from tests.build import equal

MODEL = equal(1)
NEXT = MODEL.model_copy(update={"version": "2.0.0"})
POINTS = [
    TrendAssessment("Q1", "Full", "1 May 2026", MODEL, {"A": 2.0, "B": None}, {}),
    TrendAssessment("Q2", "Full", "2 May 2026", MODEL, {"A": 3.0}, {"A": PeopleMean(2.875, 8, Interval(2.5, 3.25))}),
    TrendAssessment("Q3", "Full", "3 May 2026", NEXT, {"A": 3.0}, {"A": PeopleMean(2.625)}),
]


class TestHistory:
    """The trend's rows."""

    def test_a_row_for_each_assessment_and_dimension(self) -> None:
        """The third assessment has another model, so its line begins anew.

        An interval is there only where it is shown.
        """
        frame = over_time.level_history(POINTS)
        assert list(frame["assessment"]) == ["Q1", "Q1", "Q2", "Q3"]
        assert list(frame["at"]) == [0, 0, 1, 2]
        assert list(frame["starts_anew"]) == [False, False, False, True]
        assert list(frame["shown"]) == ["2.00", "–", "3.00", "3.00"]
        assert list(frame["level"].isna()) == [False, True, False, False]
        assert list(frame["mean"].dropna()) == [2.875, 2.625]
        assert list(frame["low"].dropna()) + list(frame["high"].dropna()) == [2.5, 3.25]
        assert {str(frame[name].dtype) for name in ("level", "mean", "low", "high")} == {"float64"}

    def test_as_a_table(self) -> None:
        """One row per assessment with its kind and closing date; B has no level in any and is left out."""
        days = {f"Q{n}": {"assessment": f"Q{n}", "kind": "Full", "finished": f"{n} May 2026"} for n in (1, 2, 3)}
        assert over_time.level_history_table(POINTS).to_dict("records") == [
            days["Q1"] | {"A": "2.00"},
            days["Q2"] | {"A": "3.00 (people's mean 2.88, 2.50\u00a0to\u00a03.25)"},
            days["Q3"] | {"A": "3.00 (people's mean 2.63)"},
        ]


def test_verdicts_as_a_table() -> None:
    """Numbers with their sign, halves rounded up (0.125 to 0.13), a dash for hidden ones, and never a p of 0."""
    table = over_time.verdict_table(
        [
            ("A", "8 linked", "+0.50", (0.25, 0.75), 0.0391, "real"),
            ("B", "12 then, 9 now", "-0.13", (-0.5, 0.25), 0.0001, "too close to call"),
            ("C", "–", "–", None, None, "too few people to tell"),
        ]
    )
    assert table.to_numpy().tolist() == [
        ["A", "8 linked", "+0.50", "+0.25 to +0.75", "0.039", "real"],
        ["B", "12 then, 9 now", "-0.13", "-0.50 to +0.25", "< 0.001", "too close to call"],
        ["C", "–", "–", "–", "–", "too few people to tell"],
    ]


def test_teams_at_two_dates() -> None:
    """A change stands only between two assessments and equals the difference of the shown levels, with two decimals as
    on Over time. The overall level of 2.5999 has more, because from 2.6 on it is not between two stages."""
    once = MeasuredLevel("b1", 3.0, "Q1")
    rows = [
        ("A", MeasuredLevel("a1", 2.0, "Q1"), MeasuredLevel("a2", 3.5, "Q2")),
        ("B", MeasuredLevel(None, None, "nothing finished yet"), once),
        ("C", once, once),
        ("D", MeasuredLevel("d1", 2.41, "Q1"), MeasuredLevel("d2", 2.44, "Q2")),
    ]
    frame = team_change_table(rows, "People", MODEL)
    assert frame["change"].tolist()[0] == 1.5
    assert frame["change"].isna().tolist() == [False, True, True, False]
    assert frame["is_measured_again"].tolist() == [True, True, False, True]
    assert team_changes_to_read(frame).to_numpy().tolist() == [
        ["A", "2.00", "Q1", "3.50", "Q2", "+1.50"],
        ["B", "–", "nothing finished yet", "3.00", "Q1", "–"],
        ["C", "3.00", "Q1", "3.00", "Q1", "–"],
        ["D", "2.41", "Q1", "2.44", "Q2", "+0.03"],
    ]
    overall = team_change_table([("A", MeasuredLevel("a1", 2.0, ""), MeasuredLevel("a2", 2.5999, ""))], OVERALL, MODEL)
    assert overall[["shown then", "shown now", "shown change"]].to_numpy().tolist() == [["2.0000", "2.5999", "+0.5999"]]
    assert team_change_table([], "People", MODEL).empty


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (2.6486, 2.75, ["2.649", "2.750", "+0.101"]),  # 2.65 would be 2.7 to one decimal, elsewhere it is 2.6
        (0.1, 0.3496, ["0.1000", "0.3496", "+0.2496"]),  # the stage begins at 0.35
        (2.4, 2.46, ["2.40", "2.46", "+0.06"]),  # 2.5 is no boundary on this scale
    ],
)
def test_a_change_keeps_the_levels_of_other_pages_and_the_stages_of_the_model(
    before: float, after: float, shown: list[str]
) -> None:
    """A level is never shown on the other side of a stage's beginning, nor beside another first decimal elsewhere."""
    model = equal(1)
    stages = tuple(
        s.model_copy(update={"threshold": begins}) for s, begins in zip(model.stages, (0, 0.35), strict=False)
    )
    two_stages = model.model_copy(update={"stages": stages})
    rows = [("A", before, after, (after - before, 0.0, 0.0, 0.0))]
    [row] = over_time.change_table(rows, two_stages).to_numpy().tolist()
    assert row[1:4] == shown


def test_changes_round_halves_up_and_add_up() -> None:
    """From 2.005 to 2.625 is shown as 2.01 to 2.63, +0.62.

    Parts of 0.595 and 0.025 as +0.59 and +0.03, which add up.
    """
    [row] = over_time.change_table([("People", 2.005, 2.625, (0.595, 0.025, 0.0, 0.0))], MODEL).to_dict("records")
    assert (row["then"], row["now"], row["change"]) == ("2.01", "2.63", "+0.62")
    assert (row["like for like"], row["questions in"], row["questions out"]) == ("+0.59", "+0.03", "+0.00")


def test_parts_that_are_zero_everywhere_are_left_out() -> None:
    """One of two dimensions got a new question, none lost one: the column for removed questions is left out."""
    rows = [("People", 3.0, 3.5, (0.25, 0.25, 0.0, 0.0)), ("Channels", 3.0, 3.0, (0.0, 0.0, 0.0, 0.0))]
    shown = over_time.without_zero_parts(over_time.change_table(rows, MODEL))
    assert list(shown.columns) == ["dimension", "then", "now", "change", "like for like", "questions in"]
    still = over_time.without_zero_parts(over_time.change_table(rows[1:], MODEL))
    assert list(still.columns) == ["dimension", "then", "now", "change"]


@given(st.floats(1, 5), st.floats(1, 5), st.floats(-2, 2), st.floats(-2, 2))
def test_every_shown_change_can_be_recomputed(before: float, after: float, by_answers: float, entering: float) -> None:
    """The change is the difference of the shown levels and the sum of the shown parts.

    No sign is lost by rounding, and no part differs from its value by more than 0.02. A level that is rounded on to one
    decimal is the one that other pages show.
    """
    exact_parts = (by_answers, entering, after - before - by_answers - entering, 0.0)
    [row] = over_time.change_table([("People", before, after, exact_parts)], MODEL).to_numpy().tolist()
    _, then, now, change, *parts = (Decimal(text) if text[-1].isdigit() else text for text in row)
    assert now - then == change == sum(parts)
    for part, value in zip(parts, exact_parts, strict=True):
        assert abs(float(part) - value) <= 0.02
    exact = round(after, 9) - round(before, 9)
    if abs(exact) > 2e-9:
        assert (float(change) > 0) == (exact > 0)
    for text, level in ((then, before), (now, after)):
        assert half_up(float(text), 1) == half_up(level, 1)


def test_people_s_means_stand_beside_the_middle_answers() -> None:
    """Two columns more where several people answered; a dash where their means may not be shown."""
    rows = [(name, 3.0, 2.0, (-1.0, 0.0, 0.0, 0.0)) for name in ("People", "Channels")]
    table = over_time.change_table(rows, MODEL, {"People": (19 / 9, 26 / 9), "Channels": None})
    assert table[["people's mean then", "people's mean now"]].to_numpy().tolist() == [["2.11", "2.89"], ["–", "–"]]


def test_how_many_are_at_a_stage_or_above() -> None:
    """One row per dimension; each count stands with the number of people."""
    table = over_time.stage_count_table([("People", "3 By design", (5, 12), (8, 11))])
    assert table.to_numpy().tolist() == [["People", "3 By design", "5 of 12", "8 of 11"]]


def test_repeated_labels_become_distinct() -> None:
    """Those used twice get their date, and those with the same date too a number."""
    labels = over_time.distinct_labels(["Spring", "Autumn", "Autumn", "Autumn"], ["1 May", "1 Oct", "2 Oct", "2 Oct"])
    assert labels == ["Spring", "Autumn · 1 Oct", "Autumn · 2 Oct (1)", "Autumn · 2 Oct (2)"]
