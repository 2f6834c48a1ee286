"""The reason for a stage in words, with its figures; stages that are open, and levels near a boundary."""

import pytest

from cxmaturity.wording.result import stages
from tests.build import DK, NA, equal, questionnaire
from tests.outcomes import one, outcome_of
from tests.own_scales import of_practices


class TestWhyOfADimension:
    """What decides the stage of a dimension."""

    def test_a_cap_by_one_answer(self) -> None:
        """Mean 4.625 would be 5; the one answer at 2 caps it at 2 + 2."""
        assert stages.explain_stage(one(5, 5, 5, 5, 5, 5, 5, 2), "A") == (
            "The average alone, 4.63, would give stage 5, Stage 5. “A8?” (A8) is lowest, at 2, and the stage of a "
            "dimension is at most 2 above its lowest answer: so it is 4, Stage 4."
        )

    def test_a_cap_by_several(self) -> None:
        """Mean 33/9 = 3.67 would be 4; three 1s cap it at 1 + 2, and all are named."""
        assert stages.explain_stage(one(5, 1, 1, 5, 5, 5, 5, 5, 1), "A").startswith(
            "The average alone, 3.67, would give stage 4, Stage 4. “A2?” (A2), “A3?” (A3) and “A9?” (A9) "
            "are lowest, at 1, and "
        )

    def test_practices_are_counted_for_the_next_stage(self) -> None:
        """One of two of stage 2 is done, then none; of a single one there is nothing to count."""
        model = of_practices((1, 2, 2))
        some, none, single = (
            stages.explain_stage(outcome_of(model, row), "A") for row in ([2, 2, 1], [2, 1, 1], [1, 2, 2])
        )
        assert some.endswith("For stage 2, Stage 2, 1 of 2 practices is done; missing: “A3?” (A3).")
        assert none.endswith("none of 2 practices are done; missing: “A2?” (A2) and “A3?” (A3).")
        assert single.endswith("For stage 1, Stage 1, one is missing: “A1?” (A1).")

    def test_a_sum_that_ends_in_a_half_says_that_halves_count_up(self) -> None:
        """(1 + 4) ÷ 2 = 2.5 would be 3; with a cap of 1 the 1 caps it at 2; both figures are stated."""
        assert stages.explain_stage(one(1, 4, practice=1), "A") == (
            "The average alone, 2.50 (halves count up), would give stage 3, Stage 3. “A1?” (A1) is lowest, at 1, "
            "and the stage of a dimension is at most 1 above its lowest answer: so it is 2, Stage 2."
        )

    def test_the_average_lacks_one(self) -> None:
        """Mean 2.4 lacks 0.1 · 5 = 0.5 to 2.5: one answer."""
        assert stages.explain_stage(one(3, 3, 2, 2, 2), "A") == (
            "Nothing holds it below its average, 2.40. For stage 3, Stage 3, 1 answer must rise by one level."
        )

    def test_the_average_lacks_more_and_a_cap_waits_behind_it(self) -> None:
        """Mean 3 lacks 0.5 · 3 = 1.5 to 3.5: two rises; the 1 would then still cap it at 1 + 2 = 3."""
        assert stages.explain_stage(one(1, 4, 4), "A") == (
            "Nothing holds it below its average, 3.00. For stage 4, Stage 4, 2 answers must rise by one level, “A1?” "
            "(A1) among them."
        )

    def test_those_whose_cap_waits_may_be_all_that_must_rise(self) -> None:
        """Mean 3.4 lacks 0.1 · 5 = 0.5: one rise; but both 1s cap it at 1 + 2 = 3, so both must rise."""
        assert stages.explain_stage(one(1, 5, 5, 1, 5), "A").endswith(
            "For stage 4, Stage 4, “A1?” (A1) and “A4?” (A4) must rise by one level."
        )

    def test_every_answer_may_have_to_rise(self) -> None:
        """1 and 2 are 1.5, stage 2, and lack 1 · 2 = 2 to 2.5."""
        assert stages.explain_stage(one(1, 2), "A") == (
            "Nothing holds it below its average, 1.50 (halves count up). For stage 3, Stage 3, every answer must rise "
            "by one level."
        )

    def test_where_few_can_rise_the_levels_count(self) -> None:
        """On seven levels 7, 7 and 1 mean 5 and lack 0.5 · 3 = 1.5 to 5.5: two levels, all by the one answer that can
        rise."""
        outcome = one(7, 7, 1, scale_max=7, practice=6)
        assert stages.explain_stage(outcome, "A").endswith("its answers must rise by 2 levels in all.")

    def test_with_weights_it_says_at_most(self) -> None:
        """17/6 = 2.83 lacks 4 to 3.5: four rises of weight 1, or fewer with the question of weight 2."""
        assert stages.explain_stage(one(3, 3, 3, 3, 2, weights=(2, 1, 1, 1, 1)), "A").endswith(
            "For stage 4, Stage 4, at most 4 answers must rise by one level."
        )

    @pytest.mark.parametrize(
        ("row", "allowed"),
        [
            (  # 4.5 allows no fall
                (5, 5, 4, 4),
                "One answer a level lower would lose it. Nearest to falling: “A3?” (A3) and “A4?” (A4).",
            ),
            (  # 0.25 · 4
                (5, 5, 5, 4),
                "It holds even if 1 answer falls by one level. Nearest to falling: “A4?” (A4).",
            ),
            ((5, 5, 5, 5), "It holds even if 2 answers fall by one level."),  # 0.5 · 4
        ],
    )
    def test_the_top(self, row: tuple[int, ...], allowed: str) -> None:
        """At the top there is no next stage.

        The sentence states how many falls it allows and which answers are lowest, if not all are alike.
        """
        assert stages.explain_stage(one(*row), "A") == f"This is the highest stage. {allowed}"

    def test_too_little_is_rated(self) -> None:
        """Two of three, where three are needed; of seven, five are: 0.7 · 7 = 4.9. The sentence states how many."""
        assert stages.explain_stage(one(5, 5, DK), "A") == "Without a level there is no stage."
        assert stages.explain_stage(one(5, 5, DK)).endswith("A: 2 of 3 rated, 3 needed.")
        assert stages.explain_stage(one(5, 5, 5, DK, DK, None, None)).endswith("A: 3 of 7 rated, 5 needed.")

    def test_it_does_not_apply(self) -> None:
        """A dimension that does not apply is not called incomplete."""
        assert stages.explain_stage(one(NA, NA), "A") == "It does not apply."


