"""What the charts and tables of a result show, in a sentence each."""

from cxmaturity.wording.result import takeaways
from tests.build import DK, NA, equal, questionnaire
from tests.outcomes import one, outcome_of


class TestTakeaways:
    """The takeaway of each picture."""

    def test_the_profile(self) -> None:
        """The lowest and the highest dimension, in any order; one without a level is neither."""
        outcome = outcome_of(equal(2, 1, 1, 1), [3, 4], [5], [2], [DK])
        assert takeaways.profile_takeaway(outcome) == "C is lowest at 2.0; B is highest at 5.0."

    def test_a_flat_profile(self) -> None:
        """Among equal levels, or with one dimension alone, none is lowest."""
        assert takeaways.profile_takeaway(outcome_of(equal(1, 1), [3], [3])) == "A and B are both at 3.0."
        assert takeaways.profile_takeaway(outcome_of(equal(1, 1, 1), [3], [3], [3])) == "A, B and C are all at 3.0."
        assert takeaways.profile_takeaway(outcome_of(equal(1, 1), [3], [DK])) == "A is at 3.0."

    def test_equals_are_all_named_in_their_order(self) -> None:
        """People and Channels both at 2.0 are both named as lowest; the same for the highest."""
        outcome = outcome_of(equal(1, 1, 1, 1, 1), [2], [4], [2], [4], [3])
        assert takeaways.profile_takeaway(outcome) == "A and C are lowest at 2.0; B and D are highest at 4.0."

    def test_an_empty_profile(self) -> None:
        """Without a level there is no takeaway."""
        assert takeaways.profile_takeaway(outcome_of(equal(1, 1), [DK], [None])) == "No dimension has a level."

    def test_the_widest_gap(self) -> None:
        """A at 3.5 aims at 5: 1.5; B at 2 aims by default at 3: 1."""
        outcome = outcome_of(equal(2, 1), [3, 4], [2], targets={"A": 5})
        assert takeaways.gap_takeaway(outcome) == "The widest gap is Aa: 1.5 below its target."

    def test_equally_wide_gaps_are_all_named(self) -> None:
        """A and B lack 1.5 to 4, although the weights of B leave float error; C lacks 1."""
        asked = questionnaire([[1, 1], [0.1, 0.1, 0.1, 0.1], [1]])
        outcome = outcome_of(asked, [2, 3], [2, 3, 2, 3], [3], targets={"A": 4, "B": 4, "C": 4})
        assert takeaways.gap_takeaway(outcome) == "The widest gaps are Aa and Ba: each 1.5 below its target."

    def test_a_small_gap_is_not_shown_as_none(self) -> None:
        """One 2 among forty 3s is 0.024 below 3 and is not shown as “0.0 below its target”."""
        outcome = outcome_of(equal(41), [3] * 40 + [2], targets={"A": 3})
        assert takeaways.gap_takeaway(outcome) == "The widest gap is Aa: 0.02 below its target."

    def test_no_gap(self) -> None:
        """At or above every target, or without a level, there is no gap."""
        assert takeaways.gap_takeaway(outcome_of(equal(1), [4], targets={"A": 3})) == "No gap to a target."
        assert takeaways.gap_takeaway(outcome_of(equal(1), [None])) == "No capability has a level."

    def test_the_answers_add_up(self) -> None:
        """Seven: two at 3, one at 5, one that does not apply, one unknown, two unanswered.

        Levels without answers are left out; the number of a single kind is said once.
        """
        outcome = one(3, NA, 3, DK, 5, None, None)
        assert takeaways.answers_takeaway(outcome, outcome.questionnaire.questions) == (
            "Of 7 questions: 2 at level 3, 1 at level 5, 1 “does not apply”, 1 “don't know”, 2 open."
        )
        alike, single = one(DK, DK), one(4)
        assert takeaways.answers_takeaway(alike, alike.questionnaire.questions) == "Both questions are “don't know”."
        assert takeaways.answers_takeaway(single, single.questionnaire.questions) == "The one question is at level 4."
