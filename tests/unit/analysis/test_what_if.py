"""What-if: only the changed answers differ from the actual result."""

from cxmaturity.analysis.outcome import evaluate
from cxmaturity.analysis.what_if import TargetChange, target_changes, with_levels
from cxmaturity.answers import Answer, EvidenceGrade, Response
from tests.build import DK, equal
from tests.outcomes import outcome_of


def test_tried_levels_stand_in_place_of_the_answers() -> None:
    """A “don't know” becomes a level, evidence is kept, and the original response is not modified."""
    before = Response({"A1": Answer(dont_know=True), "A2": Answer(level=2, evidence_grade=EvidenceGrade.DOCUMENT)})
    tried = with_levels(before, {"A1": 4, "A2": 3})
    assert tried.answers == {"A1": Answer(level=4), "A2": Answer(level=3, evidence_grade=EvidenceGrade.DOCUMENT)}
    assert before.level_of("A1") is None


def test_only_dimensions_that_change_get_another_target() -> None:
    """A goes from 2 to 3, which is its target already; B from 2 to 4; C stays at 2; D has no stage either way."""
    model = equal(3, 3, 3, 3)
    rows = [2, 2, 2], [2, 2, 2], [2, 2, 2], [DK, DK, DK]
    today = outcome_of(model, *rows)
    tried = with_levels(today.response, dict.fromkeys(("A1", "A2", "A3"), 3) | dict.fromkeys(("B1", "B2", "B3"), 4))
    after = evaluate(model, with_levels(tried, {"D1": 5}), {}, {})
    assert target_changes(today, after) == [TargetChange("B", current=2, before=3, after=4)]


def test_a_target_below_todays_level_is_no_ambition() -> None:
    """Tried levels give A the target 3, below today's level 4: no ambition.

    C has no stage today and gets the target 2.
    """
    model = equal(1, 1, 3)
    today = outcome_of(model, [4], [3], [DK, DK, DK])
    tried = with_levels(today.response, {"A1": 3, "B1": 3, "C1": 2, "C2": 2, "C3": 2})
    changes = target_changes(today, evaluate(model, tried, {}, {}))
    assert [(c.dimension, c.after, c.is_ambition) for c in changes] == [("A", 3, False), ("C", 2, True)]
