"""An outcome in sentences: ranges, takeaways, chosen statements, what changed."""

import pytest

from cxmaturity.questionnaire.schema import BOTH
from cxmaturity.tables import over_time
from cxmaturity.wording.questionnaire.answers import few_answers_notice
from cxmaturity.wording.result import results
from tests.build import DK, NA, equal, questionnaire
from tests.outcomes import one, outcome_of


class TestRange:
    """How a range is written."""

    def test_the_range(self) -> None:
        """3, 4 and one unanswered: (7 + 1)/3 = 2.67 to (7 + 5)/3 = 4; empty if nothing applies."""
        measure = one(3, 4, None).result.dimensions["A"]
        assert results.format_range(equal(1), measure.low, measure.high) == "2.7 – 4.0"
        assert results.format_range(equal(1), None, None) == "–"


class TestTakeaways:
    """The takeaway of each picture."""

    def test_the_profile(self) -> None:
        """The lowest and the highest dimension, in any order; one without a level is neither."""
        outcome = outcome_of(equal(2, 1, 1, 1), [3, 4], [5], [2], [DK])
        assert results.profile_takeaway(outcome) == "C is lowest at 2.0; B is highest at 5.0."

    def test_a_flat_profile(self) -> None:
        """Among equal levels, or with one dimension alone, none is lowest."""
        assert results.profile_takeaway(outcome_of(equal(1, 1), [3], [3])) == "A and B are both at 3.0."
        assert results.profile_takeaway(outcome_of(equal(1, 1, 1), [3], [3], [3])) == "A, B and C are all at 3.0."
        assert results.profile_takeaway(outcome_of(equal(1, 1), [3], [DK])) == "A is at 3.0."

    def test_equals_are_all_named_in_their_order(self) -> None:
        """People and Channels both at 2.0 are both named as lowest; the same for the highest."""
        outcome = outcome_of(equal(1, 1, 1, 1, 1), [2], [4], [2], [4], [3])
        assert results.profile_takeaway(outcome) == "A and C are lowest at 2.0; B and D are highest at 4.0."

    def test_an_empty_profile(self) -> None:
        """Without a level there is no takeaway."""
        assert results.profile_takeaway(outcome_of(equal(1, 1), [DK], [None])) == "No dimension has a level."

    def test_the_widest_gap(self) -> None:
        """A at 3.5 aims at 5: 1.5; B at 2 aims by default at 3: 1."""
        outcome = outcome_of(equal(2, 1), [3, 4], [2], targets={"A": 5})
        assert results.gap_takeaway(outcome) == "The widest gap is Aa: 1.5 below its target."

    def test_equally_wide_gaps_are_all_named(self) -> None:
        """A and B lack 1.5 to 4, although the weights of B leave float error; C lacks 1."""
        asked = questionnaire([[1, 1], [0.1, 0.1, 0.1, 0.1], [1]])
        outcome = outcome_of(asked, [2, 3], [2, 3, 2, 3], [3], targets={"A": 4, "B": 4, "C": 4})
        assert results.gap_takeaway(outcome) == "The widest gaps are Aa and Ba: each 1.5 below its target."

    def test_a_small_gap_is_not_shown_as_none(self) -> None:
        """One 2 among forty 3s is 0.024 below 3 and is not shown as “0.0 below its target”."""
        outcome = outcome_of(equal(41), [3] * 40 + [2], targets={"A": 3})
        assert results.gap_takeaway(outcome) == "The widest gap is Aa: 0.02 below its target."

    def test_no_gap(self) -> None:
        """At or above every target, or without a level, there is no gap."""
        assert results.gap_takeaway(outcome_of(equal(1), [4], targets={"A": 3})) == "No gap to a target."
        assert results.gap_takeaway(outcome_of(equal(1), [None])) == "No gap to a target."

    def test_the_answers_add_up(self) -> None:
        """Seven: two at 3, one at 5, one that does not apply, one unknown, two unanswered.

        Levels without answers are left out.
        """
        outcome = one(3, NA, 3, DK, 5, None, None)
        assert results.answers_takeaway(outcome, outcome.questionnaire.questions) == (
            "Of 7 questions: 2 at level 3, 1 at level 5, 1 “does not apply”, 1 “don't know”, 2 open."
        )


def test_the_chosen_statement_and_the_next() -> None:
    """A level shows its statement and the next one; the top has no next; other answers show their own words."""
    outcome = one(2, 5, DK, NA, None)
    first, scale_max, unknown, left_out, nothing = (
        results.chosen_and_next(outcome, q, BOTH) for q in outcome.questionnaire.questions
    )
    assert (first, scale_max) == (("A1 at 2.", "A1 at 3."), ("A2 at 5.", None))
    assert (unknown, left_out, nothing) == (("Don't know", None), ("Does not apply", None), ("No answer yet", None))
    assert (
        results.chosen_and_next(outcome, outcome.questionnaire.questions[-1], BOTH, "not answered")[0] == "Not answered"
    )


def test_only_an_open_assessment_has_questions_that_are_still_open() -> None:
    """The notice of a finished one expects no more answers."""
    assert results.first_view_notice(25, 38) == "25 of 38 questions are still open, so this is a first view."
    assert results.unanswered_notice(1, 38) == "1 of 38 questions is not answered."


class TestOverTime:
    """The first sentence of a page on trends."""

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
    def test_what_moved_most(self, moved: dict[str, float], expected: str) -> None:
        """The numbers equal those of the table below it."""
        rows = [(name, 3.0, 3.0 + by, by, 0.0, 0.0) for name, by in moved.items()]
        assert results.change_takeaway(over_time.change_table(rows, equal(1))) == expected


def test_one_question_is_counted_as_one() -> None:
    """Sentences use the singular for one question, dimension or person."""
    assert few_answers_notice(1, 3) == "Only 1 of 3 questions is answered."
    assert few_answers_notice(2, 5) == "Only 2 of 5 questions are answered."
