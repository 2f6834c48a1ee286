"""Shown figures and stages of any questionnaire, compared with exact fractions, as computed by hand."""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product
from math import floor

import pytest
from hypothesis import assume, event, example, given
from hypothesis import strategies as st

from cxmaturity.analysis.gaps import DEFAULT_IMPORTANCE
from cxmaturity.analysis.one_answer_away import MAX_RISES, MAX_SETTLING, one_answer_away
from cxmaturity.analysis.outcome import Outcome, evaluate
from cxmaturity.analysis.sensitivity import stages_under_other_rules
from cxmaturity.analysis.trends.exact_tests import MIN_CHANGE
from cxmaturity.scoring.between_stages import between_stages
from cxmaturity.scoring.equality import TOLERANCE
from cxmaturity.scoring.result import score_response
from cxmaturity.wording.language import numbers
from cxmaturity.wording.result import stages, sums
from tests.build import DK, NA, AnswerValue, filled
from tests.properties import exact
from tests.properties.exact import HALF, Rules

TENTH = Fraction(1, 10)

# Equal weights as shipped, decimals that leave traces in floats, and pairs whose means come close to a boundary.
WEIGHTS = st.one_of(
    st.just("1"),
    st.sampled_from(["0.1", "0.2", "0.3", "0.7", "1.1", "2", "3"]),
    st.sampled_from(["497", "503", "0.01", "99.9", "1.001"]),
)


@st.composite
def cases(draw: st.DrawFn, questions: int = 6, most_missing: int = 3) -> tuple[Rules, list[list[AnswerValue]]]:
    """Draw rules and one row of answers for each dimension; some are missing or do not apply."""
    scale_max = draw(st.integers(2, 7))
    counts = draw(st.lists(st.integers(1, questions), min_size=1, max_size=5))
    kind = draw(st.sampled_from([st.just("1"), WEIGHTS]))
    weights = tuple(tuple(draw(kind) for _ in range(count)) for count in counts)
    rules = Rules(weights, scale_max, draw(st.integers(0, 6)), draw(st.integers(0, 6)))
    middle = draw(st.integers(1, scale_max))
    near = st.integers(max(1, middle - 1), min(scale_max, middle + 1))
    levels = draw(st.sampled_from([near, st.integers(1, scale_max)]))
    rows: list[list[AnswerValue]] = [[draw(levels) for _ in range(count)] for count in counts]
    places = [(d, i) for d, count in enumerate(counts) for i in range(count)]
    for d, i in draw(st.lists(st.sampled_from(places), max_size=most_missing, unique=True)):
        rows[d][i] = draw(st.sampled_from([DK, None, NA]))
    return rules, rows


def outcome_of(rules: Rules, rows: list[list[AnswerValue]]) -> Outcome:
    model = rules.model
    return evaluate(model, filled(model, *rows), {}, {})


def half_up(value: Fraction, digits: int) -> Fraction:
    scale = 10**digits
    return Fraction(floor(value * scale + HALF), scale)


def decimals(text: str) -> int:
    return len(text.partition(".")[2])


@given(cases())
def test_levels_and_stages_are_those_of_exact_arithmetic(case: tuple[Rules, list[list[AnswerValue]]]) -> None:
    """Levels except for float error; stages and lowest dimensions exactly."""
    result, expected = outcome_of(*case).result, exact.score(*case)
    for measure, level, stage in (
        *zip(result.dimensions.values(), expected.levels, expected.stages, strict=True),
        (result.overall, expected.level, expected.stage),
    ):
        assert measure.level == (None if level is None else pytest.approx(float(level), abs=1e-9))
        assert measure.stage == stage
    known = {name: x for name, x in zip(result.dimensions, expected.levels, strict=True) if x is not None}
    assert result.lowest_dimensions == tuple(name for name, x in known.items() if x == min(known.values()))


@given(cases())
def test_the_shown_figures_lead_to_the_shown_stage(case: tuple[Rules, list[list[AnswerValue]]]) -> None:
    """The printed level, rounded half up and capped above the lowest answer or dimension, gives the printed stage."""
    rules, rows = case
    outcome = outcome_of(*case)
    for (name, measure), row in zip(outcome.result.dimensions.items(), rows, strict=True):
        if measure.level is None:
            continue
        for text in (numbers.format_level(measure.level), numbers.format_level(measure.level, 2)):
            weakest = min(x for x in row if isinstance(x, int))
            assert min(rules.stage_of(Fraction(text)), weakest + rules.practice) == measure.stage, (name, text)
    overall = outcome.result.overall
    if overall.level is not None:
        lowest = min(m.stage for m in outcome.result.dimensions.values() if m.stage is not None)
        for text in (numbers.format_level(overall.level), numbers.format_overall_level(overall.level)):
            assert min(rules.stage_of(Fraction(text)), lowest + rules.dimension) == overall.stage, text


