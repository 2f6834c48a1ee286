"""The reason for a stage: a cap, the average, the top or unknown, with counts to check by hand."""

from collections.abc import Sequence

import pytest

from cxmaturity.scoring.reasons import UNKNOWN, Reason
from cxmaturity.scoring.result import score_response
from tests.build import DK, NA, AnswerValue, equal, filled, questionnaire


def why(
    *row: AnswerValue, weights: Sequence[float] = (), scale_max: int = 5, practice: int = 2, target: int | None = None
) -> Reason:
    """Return the reason of a single dimension with these answers."""
    model = questionnaire([weights or [1.0] * len(row)], scale_max=scale_max, practice=practice)
    targets = None if target is None else {"A": target}
    return score_response(model, filled(model, row), targets).dimensions["A"].reason


def test_a_cap_names_its_blocker() -> None:
    """Mean 4.6 would be stage 5; the one answer at 2 caps it at 4."""
    assert why(5, 5, 5, 5, 5, 5, 5, 2) == Reason("cap", blockers=("A8",))


def test_a_cap_names_all_blockers_in_questionnaire_order() -> None:
    """Mean 3.5 would be stage 4; both answers at 1 cap it at 3, and raising one of them alone does not change that."""
    assert why(5, 5, 1, 5, 5, 1, 3, 3) == Reason("cap", blockers=("A3", "A6"))


def test_a_cap_never_blames_what_is_missing() -> None:
    """Four 5s, a 1 and an unanswered question: the 1 is the blocker."""
    assert why(DK, 5, 5, 5, 5, 1) == Reason("cap", blockers=("A6",))


def test_a_cap_that_equals_the_average_does_not_bind() -> None:
    """Mean 3, weakest 1 + 2 = 3: the average decides. To 3.5: 0.5 · 3 = 1.5, so two rises, and then the cap binds."""
    assert why(1, 4, 4) == Reason("average", rises_needed=2, furthest=("A1",), then_capped_by=("A1",))


@pytest.mark.parametrize(
    ("row", "rises"),
    [
        ([3, 3, 2, 2, 2], 1),  # 2.4, short of 2.5 by 0.1 · 5 = 0.5
        ([2, 2, 2, 2, 3], 2),  # 2.2, short by 0.3 · 5 = 1.5
        ([2, 2, 2, 2], 2),  # 2.0, short by exactly 0.5 · 4 = 2
        ([1, 1, 1, 1, 1, 1, 1], 4),  # 1.0, short by 0.5 · 7 = 3.5
        ([3, 3, 3, 3, 3, 4, 4, 3], 2),  # 3.25, short by 0.25 · 8 = 2
        ([2], 1),  # short by 0.5
    ],
)
def test_the_average_counts_the_rises_it_still_needs(row: list[int], rises: int) -> None:
    """The distance of the mean to the next half, times the number of questions, rounded up."""
    reason = why(*row)
    assert reason.kind == "average"
    assert reason.rises_needed == rises


def test_rises_and_falls_are_counted_to_the_thousandth() -> None:
    """A mean just below a boundary is below it; only float error is forgiven.

    Weights 1 and 1.001, both at 3: one rise of the lighter gives 7.003/2.001 = 3.4998, so it takes two. Weights 1 and
    0.9995, both at 5: one fall of the heavier gives 8.9975/1.9995 = 4.4999, so none is left.
    """
    assert why(3, 3, weights=[1, 1.001]).rises_needed == 2
    assert why(5, 5, weights=[1, 0.9995]).falls_left == 0


def test_missing_answers_are_not_in_the_count() -> None:
    """Four rated at 3, one unanswered: 0.5 · 4 = 2 rises, not 0.5 · 5."""
    assert why(3, 3, DK, 3, 3).rises_needed == 2


def test_unequal_weights_count_the_lightest_question() -> None:
    """Weights 2, 1, 1 at 3: 0.5 · 4 / 1 = 2 rises even of the lightest; at 4, 2, 3: 0.25 · 4 = 1."""
    assert why(3, 3, 3, weights=[2, 1, 1]).rises_needed == 2
    assert why(4, 2, 3, weights=[2, 1, 1]).rises_needed == 1
    assert why(3, 3, 3, weights=[2, 1, 0.5]).rises_needed == 4  # 0.5 · 3.5 / 0.5 = 3.5


def test_float_error_adds_no_rise() -> None:
    """Six weights of 0.7: exactly three rises, though floats say 3.0000000000000004."""
    assert why(3, 3, 3, 3, 3, 3, weights=[0.7] * 6).rises_needed == 3


def test_the_furthest_are_those_below_the_next_stage() -> None:
    """At stage 3 the aim is 4: lowest first, equals in questionnaire order; a 4 is not below it."""
    assert why(3, 2, 4, 3, 2).furthest == ("A2", "A5", "A1", "A4")


