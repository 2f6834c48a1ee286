"""Another questionnaire with three dimensions, four levels, other caps and weights is scored by the same code."""

from pathlib import Path

import pytest

from cxmaturity.analysis.outcome import Outcome, evaluate
from cxmaturity.answers import Response
from cxmaturity.questionnaire.loading import load_questionnaire, questionnaire_from_canonical
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.scoring.result import Result, score_pulse, score_response
from tests.build import DK, NA, TINY, filled


@pytest.fixture(scope="module")
def tiny() -> Questionnaire:
    return load_questionnaire(TINY)


@pytest.fixture(scope="module")
def response(tiny: Questionnaire) -> Response:
    # welcome: weights 1, 2, 1 · workshop: 3, 1 · word: 1, 1, 0.5, 1.5
    return filled(tiny, [4, 3, 2], [4, 2], [1, 2, 4, 1], grades=[[2, 0, 0], [1, 0], [0, 0, 0, 0]])


@pytest.fixture(scope="module")
def scored(tiny: Questionnaire, response: Response) -> Result:
    return score_response(tiny, response)


@pytest.fixture(scope="module")
def outcome(tiny: Questionnaire, response: Response) -> Outcome:
    return evaluate(tiny, response, {}, {})


def test_it_loads_as_written(tiny: Questionnaire) -> None:
    """Scale, caps, dimensions and weights are those of the files; it has no variants, claims or pulse."""
    assert tiny.scale_max == 4
    assert (tiny.caps.practice, tiny.caps.dimension) == (1, 2)
    assert [d.id for d in tiny.dimensions] == ["welcome", "workshop", "word"]
    assert [q.weight for q in tiny.questions] == [1, 2, 1, 3, 1, 1, 1, 0.5, 1.5]
    assert (tiny.variants, tiny.claims, tiny.sources, tiny.pulse) == ((), (), (), ())
    assert all(len(q.levels) == 4 and len(q.steps) == 3 for q in tiny.questions)
    assert [s.name for s in tiny.stages] == ["A try", "A habit", "A house rule", "A tradition"]


def test_its_canonical_text_restores_it(tiny: Questionnaire) -> None:
    """Its canonical text loads as an equal questionnaire with the same digest."""
    assert questionnaire_from_canonical(tiny.canonical).digest == tiny.digest


def test_levels_use_its_weights(scored: Result) -> None:
    """(4 + 2·3 + 2)/4 = 3; (3·4 + 2)/4 = 3.5; (1 + 2 + 0.5·4 + 1.5·1)/4 = 1.625; the mean of these is 2.7083."""
    levels = [m.level for m in scored.dimensions.values()]
    assert levels == pytest.approx([3.0, 3.5, 1.625])
    assert scored.overall.level == pytest.approx(8.125 / 3)


def test_the_index_uses_its_scale(scored: Result) -> None:
    """100 · (3 − 1)/3 = 66.67; (3.5 − 1)/3 = 83.33; 0.625/3 = 20.83; 1.7083/3 = 56.94."""
    indices = [m.index for m in scored.dimensions.values()]
    assert indices == pytest.approx([66.6667, 83.3333, 20.8333], abs=1e-4)
    assert scored.overall.index == pytest.approx(56.9444, abs=1e-4)


def test_stages_use_its_caps(scored: Result) -> None:
    """Averages 3, 4, 2; weakest 2, 2, 1 plus 1: stages 3, 3, 2.

    Overall: average 3; the lowest 2 + 2 does not cap it.
    """
    assert [m.average_stage for m in scored.dimensions.values()] == [3, 4, 2]
    assert [m.stage for m in scored.dimensions.values()] == [3, 3, 2]
    assert [m.strict_stage for m in scored.dimensions.values()] == [2, 2, 1]
    assert (scored.overall.average_stage, scored.overall.stage, scored.overall.strict_stage) == (3, 3, 1)


