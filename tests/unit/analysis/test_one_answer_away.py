"""One answer away: the smallest rises that lift the stage, the falls that lower it, what would settle and prove it."""

import time
from itertools import combinations

import pytest

from cxmaturity.analysis.one_answer_away import OneAnswerAway, best_proofs, one_answer_away
from cxmaturity.questionnaire.loading import load_questionnaire
from tests.build import DK, NA, SHIPPED, AnswerValue, equal, filled, questionnaire
from tests.own_scales import of_practices


def away(*row: AnswerValue, practice: int = 2, scale_max: int = 5) -> OneAnswerAway:
    """Return how near one dimension A with these answers is to another stage."""
    model = questionnaire([[1.0] * len(row)], practice=practice, scale_max=scale_max)
    return one_answer_away(model, filled(model, row))


class TestLifting:
    """The smallest sets of answers whose rise by one level lifts the stage."""

    def test_one_answer(self) -> None:
        """12/5 = 2.4 lacks 0.1 · 5 to 2.5: any of the five."""
        assert away(3, 3, 2, 2, 2).lifting == (("A1",), ("A2",), ("A3",), ("A4",), ("A5",))

    def test_two_answers(self) -> None:
        """11/5 = 2.2 lacks 1.5: any two of five."""
        assert away(3, 2, 2, 2, 2).lifting == tuple(combinations(("A1", "A2", "A3", "A4", "A5"), 2))

    def test_three_answers(self) -> None:
        """10/5 = 2 lacks 2.5: any three of five, 10 sets."""
        assert len(away(2, 2, 2, 2, 2).lifting) == 10

    def test_more_than_three_are_not_named(self) -> None:
        """14/7 = 2 lacks 3.5: four answers would have to rise, and at most three are looked for."""
        assert away(2, 2, 2, 2, 2, 2, 2).lifting == ()

    def test_an_answer_at_the_top_cannot_rise(self) -> None:
        """5, 5, 3 and 4 are 4.25 and lack 1 to 4.5: only the last two can rise."""
        assert away(5, 5, 3, 4).lifting == (("A3",), ("A4",))

    def test_the_highest_stage_cannot_be_lifted(self) -> None:
        """5, 5, 5, 4 are stage 5, though the 4 could still rise."""
        assert away(5, 5, 5, 4).lifting == ()

    def test_caps_count(self) -> None:
        """Mean 4.2 would be 4; the 1 holds the dimension at 3 and alone lifts it. The whole is one dimension: 3 + 1."""
        model = questionnaire([[1.0] * 5, [1.0]], dimension=0)
        assert one_answer_away(model, filled(model, [5, 5, 5, 5, 1], [4])).lifting == (("A5",),)

    def test_two_dimensions_may_have_to_rise_together(self) -> None:
        """Levels 2, 2, 4, 4, 4 are 3.2, but 2 + 0 holds the whole at 2 until both rise."""
        model = equal(1, 1, 1, 1, 1, dimension=0)
        assert one_answer_away(model, filled(model, [2], [2], [4], [4], [4])).lifting == (("A1", "B1"),)

    def test_missing_answers_do_not_rise(self) -> None:
        """Only answers that were given: A4 is not known, A5 does not apply."""
        assert away(2, 2, 3, DK, NA).lifting == (("A1",), ("A2",), ("A3",))


class TestLowering:
    """The single answers whose fall by one level lowers the stage."""

    def test_at_the_boundary_any_fall_lowers_the_stage(self) -> None:
        """At 2.5 a fall of either answer goes below the boundary."""
        assert away(3, 2).lowering == ("A1", "A2")

    def test_above_the_boundary_no_fall_lowers_the_stage(self) -> None:
        """2.8: after any single fall 2.8 − 0.2 = 2.6 is still above the boundary."""
        assert away(3, 3, 3, 3, 2).lowering == ()

    def test_a_cap_that_would_bind(self) -> None:
        """4.75: after a fall the mean of 4.625 is still stage 5, but a 3 that falls to 2 caps the dimension at 4."""
        model = questionnaire([[1.0] * 8], dimension=0)
        assert one_answer_away(model, filled(model, [5] * 7 + [3])).lowering == ("A8",)

    def test_the_lowest_level_cannot_fall(self) -> None:
        """All answers at 1: no answer can fall."""
        assert away(1, 1, 1).lowering == ()


