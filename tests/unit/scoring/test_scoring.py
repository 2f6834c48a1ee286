"""Levels, coverage, ranges, stages and evidence of single responses, compared with figures worked out by hand."""

from collections.abc import Sequence

import numpy as np
import pytest

from cxmaturity.answers import Response
from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.questionnaire.schema import Caps, Questionnaire
from cxmaturity.scoring.levels import index_of_level
from cxmaturity.scoring.matrices import QuestionnaireMatrices
from cxmaturity.scoring.result import Measure, Result, score_pulse, score_response
from cxmaturity.scoring.stages import average_stage, score_answers
from tests.build import DK, NA, TINY, AnswerValue, equal, filled, questionnaire, response


def scored(model: Questionnaire, *rows: Sequence[AnswerValue], grades: Sequence[Sequence[int]] = ()) -> Result:
    return score_response(model, filled(model, *rows, grades=grades))


def one(*row: AnswerValue, weights: Sequence[float] = (), scale_max: int = 5, practice: int = 2) -> Measure:
    """Return the result of a single dimension with these answers."""
    model = questionnaire([weights or [1.0] * len(row)], scale_max=scale_max, practice=practice)
    return scored(model, row).dimensions["A"]


class TestLevel:
    """The weighted mean of the rated questions, if enough are rated."""

    def test_the_level_is_the_mean(self) -> None:
        """2 + 3 + 5 + 4 over four is 3.5; on 0..100 that is 62.5."""
        measure = one(2, 3, 5, 4)
        assert measure.level == pytest.approx(3.5)
        assert measure.index == pytest.approx(62.5)
        assert measure.coverage == 1.0

    def test_weights_count(self) -> None:
        """(2·4 + 1·2 + 1·3) / 4 = 3.25."""
        assert one(4, 2, 3, weights=[2, 1, 1]).level == pytest.approx(3.25)

    def test_nothing_is_rounded(self) -> None:
        """26 / 7 stays 3.714285…; only shown numbers are rounded."""
        assert one(4, 4, 4, 4, 4, 5, 1).level == pytest.approx(3.714285714285714, abs=1e-12)

    @pytest.mark.parametrize("missing", [DK, None])
    @pytest.mark.parametrize(
        ("rated", "asked", "exists"),
        [
            (7, 10, True),
            (6, 10, False),
            (14, 20, True),
            (13, 20, False),
            (9, 13, False),
            (5, 7, True),
            (4, 6, False),
            (8, 8, True),
        ],
    )
    def test_the_level_exists_from_seventy_percent_on(
        self, missing: AnswerValue, rated: int, asked: int, exists: bool
    ) -> None:
        """70 % rated is enough, one question fewer is not; “don't know” and unanswered both count as missing."""
        measure = one(*[3] * rated, *[missing] * (asked - rated))
        assert measure.level == (3.0 if exists else None)
        assert measure.stage == (3 if exists else None)
        assert measure.coverage == pytest.approx(rated / asked)
        assert measure.missing == asked - rated

    @pytest.mark.parametrize(
        ("row", "level"),
        [
            ([4], 4.0),
            ([DK], None),
            ([4, 2], 3.0),
            ([4, None], None),
            ([4, 2, 3], 3.0),
            ([4, 2, DK], None),
            ([4, 2, 3, DK], 3.0),
            ([4, 2, NA], 3.0),
            ([4, NA, NA], 4.0),
            ([DK, NA, NA], None),
        ],
    )
    def test_small_dimensions(self, row: list[AnswerValue], level: float | None) -> None:
        """Up to three questions that apply must all be rated; those that do not apply are not counted."""
        assert one(*row).level == level

    def test_missing_is_not_zero(self) -> None:
        """Three 3s and an unanswered question are 3, not 9/4."""
        assert one(3, 3, 3, None).level == 3.0

    def test_what_does_not_apply_leaves_the_denominator(self) -> None:
        """Three of ten questions do not apply; five of the other seven are enough (5/7), four are not."""
        enough = one(*[4] * 5, DK, DK, NA, NA, NA)
        assert enough.coverage == pytest.approx(5 / 7)
        assert enough.level == 4.0
        assert one(*[4] * 4, DK, DK, DK, NA, NA, NA).level is None