@given(cases())
@example((Rules((("1", "1", "1"), ("1", "1", "1"), ("1",) * 6), 5, 2, 1), [[2, 2, 3], [2, 2, 3], [3, 3, 3, 3, 3, 2]]))
def test_a_printed_sum_gives_the_printed_level(case: tuple[Rules, list[list[AnswerValue]]]) -> None:
    """The printed terms, added, divided and rounded half up, give the printed level and the same stage."""
    rules, _ = case
    outcome, expected = outcome_of(*case), exact.score(*case)
    printed = {
        sums.dimension_sum(outcome, name): level
        for name, level in zip(outcome.result.dimensions, expected.levels, strict=True)
    }
    for sentence, level in (*printed.items(), (sums.overall_sum(outcome), expected.level)):
        if level is None:
            continue
        parts = re.fullmatch(r"\((.*)\) ÷ (\S+) = (\S+)", sentence)
        assert parts, sentence
        terms, divisor, result = parts.groups()
        mean = sum((_term(term) for term in terms.split(" + ")), Fraction()) / Fraction(divisor)
        assert half_up(mean, decimals(result)) == Fraction(result), sentence
        assert rules.stage_of(mean) == rules.stage_of(Fraction(result)) == rules.stage_of(level), sentence


def _term(text: str) -> Fraction:
    if " ÷ " in text:
        total, weight = text.split(" ÷ ")
        return Fraction(total) / Fraction(weight)
    return Fraction(text.split(" × ")[0]) * Fraction(([*text.split(" × "), "1"])[1])


@given(
    st.fractions(0, 8, max_denominator=5000),
    st.integers(0, 3),
    st.sets(st.sampled_from([0, 1, 7, 25, 50, 70]), max_size=3),
)
def test_a_shown_number_is_on_the_same_side_of_each_boundary(
    value: Fraction, digits: int, hundredths: set[int]
) -> None:
    """A number is shown on a boundary only if it is on it; it is rounded half up, with no more decimals than needed."""
    boundaries = [x / 10 for x in hundredths]
    shown = numbers.half_up(float(value), digits, boundaries)
    count = -int(shown.as_tuple().exponent)
    assert half_up(value, count) == Fraction(shown)

    def is_clear(figure: Fraction) -> bool:
        limits = [Fraction(str(b)) for b in boundaries]
        return all((figure > b) == (value > b) and (figure < b) == (value < b) for b in limits)

    assert is_clear(Fraction(shown))
    assert count >= digits
    assert count == digits or not is_clear(half_up(value, count - 1))


@given(st.floats(-10, 10), st.integers(0, 3))
@example(1e-9, 0)
@example(1.0000001e-9, 0)
def test_a_fall_is_shown_as_the_mirror_of_a_rise(change: float, digits: int) -> None:
    """A fall has the same decimals as a rise of that size, and is never shown as no change."""
    boundaries = (-MIN_CHANGE, 0, MIN_CHANGE)
    shown = numbers.half_up(change, digits, boundaries)
    assert numbers.half_up(-change, digits, boundaries) == -shown
    assert (shown == 0) == (abs(change) <= TOLERANCE)
    assert re.fullmatch(r"[+-]\d+(\.\d+)?", numbers.signed(change, digits))


@given(cases(questions=4))
def test_the_stages_that_missing_answers_allow_are_the_lowest_and_the_highest(
    case: tuple[Rules, list[list[AnswerValue]]],
) -> None:
    """They are the minimum and maximum over all values of the missing answers.

    The stage by the rule is between them.
    """
    rules, rows = case
    assume(rules.scale_max ** len(exact.missing_places(rows)) <= 400)
    overall = outcome_of(*case).result.overall
    possible = exact.possible_stages(*case)
    if possible == {None}:
        assert (overall.stage_low, overall.stage_high) == (None, None)
        return
    reached = [stage for stage in possible if stage is not None]
    assert (overall.stage_low, overall.stage_high) == (min(reached), max(reached))
    assert overall.stage is None or min(reached) <= overall.stage <= max(reached)


@given(cases())
def test_between_two_stages_is_what_the_exact_level_says(case: tuple[Rules, list[list[AnswerValue]]]) -> None:
    """Most dimensions are below the stage, or the exact level is within a tenth of a boundary that changes it."""
    rules, _ = case
    outcome, expected = outcome_of(*case), exact.score(*case)
    between = between_stages(outcome.result, outcome.questionnaire)
    if expected.level is None or expected.stage is None:
        assert between is None
        return
    known = [stage for stage in expected.stages if stage is not None]
    below = sum(stage < expected.stage for stage in known)
    shown = Fraction(numbers.format_overall_level(outcome.result.overall.level))
    for level in (expected.level, shown):
        lower = floor(level)
        is_near = abs(level - lower - HALF) <= TENTH and lower < rules.scale_max
        is_near = is_near and min(known) + rules.dimension > lower
        if below > len(known) - below:
            assert between is not None
            assert (between.reason, between.lower) == ("dimensions", expected.stage - 1)
        else:
            assert (between is not None) == is_near
            assert between is None or (between.reason, between.lower) == ("boundary", lower)


