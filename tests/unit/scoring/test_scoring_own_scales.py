"""Models whose levels are not 1..K: scales from 0, values, thresholds, practices; figures worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.analysis.outcome import evaluate, outcome_json
from cxmaturity.answers import Response
from cxmaturity.errors import ValidationErrors
from cxmaturity.files.answers_json import read_answers_file
from cxmaturity.questionnaire.schema import Caps, Level, Questionnaire, Step
from cxmaturity.scoring.between_stages import between_stages
from cxmaturity.scoring.result import Measure, score_pulse, score_response
from cxmaturity.wording.result import stages, sums
from tests.build import DK, NA, equal, filled
from tests.own_scales import from_zero, of_practices, reshaped, rungs, with_values


def only(model: Questionnaire, answers: Response) -> Measure:
    return score_response(model, answers).dimensions["A"]


class TestFromZero:
    """A scale 0..3: answers are stored by position, figures use the model's own numbers."""

    def test_levels_and_stages(self) -> None:
        """Positions 1, 2 and 3 are the numbers 0, 1 and 2: their mean is 1, which is stage 1, the second."""
        measure = only(from_zero(3), filled(from_zero(3), [1, 2, 3]))
        assert (measure.level, measure.stage) == (1.0, 2)
        assert measure.index == pytest.approx(100 / 3)

    def test_the_cap_and_the_range(self) -> None:
        """3, 3, 3 and 0 give 2.25, stage 2 by the average; the lowest plus one caps it at 1.

        A missing one is 0 to 3.
        """
        capped = only(from_zero(4), filled(from_zero(4), [4, 4, 4, 1]))
        assert (capped.level, capped.average_stage, capped.stage) == (2.25, 3, 2)
        missing = only(from_zero(4), filled(from_zero(4), [4, 4, 4, DK]))
        assert (missing.level, missing.low, missing.high) == (3.0, 2.25, 3.0)

    def test_public_numbers(self) -> None:
        """Files and the public result use the model's own numbers from 0; a number off the scale is refused."""
        model = from_zero(3)
        content = {"questionnaire": "built", "answers": {f"A{i}": {"level": i - 1} for i in (1, 2, 3)}}
        file = read_answers_file(content | {"targets": {"A": 3}}, model, "answers.json")
        assert [file.response.level_of(q.id) for q in model.questions] == [1, 2, 3]
        result = outcome_json(evaluate(model, file.response, file.targets, {}))
        assert result["dimensions"]["A"]["stage"] == 1
        assert {(s["from"], s["to"]) for s in result["first_steps"]} <= {(0, 1), (1, 2)}
        with pytest.raises(ValidationErrors) as caught:
            read_answers_file({"questionnaire": "built", "answers": {"A1": {"level": 4}}}, model, "answers.json")
        assert [(i.place, i.fix) for i in caught.value.issues] == [("answers.A1.level", "Give one of 0, 1, 2, 3")]

    def test_in_words(self) -> None:
        """The sum and stage in words use the model's own numbers: (0 + 1 + 2) ÷ 3 = 1.00, stage 1 of 3."""
        model = from_zero(3)
        outcome = evaluate(model, filled(model, [1, 2, 3]), {}, {})
        assert sums.dimension_sum(outcome, "A") == "(0 + 1 + 2) ÷ 3 = 1.00"
        assert stages.stage_headline(outcome) == "Stage 1 of 3: Stage 1"