class TestRange:
    """The level with every missing answer at 1, then at K."""

    def test_the_range_spans_what_is_missing(self) -> None:
        """4 + 4 + 2 and two unanswered span (10 + 2)/5 = 2.4 to (10 + 10)/5 = 4, though 3 of 5 give no level."""
        measure = one(4, 4, 2, DK, None)
        assert (measure.low, measure.high) == pytest.approx((2.4, 4.0))
        assert measure.level is None

    def test_weights_count_in_the_range(self) -> None:
        """Rated 4 of weight 3, unanswered of weight 1: (12 + 1)/4 = 3.25 to (12 + 5)/4 = 4.25."""
        measure = one(4, None, weights=[3, 1])
        assert (measure.low, measure.high) == (3.25, 4.25)

    def test_the_range_ends_at_the_top_of_the_scale(self) -> None:
        """On seven levels an unanswered question counts 1 at the low end and 7 at the high end."""
        measure = one(4, 4, None, None, scale_max=7)
        assert (measure.low, measure.high) == (2.5, 5.5)

    def test_nothing_rated_spans_the_scale(self) -> None:
        """Without an answer the range is the whole scale."""
        measure = one(None, DK, None)
        assert (measure.low, measure.high, measure.coverage) == (1.0, 5.0, 0.0)

    def test_what_does_not_apply_is_not_in_the_range(self) -> None:
        """Rated 3 and 5, one unanswered, one that does not apply: (8 + 1)/3 = 3 to (8 + 5)/3."""
        measure = one(3, 5, DK, NA)
        assert measure.low == 3.0
        assert measure.high == pytest.approx(13 / 3)

    def test_a_complete_set_has_no_spread(self) -> None:
        """With every question rated both ends of the range equal the level: 3, 4 and 4 are 11/3."""
        measure = one(3, 4, 4)
        assert (measure.low, measure.level, measure.high) == pytest.approx((11 / 3, 11 / 3, 11 / 3))


class TestStage:
    """Average stage and cap."""

    @pytest.mark.parametrize(
        ("level", "stage"), [(1.0, 1), (1.49, 1), (1.5, 2), (2.5, 3), (3.4999, 3), (3.5, 4), (4.5, 5), (5.0, 5)]
    )
    def test_halves_go_up(self, level: float, stage: int) -> None:
        """A level of 2.5 is stage 3; Python's `round` would give 2."""
        assert average_stage(np.array([level]), 5)[0] == stage

    def test_the_average_stage_stays_on_the_scale(self) -> None:
        """Float error at either end gives no stage 0 and none above the top; without a level there is no stage."""
        result = average_stage(np.array([0.2, 5.7, np.nan]), 5)
        assert result[:2].tolist() == [1.0, 5.0]
        assert np.isnan(result[2])

    def test_float_error_does_not_cost_a_stage(self) -> None:
        """(0.1·5 + 0.1·1 + 0.2·4) / 0.4 is 3.5, although floats give 3.4999999999999996."""
        assert one(5, 1, 4, weights=[0.1, 0.1, 0.2], practice=6).stage == 4

    @pytest.mark.parametrize(
        ("row", "practice", "average", "stage"),
        [
            ([5, 5, 5, 5, 1, 1, 3, 3], 2, 4, 3),
            ([5, 5, 5, 5, 5, 5, 5, 2], 2, 5, 4),
            ([5, 5, 5, 5, 5, 5, 4, 4], 2, 5, 5),
            ([5, 5, 5, 1], 0, 4, 1),
            ([5, 5, 5, 1], 1, 4, 2),
            ([5, 5, 5, 1], 3, 4, 4),
            ([5, 5, 5, 1], 6, 4, 4),
            ([2, 2, 3], 0, 2, 2),
        ],
    )
    def test_the_weakest_answer_caps_the_stage(self, row: list[int], practice: int, average: int, stage: int) -> None:
        """The stage is at most the practice cap above the weakest rated answer; the cap never raises it."""
        measure = one(*row, practice=practice)
        assert (measure.average_stage, measure.stage) == (average, stage)

    def test_what_is_missing_caps_nothing(self) -> None:
        """Only rated answers cap a stage; an unanswered question only widens the range."""
        assert one(5, 5, 5, 5, DK).stage == 5

    def test_the_strict_reading_is_the_weakest_answer(self) -> None:
        """The strict stage is the lowest rated level, None if there is no level."""
        assert one(5, 5, 4, 2).strict_stage == 2
        assert one(5, 5, 4, NA).strict_stage == 4
        assert one(2, DK, DK).strict_stage is None


