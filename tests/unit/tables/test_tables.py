"""DataFrames: the columns and types that charts and tables rely on, their order, and missing values."""

import pandas as pd

from cxmaturity.answers import Answer, EvidenceGrade, Response
from cxmaturity.scoring.result import score_response
from cxmaturity.tables import results
from tests.build import DK, NA, equal, filled

PROFILE = ["dimension", "level", "low", "high", "last", "evidenced", "coverage", "stage", "target", "shown"]
GAPS = ["dimension", "capability", "level", "low", "high", "target", "gap"]
ANSWERS = ["dimension", "capability", "id", "question", "answer", "level", "last", "evidence", "note"]

OF = equal(2, 2, 1)
GIVEN = filled(OF, [3, 4], [2, DK], [NA])
NOW = score_response(OF, GIVEN)


def kinds(frame: pd.DataFrame) -> dict[str, str]:
    return {str(name): str(kind) for name, kind in frame.dtypes.items()}


class TestProfile:
    """One row per dimension."""

    def test_columns_kinds_and_order(self) -> None:
        """Columns and types are those of the docstring, also if a whole column is missing."""
        frame = results.dimension_profile(OF, NOW, {})
        assert list(frame.columns) == PROFILE
        assert list(frame["dimension"]) == ["A", "B", "C"]
        kind_by_column = kinds(frame)
        assert {kind_by_column[c] for c in ("level", "low", "high", "last", "evidenced", "coverage")} == {"float64"}
        assert {kind_by_column[c] for c in ("stage", "target")} == {"Int64"}

    def test_the_numbers(self) -> None:
        """A: 3 and 4 are 3.5, stage 4; the 4 without evidence reads as 3. B: 2 and an unknown are (2 + 1)/2 to 7/2."""
        a, b, _ = results.dimension_profile(OF, NOW, {"A": 5}).to_dict("records")
        assert (a["level"], a["low"], a["high"], a["evidenced"], a["coverage"]) == (3.5, 3.5, 3.5, 3.0, 1.0)
        assert (a["stage"], a["target"]) == (4, 5)
        assert (b["low"], b["high"], b["coverage"]) == (1.5, 3.5, 0.5)

    def test_what_is_missing_is_missing(self) -> None:
        """B has too few ratings, C does not apply: level, stage and target are missing, never 0 or 1."""
        frame = results.dimension_profile(OF, NOW, {"A": 5}).set_index("dimension")
        assert frame.loc["B", ["level", "evidenced", "stage", "target", "last"]].isna().all()
        assert frame.loc["C"].drop("shown").isna().all()
        assert frame["shown"].tolist() == ["3.5", "–", "–"]
        assert frame["last"].isna().all()

    def test_last_time(self) -> None:
        """The last levels stand beside the current ones, missing where there was none."""
        then = score_response(OF, filled(OF, [2, 3], [1, 1], [DK]))
        frame = results.dimension_profile(OF, NOW, {}, then).set_index("dimension")
        assert (frame.loc["A", "last"], frame.loc["B", "last"]) == (2.5, 1.0)
        assert frame["last"].isna().to_dict() == {"A": False, "B": False, "C": True}

    def test_last_time_without_this_dimension(self) -> None:
        """A dimension that an older version lacks has no last level."""
        older = equal(2)
        frame = results.dimension_profile(OF, NOW, {}, score_response(older, filled(older, [5, 5])))
        assert list(frame["last"].isna()) == [False, True, True]


