"""Sentences on verdicts: each kind with its reason, and where people's means and the middle answer differ."""

from typing import Any

import pytest

from cxmaturity.analysis.frozen.closed_assessment import ClosedAssessment
from cxmaturity.analysis.frozen.frozen_result import FrozenResult, FrozenScores
from cxmaturity.analysis.trends.change_breakdown import break_down_change
from cxmaturity.analysis.trends.comparison import Comparison
from cxmaturity.analysis.trends.exact_tests import VerdictKind
from cxmaturity.analysis.trends.verdicts import StageCount, Verdict, VerdictNumbers, Verdicts
from cxmaturity.wording.trends import verdicts as wording
from tests.build import MOMENT, assessment, equal

MODEL = equal(1, 1, 1, 1)


def compared(before: int = 3, after: int = 3) -> Comparison:
    """Return a comparison in which the middle answer of every dimension went from `before` to `after`."""
    closed = ClosedAssessment(assessment(privacy="open"), MOMENT, MODEL, FrozenResult("d", {}, {}, FrozenScores()))
    parts = {
        d.id: break_down_change({f"{d.id}1": before}, {f"{d.id}1": after}, d, d, MODEL.level_numbers)
        for d in MODEL.dimensions
    }
    return Comparison(closed, closed, {}, {}, parts, ())


def verdicts(**by_dimension: Verdict) -> Verdicts:
    return Verdicts(by_dimension, (8, 8))


def numbers(change: float) -> VerdictNumbers:
    return VerdictNumbers(change, change - 0.25, change + 0.25, 0.01, (8, 8), True)


def test_verdicts_of_one_kind_share_a_sentence() -> None:
    """Real changes first, each with its direction; the reason once.

    Without numbers only the direction of real changes.
    """
    result = verdicts(
        A=Verdict("too few people to tell", 0, None),
        B=Verdict("real", -1, None, means=(3.0, 2.0)),
        C=Verdict("real", 1, numbers(0.5), means=(2.0, 2.5)),
        D=Verdict("too close to call", 0, None),
    )
    sentence = wording.verdict_sentences(compared(), result)
    assert [(kind, why.split(". ")[0]) for kind, why in sentence] == [
        ("real", "B fell (the middle answer +0.00), C +0.50 (the middle answer +0.00)"),
        ("too close to call", "D"),
        ("too few people to tell", "A"),
    ]
    assert sentence[2][1].endswith("Even if all of them had moved the same way, it could be chance.")


def test_a_hidden_verdict_has_its_reason() -> None:
    """The reason is that the verdict would disclose answers, not that the change could be chance."""
    [(kind, why)] = wording.verdict_sentences(
        compared(), verdicts(A=Verdict("too few people to tell", 0, None, is_withheld=True))
    )
    assert (kind, why) == (
        "too few people to tell",
        "A. They answered anonymously, and of so few the word “real” could tell what each of them said.",
    )


@pytest.mark.parametrize(
    ("means", "kind", "direction", "middle", "expected"),
    [
        ((2.0, 2.6), "real", 1, (3, 2), "A: people rose by 0.60; the middle answer fell by 1.00."),
        ((2.0, 2.6), "too close to call", 0, (3, 2), "A: people rose by 0.60; the middle answer fell by 1.00."),
        ((2.6, 2.0), "real", -1, (2, 4), "A: people fell by 0.60; the middle answer rose by 2.00."),
        ((2.0, 2.6), "real", 1, (3, 3), "A: people rose by 0.60; the middle answer did not move."),
        (None, "real", 1, (3, 2), "A: people rose; the middle answer fell by 1.00."),
        ((2.0, 2.6), "real", 1, (2, 3), None),
        ((2.0, 2.6), "too close to call", 0, (3, 3), None),  # a middle answer that stays contradicts nothing
        ((3.0, 3.0), "too close to call", 0, (3, 2), None),
        (None, "too close to call", 0, (3, 2), None),
    ],
)
def test_people_and_the_middle_answer_move_apart(
    means: tuple[float, float] | None,
    kind: VerdictKind,
    direction: int,
    middle: tuple[int, int],
    expected: str | None,
) -> None:
    """If their signs differ a sentence says so, with the figures that may be shown; otherwise none does."""
    verdict = Verdict(kind, direction, None, means=means)
    assert wording.opposite_moves(compared(*middle), verdicts(A=verdict)) == expected


def test_dimensions_that_moved_alike_are_named_together() -> None:
    """Dimensions with the same finding share one sentence."""
    one, other = Verdict("real", 1, None, means=(2.0, 3.0)), Verdict("real", 1, None, means=(2.0, 2.5))
    assert wording.opposite_moves(compared(3, 2), verdicts(A=one, B=one, D=other)) == (
        "A and B: people rose by 1.00; the middle answer fell by 1.00. "
        "D: people rose by 0.50; the middle answer fell by 1.00."
    )


@pytest.mark.parametrize(
    ("linked", "expected"),
    [
        ({}, "We compared all 30 with all 25; who is who is not known."),
        ({"linked": 0}, "Nobody is known to have answered both times, so we compared all 30 with all 25."),
        ({"linked": 1}, "Only 1 person answered both times, too few to test, so we compared all 30 with all 25."),
        ({"linked": 12, "uses_linked": True}, "We compared the 12 people who answered both times."),
        (
            {"linked": 3, "is_linked_suppressed": True},
            "Fewer than 5 people answered both times, too few to test, so we compared all 30 with all 25.",
        ),
    ],
)
def test_the_compared_people_are_named(linked: dict[str, Any], expected: str) -> None:
    """Which people are compared and why; for fewer than five anonymous people without their number."""
    assert wording.who_is_compared(Verdicts({}, (30, 25), **linked)) == expected


def test_how_many_are_at_a_stage() -> None:
    """The sentence names the stage by number and name."""
    assert wording.stage_row("A", StageCount(3, 5, 8, (12, 11)), MODEL) == ("A", "3 Stage 3", (5, 12), (8, 11))