class TestOverall:
    """Levels and stages over all dimensions."""

    def test_every_dimension_weighs_the_same(self) -> None:
        """One question at 5 and three at 1 are (5 + 1)/2 = 3, not 8/4."""
        overall = scored(equal(1, 3), [5], [1, 1, 1]).overall
        assert overall.level == 3.0
        assert overall.index == 50.0

    def test_the_lowest_dimension_caps_the_whole(self) -> None:
        """Levels 5, 5, 1 average 3.67, stage 4, capped at the lowest stage 1 + 1 = 2."""
        overall = scored(equal(2, 2, 2), [5, 5], [5, 5], [1, 1]).overall
        assert (overall.average_stage, overall.stage) == (4, 2)

    def test_a_capped_dimension_caps_the_whole_further(self) -> None:
        """A: mean 3.5 (stage 4), capped at 1 + 2 = 3; with a dimension cap of 0 the overall stage is 3 beside B's 5."""
        overall = scored(equal(8, 1, dimension=0), [5, 5, 5, 5, 1, 1, 3, 3], [5]).overall
        assert (overall.average_stage, overall.stage) == (4, 3)

    def test_no_level_overall_while_a_dimension_has_none(self) -> None:
        """One dimension short of answers: no level or stage, but a range: (4 + 1)/2 = 2.5 to (4 + 5)/2 = 4.5."""
        overall = scored(equal(2, 2), [4, 4], [None, DK]).overall
        assert overall.level is None
        assert overall.index is None
        assert overall.average_stage is None
        assert overall.stage is None
        assert overall.strict_stage is None
        assert overall.evidenced_level is None
        assert (overall.low, overall.high) == (2.5, 4.5)
        assert overall.coverage == 0.5

    def test_a_dimension_that_does_not_apply_drops_out(self) -> None:
        """Levels 4 and 2 of the dimensions that apply average 3; the third changes nothing."""
        result = scored(equal(2, 2, 2), [4, 4], [NA, NA], [2, 2])
        gone = result.dimensions["B"]
        assert not gone.applies
        assert (gone.level, gone.low, gone.high, gone.coverage, gone.stage, gone.strict_stage) == (None,) * 6
        assert result.overall.level == 3.0
        assert (result.overall.low, result.overall.high) == (3.0, 3.0)
        assert result.overall.stage == 3
        assert result.overall.strict_stage == 2
        assert result.overall.coverage == 1.0

    def test_nothing_applies(self) -> None:
        """If no question applies there is no level and no error."""
        result = scored(equal(1, 2), [NA], [NA, NA])
        assert not result.overall.applies
        assert (result.overall.level, result.overall.low, result.overall.stage) == (None, None, None)
        assert result.lowest_dimensions == ()

    def test_overall_coverage_counts_questions(self) -> None:
        """Rated 4 of the 6 questions that apply, whatever their dimension."""
        assert scored(equal(4, 3), [3, 3, 3, None], [3, DK, NA]).overall.coverage == pytest.approx(4 / 6)

    def test_the_overall_range_averages_the_dimensions(self) -> None:
        """A complete at 3; B with 4 and one unanswered: 2.5 to 4.5. Overall (3 + 2.5)/2 to (3 + 4.5)/2."""
        overall = scored(equal(3, 2), [3, 3, 3], [4, None]).overall
        assert (overall.low, overall.high) == (2.75, 3.75)

    def test_the_strict_whole_is_the_lowest_strict_dimension(self) -> None:
        """Strict stages 4 and 2: the overall strict stage is 2, whatever the caps."""
        overall = scored(equal(3, 3), [4, 5, 5], [2, 5, 5]).overall
        assert overall.strict_stage == 2

    def test_equally_low_dimensions_are_all_lowest_in_their_order(self) -> None:
        """B and C at 2 are both the lowest, A at 3 is not."""
        assert scored(equal(1, 1, 1), [3], [2], [2]).lowest_dimensions == ("B", "C")

    def test_decimal_weights_tie_as_in_exact_arithmetic(self) -> None:
        """On seven levels (5 · 0.1 + 6 · 0.1 + 7 · 0.1) / 0.3 is 6, although floats give 6.0000000000000003."""
        model = questionnaire([[0.1, 0.1, 0.1], [1, 1, 1], [0.7, 0.1, 0.2]], scale_max=7)
        result = scored(model, [7, 6, 5], [6, 6, 6], [6, 6, 6])
        assert result.lowest_dimensions == ("A", "B", "C")

    def test_a_stage_that_missing_answers_leave_open(self) -> None:
        """A: three 3s and one missing, from (9 + 1)/4 = 2.5, capped at 1 + 1 = 2, to (9 + 5)/4 = 3.5. B is at 5.

        Overall from (2.5 + 5)/2 = 3.75, capped at 2 + 1 = 3, to (3.5 + 5)/2 = 4.25, stage 4.
        """
        result = scored(questionnaire([[1] * 4, [1]], practice=1), [3, 3, 3, DK], [5])
        first, overall = result.dimensions["A"], result.overall
        assert (first.stage, first.stage_low, first.stage_high, first.is_open) == (3, 2, 4, True)
        assert (overall.stage, overall.stage_low, overall.stage_high, overall.is_open) == (4, 3, 4, True)
        assert (overall.rated, overall.asked) == (4, 5)

    def test_a_stage_that_no_missing_answer_can_change(self) -> None:
        """Seven 3s and one missing: from 22/8 = 2.75 to 26/8 = 3.25, stage 3 at both ends."""
        overall = scored(equal(8), [3, 3, 3, 3, 3, 3, 3, DK]).overall
        assert (overall.stage_low, overall.stage_high, overall.is_open) == (3, 3, False)

    def test_what_does_not_apply_leaves_nothing_open(self) -> None:
        """A question that does not apply does not widen the range of stages."""
        overall = scored(equal(4), [3, 3, 3, NA]).overall
        assert (overall.rated, overall.asked, overall.is_open) == (3, 3, False)

    def test_an_empty_response_has_only_its_range(self) -> None:
        """Without answers the range is the scale and every other figure is None."""
        overall = score_response(equal(3, 2), Response()).overall
        assert (overall.level, overall.stage) == (None, None)
        assert (overall.low, overall.high, overall.coverage) == (1.0, 5.0, 0.0)


