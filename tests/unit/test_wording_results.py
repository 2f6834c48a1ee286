"""The facts of an outcome in sentences: each kind of why, sums anyone can redo, percent, takeaways."""

from collections.abc import Mapping, Sequence

import pytest

from cxmaturity.analysis.outcome import Outcome, evaluate
from cxmaturity.questionnaire.schema import BOTH, Questionnaire
from cxmaturity.scoring.result import Result
from cxmaturity.tables import over_time
from cxmaturity.wording import results
from tests.build import DK, NA, Given, equal, filled, questionnaire


def outcome_of(asked: Questionnaire, *rows: Sequence[Given], targets: Mapping[str, int] | None = None) -> Outcome:
    return evaluate(asked, filled(asked, *rows), targets or {}, {})


def one(*row: Given, weights: Sequence[float] = (), scale_max: int = 5) -> Outcome:
    """Return the outcome of a single dimension A with these answers."""
    return outcome_of(questionnaire([weights or [1.0] * len(row)], scale_max=scale_max), row)


class TestWhyOfADimension:
    """What decides the stage of a dimension."""

    def test_a_cap_by_one_answer(self) -> None:
        """Mean 4.625 would be 5; the one answer at 2 holds it at 2 + 2."""
        assert results.explain_stage(one(5, 5, 5, 5, 5, 5, 5, 2), "A") == (
            "The average alone would give stage 5, Stage 5. A8 is lowest, and a stage stands at most 2 above the "
            "lowest answer: so it is 4, Stage 4."
        )

    def test_a_cap_by_several(self) -> None:
        """Mean 27/7 = 3.9 would be 4; three ones hold it at 1 + 2, and they are named as people list things."""
        assert results.explain_stage(one(5, 1, 1, 5, 5, 5, 5, 5, 1), "A").startswith(
            "The average alone would give stage 4, Stage 4. A2, A3 and A9 are lowest,"
        )

    def test_the_average_lacks_one(self) -> None:
        """Mean 2.4 lacks 0.1 · 5 = 0.5 to 2.5: one answer."""
        assert results.explain_stage(one(3, 3, 2, 2, 2), "A") == (
            "The average decides. For stage 3, Stage 3, 1 answer must rise by one level."
        )

    def test_the_average_lacks_more_and_a_cap_waits_behind_it(self) -> None:
        """Mean 3 lacks 0.5 · 3 = 1.5 to 3.5: two; the 1 would then still hold it at 1 + 2 = 3."""
        assert results.explain_stage(one(1, 4, 4), "A") == (
            "The average decides. For stage 4, Stage 4, 2 answers must rise by one level. "
            "The lowest answer must rise too, or it will hold the stage back."
        )

    def test_with_weights_it_says_at_most(self) -> None:
        """11/4 = 2.75 lacks 0.75 · 4 = 3 to 3.5: three rises of weight 1, but one of weight 2 and another will do."""
        assert results.explain_stage(one(3, 3, 2, weights=(2, 1, 1)), "A").startswith(
            "The average decides. For stage 4, Stage 4, at most 3 answers must rise by one level."
        )

    @pytest.mark.parametrize(
        ("row", "room"),
        [
            ((5, 5, 4, 4), "One answer a level lower would lose it"),  # 4.5 has no room
            ((5, 5, 5, 4), "It bears 1 answer a level lower"),  # 0.25 · 4
            ((5, 5, 5, 5), "It bears 2 answers a level lower"),  # 0.5 · 4
        ],
    )
    def test_the_top(self, row: tuple[int, ...], room: str) -> None:
        """At the top there is no next stage; how much it bears and what is nearest to falling is said instead."""
        said = results.explain_stage(one(*row), "A")
        assert said.startswith(f"This is the highest stage. {room}. Nearest to falling: ")
        assert said.endswith({4: "A1, A2, A3 and A4.", 1: "A4.", 2: "A3 and A4."}[row.count(min(row))])

    def test_too_little_is_rated(self) -> None:
        """Two of three are 66.7 %, said as 66 %; no stage is made up."""
        assert results.explain_stage(one(5, 5, DK), "A") == (
            "Too little is rated for a stage yet (66 %; each dimension needs 70 %)."
        )

    def test_it_does_not_apply(self) -> None:
        """A dimension that was left out lacks nothing."""
        assert results.explain_stage(one(NA, NA), "A") == "It does not apply."