class TestValues:
    """Levels that count 0, 0.25, 0.5 and 1, with stages from 0, 0.25 and 0.75."""

    @pytest.mark.parametrize(
        ("row", "level", "stage"),
        [
            ([1, 3, 4], 0.5, 2),
            ([4, 4, 2], 0.75, 3),
            ([1, 1, 2], 0.25 / 3, 1),
            ([4, 4, 4], 1.0, 3),
            ([2, 2, 2], 0.25, 2),
        ],
    )
    def test_levels_are_means_of_values(self, row: list[int], level: float, stage: int) -> None:
        """(0 + 0.5 + 1)/3 = 0.5 is below the threshold 0.75; (1 + 1 + 0.25)/3 is exactly 0.75."""
        measure = only(with_values(3), filled(with_values(3), row))
        assert measure.level == pytest.approx(level)
        assert measure.stage == stage

    def test_missing_is_between_the_lowest_and_the_highest_value(self) -> None:
        """Three of four at 0.5: the fourth is 0 to 1, so the mean is 0.375 to 0.625."""
        measure = only(with_values(4), filled(with_values(4), [3, 3, 3, DK]))
        assert (measure.level, measure.low, measure.high) == (0.5, 0.375, 0.625)

    def test_fewest_rises_look_at_the_uneven_distances(self) -> None:
        """From 0.5, 0.25 and 0.25 to 0.75 · 3 = 2.25 the sum lacks 1.25: 0.5 by one rise, 0.75 by two rises of
        another."""
        response = filled(with_values(3), [3, 2, 2])
        measure = only(with_values(3), response)
        assert (measure.stage, measure.reason.rises_needed) == (2, 3)
        sentence = stages.explain_stage(evaluate(with_values(3), response, {}, {}), "A")
        assert sentence.endswith("its answers must rise by at least 3 levels in all.")  # not three answers by one each

    def test_of_two_near_boundaries_the_nearer_one_counts(self) -> None:
        """0.48 and 0.5 are both within 0.1 · 1/3 of 0.5, which is stage 3: it lies between 2 and 3, not 1 and 2."""
        model = reshaped(with_values(3), stages=rungs(3, 0, (0, 0.48, 0.5)))
        result = score_response(model, filled(model, [3, 3, 3]))
        between = between_stages(result, model)
        assert between is not None
        assert (result.overall.stage, between.lower, between.boundary) == (3, 2, 0.5)

    def test_a_practice_cap_counts_stages(self) -> None:
        """1, 1, 1 and 0 have 0.75, by the average the third stage.

        The lowest answer is at the first, so the cap is the second.
        """
        model = with_values(4, caps=Caps(practice=1))
        measure = only(model, filled(model, [4, 4, 4, 1]))
        assert (measure.average_stage, measure.stage, measure.reason.kind) == (3, 2, "cap")

    def test_a_gap_is_what_lacks_to_the_threshold(self) -> None:
        """The stage from 0.75 needs Most, the fourth level: Some is two levels below, Half one."""
        model = with_values(3)
        outcome = evaluate(model, filled(model, [2, 3, 4]), {"A": 3}, {})
        assert [gap.gap for gap in outcome.gaps] == [2, 1, 0]

    def test_the_pulse_is_in_values_too(self) -> None:
        """The mean of Half and Most gives 0.75, so the index is 75."""
        model = with_values(2)
        first = model.dimensions[0]
        short = first.model_copy(
            update={"questions": tuple(q.model_copy(update={"pulse": True}) for q in first.questions)}
        )
        assert score_pulse(reshaped(model, dimensions=(short,)), filled(model, [3, 4])).index == 75