class TestEvidence:
    """Without a document, a number or a second person, levels of K−1 and more count as K−2."""

    def test_high_levels_without_evidence_read_as_three(self) -> None:
        """Claimed 4, 5, 3, 2 is 3.5. The 4 has a document, the 5 has none and counts as 3: (4 + 3 + 3 + 2)/4 = 3."""
        measure = scored(equal(4), [4, 5, 3, 2], grades=[[2, 0, 0, 0]]).dimensions["A"]
        assert measure.level == 3.5
        assert measure.evidenced_level == 3.0

    @pytest.mark.parametrize(("grade", "read"), [(0, 3.0), (1, 3.0), (2, 5.0), (3, 5.0)])
    def test_an_example_is_not_enough(self, grade: int, read: float) -> None:
        """Evidence grades 0 and 1 lower the level, 2 and 3 do not."""
        assert scored(equal(1), [5], grades=[[grade]]).dimensions["A"].evidenced_level == read

    @pytest.mark.parametrize(
        ("scale_max", "reads"),
        [
            (2, [1, 1]),
            (3, [1, 1, 1]),
            (4, [1, 2, 2, 2]),
            (5, [1, 2, 3, 3, 3]),
            (7, [1, 2, 3, 4, 5, 5, 5]),
        ],
    )
    def test_the_rule_follows_the_length_of_the_scale(self, scale_max: int, reads: list[int]) -> None:
        """On K levels the two highest need evidence; the evidenced level is never below 1, also on two levels."""
        model = equal(1, scale_max=scale_max)
        result = [scored(model, [k]).dimensions["A"].evidenced_level for k in range(1, scale_max + 1)]
        assert result == [float(r) for r in reads]

    def test_the_whole_averages_the_dimensions_evidenced_levels(self) -> None:
        """A: 5 without evidence counts as 3. B: 4 with a document. (3 + 4)/2."""
        overall = scored(equal(1, 1), [5], [4], grades=[[0], [2]]).overall
        assert (overall.level, overall.evidenced_level) == (4.5, 3.5)

    def test_no_evidenced_level_without_a_claimed_one(self) -> None:
        """With too few answers for a level there is no evidenced level either."""
        measure = scored(equal(3), [5, DK, DK], grades=[[3, 3, 3]]).dimensions["A"]
        assert (measure.level, measure.evidenced_level) == (None, None)