def test_the_furthest_follow_a_chosen_target() -> None:
    """With a target of 5 the 4 is listed too; with a target of 2 none is."""
    assert why(3, 2, 4, 3, 2, target=5).furthest == ("A2", "A5", "A1", "A4", "A3")
    assert why(3, 2, 4, 3, 2, target=2).furthest == ()


def test_a_cap_that_would_bind_next_is_a_reason() -> None:
    """Cap 1, answers 1, 2, 2, 2: stage 2, three rises to 2.5, but 1 + 1 = 2 would still hold it."""
    assert why(1, 2, 2, 2, practice=1) == Reason(
        "average", rises_needed=3, furthest=("A1", "A2", "A3", "A4"), then_capped_by=("A1",)
    )
    assert not why(2, 2, 2, 1, practice=2).then_capped_by


def test_the_top_names_what_is_nearest_to_falling() -> None:
    """4.75 on five levels: after one fall it is 4.5, still the top; the 4 is the lowest."""
    assert why(5, 5, 5, 4) == Reason("top", nearest_to_falling=("A4",), falls_left=1)


def test_the_top_says_when_one_fall_of_the_lowest_would_cost_it() -> None:
    """Seven 5s and a 3: the average 4.75 allows two falls, but a 2 would cap the stage at 2 + 2 = 4."""
    reason = why(5, 5, 5, 5, 5, 5, 5, 3)
    assert (reason.kind, reason.falls_left, reason.then_capped_by) == ("top", 2, ("A8",))
    assert not why(5, 5, 5, 5, 5, 5, 5, 4).then_capped_by


@pytest.mark.parametrize(
    ("row", "weights", "falls"),
    [
        ([5, 5, 5, 5], [1, 1, 1, 1], 2),  # 0.5 · 4
        ([5, 5, 4, 4], [1, 1, 1, 1], 0),  # 4.5: the next fall costs the stage
        ([5, 5, 5, 5, 5], [1, 1, 1, 1, 1], 2),  # 0.5 · 5 = 2.5
        ([5, 5, 5], [2, 1, 1], 1),  # 0.5 · 4 / 2: the heaviest falls first
        ([5] * 6, [0.1] * 6, 3),  # exactly three, though floats say 2.9999999999999996
    ],
)
def test_the_top_counts_the_falls_it_bears(row: list[int], weights: list[float], falls: int) -> None:
    """The distance of the mean to K − 0.5, times the sum of weights over the heaviest weight, rounded down."""
    reason = why(*row, weights=weights)
    assert reason.kind == "top"
    assert reason.falls_left == falls


def test_a_level_that_does_not_exist_has_no_reason() -> None:
    """With too few answers, or if nothing applies, the reason is unknown and names no blocker."""
    assert why(3, DK, DK) == UNKNOWN
    assert why(NA, NA) == UNKNOWN
    assert Reason("unknown") == UNKNOWN


def test_the_top_of_a_short_scale() -> None:
    """On two levels, 2, 2, 1 is 1.67, stage 2 of 2: 0.1667 · 3 = 0.5, no fall left."""
    assert why(2, 2, 1, scale_max=2) == Reason("top", nearest_to_falling=("A3",), falls_left=0)


def test_overall_a_cap_names_the_lowest_dimensions() -> None:
    """Stages 5, 1, 5, 1: mean 3, capped at the lowest stage 1 + 1 = 2 by B and D."""
    model = equal(1, 1, 1, 1)
    assert score_response(model, filled(model, [5], [1], [5], [1])).overall.reason == Reason("cap", blockers=("B", "D"))


def test_overall_the_average_counts_rises_of_dimensions() -> None:
    """Levels 3, 3, 2 are 2.67, stage 3: to 3.5 it lacks 0.8333 · 3 = 2.5, so three; the aim is 4, and 2 + 1 < 4."""
    model = equal(1, 1, 1)
    assert score_response(model, filled(model, [3], [3], [2])).overall.reason == Reason(
        "average", rises_needed=3, furthest=("C", "A", "B"), then_capped_by=("C",)
    )


def test_overall_at_the_top() -> None:
    """Levels 5, 5, 5, 4: 4.75 over 4 dimensions allows one fall; D is the nearest."""
    model = equal(1, 1, 1, 1)
    assert score_response(model, filled(model, [5], [5], [5], [4])).overall.reason == Reason(
        "top", then_capped_by=("D",), nearest_to_falling=("D",), falls_left=1
    )


def test_overall_unknown_while_a_dimension_has_no_level() -> None:
    """Without an overall level the overall reason is unknown, whatever the dimensions' reasons."""
    model = equal(1, 1)
    result = score_response(model, filled(model, [3], [DK]))
    assert result.overall.reason == UNKNOWN
    assert result.dimensions["A"].reason.kind == "average"


def test_overall_a_dimension_that_does_not_apply_is_no_part() -> None:
    """It is neither the lowest nor counted: levels 3 and 3 lack 0.5 · 2 = 1 rise."""
    model = equal(1, 1, 1)
    assert score_response(model, filled(model, [3], [NA], [3])).overall.reason == Reason(
        "average", rises_needed=1, furthest=("A", "C")
    )
