"""The sum behind a level, which can be recomputed by hand."""

import pytest

from cxmaturity.wording.result import sums
from tests.build import DK, NA, AnswerValue, equal
from tests.outcomes import one, outcome_of


class TestSums:
    """The sum behind a level, which can be recomputed by hand."""

    def test_equal_weights_are_left_out(self) -> None:
        """3 + 4 + 4 over 3."""
        assert sums.dimension_sum(one(3, 4, 4), "A") == "(3 + 4 + 4) ÷ 3 = 3.67"

    def test_weights_are_shown(self) -> None:
        """6 + 4 + 2.5 over 2 + 1 + 0.5: 12.5 ÷ 3.5 = 3.571."""
        outcome = one(3, 4, 5, weights=[2, 1, 0.5])
        assert sums.dimension_sum(outcome, "A") == "(3 × 2 + 4 × 1 + 5 × 0.5) ÷ 3.5 = 3.57"

    def test_what_is_missing_or_does_not_apply_is_not_in_it(self) -> None:
        """Three of four that apply are rated, 75 %: the sum has these three."""
        assert sums.dimension_sum(one(2, DK, 3, NA, 3), "A") == "(2 + 3 + 3) ÷ 3 = 2.67"

    def test_too_little_rated_gives_a_sum_but_no_level(self) -> None:
        """One of three is rated: the sum so far, and why there is no level."""
        assert sums.dimension_sum(one(3, DK, None), "A") == (
            "(3) ÷ 1 = 3.00 so far, but that is no level: 1 of 3 rated, 3 needed."
        )

    def test_nothing_rated_and_nothing_that_applies(self) -> None:
        """The two cases have different sentences."""
        assert sums.dimension_sum(one(DK, None), "A") == "No question is rated, so there is no level."
        assert sums.dimension_sum(one(NA, NA), "A") == "No question of this dimension applies, so it is left out."

    def test_the_overall_sum(self) -> None:
        """3.5 + 2 over 2; a dimension that does not apply is left out."""
        assert sums.overall_sum(outcome_of(equal(2, 1, 1), [3, 4], [2], [NA])) == "(3.50 + 2.00) ÷ 2 = 2.75"

    @pytest.mark.parametrize(
        ("rows", "have"), [([[DK], [DK], [DK]], "none has"), ([[3], [DK], [DK]], "1 has"), ([[3], [3], [DK]], "2 have")]
    )
    def test_no_overall_sum_yet(self, rows: list[list[AnswerValue]], have: str) -> None:
        """There is no overall sum until every dimension has a level."""
        sentence = sums.overall_sum(outcome_of(equal(1, 1, 1), *rows))
        assert sentence == f"There is no overall level until every dimension has one; {have} one now."
        nothing = outcome_of(equal(1, 1), [NA], [NA])
        assert sums.overall_sum(nothing) == "No question applies, so there is no overall level."

    def test_weights_have_all_their_decimals(self) -> None:
        """Three of 0.1 weigh 0.3, not 0.30000000000000004; and 1.0000001 is not 1."""
        assert sums.dimension_sum(one(3, 4, 4, weights=[0.1, 0.1, 0.1]), "A").endswith("÷ 0.3 = 3.67")
        assert "3 × 1.0000001" in sums.dimension_sum(one(3, 4, 4, weights=[1.0000001, 1, 1]), "A")

    def test_a_mean_beside_a_boundary_has_as_many_decimals_as_it_needs(self) -> None:
        """497 threes and 503 twos are 2.497: 2.50 would be stage 3."""
        assert sums.dimension_sum(one(3, 2, 2, weights=[497, 500, 3]), "A").endswith("÷ 1000 = 2.497")

    def test_levels_have_as_many_decimals_as_their_sum_needs(self) -> None:
        """19/8, 19/8 and 9/4 are 7 and 2.33 over three; with two decimals they would be 7.01 and 2.34."""
        rows = [3, 3, 3, 2, 2, 2, 2, 2], [3, 3, 3, 2, 2, 2, 2, 2], [3, 2, 2, 2]
        assert sums.overall_sum(outcome_of(equal(8, 8, 4), *rows)) == "(2.375 + 2.375 + 2.250) ÷ 3 = 2.33"

    def test_levels_without_an_end_stand_as_fractions(self) -> None:
        """7/3 + 7/3 + 17/6 = 7.5, over three 2.5, stage 3; with any number of decimals the sum would give stage 2."""
        model = equal(3, 3, 6)
        assert sums.overall_sum(outcome_of(model, [2, 2, 3], [2, 2, 3], [3, 3, 3, 3, 3, 2])) == (
            "(7 ÷ 3 + 7 ÷ 3 + 17 ÷ 6) ÷ 3 = 2.50"
        )
