"""The dot vote on first steps: the order of the candidates, how many dots a person may give, which steps are chosen."""

from dataclasses import replace

import pytest

from cxmaturity.errors import Refused
from cxmaturity.workshops.dots import StepCandidate, chosen_steps, dotted_steps, rank_candidates, validate_dots
from tests.build import equal

QUESTIONNAIRE = equal(10, 1)  # A1 to A10, B1; five levels
QUESTIONS = QUESTIONNAIRE.questions


def ids(candidates: tuple[StepCandidate, ...]) -> list[str]:
    return [candidate.key for candidate in candidates]


def candidates(**dots: int) -> tuple[StepCandidate, ...]:
    """Return steps from level 2 of A1 to A4 with these dots."""
    return rank_candidates([(question, 2) for question in QUESTIONS[:4]], dots)


def test_the_most_dots_come_first_and_ties_keep_their_order() -> None:
    """A3 has 2, A1 and A4 have 1 each, A2 has none."""
    ranked = candidates(A1=1, A3=2, A4=1)
    assert [(c.key, c.level, c.dots) for c in ranked] == [
        ("A3", 2, 2), ("A1", 2, 1), ("A4", 2, 1), ("A2", 2, 0)
    ]  # fmt: skip


def test_a_question_stands_once_with_its_first_level_and_the_highest_level_has_no_step() -> None:
    """A1 is named twice, at level 2 and 4: it is a candidate once, for level 2; A2 at the top of five has no step."""
    ranked = rank_candidates([(QUESTIONS[0], 2), (QUESTIONS[0], 4), (QUESTIONS[1], 5)], {})
    assert [(c.key, c.level) for c in ranked] == [("A1", 2)]


def test_eight_steps_are_put_to_the_vote_at_most() -> None:
    """Of ten questions the first eight."""
    assert ids(rank_candidates([(question, 1) for question in QUESTIONS[:10]], {})) == [f"A{n}" for n in range(1, 9)]


def test_steps_that_participants_wrote_come_after_the_proposed_ones() -> None:
    """They have no question; they get dots as the others do, and stand first if they have more dots."""
    participant_steps = {"step-1": "More cake", "step-2": "Fewer reports"}
    levels = [(QUESTIONS[0], 2)]
    assert [c.key for c in rank_candidates(levels, {}, participant_steps)] == ["A1", "step-1", "step-2"]
    ranked = rank_candidates(levels, {"step-2": 2, "A1": 1}, participant_steps)
    assert [(c.key, c.question and c.question.id, c.step.do, c.dots) for c in ranked][::2] == [
        ("step-2", None, "Fewer reports", 2), ("step-1", None, "More cake", 0)
    ]  # fmt: skip
    validate_dots({"step-1": 2, "A1": 1}, ranked)


def test_the_dots_choose_three_steps() -> None:
    """The three with the most dots, and none without a dot; if nobody gave a dot, the first three proposed ones."""
    assert ids(chosen_steps(candidates(A1=1, A2=2, A3=3, A4=1))) == ["A3", "A2", "A1"]
    assert ids(chosen_steps(candidates(A4=1))) == ["A4"]
    assert ids(chosen_steps(candidates())) == ["A1", "A2", "A3"]
    assert chosen_steps(()) == ()
    some = [replace(candidate, is_proposed=candidate.key in ("A2", "A4")) for candidate in candidates()]
    assert ids(chosen_steps(some)) == ["A2", "A4"]
    assert ids(chosen_steps([replace(some[0], dots=1), *some[1:]])) == ["A1"]


@pytest.mark.parametrize("dots", [{}, {"A1": 3}, {"A1": 1, "A2": 2}, {"A1": 0}, {"A1": 1, "A2": 1, "A3": 1, "A4": 0}])
def test_up_to_three_dots_may_be_given(dots: dict[str, int]) -> None:
    """A person may spread none to three dots in any way over the candidates without an error."""
    validate_dots(dots, candidates())


@pytest.mark.parametrize("dots", [{"A1": 4}, {"A1": 2, "A2": 2}, {"A1": -1, "A2": 3}, {"B1": 1}])
def test_other_dots_are_refused(dots: dict[str, int]) -> None:
    """More than three dots, a negative number, or dots for a step that is no candidate raise an error."""
    with pytest.raises(Refused, match="3 dots"):
        validate_dots(dots, candidates())


@pytest.mark.parametrize(
    ("is_ordered", "is_counted", "expected"),
    [
        (True, True, [("A3", 2), ("A1", 1), ("A4", 1), ("More cake", 1), ("Fewer reports", 0)]),
        (True, False, [("A3", None), ("A1", None), ("A4", None), ("More cake", None), ("Fewer reports", None)]),
        (False, False, [("More cake", None), ("Fewer reports", None)]),
    ],
)
def test_dots_are_shown_as_far_as_they_may_be(
    is_ordered: bool, is_counted: bool, expected: list[tuple[str, int | None]]
) -> None:
    """Six steps with dots 1, 0, 2, 1 and 1, 0 for those that participants wrote: numbers, or the three chosen, or none.

    Steps that participants wrote are always listed, each once.
    """
    levels = [(question, 2) for question in QUESTIONS[:4]]
    written = {"step-1": "More cake", "step-2": "Fewer reports"}
    ranked = rank_candidates(levels, {"A1": 1, "A3": 2, "A4": 1, "step-1": 1}, written)
    shown = dotted_steps(ranked, is_ordered=is_ordered, is_counted=is_counted)
    assert [(step.question_id or step.do, step.dots) for step in shown] == expected
