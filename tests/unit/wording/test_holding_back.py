"""What caps a result: named, with the statement of the answer that causes it."""

from cxmaturity.questionnaire.schema import BOTH
from cxmaturity.wording.result.holding_back import chosen_and_next, holding_back
from tests.build import DK, NA, equal
from tests.outcomes import one, outcome_of


def test_a_dimension_that_holds_the_stage_is_quoted_by_its_weakest_answer() -> None:
    """Levels 5, 5, 1.5: average 3.83, stage 4; C at stage 2 caps it at 3, and C1, at 1, is quoted."""
    outcome = outcome_of(equal(1, 1, 2), [5], [5], [2, 1])
    assert holding_back(outcome, BOTH) == ("C holds you at stage 3.", "There: “C2 at 1.”")


def test_an_answer_that_holds_its_dimension_comes_first() -> None:
    """B is 4.5, stage 5, capped at 3 by B8 at 1; overall 4.75 is capped at 4 by B."""
    outcome = outcome_of(equal(1, 8), [5], [5, 5, 5, 5, 5, 5, 5, 1])
    assert holding_back(outcome, BOTH) == ("B holds you at stage 4.", "There: “B8 at 1.”")


def test_several_hold_it_together() -> None:
    """Stages 5, 5, 5, 1, 1: both dimensions are named, the first is quoted."""
    outcome = outcome_of(equal(1, 1, 1, 1, 1), [5], [5], [5], [1], [1])
    assert holding_back(outcome, BOTH) == ("D and E hold you at stage 2.", "In D: “D1 at 1.”")


def test_an_answer_that_says_nothing_alone_stands_with_its_question() -> None:
    """Both questions of B have the statement "No" for level 1: it is quoted with its question."""
    model = equal(1, 2)
    statements = ("No", "At times", "Mostly", "Always", "By all")
    first, second = (q.model_copy(update={"levels": statements}) for q in model.dimensions[1].questions)
    changed = model.dimensions[1].model_copy(update={"questions": (first, second)})
    outcome = outcome_of(model.model_copy(update={"dimensions": (model.dimensions[0], changed)}), [4], [1, 1])
    assert holding_back(outcome, BOTH)[1] == "There, to “B1?”: “No”"


def test_where_the_average_decides_the_lowest_is_named() -> None:
    """Levels 3 and 2.5: B is the lowest, and its first answer at its lowest level is quoted.

    Of equal levels none is lowest.
    """
    outcome = outcome_of(equal(1, 2), [3], [3, 2])
    assert holding_back(outcome, BOTH) == ("B is lowest, at 2.5.", "There: “B2 at 2.”")
    outcome = outcome_of(equal(1, 1, 1), [2], [3], [2])
    assert holding_back(outcome, BOTH)[0] == "A and C are lowest, at 2.0."
    assert holding_back(outcome_of(equal(1, 1), [2], [2]), BOTH) == ("All dimensions are at 2.0.", "In A: “A1 at 2.”")


def test_where_only_some_dimensions_apply_none_of_equal_ones_is_lowest() -> None:
    """The only dimension, and the only one that applies, is at its level; two of three that apply are all that do."""
    for outcome in (one(2), outcome_of(equal(1, 1), [2], [NA])):
        assert holding_back(outcome, BOTH) == ("A is at 2.0.", "There: “A1 at 2.”")
    outcome = outcome_of(equal(1, 1, 1), [2], [NA], [2])
    assert holding_back(outcome, BOTH)[0] == "All dimensions that apply are at 2.0."


def test_at_the_top_without_a_stage_and_with_nothing_that_applies() -> None:
    """Three sentences: nothing caps it; too few are rated; no question applies."""
    assert holding_back(one(5, 5, 5), BOTH)[0] == "Nothing holds you back."
    assert holding_back(one(5, DK, DK), BOTH) == ("Too little is rated for a stage.", "A: 1 of 3 rated, 3 needed.")
    assert holding_back(one(NA), BOTH) == ("No question applies.", "")


def test_the_chosen_statement_and_the_next() -> None:
    """A level shows its statement and the next one; the top has no next; other answers show their own words."""
    outcome = one(2, 5, DK, NA, None)
    first, scale_max, unknown, left_out, nothing = (
        chosen_and_next(outcome, q, BOTH) for q in outcome.questionnaire.questions
    )
    assert (first, scale_max) == (("A1 at 2.", "A1 at 3."), ("A2 at 5.", None))
    assert (unknown, left_out, nothing) == (("Don't know", None), ("Does not apply", None), ("No answer yet", None))
    last = outcome.questionnaire.questions[-1]
    assert chosen_and_next(outcome, last, BOTH, "not answered")[0] == "Not answered"
