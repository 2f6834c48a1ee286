"""Saving targets in words: what changes, and which targets are not above today's level."""

from cxmaturity.analysis.what_if import TargetChange
from cxmaturity.wording.result import targets
from tests.build import equal

MODEL = equal(1, 1)


def test_a_change_names_both_targets() -> None:
    """The old and the new target by name; without an old one the new one alone; a note if it is not above today."""
    sentences = [
        targets.describe_target_change(MODEL, change)
        for change in (
            TargetChange("A", current=2, before=3, after=4),
            TargetChange("A", current=None, before=None, after=2),
            TargetChange("B", current=3, before=4, after=3),
        )
    ]
    assert sentences == [
        "A: target 3 Stage 3 becomes 4 Stage 4",
        "A: target 2 Stage 2",
        "B: target 4 Stage 4 becomes 3 Stage 3, though it is at 3 Stage 3 today",
    ]


def test_what_was_tried() -> None:
    """The number of tried answers and the resulting stage in one sentence, for screen readers."""
    assert targets.tried_result(1, "3 · Stage 3", "Level 2.6") == "1 answer changed. What if: 3 · Stage 3. Level 2.6."


def test_one_and_several() -> None:
    """Verbs agree with their counts."""
    assert targets.below_today_question(1) == "Save also the 1 target that is not above today"
    assert targets.below_today_question(2) == "Save also the 2 targets that are not above today"
    assert (targets.targets_saved(1), targets.targets_saved(3)) == ("1 target saved.", "3 targets saved.")