class TestWhyOverall:
    """What decides the overall stage, with dimensions by name."""

    def test_a_cap_by_one_dimension(self) -> None:
        """Levels 5, 5, 1 mean 3.67, stage 4; C at 1 caps it at 1 + 1."""
        assert stages.explain_stage(outcome_of(equal(1, 1, 1), [5], [5], [1])) == (
            "The average alone, 3.67, would give stage 4, Stage 4. C is lowest, at stage 1, and the overall stage is "
            "at most 1 above the lowest dimension: so it is 2, Stage 2."
        )

    def test_the_average(self) -> None:
        """Levels 3, 3, 3 lack 0.5 · 3 = 1.5 to 3.5: two dimensions."""
        assert stages.explain_stage(outcome_of(equal(1, 1, 1), [3], [3], [3])) == (
            "Nothing holds you below your average, 3.00. For stage 4, Stage 4, it is enough that 2 dimensions rise by "
            "one level."
        )

    def test_a_dimension_that_cannot_rise_a_level_can_still_reach_a_stage(self) -> None:
        """A: 5 · 4 and a 1 is 4.2, capped at 1 + 2 = 3.

        With 4 and 4 the mean is 4.07, stage 4, and lacks 0.43 · 3 = 1.3: two rises, one of them of A.
        """
        outcome = outcome_of(equal(5, 1, 1), [5, 5, 5, 5, 1], [4], [4])
        assert stages.explain_stage(outcome).endswith(
            "For stage 5, Stage 5, it is enough that 2 dimensions rise by one level, with A at stage 4."
        )

    def test_the_lowest_is_named_where_it_must_be_among_them(self) -> None:
        """Levels 3, 3, 2 are 2.67 and lack 2.5: all three. Levels 4, 4, 4, 4, 3 lack 0.7 · 5 = 3.5: four, and the 3."""
        assert stages.explain_stage(outcome_of(equal(1, 1, 1), [3], [3], [2])).endswith(
            "it is enough that every dimension rises by one level."
        )
        assert stages.explain_stage(outcome_of(equal(1, 1, 1, 1, 1), [4], [4], [4], [4], [3])).endswith(
            "it is enough that 4 dimensions rise by one level, with E at stage 4."
        )

    @pytest.mark.parametrize(
        ("levels", "allowed"),
        [
            ((5, 4), "One dimension a level lower would lose it. Nearest to falling: B."),
            ((5, 5), "It holds even if 1 dimension falls by one level."),
            ((5, 5, 5, 5), "It holds even if 2 dimensions fall by one level."),
        ],
    )
    def test_the_top(self, levels: tuple[int, ...], allowed: str) -> None:
        """Means of 4.5 and 5 at the top allow falls of 0, 0.5 · 2 = 1 and 0.5 · 4 = 2."""
        outcome = outcome_of(equal(*[1] * len(levels)), *[[x] for x in levels])
        assert stages.explain_stage(outcome) == f"This is the highest stage. {allowed}"

    def test_what_is_missing_is_named_by_dimension(self) -> None:
        """A has its level; of B one of two questions is rated, of C none of four."""
        outcome = outcome_of(equal(1, 2, 4), [3], [3, None], [None, DK, None, None])
        assert stages.explain_stage(outcome) == (
            "Too little is rated for a stage. B: 1 of 2 rated, 2 needed. C: 0 of 4 rated, 3 needed."
        )

    def test_nothing_applies(self) -> None:
        """If no dimension applies, nothing is rated overall."""
        assert stages.explain_stage(outcome_of(equal(1, 1), [NA], [NA])) == "It does not apply."


