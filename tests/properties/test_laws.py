"""Laws of scoring for questionnaires of any shape: 2 to 7 levels, 1 to 6 dimensions, any weights and caps."""

from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from cxmaturity.analysis.gaps import default_targets, propose_first_steps, question_gaps
from cxmaturity.questionnaire.loading import load_questionnaire, questionnaire_from_canonical
from cxmaturity.questionnaire.schema import Caps, Questionnaire
from cxmaturity.scoring.levels import Levels, compute_levels, evidenced_answers, index_of_level
from cxmaturity.scoring.matrices import Bools, Floats, QuestionnaireMatrices
from cxmaturity.scoring.result import Measure, score_response
from cxmaturity.scoring.stages import Scores, Stages, score_answers
from tests.build import DK, NA, AnswerValue, equal, filled, questionnaire

HAIR = 1e-9
"""What float arithmetic may differ by; stages are compared exactly."""

CAPS = st.builds(Caps, practice=st.integers(0, 6), dimension=st.integers(0, 6))


def drawn(draw: st.DrawFn, size: int) -> npt.NDArray[np.intp]:
    """Return this many numbers of 0..255; drawing bytes once is much faster than drawing many numbers."""
    return np.frombuffer(draw(st.binary(min_size=size, max_size=size)), dtype=np.uint8).astype(np.intp)


@dataclass(frozen=True)
class Case:
    """Answer sets (rows) for the questions of a shape: levels, NaN for none; and where each question applies."""

    shape: QuestionnaireMatrices
    answers: Floats
    applies: Bools

    def scored(self) -> Scores:
        return score_answers(self.answers, self.applies, self.shape)


@st.composite
def shapes(draw: st.DrawFn) -> QuestionnaireMatrices:
    counts = draw(st.lists(st.integers(1, 7), min_size=1, max_size=6))
    order = np.argsort(drawn(draw, sum(counts)), kind="stable")
    columns = tuple(np.sort(dimension_columns) for dimension_columns in np.split(order, np.cumsum(counts)[:-1]))
    weights = (1 + drawn(draw, sum(counts)) % 60) / 10
    return QuestionnaireMatrices(columns, weights, draw(st.integers(2, 7)), draw(CAPS))