class TestSettling:
    """The missing answers whose being known leaves one stage."""

    def test_one_that_decides(self) -> None:
        """2, 2, 2 and one missing: between 7/4 = 1.75 and 11/4 = 2.75; the one missing answer settles it."""
        assert away(2, 2, 2, DK).settling == (("A4",),)

    def test_only_the_heavier_decides(self) -> None:
        """(9 + 2x)/5 is 2.2, 2.6, 3, 3.4 or 3.8: the last, which weighs 0.01, moves none of these over a boundary."""
        model = questionnaire([[1, 1, 1, 2, 0.01]], practice=6)
        assert one_answer_away(model, filled(model, [3, 3, 3, DK, DK])).settling == (("A4",),)

    def test_two_that_decide_together(self) -> None:
        """Six 2s and two unknown: from 14/8 = 1.75 to 22/8 = 2.75; with one at 4 the other decides: 17/8 or 21/8."""
        assert away(2, 2, 2, 2, 2, 2, DK, DK).settling == (("A7", "A8"),)

    def test_an_answer_settles_only_where_it_does_so_at_every_level(self) -> None:
        """On two levels 1, 2 and two unknown: a 2 gives 6/4 or 7/4, stage 2 at once; a 1 leaves 5/4 or 6/4."""
        assert away(1, 2, DK, DK, scale_max=2).settling == (("A3", "A4"),)

    def test_a_settled_stage_needs_nothing(self) -> None:
        """Seven 3s and one missing are stage 3 for every answer; with nothing missing there is nothing to settle."""
        assert away(3, 3, 3, 3, 3, 3, 3, DK).settling == ()
        assert away(3, 3, 3).settling == ()

    def test_what_does_not_apply_is_not_missing(self) -> None:
        """A question that does not apply is never listed as one that would settle the stage."""
        assert away(2, 2, 3, NA).settling == ()


def test_without_a_stage_nothing_rises_or_falls() -> None:
    """One of three rated: no stage, though knowing both missing answers would settle it."""
    result = away(3, DK, DK)
    assert (result.lifting, result.lowering) == ((), ())
    assert result.settling == (("A2", "A3"),)


class TestProofs:
    """Which proof lifts the evidenced level most."""

    def test_the_answer_that_counts_most(self) -> None:
        """A has one question: its unproven 5 reads 3, and a proof lifts the whole by 2/2; in B a 4 by 1/2/2."""
        model = equal(1, 2)
        proofs = best_proofs(model, filled(model, [5], [4, 3]))
        assert proofs is not None
        assert proofs.questions == ("A1",)
        assert (proofs.before, proofs.after) == pytest.approx((3.0, 4.0))

    def test_equals_are_all_named(self) -> None:
        """Two unproven 4s of three questions lift the level by 1/3 each; the proven 4 and the 3 need no proof."""
        model = equal(4)
        proofs = best_proofs(model, filled(model, [4, 3, 4, 4], grades=[[0, 0, 2, 1]]))
        assert proofs is not None
        assert proofs.questions == ("A1", "A4")
        assert proofs.after - proofs.before == pytest.approx(0.25)

    def test_none_where_a_proof_lifts_nothing(self) -> None:
        """No high answer, every high answer proven, no level, or two that only together would: nothing to prove."""
        model = equal(3)
        assert best_proofs(model, filled(model, [3, 2, 3])) is None
        assert best_proofs(model, filled(model, [5, 5, 5], grades=[[2, 3, 2]])) is None
        assert best_proofs(model, filled(model, [5, DK, DK])) is None
        practices = of_practices((1, 1))  # two unproven ones of the same stage: one alone reaches no stage
        assert best_proofs(practices, filled(practices, [2, 2])) is None
        assert best_proofs(practices, filled(practices, [2, 2], grades=[[2, 0]])) is not None


@pytest.mark.parametrize("missing", [0, 8, 38])
def test_it_takes_less_than_50_ms(missing: int) -> None:
    """The 38 questions of the shipped questionnaire: 8,436 sets of three answers, or 703 pairs of missing ones."""
    model = load_questionnaire(SHIPPED)
    answers = filled(model, *[[2] * len(d.questions) for d in model.dimensions])
    unknown = {q.id: DK for q in model.questions[:missing]}
    rows = [[unknown.get(q.id, 2) for q in d.questions] for d in model.dimensions]
    answers = filled(model, *rows)
    taken = []
    for _ in range(5):
        began = time.thread_time()  # of this thread, so that other programs on the machine do not count
        one_answer_away(model, answers)
        best_proofs(model, answers)
        taken.append(time.thread_time() - began)
    assert min(taken) < 0.050
