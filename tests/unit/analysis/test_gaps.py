"""Targets, gaps, priority and the first steps, against figures worked out by hand."""

from collections.abc import Mapping, Sequence

import pytest

from cxmaturity.analysis.gaps import (
    FirstStep,
    Gap,
    default_targets,
    next_steps_from_lowest,
    priority,
    propose_first_steps,
    question_gaps,
)
from cxmaturity.answers import Response
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.scoring.result import score_response
from tests.build import DK, NA, equal, filled


def proposed(
    questionnaire: Questionnaire,
    response: Response,
    targets: Mapping[str, int] | None = None,
    importance: Mapping[str, int] | None = None,
) -> list[FirstStep]:
    scored = score_response(questionnaire, response, dict(targets or {}))
    aims = default_targets(scored, questionnaire.scale_max) | dict(targets or {})
    return propose_first_steps(question_gaps(questionnaire, response, aims, importance or {}), scored)


def ids_and_reasons(steps: Sequence[FirstStep]) -> list[tuple[str, str]]:
    return [(s.gap.question.id, s.reason) for s in steps]


@pytest.mark.parametrize(
    ("gap", "importance", "ease", "scale_max", "expected"),
    [
        (2, 4, 5, 5, 40),
        (3, 5, 2, 5, 30),
        (1, 5, 5, 5, 25),
        (4, 5, 5, 5, 100),
        (0, 5, 5, 5, 0),
        (1, 3, 3, 2, 36),
        (1, 1, 1, 5, 1),
    ],
)
def test_priority_is_the_product_of_three_shares(
    gap: int, importance: int, ease: int, scale_max: int, expected: float
) -> None:
    """100 · gap/(K−1) · importance/5 · ease/5."""
    assert priority(gap, importance, ease, scale_max) == pytest.approx(expected)


def test_the_default_target_is_the_next_stage() -> None:
    """From stage 3 the target is 4, at the top it is the top; a dimension without a stage has no target."""
    model = equal(2, 2, 2, 1)
    scored = score_response(model, filled(model, [3, 3], [5, 5], [3, DK], [NA]))
    assert default_targets(scored, 5) == {"A": 4, "B": 5}


def test_the_default_target_follows_the_capped_stage() -> None:
    """Mean 4.6 would be stage 5; held at 4 the next is 5. Mean 3.5, held at 3 by its ones: the next is 4."""
    model = equal(8, 8)
    scored = score_response(model, filled(model, [5, 5, 5, 5, 5, 5, 5, 2], [5, 5, 5, 5, 1, 1, 3, 3]))
    assert default_targets(scored, 5) == {"A": 5, "B": 4}


def test_a_gap_is_what_a_question_lacks_to_its_target() -> None:
    """Target 4: the gap of a 2 is two, of a 4 and a 5 none.

    Unanswered questions and those that do not apply have no gap.
    """
    model = equal(5, ease={"A1": 4, "A2": 2})
    gaps = question_gaps(model, filled(model, [2, 4, 5, DK, NA]), {"A": 4}, {"A": 5})
    assert [(g.question.id, g.level, g.target, g.gap, g.importance) for g in gaps] == [
        ("A1", 2, 4, 2, 5),
        ("A2", 4, 4, 0, 5),
        ("A3", 5, 4, 0, 5),
    ]
    assert [g.priority for g in gaps] == [pytest.approx(40), 0, 0]  # 100 · 2/4 · 5/5 · 4/5
    assert [g.step.ease if g.step else None for g in gaps] == [4, 2, None]
    assert {g.dimension for g in gaps} == {"A"}


def test_importance_is_three_unless_chosen() -> None:
    """100 · 1/4 · 3/5 · 3/5 = 9."""
    model = equal(1)
    (gap,) = question_gaps(model, filled(model, [3]), {"A": 4}, {})
    assert gap.importance == 3
    assert gap.priority == pytest.approx(9)