def test_evidence_uses_its_scale(scored: Result) -> None:
    """Without evidence 3 and 4 count as 2: (4 + 4 + 2)/4 = 2.5; (6 + 2)/4 = 2; (1 + 2 + 1 + 1.5)/4 = 1.375."""
    assert [m.evidenced_level for m in scored.dimensions.values()] == pytest.approx([2.5, 2.0, 1.375])
    assert scored.overall.evidenced_level == pytest.approx(5.875 / 3)


def test_reasons_use_its_caps_and_weights(scored: Result) -> None:
    """Workshop: K2 is the blocker. Word: (2.5 − 1.625)·4/0.5 = 7 rises, and then 1 + 1 = 2 would still cap it."""
    workshop, word = scored.dimensions["workshop"].reason, scored.dimensions["word"].reason
    assert (workshop.kind, workshop.blockers) == ("cap", ("K2",))
    assert (word.kind, word.rises_needed, word.then_capped_by) == ("average", 7, ("N1", "N4"))
    assert word.furthest == ("N1", "N4", "N2")


def test_the_overall_reason_counts_dimensions(scored: Result) -> None:
    """(3.5 − 2.7083)·3 = 2.375, so three; word is furthest from 4; its 2 + 2 would not cap the next stage."""
    reason = scored.overall.reason
    assert (reason.kind, reason.rises_needed, reason.then_capped_by) == ("average", 3, ())
    assert reason.furthest == ("word", "welcome", "workshop")


def test_targets_stop_at_its_top(outcome: Outcome) -> None:
    """The next stages are 4, 4 and 3."""
    assert outcome.targets == {"welcome": 4, "workshop": 4, "word": 3}


def test_first_steps(outcome: Outcome) -> None:
    """K2 blocks. Quick wins: N1 100 · 2/3 · 3/5 · 5/5 = 40, W3 32, N2 20. Left in word, the lowest: N2 20, N4 16."""
    assert [(s.gap.question.id, s.reason, s.gap.level, s.gap.gap) for s in outcome.first_steps] == [
        ("K2", "blocker", 2, 2),
        ("N1", "quick_win", 1, 2),
        ("N2", "lowest_dimension", 2, 1),
    ]
    by_id = {g.question.id: g.priority for g in outcome.gaps}
    assert [by_id[q] for q in ("N1", "W3", "N2", "N4")] == pytest.approx([40, 32, 20, 16])
    assert outcome.first_steps[0].gap.step is not None
    assert outcome.first_steps[0].gap.step.do == "Borrow a tester from the college"


def test_missing_answers_span_its_scale(tiny: Questionnaire) -> None:
    """K1 of weight 3 unanswered beside K2 at 2: (2 + 3)/4 = 1.25 to (2 + 12)/4 = 3.5; one of two is too few."""
    result = score_response(tiny, filled(tiny, [1, 1, 1], [DK, 2], [1, 1, 1, 1])).dimensions["workshop"]
    assert (result.level, result.low, result.high) == (None, 1.25, 3.5)


def test_what_does_not_apply_leaves_its_weight_too(tiny: Questionnaire) -> None:
    """Without K2 the dimension workshop is K1 alone, without K2's weight and cap."""
    result = score_response(tiny, filled(tiny, [1, 1, 1], [4, NA], [1, 1, 1, 1])).dimensions["workshop"]
    assert (result.level, result.stage) == (4.0, 4)


def test_it_has_no_pulse(tiny: Questionnaire, response: Response) -> None:
    """Without pulse questions the pulse result is empty and no error is raised."""
    assert score_pulse(tiny, response).levels == {}


def test_no_word_of_the_shipped_model_is_in_the_code() -> None:
    """The core's source contains no name of a dimension or stage of the shipped questionnaire."""
    package = Path(__file__).resolve().parents[3] / "cxmaturity"
    folders = ("questionnaire", "scoring", "analysis", "workshops", "tables")
    core = [*package.glob("*.py"), *(m for folder in folders for m in (package / folder).glob("*.py"))]
    named = ("By chance", "By effort", "By design", "By habit", "By nature", '"leadership"', '"csr"', '"operations"')
    result = [(f.name, word) for f in core for word in named if word in f.read_text("utf-8")]
    assert result == []
