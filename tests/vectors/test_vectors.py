"""Every number in vectors.json, computed outside this program, equals what the program computes."""

import json
from collections import Counter
from collections.abc import Sequence
from itertools import combinations_with_replacement
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import numpy as np
import pytest

from cxmaturity.analysis.disclosure import disclose_question
from cxmaturity.analysis.gaps import priority
from cxmaturity.analysis.trends import exact_tests
from cxmaturity.answers import Answer
from cxmaturity.scoring import group
from cxmaturity.scoring.matrices import Floats
from cxmaturity.scoring.result import Measure, score_response
from tests.build import AnswerValue, equal, filled, questionnaire

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("vectors.json").read_text("utf-8"))

FIVE_ANSWERS = {
    3.0: [3, 3, 3, 3, 3],
    2.6: [3, 3, 3, 2, 2],
    3.4: [4, 4, 3, 3, 3],
    1.4: [2, 2, 1, 1, 1],
    2.8: [3, 3, 3, 3, 2],
}
"""Five answers with each level that the overall vector gives its dimensions."""


def measured(row: Sequence[AnswerValue], weights: Sequence[float] | None = None, grades: Sequence[int] = ()) -> Measure:
    model = questionnaire([weights or [1.0] * len(row)])
    return score_response(model, filled(model, row, grades=[grades] if grades else ())).dimensions["A"]


def test_every_vector_is_checked() -> None:
    """Each kind of vector in the file has a test."""
    one_person = {"rounding", "dimension", "overall", "evidence", "priority"}
    groups = {"agreement", "reliability", "disclosure"}
    over_time = {"paired", "paired_n5", "min_signflip_p", "holm"}
    assert set(VECTORS) == one_person | groups | over_time
    known = {"levels", "weights", "mean", "index", "average_stage", "min", "stage", "coverage", "range", "score"}
    assert set().union(*VECTORS["dimension"]) == known


@pytest.mark.parametrize("vector", VECTORS["rounding"])
def test_halves_round_up(vector: dict[str, Any]) -> None:
    """A mean of exactly one half is the next stage."""
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
    """Five dimensions with known levels: the plain mean, its index, and the stage capped by the lowest dimension."""
    vector = VECTORS["overall"]
    names = ("people", "operations", "channels", "csr", "leadership")
    model = equal(5, 5, 5, 5, 5)
    result = score_response(model, filled(model, *(FIVE_ANSWERS[vector[name]] for name in names)))
    assert [m.level for m in result.dimensions.values()] == pytest.approx([vector[name] for name in names])
    assert result.overall.level == pytest.approx(vector["mean"])
    assert result.overall.index == pytest.approx(vector["index"])
    assert result.overall.average_stage == vector["average_stage"]
    assert min(m.stage for m in result.dimensions.values() if m.stage) == vector["lowest_stage"]
    assert result.overall.stage == vector["stage"]


def test_evidence() -> None:
    """Claimed and evidenced level of the same answers."""
    vector = VECTORS["evidence"]
    measure = measured(vector["levels"], grades=vector["grades"])
    assert (measure.level, measure.evidenced_level) == (vector["claimed"], vector["evidenced"])


@pytest.mark.parametrize("vector", VECTORS["priority"])
def test_priority(vector: dict[str, Any]) -> None:
    """Priority from gap, importance and ease on five levels."""
    assert priority(vector["gap"], vector["importance"], vector["ease"], scale_max=5) == pytest.approx(vector["p"])


def column(levels: Sequence[float]) -> Floats:
    return np.array(levels, dtype=float)[:, None]


def matrix(rows: Sequence[Sequence[float | None]]) -> Floats:
    return np.array(rows, dtype=float)


def test_agreement() -> None:
    """Mean deviation, rwg and r*wg of a group that agrees and of one in two camps."""
    vector = VECTORS["agreement"]
    for votes, deviation, rwg in (("x", "AD_mean", "rwg"), ("polarised", "pol_AD", "pol_rwg")):
        assert group.mean_deviation(column(vector[votes]))[0] == pytest.approx(vector[deviation])
        assert group.rwg(column(vector[votes]), 5)[0] == pytest.approx(vector[rwg])
    table = matrix(vector["matrix_5x4"])
    assert group.r_star_wg(table, 5) == pytest.approx(vector["r_star_wgj"])
    assert group.mean_deviation(table).mean() == pytest.approx(vector["AD_j"])