class TestCapabilities:
    """A capability has a level, a range and coverage, and no stage."""

    def test_each_capability_has_its_own_level(self) -> None:
        """'table' is (2·3 + 1·4)/3; 'door' has no answer and 'inside' one of two, so neither has a level."""
        answered = response({"W2": 3, "W3": 4, "N1": 2, "N2": DK})
        result = score_response(load_questionnaire(TINY), answered).capabilities
        assert list(result) == ["door", "table", "mend", "inside", "outside"]
        assert result["table"].level == pytest.approx(10 / 3)
        assert (result["door"].level, result["door"].low, result["door"].high) == (None, 1.0, 4.0)
        assert (result["inside"].level, result["inside"].low, result["inside"].high) == (None, 1.5, 3.0)
        assert result["inside"].coverage == 0.5

    def test_a_capability_that_does_not_apply_has_nothing(self) -> None:
        """K1 and K2 are all of 'mend'; if neither applies there is no level and no coverage."""
        mend = score_response(load_questionnaire(TINY), response({"K1": NA, "K2": NA})).capabilities["mend"]
        assert (mend.level, mend.low, mend.high, mend.coverage) == (None, None, None, None)


class TestPulse:
    """The pulse is one set of questions with an index and no stage."""

    def test_the_pulse_is_read_as_one_set(self) -> None:
        """A1, A3 and B1 at 2, 4 and 3: level 3, index 50; other answers are ignored."""
        model = equal(3, 2, pulse=["A1", "A3", "B1"])
        result = score_pulse(model, filled(model, [2, 5, 4], [3, 1]))
        assert (result.level, result.index, result.low, result.high, result.coverage) == (3.0, 50.0, 3.0, 3.0, 1.0)
        assert result.levels == {"A1": 2, "A3": 4, "B1": 3}

    def test_too_little_of_a_pulse_has_a_range_only(self) -> None:
        """Two of three are below 70 %: only a range, (2 + 4 + 1)/3 to (2 + 4 + 5)/3."""
        model = equal(3, pulse=["A1", "A2", "A3"])
        result = score_pulse(model, filled(model, [2, 4, DK]))
        assert (result.level, result.index) == (None, None)
        assert (result.low, result.high) == pytest.approx((7 / 3, 11 / 3))
        assert result.levels == {"A1": 2, "A2": 4, "A3": None}

    def test_weights_count_in_a_pulse(self) -> None:
        """(3·5 + 1·1)/4 = 4."""
        model = questionnaire([[3, 1]], pulse=["A1", "A2"])
        assert score_pulse(model, filled(model, [5, 1])).level == 4.0

    def test_a_questionnaire_without_a_pulse(self) -> None:
        """Without pulse questions there is no pulse result and no error."""
        model = equal(2)
        result = score_pulse(model, filled(model, [3, 3]))
        assert (result.index, result.level, result.low, result.high, result.coverage) == (None,) * 5
        assert result.levels == {}