class TestPractices:
    """Yes/no practices of stages 1 to 3: a stage is reached if all its practices, and all of lower stages, are done."""

    MODEL = of_practices((1, 1, 2, 2, 3))

    @pytest.mark.parametrize(
        ("row", "level"),
        [([2, 2, 2, 1, 2], 1.0), ([2, 1, 2, 2, 2], 0.0), ([2, 2, 2, 2, 1], 2.0), ([2] * 5, 3.0), ([1] * 5, 0.0)],
    )
    def test_the_highest_without_a_hole(self, row: list[int], level: float) -> None:
        """A practice above one that is not done does not raise the stage."""
        measure = only(self.MODEL, filled(self.MODEL, row))
        assert (measure.level, measure.stage) == (level, level + 1)

    def test_progress_and_what_is_missing(self) -> None:
        """Of the two practices of stage 2 one is done; the other one is named."""
        measure = only(self.MODEL, filled(self.MODEL, [2, 2, 2, 1, 1]))
        assert (measure.reason.passed, measure.reason.needed, measure.reason.blockers) == (1, 2, ("A4",))
        outcome = evaluate(self.MODEL, filled(self.MODEL, [2, 2, 2, 1, 1]), {}, {})
        assert stages.explain_stage(outcome, "A") == (
            "A stage is reached once all its practices, and those below, are done. For stage 2, Stage 2, "
            "1 of 2 practices is done; missing: “A4?” (A4)."
        )
        assert sums.dimension_sum(outcome, "A") == "Practices done, stage 1: 2 of 2; stage 2: 1 of 2; stage 3: 0 of 1."
        outcome = evaluate(self.MODEL, filled(self.MODEL, [2, 2, 2, 2, 1]), {}, {})
        assert stages.explain_stage(outcome, "A").endswith("For stage 3, Stage 3, one is missing: “A5?” (A5).")

    def test_missing_is_not_done_but_may_be(self) -> None:
        """A2 is unanswered: stage 0, and up to stage 1 if it is done, because A4 is not done."""
        measure = only(self.MODEL, filled(self.MODEL, [2, DK, 2, 1, 2]))
        assert (measure.level, measure.low, measure.high) == (0.0, 0.0, 1.0)
        assert (measure.stage_low, measure.stage_high) == (1, 2)

    def test_what_does_not_apply_holds_nothing_back(self) -> None:
        """Without A4 the next missing practice is A5."""
        measure = only(self.MODEL, filled(self.MODEL, [2, 2, 2, NA, 1]))
        assert (measure.level, measure.coverage) == (2.0, 1.0)

    def test_a_dimension_that_does_not_apply_has_no_level_and_no_range(self) -> None:
        """The whole is then that of the other dimension, in which all three practices pass."""
        model = of_practices((1, 2, 3), (1, 2, 3))
        result = score_response(model, filled(model, [NA, NA, NA], [2, 2, 2]))
        measure = next(iter(result.dimensions.values()))
        assert (measure.level, measure.low, measure.high, measure.stage) == (None, None, None, None)
        assert (result.overall.level, result.overall.low, result.overall.high) == (3.0, 3.0, 3.0)

    def test_the_whole_is_the_mean_and_a_cap_may_gate_it(self) -> None:
        """Levels 3 and 0 have the mean 1.5, stage 2; with a dimension cap of 0 the stage is 0."""
        for cap, stage in ((6, 3), (0, 1)):
            model = of_practices((1, 2, 3), (1, 2, 3), dimension=cap)
            result = score_response(model, filled(model, [2, 2, 2], [1, 2, 2]))
            assert (result.overall.level, result.overall.stage) == (1.5, stage)

    def test_gaps_are_the_practices_that_the_target_needs(self) -> None:
        """For stage 2 (the third) A4 is needed; A5 belongs to stage 3."""
        outcome = evaluate(self.MODEL, filled(self.MODEL, [2, 2, 2, 1, 1]), {"A": 3}, {})
        assert [gap.question.id for gap in outcome.gaps if gap.gap] == ["A4"]


def test_a_threshold_of_its_own_moves_a_stage() -> None:
    """2, 3 and 3 are 2.67: stage 3 by rounding, stage 2 where it begins at 2.8."""
    model = equal(3, scale_max=3)
    assert only(model, filled(model, [2, 3, 3])).stage == 3
    stricter = reshaped(model, stages=rungs(3, 1, (0.5, 1.5, 2.8)))
    assert only(stricter, filled(stricter, [2, 3, 3])).stage == 2


def test_an_ease_that_nobody_stated_makes_no_quick_win() -> None:
    """A gap whose step has ease 5 is a quick win; the same gap with a step without ease is none."""
    model = equal(2, scale_max=3, ease={"A1": 5, "A2": 5})
    first = model.dimensions[0]
    bare = first.questions[1].model_copy(update={"steps": (Step(do="Do it"), Step(do="Do it"))})
    mixed = reshaped(model, dimensions=(first.model_copy(update={"questions": (first.questions[0], bare)}),))
    outcome = evaluate(mixed, filled(mixed, [1, 1]), {"A": 3}, {})
    assert [gap.is_quick_win for gap in outcome.gaps] == [True, False]