@st.composite
def cases(draw: st.DrawFn, complete: bool = False, rows: int = 1) -> Case:
    """Draw a shape and answers; of sixteen answers one is missing and one does not apply, unless `complete`."""
    shape = draw(shapes())
    numbers = drawn(draw, rows * len(shape.weights)).reshape(rows, -1)
    answers, kind = (1 + numbers // 16 % shape.scale_max).astype(np.float64), numbers % 16
    if complete:
        return Case(shape, answers, np.ones_like(kind, dtype=bool))
    return Case(shape, np.where(kind < 14, answers, np.nan), kind != 15)


@st.composite
def cases_with_grades(draw: st.DrawFn) -> tuple[Case, Floats]:
    case = draw(cases())
    return case, (drawn(draw, case.answers.size) % 4).astype(float).reshape(1, -1)


@st.composite
def cases_with_one_missing(draw: st.DrawFn) -> tuple[Case, Case]:
    """Draw a case with missing answers, and the same case with one of them answered."""
    case = draw(cases())
    column = draw(st.integers(0, case.answers.size - 1))
    was, now = case.answers.copy(), case.answers.copy()
    was[0, column], now[0, column] = np.nan, draw(st.integers(1, case.shape.scale_max))
    applies = case.applies.copy()
    applies[0, column] = True
    return Case(case.shape, was, applies), Case(case.shape, now, applies)


def arrays(scores: Levels | Stages) -> dict[str, npt.NDArray[np.float64]]:
    return {f.name: np.asarray(getattr(scores, f.name)) for f in fields(scores)}


def same(one: Scores, other: Scores) -> None:
    """Fail unless levels are equal except for float error, stages exactly, and both exist in the same places."""
    for name, values in arrays(one.levels).items():
        np.testing.assert_allclose(values, arrays(other.levels)[name], rtol=0, atol=HAIR, err_msg=name)
    for name, values in arrays(one.stages).items():
        np.testing.assert_array_equal(values, arrays(other.stages)[name], err_msg=name)


def nowhere_lower(after: Scores, before: Scores) -> None:
    for name, values in arrays(after.levels).items():
        was = arrays(before.levels)[name]
        np.testing.assert_array_equal(np.isnan(values), np.isnan(was), err_msg=name)
        assert not (values < was - HAIR).any(), name
    for name, values in arrays(after.stages).items():
        was = arrays(before.stages)[name]
        np.testing.assert_array_equal(np.isnan(values), np.isnan(was), err_msg=name)
        assert not (values < was).any(), name


@given(cases(), st.data())
def test_raising_an_answer_lowers_nothing(case: Case, data: st.DataObject) -> None:
    """No level, range, average stage, stage or strict stage, of a dimension or overall, falls when an answer rises."""
    below_top = np.flatnonzero(case.answers[0] < case.shape.scale_max)
    assume(below_top.size)
    raised = case.answers.copy()
    column = data.draw(st.sampled_from(below_top.tolist()))
    raised[0, column] = data.draw(st.integers(int(raised[0, column]) + 1, case.shape.scale_max))
    nowhere_lower(replace(case, answers=raised).scored(), case.scored())


@given(cases_with_grades())
def test_raising_an_answer_lowers_no_evidenced_level(drawn: tuple[Case, Floats]) -> None:
    """Neither higher answers nor better evidence grades lower an evidenced level."""
    case, grade = drawn
    scale_max = case.shape.scale_max
    before = compute_levels(evidenced_answers(case.answers, grade, scale_max), case.applies, case.shape)
    for answers, grades in ((np.minimum(case.answers + 1, scale_max), grade), (case.answers, np.minimum(grade + 1, 3))):
        after = compute_levels(evidenced_answers(answers, grades, scale_max), case.applies, case.shape)
        assert not (after.level < before.level - HAIR).any()
        assert not (after.overall < before.overall - HAIR).any()


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_questions_never_matters(case: Case, random: Random) -> None:
    """Questions in another order, within their dimension and in the file, give the same levels and stages."""
    order = list(range(len(case.shape.weights)))
    random.shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    columns = tuple(
        np.array([place[int(c)] for c in dimension_columns], dtype=np.intp)[::-1]
        for dimension_columns in case.shape.columns
    )
    moved = replace(case.shape, columns=columns, weights=case.shape.weights[order])
    same(score_answers(case.answers[:, order], case.applies[:, order], moved), case.scored())


@given(cases())
def test_the_order_of_dimensions_never_matters_overall(case: Case) -> None:
    """Dimensions in reverse order keep their figures, and the overall figures are the same."""
    turned = replace(case.shape, columns=case.shape.columns[::-1])
    there, back = case.scored(), score_answers(case.answers, case.applies, turned)
    np.testing.assert_allclose(back.levels.level[:, ::-1], there.levels.level, rtol=0, atol=HAIR)
    np.testing.assert_array_equal(back.stages.stage[:, ::-1], there.stages.stage)
    np.testing.assert_allclose(back.levels.overall, there.levels.overall, rtol=0, atol=HAIR)
    np.testing.assert_array_equal(back.stages.overall, there.stages.overall)


@given(shapes(), st.data())
def test_all_answers_alike_give_that_level_and_stage(shape: QuestionnaireMatrices, data: st.DataObject) -> None:
    """All answers at k: every level is k and every stage is k, whatever the caps."""
    k = data.draw(st.integers(1, shape.scale_max))
    scores = score_answers(np.full((1, len(shape.weights)), float(k)), None, shape)
    for name in ("level", "low", "high", "weakest", "overall", "overall_low", "overall_high"):
        np.testing.assert_allclose(getattr(scores.levels, name), k, rtol=0, atol=HAIR, err_msg=name)
    for name, values in arrays(scores.stages).items():
        np.testing.assert_array_equal(values, k, err_msg=name)


@given(cases(), st.sampled_from([0.001, 0.1, 1 / 3, 2.0, 7.0, 1000.0]))
def test_scaling_every_weight_changes_nothing(case: Case, factor: float) -> None:
    """Weights are relative: all of them times ten give the same result."""
    scaled = replace(case.shape, weights=case.shape.weights * factor)
    same(replace(case, shape=scaled).scored(), case.scored())


@given(cases())
def test_results_stay_on_the_scale(case: Case) -> None:
    """Levels within 1..K, indices within 0..100, coverage within 0..1, stages whole numbers of 1..K."""
    scores, scale_max = case.scored(), case.shape.scale_max
    for name, values in arrays(scores.levels).items():
        least, most = (0, 1) if "coverage" in name else (1, scale_max)
        held = values[~np.isnan(values)]
        assert ((held >= least - HAIR) & (held <= most + HAIR)).all(), name
    indices = index_of_level(scores.levels.level, scale_max, 1)
    assert not ((indices < -HAIR * 100) | (indices > 100 + HAIR * 100)).any()
    for name, values in arrays(scores.stages).items():
        assert np.isin(values[~np.isnan(values)], range(1, scale_max + 1)).all(), name


@given(cases())
def test_the_level_lies_in_its_range(case: Case) -> None:
    """low ≤ level ≤ high for every dimension and overall; a range exists wherever a question applies."""
    levels = case.scored().levels
    for low, level, high in (
        (levels.low, levels.level, levels.high),
        (levels.overall_low, levels.overall, levels.overall_high),
    ):
        assert not (level < low - HAIR).any()
        assert not (level > high + HAIR).any()
        assert not (low > high + HAIR).any()
    np.testing.assert_array_equal(np.isnan(levels.low), np.isnan(levels.coverage))
    np.testing.assert_array_equal(np.isnan(levels.high), np.isnan(levels.coverage))


@given(cases(complete=True))
def test_the_range_of_a_complete_set_is_its_level(case: Case) -> None:
    """Without missing answers both ends of the range equal the level."""
    levels = compute_levels(case.answers, case.applies, case.shape)
    for level, low, high in (
        (levels.level, levels.low, levels.high),
        (levels.overall, levels.overall_low, levels.overall_high),
    ):
        np.testing.assert_array_equal(low, level)
        np.testing.assert_array_equal(high, level)


@given(cases_with_one_missing())
def test_a_missing_answer_given_leads_to_a_level_within_the_former_range(cases: tuple[Case, Case]) -> None:
    """Whatever the answer, the new level and the new range lie within the former range."""
    before, after = (compute_levels(c.answers, c.applies, c.shape) for c in cases)
    for low, high, values in (
        (before.low, before.high, (after.level, after.low, after.high)),
        (before.overall_low, before.overall_high, (after.overall, after.overall_low, after.overall_high)),
    ):
        for value in values:
            assert not (value < low - HAIR).any()
            assert not (value > high + HAIR).any()


@given(cases_with_one_missing())
def test_answering_never_takes_a_level_away(cases: tuple[Case, Case]) -> None:
    """A level or stage that exists still exists after one more answer."""
    before, after = (c.scored() for c in cases)
    assert not (np.isnan(after.levels.level) & ~np.isnan(before.levels.level)).any()
    assert not (np.isnan(after.stages.overall) & ~np.isnan(before.stages.overall)).any()


@given(cases(rows=5))
def test_a_row_in_a_batch_scores_as_it_does_alone(case: Case) -> None:
    """Scored in a batch, each assessment has the same figures as alone."""
    together = case.scored()
    for row in range(len(case.answers)):
        alone = score_answers(case.answers[row : row + 1], case.applies[row : row + 1], case.shape)
        for part, whole in ((alone.levels, together.levels), (alone.stages, together.stages)):
            for name, values in arrays(part).items():
                one_row = arrays(whole)[name][row : row + 1]
                np.testing.assert_allclose(values, one_row, rtol=0, atol=HAIR, err_msg=name)


def test_a_batch_longer_than_a_block_scores_every_row() -> None:
    """Ten thousand rows are scored in blocks; the last row is scored like the first."""
    shape = QuestionnaireMatrices(
        (np.array([0, 1]), np.array([2])), np.array([1.0, 3.0, 1.0]), 5, Caps(practice=2, dimension=1)
    )
    answers = np.tile([[1.0, 5.0, 2.0], [5.0, 5.0, 4.0]], (5000, 1))
    scores = score_answers(answers, None, shape)
    # (1 + 15)/4 = 4 held at 1 + 2 = 3; 2 beside it: mean 3, lowest stage 2 + 1 = 3. Then 5 and 4: 4.5, 4 + 1 = 5.
    assert scores.levels.weakest[-2:].tolist() == [[1.0, 2.0], [5.0, 4.0]]
    assert scores.stages.stage[-2:].tolist() == [[3.0, 2.0], [5.0, 4.0]]
    assert scores.stages.overall[-2:].tolist() == [3.0, 5.0]
    for values in (*arrays(scores.levels).values(), *arrays(scores.stages).values()):
        np.testing.assert_array_equal(
            values.reshape(5000, 2, -1), np.broadcast_to(values[:2].reshape(1, 2, -1), (5000, 2, values[0].size))
        )


@given(st.one_of(cases(complete=True, rows=5), cases(rows=4)))
def test_no_array_of_what_applies_means_that_everything_does(case: Case) -> None:
    """With missing answers, and without any, for which a faster path does not count."""
    same(
        score_answers(case.answers, None, case.shape),
        score_answers(case.answers, np.ones_like(case.applies), case.shape),
    )


@given(cases())
def test_a_question_that_does_not_apply_scores_as_if_absent(case: Case) -> None:
    """A question, or a whole dimension, that does not apply scores like a questionnaire without it."""
    kept = np.flatnonzero(case.applies[0])
    assume(kept.size)
    place = {int(old): new for new, old in enumerate(kept)}
    left = [
        np.array([place[int(c)] for c in dimension_columns if int(c) in place], dtype=np.intp)
        for dimension_columns in case.shape.columns
    ]
    there = [i for i, dimension_columns in enumerate(left) if dimension_columns.size]
    smaller = replace(case.shape, columns=tuple(left[i] for i in there), weights=case.shape.weights[kept])
    full, without = case.scored(), score_answers(case.answers[:, kept], None, smaller)
    for whole, part in ((full.levels, without.levels), (full.stages, without.stages)):
        for name, values in arrays(whole).items():
            held = values[:, there] if values.ndim == 2 else values
            np.testing.assert_allclose(held, arrays(part)[name], rtol=0, atol=HAIR, err_msg=name)


@given(cases_with_grades())
def test_evidenced_is_never_above_claimed(drawn: tuple[Case, Floats]) -> None:
    """The evidenced level is at most the claimed one; both exist or neither does."""
    case, grade = drawn
    claimed = compute_levels(case.answers, case.applies, case.shape)
    proven = compute_levels(evidenced_answers(case.answers, grade, case.shape.scale_max), case.applies, case.shape)
    for low, high in ((proven.level, claimed.level), (proven.overall, claimed.overall)):
        np.testing.assert_array_equal(np.isnan(low), np.isnan(high))
        assert not (low > high + HAIR).any()


@cache
def single(count: int, scale_max: int) -> Questionnaire:
    """Return one dimension of this many questions of equal weight, with a cap that never binds."""
    return equal(count, scale_max=scale_max, practice=6)


def measured(scale_max: int, row: list[int]) -> Measure:
    model = single(len(row), scale_max)
    return score_response(model, filled(model, row)).dimensions["A"]


ROWS = st.integers(2, 7).flatmap(
    lambda scale_max: st.tuples(st.just(scale_max), st.lists(st.integers(1, scale_max), min_size=1, max_size=9))
)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_rises_needed_are_exact_with_equal_weights(drawn: tuple[int, list[int]], random: Random) -> None:
    """After that many one-level rises of any answers the average stage is higher; after one fewer it is not."""
    scale_max, row = drawn
    before = measured(scale_max, row)
    assert before.average_stage is not None
    needed = before.reason.rises_needed
    assume(needed is not None)
    for rise in range(1, (needed or 0) + 1):
        row[random.choice([i for i, level in enumerate(row) if level < scale_max])] += 1
        assert ((measured(scale_max, row).average_stage or 0) > before.average_stage) == (rise == needed)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_falls_left_are_exact_with_equal_weights(drawn: tuple[int, list[int]], random: Random) -> None:
    """After that many one-level falls of any answers the average stage is the same; after one more it is not."""
    scale_max, row = drawn
    row = [scale_max - (level == 1) for level in row]
    left = measured(scale_max, row).reason.falls_left
    assume(left is not None)
    for fall in range(1, (left or 0) + 2):
        row[random.choice([i for i, level in enumerate(row) if level > 1])] -= 1
        assert (measured(scale_max, row).average_stage == scale_max) == (fall <= (left or 0))


@given(cases())
def test_every_stage_has_one_reason(case: Case) -> None:
    """A capped stage has blockers and no other reason.

    Otherwise the reason is the average or the top, or there is none.
    """
    model = questionnaire(
        [case.shape.weights[dimension_columns].tolist() for dimension_columns in case.shape.columns],
        scale_max=case.shape.scale_max,
        practice=case.shape.caps.practice,
        dimension=case.shape.caps.dimension,
    )
    result = score_response(model, filled(model, *rows_of(case)))
    for measure in (result.overall, *result.dimensions.values()):
        why, stage = measure.reason, measure.stage
        assert (why.kind == "unknown") == (stage is None)
        assert (why.kind == "cap") == bool(why.blockers)
        assert (why.kind == "average") == (why.rises_needed is not None)
        assert (why.kind == "top") == (why.falls_left is not None) == bool(why.nearest_to_falling)
        if stage is not None and measure.average_stage is not None:
            assert (why.kind == "cap") == (stage < measure.average_stage)
            assert (why.kind == "top") <= (stage == model.scale_max)
            assert why.rises_needed is None or why.rises_needed >= 1


def rows_of(case: Case) -> list[list[AnswerValue]]:
    def drawn_answer(column: int) -> AnswerValue:
        if not case.applies[0, column]:
            return NA
        return DK if np.isnan(case.answers[0, column]) else int(case.answers[0, column])

    return [[drawn_answer(int(c)) for c in dimension_columns] for dimension_columns in case.shape.columns]


@given(cases(), st.randoms(use_true_random=False))
def test_first_steps_are_few_different_and_possible(case: Case, random: Random) -> None:
    """At most three, each for another rated question below the top, and below its target unless it is a blocker."""
    counts = [dimension_columns.size for dimension_columns in case.shape.columns]
    names = [f"{letter}{i}" for letter, n in zip("ABCDEF", counts, strict=False) for i in range(1, n + 1)]
    ease = {name: random.randint(1, 5) for name in names}
    model = equal(*counts, scale_max=case.shape.scale_max, ease=ease)
    case_response = filled(model, *rows_of(case))
    scored = score_response(model, case_response)
    chosen = {d.id: random.randint(1, model.scale_max) for d in model.dimensions if random.random() < 0.3}
    gaps = question_gaps(model, case_response, default_targets(scored, model.scale_max) | chosen, {})
    steps = propose_first_steps(gaps, scored)
    asked = [s.gap.question.id for s in steps]
    assert len(asked) == len(set(asked)) <= 3
    assert [s.reason for s in steps] == sorted(
        {s.reason for s in steps}, key=["blocker", "quick_win", "lowest_dimension"].index
    )
    for proposed in steps:
        assert proposed.gap.step is not None
        assert proposed.reason == "blocker" or proposed.gap.gap >= 1
    if any(m.reason.blockers for m in scored.dimensions.values()):
        assert steps[0].reason == "blocker"


TEXTS = st.one_of(
    st.sampled_from(
        ["no", "Yes", "on", "~", "null", "1.0", "2026-01-01", "1:30", "a: b", "# x", "'", '"', "- x", "<<"]
    ),
    st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" \u00e9’…"), min_size=1, max_size=20),
).filter(lambda text: bool(text.strip()))