def test_the_index_runs_from_0_to_100() -> None:
    """1 is 0, the middle 50, the top 100, on any scale."""
    assert index_of_level(np.array([1.0, 3.0, 5.0]), 5, 1).tolist() == [0.0, 50.0, 100.0]
    assert index_of_level(np.array([1.0, 1.5, 2.0]), 2, 1).tolist() == [0.0, 50.0, 100.0]


TWO_SETS = QuestionnaireMatrices(
    (np.array([0, 1, 2]), np.array([3])), np.array([1.0, 1.0, 2.0, 1.0]), 5, Caps(practice=1, dimension=1)
)
"""Three questions, the last of double weight, and one question; five levels; both caps are 1."""


class TestManyAnswerSets:
    """The arrays for several answer sets at once; each row is worked out by hand and every figure is exact."""

    def test_with_every_question_answered(self) -> None:
        """Row 1: (1 + 2 + 2 · 3)/4 = 2.25 and 5; row 2: (4 + 4 + 2 · 5)/4 = 4.5 and 5."""
        scores = score_answers(np.array([[1.0, 2, 3, 5], [4, 4, 5, 5]]), None, TWO_SETS)
        levels, stages = scores.levels, scores.stages
        for level in (levels.level, levels.low, levels.high):
            assert level.tolist() == [[2.25, 5], [4.5, 5]]
        for overall in (levels.overall, levels.overall_low, levels.overall_high):
            assert overall.tolist() == [3.625, 4.75]
        assert levels.coverage.tolist() == [[1, 1], [1, 1]]
        assert levels.overall_coverage.tolist() == [1, 1]
        assert levels.weakest.tolist() == [[1, 5], [4, 5]]
        assert stages.average.tolist() == [[2, 5], [5, 5]]
        assert stages.stage.tolist() == [[2, 5], [5, 5]]
        assert stages.strict.tolist() == [[1, 5], [4, 5]]
        assert stages.overall_average.tolist() == [4, 5]
        assert stages.overall.tolist() == [3, 5]  # row 1: stage 2 of the first set, plus 1
        assert stages.overall_strict.tolist() == [1, 4]

    def test_with_missing_answers(self) -> None:
        """One of three is unanswered: 67 % rated, no level; also if the array of what applies is left out.

        Low (1 + 2 + 2 · 1)/4 = 1.25, high (1 + 2 + 2 · 5)/4 = 3.25; overall with the 5 beside it 3.125 and 4.125.
        """
        answers = np.array([[1.0, 2, np.nan, 5]])
        for applies in (None, np.ones((1, 4), dtype=bool)):
            scores = score_answers(answers, applies, TWO_SETS)
            levels = scores.levels
            assert np.isnan([levels.level[0, 0], levels.overall[0], scores.stages.overall[0]]).all()
            assert (levels.level[0, 1], levels.weakest.tolist()) == (5, [[1, 5]])
            assert (levels.low.tolist(), levels.high.tolist()) == ([[1.25, 5]], [[3.25, 5]])
            assert (levels.overall_low.tolist(), levels.overall_high.tolist()) == ([3.125], [4.125])
            assert levels.coverage.tolist() == [[2 / 3, 1]]
            assert levels.overall_coverage.tolist() == [3 / 4]

    def test_what_does_not_apply_counts_nowhere(self) -> None:
        """The heavy question does not apply: 1 and 2 give (1 + 2)/2 = 1.5 (stage 2), and nothing is missing."""
        answers = np.array([[1.0, 2, np.nan, 5]])
        scores = score_answers(answers, np.array([[True, True, False, True]]), TWO_SETS)
        assert (scores.levels.level.tolist(), scores.levels.low.tolist()) == ([[1.5, 5]], [[1.5, 5]])
        assert scores.levels.coverage.tolist() == [[1, 1]]
        assert scores.stages.stage.tolist() == [[2, 5]]