def test_alphas() -> None:
    """Krippendorff's published data, our own, and a group with so much agreement that alpha is below 0."""
    vector = VECTORS["agreement"]
    published = vector["krippendorff_published"]
    assert group.ordinal_alpha(matrix(published["data"])) == pytest.approx(published["ordinal"], abs=5e-5)
    assert group.ordinal_alpha(matrix(vector["matrix_5x4"])) == pytest.approx(vector["alpha_ordinal"], abs=5e-4)
    paradox = matrix(vector["paradox_5x4"])
    assert group.ordinal_alpha(paradox) == pytest.approx(vector["paradox_alpha"], abs=5e-5)
    assert list(group.mean_deviation(paradox)) == pytest.approx(vector["paradox_AD"])
    reliability = VECTORS["reliability"]
    assert group.cronbach_alpha_of_complete_rows(matrix(reliability["data_8x4"])) == pytest.approx(
        reliability["cronbach"], abs=5e-5
    )


def test_linked_change() -> None:
    """Seven people, then five: mean, t interval and all sign flips."""
    vector = VECTORS["paired"]
    result = exact_tests.paired_test(np.array(vector["before"]), np.array(vector["after"]))
    assert result is not None
    assert result.change == pytest.approx(vector["mean"], abs=5e-5)
    assert (result.low, result.high) == pytest.approx(tuple(vector["t_ci"]), abs=5e-4)
    assert result.p == vector["signflip_p"]
    five = VECTORS["paired_n5"]
    few = exact_tests.paired_test(np.zeros(5), np.array(five["d"]))
    assert few is not None
    assert few.change == pytest.approx(five["mean"])
    assert few.p == five["signflip_p"]
    assert (few.low, few.high) == pytest.approx(tuple(five["t_ci"]), abs=5e-4)


def test_unlinked_change() -> None:
    """The same numbers as if from fourteen people: all 3,432 splits."""
    vector = VECTORS["paired"]
    result = exact_tests.unpaired_test(np.array(vector["before"]), np.array(vector["after"]))
    assert result is not None
    assert result.p == pytest.approx(vector["unlinked_perm_p"], abs=5e-5)


@pytest.mark.parametrize(("people", "smallest"), VECTORS["min_signflip_p"].items())
def test_the_smallest_p_of_sign_flips(people: str, smallest: float) -> None:
    """All rose by the same: only the mirrored flip is as far from 0."""
    result = exact_tests.paired_test(np.zeros(int(people)), np.ones(int(people)))
    assert result is not None
    assert result.p == result.reachable == smallest


@pytest.mark.parametrize(
    ("before", "after", "smallest"),
    [
        ([1, 2], [4, 5], 2 / 6),  # of 6 splits this one and its mirror image
        ([1, 2], [4, 5, 6], 1 / 10),  # of 10 splits this one alone: its mirror image has other sizes
        ([1] * 20, [5] * 20, 1 / 20_001),  # too many splits: 20,000 are drawn, and the actual one is added
    ],
)
def test_the_smallest_p_of_splits(before: list[int], after: list[int], smallest: float) -> None:
    """All are higher the second time: no split is further from 0, with two or more people."""
    result = exact_tests.unpaired_test(np.array(before, dtype=float), np.array(after, dtype=float))
    assert result is not None
    assert result.p == result.reachable == smallest


def test_holm() -> None:
    """Five p values, adjusted."""
    assert exact_tests.holm(VECTORS["holm"]["p"]) == pytest.approx(VECTORS["holm"]["adjusted"])


def test_disclosure() -> None:
    """Mean and standard deviation identify 79 of the 126 sets of five answers; what we show identifies none."""
    vector = VECTORS["disclosure"]
    sets = list(combinations_with_replacement(range(1, 6), 5))
    assert len(sets) == vector["multisets_n5"]
    told_too_much = Counter((round(mean(s), 2), round(stdev(s), 2)) for s in sets)
    assert list(told_too_much.values()).count(1) == vector["unique_from_mean_and_sd_2dp"]
    assert list(Counter(round(mean(s), 2) for s in sets).values()).count(1) == vector["unique_from_mean_only"]
    shown = Counter(disclose_question([Answer(level=level) for level in s], 5, "anonymous") for s in sets)
    assert min(shown.values()) > 1
