"""What if some answers were at other levels: nothing but the tried answers changes."""

from cxmaturity.analysis.what_if import reached_targets, with_levels
from cxmaturity.answers import Answer, EvidenceGrade, Response
from cxmaturity.scoring.result import score_response
from tests.build import DK, equal, filled


def test_tried_levels_stand_in_place_of_the_answers() -> None:
    """A don't know becomes a level, evidence stays, and the response in hand is left as it was."""
    before = Response({"A1": Answer(dont_know=True), "A2": Answer(level=2, evidence_grade=EvidenceGrade.DOCUMENT)})
    tried = with_levels(before, {"A1": 4, "A2": 3})
    assert tried.answers == {"A1": Answer(level=4), "A2": Answer(level=3, evidence_grade=EvidenceGrade.DOCUMENT)}
    assert before.level_of("A1") is None


def test_only_dimensions_that_change_reach_a_target() -> None:
    """A goes from 2 to 3, B stays at 2, C has no stage either way."""
    model = equal(3, 3, 3)
    before = filled(model, [2, 2, 2], [2, 2, 2], [DK, DK, DK])
    after = with_levels(before, {"A1": 3, "A2": 3, "A3": 3, "C1": 5})
    assert reached_targets(score_response(model, before), score_response(model, after)) == {"A": 3}
