"""Every worked number of vectors.json, computed outside this program, is what the program computes too."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from cxmaturity.gaps import priority
from cxmaturity.scoring.result import Measure, result
from tests.build import Given, equal, filled, questionnaire

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("vectors.json").read_text("utf-8"))

FIVE_ANSWERS = {
    3.0: [3, 3, 3, 3, 3],
    2.6: [3, 3, 3, 2, 2],
    3.4: [4, 4, 3, 3, 3],
    1.4: [2, 2, 1, 1, 1],
    2.8: [3, 3, 3, 3, 2],
}
"""Five answers with each level that the overall vector gives its dimensions."""


def measured(row: Sequence[Given], weights: Sequence[float] | None = None, grades: Sequence[int] = ()) -> Measure:
    of = questionnaire([weights or [1.0] * len(row)])
    return result(of, filled(of, row, grades=[grades] if grades else ())).dimensions["A"]


def test_every_vector_is_checked() -> None:
    """A vector added to the file is not passed over in silence."""
    assert set(VECTORS) == {"rounding", "dimension", "overall", "evidence", "priority"}
    known = {"levels", "weights", "mean", "index", "average_stage", "min", "stage", "coverage", "range", "score"}
    assert set().union(*VECTORS["dimension"]) == known


@pytest.mark.parametrize("vector", VECTORS["rounding"])
def test_halves_round_up(vector: dict[str, Any]) -> None:
    """A mean of exactly one half reaches the next stage."""
    measure = measured(vector["levels"])
    assert measure.level == vector["mean"]
    assert measure.average_stage == vector["average_stage"]


@pytest.mark.parametrize("vector", VECTORS["dimension"], ids=lambda v: "-".join(str(x) for x in v["levels"]))
def test_dimension(vector: dict[str, Any]) -> None:
    """Level, index, coverage, range and stages of one dimension."""
    measure = measured(vector["levels"], vector.get("weights"))
    if "mean" in vector:
        assert measure.level == pytest.approx(vector["mean"], abs=5e-5)
    if "score" in vector:
        assert measure.level is vector["score"]
    if "index" in vector:
        assert measure.index == pytest.approx(vector["index"], abs=0.00501)
    if "average_stage" in vector:
        assert measure.average_stage == vector["average_stage"]
    if "min" in vector:
        assert measure.strict_stage == vector["min"]
    if "stage" in vector:
        assert measure.stage == vector["stage"]
    if "coverage" in vector:
        assert measure.coverage == pytest.approx(vector["coverage"], abs=5e-4)
    if "range" in vector:
        assert [measure.low, measure.high] == pytest.approx(vector["range"], abs=5e-4)


def test_overall() -> None:
    """Five dimensions of known levels: the plain mean, its index, and the stage that the lowest dimension caps."""
    vector = VECTORS["overall"]
    names = ("people", "operations", "channels", "csr", "leadership")
    of = equal(5, 5, 5, 5, 5)
    found = result(of, filled(of, *(FIVE_ANSWERS[vector[name]] for name in names)))
    assert [m.level for m in found.dimensions.values()] == pytest.approx([vector[name] for name in names])
    assert found.overall.level == pytest.approx(vector["mean"])
    assert found.overall.index == pytest.approx(vector["index"])
    assert found.overall.average_stage == vector["average_stage"]
    assert min(m.stage for m in found.dimensions.values() if m.stage) == vector["lowest_stage"]
    assert found.overall.stage == vector["stage"]


def test_evidence() -> None:
    """Claimed and evidenced level of the same answers."""
    vector = VECTORS["evidence"]
    measure = measured(vector["levels"], grades=vector["grades"])
    assert (measure.level, measure.evidenced_level) == (vector["claimed"], vector["evidenced"])


@pytest.mark.parametrize("vector", VECTORS["priority"])
def test_priority(vector: dict[str, Any]) -> None:
    """Priority from gap, importance and ease on five levels."""
    assert priority(vector["gap"], vector["importance"], vector["ease"], top=5) == pytest.approx(vector["p"])