@given(cases(questions=3, most_missing=2))
def test_one_answer_away_equals_a_full_search(case: tuple[Rules, list[list[AnswerValue]]]) -> None:
    """A full search finds the same smallest sets of rises, the same falls, and the same answers that settle it."""
    rules, rows = case
    model = rules.model
    away = one_answer_away(model, filled(model, *rows))
    names = {(d, i): f"{'ABCDE'[d]}{i + 1}" for d, row in enumerate(rows) for i in range(len(row))}
    rated = {place: x for place in names if isinstance(x := rows[place[0]][place[1]], int)}
    stage = exact.score(rules, rows).stage
    lifting: list[tuple[str, ...]] = []
    lowering: list[str] = []
    if stage is not None:
        risable = [place for place, x in rated.items() if x < rules.scale_max]
        for size in range(1, MAX_RISES + 1):
            for places in combinations(risable, size):
                raised = exact.with_values(rows, {p: rated[p] + 1 for p in places})
                if (exact.score(rules, raised).stage or 0) > stage:
                    lifting.append(tuple(names[p] for p in places))
            if lifting:
                break
        for place, x in rated.items():
            if x > 1 and (exact.score(rules, exact.with_values(rows, {place: x - 1})).stage or 0) < stage:
                lowering.append(names[place])
    assert list(away.lifting) == lifting
    assert list(away.lowering) == lowering
    event(f"lifting by {len(lifting[0]) if lifting else 'none'}")

    missing, scale = exact.missing_places(rows), range(1, rules.scale_max + 1)
    settling: list[tuple[str, ...]] = []
    if len(exact.possible_stages(rules, rows)) > 1:
        for size in range(1, MAX_SETTLING + 1):
            for places in combinations(missing, size):
                known = (dict(zip(places, values, strict=True)) for values in product(scale, repeat=size))
                if all(len(exact.possible_stages(rules, exact.with_values(rows, k))) == 1 for k in known):
                    settling.append(tuple(names[p] for p in places))
            if settling:
                break
    assert list(away.settling) == settling


@given(cases(), st.lists(st.integers(1, 5), min_size=5, max_size=5))
def test_other_rules_give_the_stage_of_exact_arithmetic(
    case: tuple[Rules, list[list[AnswerValue]]], important: list[int]
) -> None:
    """Each changed rule, scored with fractions, gives the same stage."""
    rules, rows = case
    model = rules.model
    importance = {d.id: i for d, i in zip(model.dimensions, important, strict=False) if i != DEFAULT_IMPORTANCE}
    for other in stages_under_other_rules(model, filled(model, *rows), importance):
        changed, weights = rules, []
        if other.rule == "practice cap":
            changed = replace(rules, practice=int(other.value or 0))
        elif other.rule == "dimension cap":
            changed = replace(rules, dimension=int(other.value or 0))
        elif other.rule == "coverage floor":
            changed = replace(rules, floor=Fraction(str(other.value)))
        else:
            weights = important[: len(rows)]
        assert exact.score(changed, rows, weights).stage == other.stage, other


@given(cases())
def test_every_outcome_can_be_put_into_words(case: tuple[Rules, list[list[AnswerValue]]]) -> None:
    """Every outcome is worded without an error, and no sentence counts more dimensions or answers than there are."""
    outcome = outcome_of(*case)
    counts = {None: len(outcome.questionnaire.dimensions)} | {
        d.id: len(d.questions) for d in outcome.questionnaire.dimensions
    }
    assert stages.stage_headline(outcome)
    stages.stage_by_the_rule(outcome)
    for dimension_id, count in counts.items():
        sentence = stages.explain_stage(outcome, dimension_id)
        assert "None" not in sentence
        assert "–" not in sentence
        for needed in re.findall(r"(\d+) (?:answers? must rise|dimensions? rises?)", sentence):
            assert int(needed) <= count
        assert not re.search(rf"\b{count} (answers must|dimensions) rise .*(among them|at stage)", sentence)


def test_the_reference_itself_rounds_half_up() -> None:
    """2.25, 2.75, 3.125, 62.5 and 67.5 by hand; otherwise reference and code could share a mistake."""
    by_hand = [("2.25", 1, "2.3"), ("2.75", 1, "2.8"), ("3.125", 2, "3.13"), ("62.5", 0, "63"), ("67.5", 0, "68")]
    for value, digits, shown in by_hand:
        assert half_up(Fraction(value), digits) == Fraction(shown)
        assert numbers.half_up(float(value), digits) == Decimal(shown)


def test_two_dimensions_of_decimal_weights_tie() -> None:
    """On seven levels both are exactly 6; floats give 6.000000000000001 for one."""
    rules = Rules((("0.1", "0.2", "0.3"), ("1", "1", "1")), 7, 6, 6)
    model = rules.model
    result = score_response(model, filled(model, [5, 5, 7], [6, 6, 6]))
    assert exact.score(rules, [[5, 5, 7], [6, 6, 6]]).levels == [6, 6]
    assert result.lowest_dimensions == ("A", "B")