class TestCapabilityGaps:
    """One row per capability."""

    def test_columns_kinds_and_order(self) -> None:
        """Names are text, all else numbers, in the questionnaire's order."""
        frame = results.capability_gaps(OF, NOW, {})
        assert list(frame.columns) == GAPS
        assert list(frame["capability"]) == ["Aa", "Ba", "Ca"]
        assert {kinds(frame)[c] for c in GAPS[2:]} == {"float64"}

    def test_the_gap(self) -> None:
        """A at 3.5 lacks 1.5 to 5; above its target the gap is 0, never negative."""
        assert results.capability_gaps(OF, NOW, {"A": 5})["gap"][0] == 1.5
        assert results.capability_gaps(OF, NOW, {"A": 2})["gap"][0] == 0.0

    def test_no_level_or_no_target_is_no_gap(self) -> None:
        """B has a target but no level, C neither: their gap is missing, not 0."""
        frame = results.capability_gaps(OF, NOW, {"B": 4})
        assert frame["gap"].isna().all()
        assert frame["target"].isna().to_list() == [True, False, True]


def test_tables_show_what_their_numbers_mean() -> None:
    """Coverage is a percentage; 2.98 below a target of 3 is not shown as 3.0; without a gap there is “none”."""
    model = equal(50, 1, 2)
    result = score_response(model, filled(model, [3] * 49 + [2], [4], [3, DK]))
    profile = results.profile_as_shown(results.dimension_profile(model, result, {}), model)
    assert list(profile["coverage"]) == ["100 %", "100 %", "50 %"]
    gaps = results.gaps_as_shown(results.capability_gaps(model, result, {"A": 3, "B": 4}))
    assert gaps[["level", "target", "gap"]].to_numpy().tolist() == [
        ["2.98", "3", "0.02"],
        ["4.0", "4", "0.0"],
        ["–", "–", "–"],
    ]


def test_a_level_looks_within_its_range() -> None:
    """2.333 is shown as 2.33 beside a lower 2.3: so are the ends of its range and its evidenced level."""
    model = equal(3, 10)
    result = score_response(model, filled(model, [2, 2, 3], [2] * 7 + [3] * 3))
    profile = results.profile_as_shown(results.dimension_profile(model, result, {}), model)
    assert profile[["level", "low", "high", "evidenced"]].to_numpy().tolist() == [["2.33"] * 4, ["2.3"] * 4]


class TestAnswers:
    """One row per question."""

    def test_columns_kinds_and_order(self) -> None:
        """All columns are text except the levels, which are whole numbers or missing."""
        frame = results.answer_table(OF, OF.questions, GIVEN)
        assert list(frame.columns) == ANSWERS
        assert list(frame["id"]) == ["A1", "A2", "B1", "B2", "C1"]
        assert (kinds(frame)["level"], kinds(frame)["last"]) == ("Int64", "Int64")

    def test_the_texts_of_answers(self) -> None:
        """A level has its stage's name; other answers have their own text, as has an unanswered question."""
        frame = results.answer_table(OF, OF.questions, filled(OF, [3, None], [2, DK], [NA]))
        assert list(frame["answer"]) == ["3 Stage 3", "No answer yet", "2 Stage 2", "Don't know", "Does not apply"]
        assert frame["level"].isna().to_list() == [False, True, False, True, True]
        assert frame["last"].isna().all()

    def test_evidence_note_and_last_time(self) -> None:
        """Grade 0 is “opinion”, no grade is empty; the last level stands beside where there was one."""
        response = Response(
            {
                "A1": Answer(level=4, note="Seen on Monday", evidence_grade=EvidenceGrade.SEEN),
                "A2": Answer(level=2, evidence_grade=EvidenceGrade.OPINION),
            }
        )
        frame = results.answer_table(OF, OF.questions[:3], response, filled(OF, [2, DK], [1, 1], [NA]))
        assert list(frame["evidence"]) == ["Seen by a second person", "Opinion", ""]
        assert list(frame["note"]) == ["Seen on Monday", "", ""]
        assert (frame["last"][0], frame["last"][2]) == (2, 1)
        assert frame["last"].isna().to_list() == [False, True, False]

    def test_only_the_questions_asked(self) -> None:
        """A pulse has rows for its own questions only."""
        short = equal(2, 2, pulse=["A2", "B1"])
        assert list(results.answer_table(short, short.pulse, Response({}))["id"]) == ["A2", "B1"]