def test_a_dimension_without_a_target_has_no_gaps() -> None:
    """Without a stage there is no default target, so there are no gaps unless a target was chosen."""
    model = equal(3, 1)
    answers = filled(model, [2, DK, DK], [3])
    assert [g.question.id for g in question_gaps(model, answers, {"B": 4}, {})] == ["B1"]
    assert [g.question.id for g in question_gaps(model, answers, {"A": 3, "B": 4}, {})] == ["A1", "B1"]


@pytest.mark.parametrize(
    ("level", "target", "importance", "ease", "quick"),
    [
        (3, 4, 3, 4, True),
        (3, 4, 5, 5, True),
        (3, 4, 2, 4, False),
        (3, 4, 3, 3, False),
        (4, 4, 3, 4, False),
        (5, 5, 5, 5, False),
    ],
)
def test_a_quick_win_matters_and_is_easy(level: int, target: int, importance: int, ease: int, quick: bool) -> None:
    """A quick win has a gap of 1 or more, importance 3 or more and ease 4 or more; one below any of these is none."""
    model = equal(1, ease={"A1": ease})
    (gap,) = question_gaps(model, filled(model, [level]), {"A": target}, {"A": importance})
    assert gap.is_quick_win is quick


class TestFirstSteps:
    """At most three first steps, each for another question: a blocker, a quick win, one of the lowest dimension."""

    def test_one_of_each(self) -> None:
        """A8 blocks A; C1 is the best quick win; B is the lowest dimension and B2 has its widest gap."""
        model = equal(8, 2, 2, ease={"C1": 5})
        # A: mean 4.6, stage 4, target 5. B: 2, target 3. C: 2.5, stage 3, target 4.
        answers = filled(model, [5, 5, 5, 5, 5, 5, 5, 2], [3, 1], [2, 3])
        steps = proposed(model, answers)
        assert ids_and_reasons(steps) == [("A8", "blocker"), ("C1", "quick_win"), ("B2", "lowest_dimension")]
        assert [(s.gap.level, s.gap.target, s.gap.gap) for s in steps] == [(2, 5, 3), (2, 4, 2), (1, 3, 2)]

    def test_the_blocker_with_the_highest_priority_comes_first(self) -> None:
        """Mean 3.67, stage 4, held at 3: A5 and A6 both block; A6's step is easier."""
        model = equal(6, ease={"A5": 2, "A6": 3})
        assert ids_and_reasons(proposed(model, filled(model, [5, 5, 5, 5, 1, 1])))[0] == ("A6", "blocker")

    def test_blockers_of_every_dimension_compete(self) -> None:
        """A4 blocks A, B4 blocks B; B matters more."""
        model = equal(4, 4)
        answers = filled(model, [5, 5, 5, 1], [5, 5, 5, 1])
        assert ids_and_reasons(proposed(model, answers, importance={"B": 4}))[0] == ("B4", "blocker")
        assert ids_and_reasons(proposed(model, answers))[0] == ("A4", "blocker")

    def test_ties_go_to_questionnaire_order(self) -> None:
        """Of three equal candidates the first in the questionnaire is taken, then the next."""
        model = equal(3, ease={"A1": 4, "A2": 4, "A3": 4})
        assert ids_and_reasons(proposed(model, filled(model, [3, 3, 3]))) == [
            ("A1", "quick_win"),
            ("A2", "lowest_dimension"),
        ]

    def test_ties_are_ties_to_the_last_bit(self) -> None:
        """On seven levels gap 5 · ease 4 equals gap 4 · ease 5, though floats multiplied in turn differ."""
        model = equal(3, scale_max=7, ease={"A1": 4, "A2": 5, "A3": 1})
        steps = proposed(model, filled(model, [1, 2, 6]), {"A": 6}, {"A": 5})
        assert [s.gap.priority for s in steps] == [pytest.approx(200 / 3), pytest.approx(200 / 3)]
        assert ids_and_reasons(steps) == [("A1", "quick_win"), ("A2", "lowest_dimension")]

    def test_each_step_is_for_another_question(self) -> None:
        """A4 is the blocker, the best quick win and the widest gap of the lowest dimension; it is proposed once."""
        model = equal(4, ease={"A4": 5})
        # Mean 4, held at 3; the target is 4, so the fives lack nothing and nothing else is left.
        assert ids_and_reasons(proposed(model, filled(model, [5, 5, 5, 1]))) == [("A4", "blocker")]

    def test_the_quick_win_is_the_best_that_remains(self) -> None:
        """A1 is the blocker and the best quick win; A2, the next best, is proposed as the quick win."""
        model = equal(4, ease={"A1": 5, "A2": 4, "A3": 4})
        # Answers 1, 4, 5, 5: mean 3.75, stage 4, held at 3; with a target of 5, A2 lacks one.
        assert ids_and_reasons(proposed(model, filled(model, [1, 4, 5, 5]), {"A": 5})) == [
            ("A1", "blocker"),
            ("A2", "quick_win"),
        ]

    def test_at_most_three(self) -> None:
        """Of many gaps, all quick wins, one of each kind is proposed."""
        model = equal(6, 6, ease={f"{d}{i}": 5 for d in "AB" for i in range(1, 7)})
        answers = filled(model, [1, 5, 5, 5, 5, 5], [2] * 6)
        assert len(proposed(model, answers)) == 3

    def test_a_blocker_without_a_gap_is_still_proposed(self) -> None:
        """With a target of 2 there is no gap; the blocker is the only step proposed."""
        model = equal(8, ease={f"A{i}": 5 for i in range(1, 9)})
        steps = proposed(model, filled(model, [5, 5, 5, 5, 5, 5, 5, 2]), {"A": 2})
        assert ids_and_reasons(steps) == [("A8", "blocker")]
        assert steps[0].gap.gap == 0

    def test_nothing_without_a_gap_is_proposed_otherwise(self) -> None:
        """All answers at the target: no step, whatever its ease and importance."""
        model = equal(3, ease={"A1": 5, "A2": 5, "A3": 5})
        assert proposed(model, filled(model, [3, 3, 3]), {"A": 3}, {"A": 5}) == []

    def test_nothing_above_the_top(self) -> None:
        """All answers at the top: no step."""
        model = equal(2)
        assert proposed(model, filled(model, [5, 5])) == []

    def test_nothing_while_there_is_no_stage(self) -> None:
        """Too few answers for a stage: no target, no gap, no step."""
        model = equal(3, 4)
        assert proposed(model, filled(model, [1, DK, DK], [1, None, None, None])) == []

    def test_the_third_step_looks_only_at_the_lowest_dimension(self) -> None:
        """B is lowest at 2; the third step is from B though A1 has a higher priority."""
        model = equal(2, 2)
        steps = proposed(model, filled(model, [3, 3], [2, 2]), importance={"A": 5})
        assert ids_and_reasons(steps) == [("B1", "lowest_dimension")]