ROWS = st.lists(st.one_of(st.integers(1, 4), st.none()), min_size=5, max_size=5)


@given(row=ROWS, column=st.integers(0, 4))
def test_law_raising_an_answer_lowers_nothing(row: list[int | None], column: int) -> None:
    """On all three kinds of scale, neither the level nor the stage falls when one answer rises or is added."""
    for model in (from_zero(5), with_values(5, caps=Caps(practice=1)), of_practices((1, 1, 2, 2, 3))):
        most = model.scale_max
        before = [None if x is None else min(x, most) for x in row]
        after = list(before)
        after[column] = min(most, (before[column] or most - 1) + 1)
        if before[column] is None:
            continue
        lower, higher = (only(model, filled(model, values)) for values in (before, after))
        if lower.level is not None and higher.level is not None:
            assert higher.level >= lower.level - 1e-9
            assert (higher.stage or 0) >= (lower.stage or 0)


@given(row=ROWS)
def test_law_results_stay_on_the_scale_and_in_the_range(row: list[int | None]) -> None:
    """The range lies on the scale, and the level of every way to fill missing answers lies within the range."""
    for model in (from_zero(5), with_values(5), of_practices((1, 1, 2, 2, 3))):
        values = [None if x is None else min(x, model.scale_max) for x in row]
        measure = only(model, filled(model, values))
        lowest, highest = model.level_range
        assert measure.low is not None
        assert measure.high is not None
        assert lowest - 1e-9 <= measure.low <= measure.high + 1e-9 <= highest + 2e-9
        for end in (1, model.scale_max):
            full = only(model, filled(model, [end if x is None else x for x in values]))
            assert full.level is not None
            assert measure.low - 1e-9 <= full.level <= measure.high + 1e-9


@pytest.mark.parametrize("position", [1, 2, 3, 4])
def test_law_answers_that_are_all_alike_have_their_own_stage(position: int) -> None:
    """All answers at one level of a scale from 0 give the stage of that number."""
    measure = only(from_zero(3), filled(from_zero(3), [position] * 3))
    assert (measure.level, measure.stage) == (position - 1, position)


def test_the_plain_scale_has_no_scale_of_its_own() -> None:
    """Levels 1..K with stages of the same numbers are scored without a separate scale, as in the vectors."""
    from cxmaturity.scoring.matrices import by_dimension

    assert by_dimension(equal(3)).scale is None
    scale = by_dimension(from_zero(3)).scale
    assert scale is not None
    assert np.array_equal(scale.numbers, (0, 1, 2, 3))


class TestNearABoundary:
    """What counts as near a boundary scales with the distance between two levels."""

    @pytest.mark.parametrize(("higher", "expected"), [(9, 10.0), (8, None)])
    def test_levels_ten_apart(self, higher: int, expected: float | None) -> None:
        """A tenth of 10 is 1: with nine dimensions at 10 and one at 0, the level 9 is near 10; 8 of 9 give 8.9."""
        levels = tuple(Level(text=f"At {value}", value=value) for value in (0, 10, 20, 30))
        model = reshaped(equal(*[1] * (higher + 1), scale_max=4), stages=rungs(3, 0, (0, 10, 20)), levels=levels)
        near = between_stages(score_response(model, filled(model, *[[2]] * higher, [1])), model)
        assert (near and near.boundary) == expected

    @pytest.mark.parametrize(("higher", "expected"), [(7, 0.25), (4, None)])
    def test_levels_a_third_apart(self, higher: int, expected: float | None) -> None:
        """A tenth of the mean distance, 1/3, is 0.033: 7/8 of 0.25 is 0.031 below it, 4/5 of it 0.05."""
        model = with_values(*[1] * (higher + 1))
        near = between_stages(score_response(model, filled(model, *[[2]] * higher, [1])), model)
        assert (near and near.boundary) == expected