def test_another_scale_is_worded_by_its_own_stages() -> None:
    """On four levels 3, 4, 4 mean 3.67: stage 4 of 4 is the highest, with no fall left: 0.167 · 3 = 0.5."""
    assert stages.explain_stage(one(3, 4, 4, scale_max=4), "A").startswith(
        "This is the highest stage. One answer a level lower would lose it."
    )


def test_a_dimension_that_its_lowest_answer_holds_says_so_beside_its_stage() -> None:
    """4.63 beside stage 4 is explained by the cap. In the strict reading the lowest answer is the stage."""
    outcome = one(5, 5, 5, 5, 5, 5, 5, 2)
    assert stages.dimension_stage(outcome, "A", strict=False) == "4 Stage 4, held by its lowest answer"
    assert stages.dimension_stage(outcome, "A", strict=True) == "2 Stage 2"
    assert stages.dimension_stage(one(3, 3, 3), "A", strict=False) == "3 Stage 3"
    assert stages.dimension_stage(one(3, DK, DK), "A", strict=False) == "no stage"
    assert stages.dimension_stage(one(NA), "A", strict=False) == "does not apply"


class TestHeadline:
    """The overall stage as far as it is certain, with the stage by the rule beside it."""

    def test_a_clear_stage_has_its_name(self) -> None:
        """A level of 3 is far from any boundary, so only the stage is stated."""
        outcome = one(3, 3, 3)
        assert stages.stage_headline(outcome) == "Stage 3 of 5: Stage 3"
        assert stages.stage_by_the_rule(outcome) is None

    def test_a_stage_that_missing_answers_leave_open(self) -> None:
        """Three 2s and a “don't know”: from 7/4 = 1.75, stage 2, to 11/4 = 2.75, stage 3; by the rule 2."""
        outcome = one(2, 2, 2, DK)
        assert stages.stage_headline(outcome) == "Stage 2 or 3 of 5, depending on one answer nobody knew"
        assert stages.stage_by_the_rule(outcome) == ("By the rule, from the answers there are, it is stage 2, Stage 2.")

    def test_open_over_more_than_two_stages(self) -> None:
        """Three 3s and one unanswered of weight 3: from (9 + 3)/6 = 2 to (9 + 15)/6 = 4."""
        outcome = one(3, 3, 3, None, weights=[1, 1, 1, 3])
        assert stages.stage_headline(outcome) == "Stage 2 to 4 of 5, depending on one missing answer"

    def test_just_under_a_boundary(self) -> None:
        """503 2s and 497 3s by weight are 2.497, never shown as 2.5 beside stage 2."""
        outcome = one(3, 2, 2, weights=[497, 500, 3])
        assert stages.stage_headline(outcome) == "Between stage 2 and 3 of 5"
        assert stages.stage_by_the_rule(outcome) == (
            "By the rule it is stage 2, Stage 2: the overall level is 2.497, just under 2.5, where stage 3 begins."
        )

    def test_just_above_and_exactly_at_a_boundary(self) -> None:
        """5 · 3 and 4 · 2 over 9 are 2.556; one 2 and one 3 are 2.5."""
        assert "is 2.56, just above 2.5, where stage 3 begins" in str(
            stages.stage_by_the_rule(one(3, 3, 3, 3, 3, 2, 2, 2, 2))
        )
        assert "is 2.5, exactly, where stage 3 begins" in str(stages.stage_by_the_rule(one(3, 2)))

    @pytest.mark.parametrize(("threes", "is_between"), [(3, False), (4, True), (6, True), (7, False)])
    def test_a_tenth_on_either_side_counts_as_near(self, threes: int, is_between: bool) -> None:
        """Ten answers, some at 3 and the rest at 2, give 2.3, 2.4, 2.6 and 2.7.

        Float error in a tenth does not matter.
        """
        outcome = one(*[3] * threes, *[2] * (10 - threes))
        assert stages.stage_headline(outcome).startswith("Between") is is_between

    def test_a_boundary_out_of_reach_is_none(self) -> None:
        """Levels 5, 4 and 1.4 mean 3.47, but stage 1 + 1 caps it at 2, so the boundary at 3.5 is not mentioned."""
        outcome = outcome_of(equal(1, 1, 5), [5], [4], [1, 1, 1, 2, 2])
        assert outcome.result.overall.level == pytest.approx(3.4667, abs=1e-4)
        assert stages.stage_headline(outcome) == "Stage 2 of 5: Stage 2"

    def test_most_dimensions_below_the_stage(self) -> None:
        """Stages 2, 2, 2, 4, 4 mean 2.8, stage 3: three of five are below it."""
        outcome = outcome_of(equal(1, 1, 1, 1, 1), [2], [2], [2], [4], [4])
        assert stages.stage_headline(outcome) == "Between stage 2 and 3 of 5"
        assert stages.stage_by_the_rule(outcome) == (
            "By the rule it is stage 3, Stage 3, but 3 of 5 dimensions are below it."
        )

    def test_half_of_the_dimensions_below_is_not_most(self) -> None:
        """Stages 2, 2, 4, 4 mean 3: as many below as at or above."""
        outcome = outcome_of(equal(1, 1, 1, 1), [2], [2], [4], [4])
        assert stages.stage_headline(outcome) == "Stage 3 of 5: Stage 3"

    def test_without_a_stage_what_is_still_possible(self) -> None:
        """Nine 3s of 14: from 32/14 = 2.3 to 52/14 = 3.7. Without answers there is no sentence."""
        outcome = one(*[3] * 9, *[DK] * 5)
        assert stages.stage_headline(outcome) == "No stage"
        assert stages.stage_by_the_rule(outcome) == "Once the five missing answers are known, it can be stage 2 to 4."
        assert stages.stage_by_the_rule(one(None, None, None)) is None

    def test_without_a_stage_it_can_still_be_settled(self) -> None:
        """With almost all weight on one answer (60 · 3 + 2 · x)/62 is stage 3 for every x; the cap never binds."""
        outcome = outcome_of(questionnaire([[60, 1, 1]], practice=6), [3, None, None])
        assert (
            stages.stage_by_the_rule(outcome)
            == "Once the two missing answers are known, it will be stage 3, whatever they are."
        )
        outcome = outcome_of(questionnaire([[60, 1, 1]], practice=6), [3, 3, None])
        assert (
            stages.stage_by_the_rule(outcome) == "Once the missing answer is known, it will be stage 3, whatever it is."
        )