class TestNextFromLowest:
    """Without a stage the lowest answers come first."""

    def test_lowest_first_then_easiest_then_in_order(self) -> None:
        """A3 is lowest; of the twos A4 is easiest; A1 comes before A2."""
        model = equal(5, ease={"A1": 2, "A2": 2, "A3": 1, "A4": 5, "A5": 5})
        steps = next_steps_from_lowest(model.questions, filled(model, [2, 2, 1, 2, 4]), most=4)
        assert [(q.id, level) for q, level in steps] == [("A3", 1), ("A4", 2), ("A1", 2), ("A2", 2)]

    def test_at_most_three_unless_asked(self) -> None:
        """Three steps by default; more when the caller asks for more."""
        model = equal(5)
        assert len(next_steps_from_lowest(model.questions, filled(model, [1, 1, 1, 1, 1]))) == 3

    def test_open_answers_and_the_top_are_left_out(self) -> None:
        """Only rated questions below the top can be a next step."""
        model = equal(4)
        assert [q.id for q, _ in next_steps_from_lowest(model.questions, filled(model, [5, DK, NA, 4]))] == ["A4"]


def test_a_gap_at_the_top_is_no_quick_win() -> None:
    """An answer at the top has no step, so it is no quick win even if a target lies above it."""
    question = equal(1).questions[0]
    assert not Gap(question, "A", 5, 6, 1, 5, None, 0.0).is_quick_win