class TestWhyOverall:
    """What decides the overall stage: dimensions, by their names."""

    def test_a_cap_by_one_dimension(self) -> None:
        """Levels 5, 5, 1 mean 3.67, stage 4; C at 1 holds the whole at 1 + 1."""
        assert results.explain_stage(outcome_of(equal(1, 1, 1), [5], [5], [1])) == (
            "The average alone would give stage 4, Stage 4. C is lowest, and a stage stands at most 1 above the "
            "lowest dimension: so it is 2, Stage 2."
        )

    def test_the_average(self) -> None:
        """Levels 3, 3, 3 lack 0.5 · 3 = 1.5 to 3.5: two dimensions."""
        assert results.explain_stage(outcome_of(equal(1, 1, 1), [3], [3], [3])) == (
            "The average decides. For stage 4, Stage 4, 2 dimensions must rise by one level."
        )

    @pytest.mark.parametrize(
        ("levels", "room"),
        [
            ((5, 4), "One dimension a level lower would lose it. Nearest to falling: B."),
            ((5, 5), "It bears 1 dimension a level lower. Nearest to falling: A and B."),
            ((5, 5, 5, 5), "It bears 2 dimensions a level lower. Nearest to falling: A, B, C and D."),
        ],
    )
    def test_the_top(self, levels: tuple[int, ...], room: str) -> None:
        """Means of 4.5 and 5 at the top: falls of 0, 0.5 · 2 = 1 and 0.5 · 4 = 2."""
        outcome = outcome_of(equal(*[1] * len(levels)), *[[x] for x in levels])
        assert results.explain_stage(outcome) == f"This is the highest stage. {room}"

    def test_too_little_is_rated(self) -> None:
        """One of two questions: 50 %."""
        assert "(50 %;" in results.explain_stage(outcome_of(equal(1, 1), [3], [None]))

    def test_nothing_applies(self) -> None:
        """Where everything was left out, so is the whole."""
        assert results.explain_stage(outcome_of(equal(1, 1), [NA], [NA])) == "It does not apply."


class TestSums:
    """How a level comes about, so that anyone can redo it."""

    def test_equal_weights_are_left_out(self) -> None:
        """3 + 4 + 4 over 3."""
        assert results.dimension_sum(one(3, 4, 4), "A") == "(3 + 4 + 4) ÷ 3 = 3.67"

    def test_weights_are_shown(self) -> None:
        """6 + 4 + 2.5 over 2 + 1 + 0.5: 12.5 ÷ 3.5 = 3.571."""
        outcome = one(3, 4, 5, weights=[2, 1, 0.5])
        assert results.dimension_sum(outcome, "A") == "(3 × 2 + 4 × 1 + 5 × 0.5) ÷ 3.5 = 3.57"

    def test_what_is_missing_or_does_not_apply_is_not_in_it(self) -> None:
        """Three of four that apply, 75 %: the sum is of those three."""
        assert results.dimension_sum(one(2, DK, 3, NA, 3), "A") == "(2 + 3 + 3) ÷ 3 = 2.67"

    def test_too_little_rated_gives_a_sum_but_no_level(self) -> None:
        """One of three: the sum so far, and why it is no level yet."""
        assert results.dimension_sum(one(3, DK, None), "A") == (
            "(3) ÷ 1 = 3.00 so far, but only 33 % is rated: a level needs 70 % and three answers."
        )

    def test_nothing_rated_and_nothing_that_applies(self) -> None:
        """Two different things, said differently."""
        assert results.dimension_sum(one(DK, None), "A") == "No question is rated yet, so there is no level."
        assert results.dimension_sum(one(NA, NA), "A") == "No question of this dimension applies, so it is left out."

    def test_the_overall_sum(self) -> None:
        """3.5 + 2 over 2; a dimension that does not apply is not in it."""
        assert results.overall_sum(outcome_of(equal(2, 1, 1), [3, 4], [2], [NA])) == "(3.50 + 2.00) ÷ 2 = 2.75"

    @pytest.mark.parametrize(
        ("rows", "have"), [([[DK], [DK], [DK]], "0 have"), ([[3], [DK], [DK]], "1 has"), ([[3], [3], [DK]], "2 have")]
    )
    def test_no_overall_sum_yet(self, rows: list[list[Given]], have: str) -> None:
        """Until every dimension has a level there is none of the whole."""
        sentence = results.overall_sum(outcome_of(equal(1, 1, 1), *rows))
        assert sentence == f"There is no overall level until every dimension has one; {have} one now."


class TestRange:
    """How a range is written."""

    def test_the_range(self) -> None:
        """3, 4 and one open: (7 + 1)/3 = 2.67 to (7 + 5)/3 = 4; nothing where nothing applies."""
        measure = one(3, 4, None).result.dimensions["A"]
        assert results.format_range(measure.low, measure.high) == "2.7 – 4.0"
        assert results.format_range(None, None) == "–"


