"""Levels as pages and files show them, in models with scales of their own; the figures are worked out by hand."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.analysis.disclosure import QuestionDisclosure
from cxmaturity.analysis.outcome import Outcome, evaluate
from cxmaturity.answers import Answer
from cxmaturity.questionnaire.schema import OVERALL, Questionnaire
from cxmaturity.scoring.between_stages import between_stages
from cxmaturity.scoring.stages import stages_of_levels
from cxmaturity.tables import groups, results
from cxmaturity.tables.levels import with_level_numbers
from cxmaturity.wording.plans import describe_gap, step_factors
from cxmaturity.wording.questionnaire.levels import (
    of_a_level,
    shown_alike,
    stage_begins,
)
from cxmaturity.wording.result import bars, stages, sums
from cxmaturity.wording.result.groups import agreement_takeaway, perception_takeaway
from cxmaturity.wording.result.takeaways import profile_takeaway
from cxmaturity.wording.trends.levels import named_levels
from tests.build import equal, filled
from tests.own_scales import SHARED, VALUES, from_zero, reshaped, rungs, with_values


def thirds(*counts: int) -> Questionnaire:
    """Return a model of the values 0, 0.25, 0.5 and 1 whose stages begin at 0, 0.33 and 0.66."""
    return reshaped(equal(*counts, scale_max=4), stages=rungs(3, 0, (0, 0.33, 0.66)), levels=SHARED)


def scored(model: Questionnaire, *rows: list[int]) -> Outcome:
    return evaluate(model, filled(model, *rows), {}, {})


def test_a_level_is_not_rounded_across_a_threshold_of_the_model() -> None:
    """A: 10 · 0.5 + 0.25 over 16 is 0.328, below 0.33; rounded to 0.33 it would be at stage 1, and it is at stage 0."""
    outcome = scored(thirds(16, 1), [3] * 10 + [2] + [1] * 5, [1])
    assert outcome.result.dimensions["A"].level == 0.328125
    assert outcome.questionnaire.stage(outcome.result.dimensions["A"].stage or 0).level == 0
    assert bars.describe_dimension_bar(outcome, "A", strict=False, last=0.328125) == (
        "level 0.328, stage 0 Stage 0, target 1, last time 0.328"
    )
    assert sums.dimension_sum(outcome, "A").endswith("÷ 16 = 0.328")
    assert stages.explain_stage(outcome, "A").startswith("Nothing holds it below its average, 0.328.")
    assert profile_takeaway(outcome) == "B is lowest at 0.0; A is highest at 0.328."
    assert list(results.dimension_profile(outcome.questionnaire, outcome.result, {})["shown"]) == ["0.328", "0.0"]
    levels = {"A": 0.328125, OVERALL: 0.328125}
    assert named_levels(outcome.questionnaire, levels) == {"A": "0.328", OVERALL: "0.328"}


def test_levels_beside_each_other_have_as_many_decimals() -> None:
    """2.53 needs two decimals, because 2.5 is stage 3, so 2.2 beside it is 2.20; 1.96 to 2.7 needs one.

    On the scale with a stage from 0.33 on, 0.328 is not 0.33. 2.59 is between two stages and 2.6 is not: equal levels
    are not 2.59 and 2.6 beside each other, and 2.56 as the lowest possible level is not 2.6.
    """
    ends = ((2.2, 2.534), (1.96, 2.7), (2.4999, 3))
    assert [shown_alike(equal(1), *pair) for pair in ends] == [("2.20", "2.53"), ("2.0", "2.7"), ("2.4999", "3.0000")]
    assert shown_alike(thirds(1), 0.328, 0.5) == ("0.328", "0.500")
    assert shown_alike(equal(1), 2.59, 2.56, 2.641, 2.59) == ("2.59", "2.56", "2.64", "2.59")
    assert shown_alike(equal(1), 8 / 3, None) == ("2.7", "–")


def test_a_threshold_is_shown_as_the_model_gives_it() -> None:
    """0.625 is never shown as 0.63, in the sentence, in the table of the profile, or beside a level just under it."""
    model = reshaped(equal(1, 1, scale_max=4), stages=rungs(3, 0, (0, 0.3, 0.625)), levels=SHARED)
    outcome = scored(model, [3], [3])
    assert stage_begins(model, 3) == "0.625"
    assert "begins at 0.625" in stages.explain_stage(outcome)
    profile = results.profile_as_shown(results.dimension_profile(model, outcome.result, {"A": 3}), model)
    assert list(profile["target"]) == ["0.625", "–"]


@given(st.lists(st.integers(1, 4), min_size=1, max_size=40), st.integers(-2, 2))
def test_law_the_shown_level_has_the_shown_stage_on_every_scale(row: list[int], beside: int) -> None:
    """Whoever applies the model's thresholds to the shown level gets the shown stage; no level is rounded twice.

    The model's one threshold is within two hundredths of the level.
    """
    mean = sum(VALUES[position - 1] for position in row) / len(row)
    begins = (0, min(max(round(mean + beside / 100, 2), 0.01), 1))
    model = reshaped(equal(len(row), scale_max=4), stages=rungs(2, 0, begins), levels=SHARED)
    outcome = scored(model, row)
    measure, overall = outcome.result.dimensions["A"], outcome.result.overall
    level, stage = measure.level, measure.stage
    assert level is not None
    shown = bars.describe_dimension_bar(outcome, "A", strict=False, last=None).split(", ")[0].removeprefix("level ")
    tile = stages.stage_and_level(outcome)[1].rpartition("Level ")[2]
    for text in (
        shown,
        tile,
        named_levels(model, {OVERALL: level})[OVERALL],
        sums.dimension_sum(outcome, "A").split()[-1],
    ):
        assert int(stages_of_levels(np.array([float(text)]), model)[0]) == stage
        assert abs(float(text) - level) <= 0.5 * 10 ** -len(text.partition(".")[2]) + 1e-9
    between, near = between_stages(outcome.result, model), 0.1 * model.level_distance
    limits = [limit for limit in model.thresholds[1:] if overall.stage and abs(float(tile) - limit) <= near + 1e-9]
    assert (between is not None) == bool(limits)


def test_a_gap_counts_levels_and_names_both() -> None:
    """A1 at 0 of a dimension whose target begins at 0.75 lacks three levels, to 1; a quarter of a level is 0.08."""
    outcome = evaluate(with_values(2), filled(with_values(2), [1, 4]), {"A": 3}, {})
    gap, met = outcome.gaps
    assert step_factors(outcome.questionnaire, gap) == (
        "Gap 3 levels (0 to 1) · importance 3 of 5 · ease 3 of 5 (a week)"
    )
    assert describe_gap(outcome.questionnaire, met) == "none"
    assert of_a_level(equal(1), 0.25) == "0.25 of a level"
    assert of_a_level(outcome.questionnaire, 0.25) == "0.08 (0.25 of the mean distance between two levels)"


def test_leaders_and_others_have_the_numbers_of_the_levels() -> None:
    """On 0, 0.25, 0.5, 1 the fourth and the second level are 1 and 0.25, 0.75 apart, in the sentence and the table."""
    model = with_values(1, 1)
    shown = {
        "A1": QuestionDisclosure(Answer(level=3), 12, None, None, None, 4, 2),
        "B1": QuestionDisclosure(Answer(level=2), 12, None, None, None, 2, 2),
    }
    rows = groups.vote_table(model, model.questions, shown, {})
    differ = "Leaders and everyone else differ on 1 of 2 questions; leaders are higher."
    assert perception_takeaway(rows, model) == f"{differ} Widest: “A1?” (A1), leaders 1, everyone else 0.25."
    assert agreement_takeaway(rows, model) == perception_takeaway(rows, model)
    table = with_level_numbers(rows, model)
    assert table[["level", "leaders", "others", "gap"]].to_numpy().tolist() == [
        ["0.5", "1", "0.25", "0.75"],
        ["0.25", "0.25", "0.25", "0"],
    ]
    wider = {
        "A1": QuestionDisclosure(Answer(level=2), 12, "mixed", None, None, 3, 2),
        "B1": QuestionDisclosure(Answer(level=3), 12, "mixed", None, None, 4, 3),
    }
    ordered = groups.vote_table(model, model.questions, wider, {})  # 0.25 and 0.5: both are one level apart
    assert list(ordered["id"]) == ["B1", "A1"]
    assert str(perception_takeaway(ordered, model)).endswith("Widest: “B1?” (B1), leaders 1, everyone else 0.5.")
    zero = from_zero(1, 1)
    assert "leaders 3, everyone else 1" in str(perception_takeaway(rows, zero))