def test_stage_and_level_side_by_side_name_what_holds_the_stage() -> None:
    """Level 3.67 beside stage 2 is explained: C, at stage 1, caps it."""
    capped = outcome_of(equal(1, 1, 1), [5], [5], [1])
    assert stages.stage_and_level(capped) == ("2 · Stage 2", "Level 3.7, held by C")
    assert stages.stage_and_level(one(3, 3, 3)) == ("3 · Stage 3", "Level 3.0")
    assert stages.stage_and_level(one(3, DK, DK)) == ("No stage", "Level –")


def test_a_stage_that_is_not_certain_is_not_put_flatly_beside_the_level() -> None:
    """2 and 3 are 2.5, where stage 3 begins. Three 3s and a don't know are 3.0, of (9 + 1) ÷ 4 = 2.5 to 3.5."""
    assert stages.stage_and_level(one(2, 3)) == ("Between stage 2 and 3", "By the rule 3 · Stage 3. Level 2.5")
    assert stages.stage_and_level(one(3, 3, 3, DK)) == ("Stage 3 or 4", "By the rule 3 · Stage 3. Level 3.0")


def test_the_strict_headline_is_the_lowest_answer() -> None:
    """Three 4s and a 2: the strict stage is 2."""
    assert stages.strict_headline(one(4, 4, 4, 2)) == "Stage 2 of 5: Stage 2"