class TestTakeaways:
    """What a picture says, for those who cannot see it."""

    def test_the_profile(self) -> None:
        """The lowest and the highest, whatever their order; a dimension without a level is neither."""
        outcome = outcome_of(equal(2, 1, 1, 1), [3, 4], [5], [2], [DK])
        assert results.profile_takeaway(outcome) == "C is lowest at 2.0; B is highest at 5.0."

    def test_a_flat_profile(self) -> None:
        """Equal levels have no lowest; one dimension alone has none either."""
        assert results.profile_takeaway(outcome_of(equal(1, 1), [3], [3])) == "A, B: level 3.0."
        assert results.profile_takeaway(outcome_of(equal(1, 1), [3], [DK])) == "A: level 3.0."

    def test_an_empty_profile(self) -> None:
        """No level, no claim."""
        assert results.profile_takeaway(outcome_of(equal(1, 1), [DK], [None])) == "No dimension has a level yet."

    def test_the_widest_gap(self) -> None:
        """A at 3.5 aims at 5: 1.5; B at 2 aims, unset, at 3: 1."""
        outcome = outcome_of(equal(2, 1), [3, 4], [2], targets={"A": 5})
        assert results.gap_takeaway(outcome) == "The widest gap is Aa: 1.5 below its target."

    def test_no_gap(self) -> None:
        """At or above every target, and with no level, there is none."""
        assert results.gap_takeaway(outcome_of(equal(1), [4], targets={"A": 3})) == "No gap to a target."
        assert results.gap_takeaway(outcome_of(equal(1), [None])) == "No gap to a target."

    def test_the_answers_add_up(self) -> None:
        """Seven: two at 3, one each at 5, left out and unknown, two open; levels nobody chose are not said."""
        outcome = one(3, NA, 3, DK, 5, None, None)
        assert results.answers_takeaway(outcome, outcome.questionnaire.questions) == (
            "Of 7 questions: 2 at level 3, 1 at level 5, 1 not applicable, 1 unknown, 2 open."
        )


def test_the_chosen_statement_and_the_next() -> None:
    """A level has its statement and the one above; the top has no next; the rest say what was said."""
    outcome = one(2, 5, DK, NA, None)
    first, scale_max, unknown, left_out, nothing = (
        results.chosen_and_next(outcome, q, BOTH) for q in outcome.questionnaire.questions
    )
    assert (first, scale_max) == (("A1 at 2.", "A1 at 3."), ("A2 at 5.", None))
    assert (unknown, left_out, nothing) == (("Don't know", None), ("Does not apply", None), ("No answer yet", None))


def test_another_scale_is_worded_by_its_own_stages() -> None:
    """On four levels, 3, 4, 4 mean 3.67: stage 4 of 4 is the highest, with no fall left: 0.167 · 3 = 0.5."""
    outcome = one(3, 4, 4, scale_max=4)
    assert isinstance(outcome.result, Result)
    assert results.explain_stage(outcome, "A").startswith(
        "This is the highest stage. One answer a level lower would lose it."
    )


class TestOverTime:
    """What a page over time says first."""

    @pytest.mark.parametrize(
        ("moved", "said"),
        [
            ({"A": 0.5, "B": -0.25, "C": 0.0}, "Like for like, A rose most, by 0.50; B fell most, by 0.25."),
            ({"A": 0.5, "B": 0.25}, "Like for like, A rose most, by 0.50."),
            ({"A": -0.5, "B": 0.0}, "Like for like, A fell most, by 0.50."),
            ({"A": 0.0}, "Like for like, no dimension moved."),
            ({}, "No dimension has a level both times, so nothing can be compared."),
        ],
    )
    def test_what_moved_most(self, moved: dict[str, float], said: str) -> None:
        """The numbers are those of the table beneath."""
        rows = [(name, 3.0, 3.0 + by, by, 0.0, 0.0) for name, by in moved.items()]
        assert results.change_takeaway(over_time.change_table(rows)) == said

    def test_the_overall_level_is_told_beside_the_first_that_compares(self) -> None:
        """The one of another model is passed over; one alone stands alone."""
        points = [
            ("Q1", ("cx", "1"), {"All": 1.0}),
            ("Q2", ("cx", "2"), {"All": 2.0}),
            ("Q3", ("cx", "2"), {"All": 3.0}),
        ]
        assert results.trend_takeaway(points, "All") == "Overall level 3.0 in Q3, 2.0 in Q2."
        assert results.trend_takeaway(points[:2], "All") == "Overall level in Q2: 2.0."
        assert results.trend_takeaway([("Q1", ("cx", "1"), {"All": None})], "All") == "Overall level in Q1: –."