@given(st.integers(2, 7), st.data())
def test_any_text_survives_the_file_and_the_archive(scale_max: int, data: st.DataObject) -> None:
    """Any text read from YAML is unchanged, and the canonical text loads with the same digest."""
    text = data.draw(TEXTS)
    different = st.lists(TEXTS, min_size=scale_max, max_size=scale_max, unique_by=lambda t: t.strip().lower())
    names, statements = data.draw(different), data.draw(different)
    step = {"do": text, "effort": text, "ease": data.draw(st.integers(1, 5)), "owner": text, "worked_if": text}
    question = {"id": "q", "capability": "c", "prompt": text, "why": text, "evidence": text, "ask": text}
    model = {
        "id": "m",
        "version": "1.0.0",
        "title": text,
        "about": text,
        "rule": text,
        "stages": [{"level": i, "name": name, "meaning": text} for i, name in enumerate(names, start=1)],
        "caps": {"practice": data.draw(st.integers(0, 6)), "dimension": data.draw(st.integers(0, 6))},
        "dimensions": ["d"],
    }
    dimension = {
        "id": "d",
        "name": text,
        "about": text,
        "capabilities": [{"id": "c", "name": text, "about": text}],
        "questions": [
            question
            | {"weight": data.draw(st.floats(0.1, 100)), "levels": statements, "steps": [step] * (scale_max - 1)}
        ],
    }
    with TemporaryDirectory() as folder:
        for name, content in (("model.yaml", model), ("d.yaml", dimension)):
            written = yaml.safe_dump(content, allow_unicode=data.draw(st.booleans()), sort_keys=False)
            (Path(folder) / name).write_text(written, "utf-8")
        loaded = load_questionnaire(Path(folder))
    assert loaded.title == text.strip()
    assert list(loaded.questions[0].levels) == [s.strip() for s in statements]
    assert [s.name for s in loaded.stages] == [n.strip() for n in names]
    again = questionnaire_from_canonical(loaded.canonical)
    assert again == loaded
    assert again.digest == loaded.digest
    assert again.canonical == loaded.canonical
