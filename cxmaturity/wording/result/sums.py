"""The calculation of a level, written so that a reader can repeat it by hand and get the level and stage shown."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from cxmaturity.analysis.outcome import Outcome
from cxmaturity.questionnaire.schema import Dimension, Questionnaire
from cxmaturity.scoring.levels import ratings_needed
from cxmaturity.scoring.result import Measure
from cxmaturity.scoring.stages import stages_of_levels
from cxmaturity.wording.language.numbers import half_up, plain_decimal
from cxmaturity.wording.language.plurals import plural
from cxmaturity.wording.questionnaire.levels import level_number, shown_level, shown_overall_level

_DIGITS = 2
_MOST_DIGITS = 4  # decimals at most; with more of them, fractions are easier to add


def rated_and_needed(measure: Measure) -> str:
    """Return how many questions of a dimension without a level are rated, and how many a level takes."""
    return f"{measure.rated} of {measure.asked} rated, {ratings_needed(measure.asked)} needed"


def dimension_sum(outcome: Outcome, dimension_id: str) -> str:
    """Return the calculation of a dimension's level: its answers, added and divided."""
    dimension = next(d for d in outcome.questionnaire.dimensions if d.id == dimension_id)
    measure = outcome.result.dimensions[dimension_id]
    if not measure.applies:
        return "No question of this dimension applies, so it is left out."
    if not measure.rated:
        return "No question is rated, so there is no level."
    if outcome.questionnaire.has_practices:
        return _practices_done(outcome, dimension)
    rated = [
        (level_number(outcome.questionnaire, x), q.weight)
        for q in dimension.questions
        if (x := outcome.response.level_of(q.id)) is not None
    ]
    equal = all(weight == 1 for _, weight in rated)
    terms = " + ".join(x if equal else f"{x} × {plain_decimal(weight)}" for x, weight in rated)
    total, weight = _total_and_weight(outcome, dimension)
    result = shown_level(outcome.questionnaire, float(total / weight), _DIGITS)
    mean = f"({terms}) ÷ {plain_decimal(float(weight))} = {result}"
    if measure.level is None:
        return f"{mean} so far, but that is no level: {rated_and_needed(measure)}."
    return mean


def _practices_done(outcome: Outcome, dimension: Dimension) -> str:
    """Return how many practices of each stage are done, of those that apply."""
    questionnaire, response = outcome.questionnaire, outcome.response
    parts = []
    for stage in questionnaire.stages[1:]:
        needed = [q for q in dimension.questions if q.level == stage.level]
        applying = [q for q in needed if response.answer(q.id).not_applicable is None]
        done = sum((response.level_of(q.id) or 0) >= questionnaire.pass_position for q in applying)
        parts += [f"stage {stage.level}: {done} of {len(applying)}"] if applying else []
    return f"Practices done, {'; '.join(parts)}."


def overall_sum(outcome: Outcome) -> str:
    """Return the calculation of the overall level: the dimensions' levels, added and divided.

    The levels have as many decimals as it takes for the shown numbers to give the shown result and its stage; if
    _MOST_DIGITS are not enough, they are fractions.
    """
    measures = outcome.result.dimensions
    dimensions = [d for d in outcome.questionnaire.dimensions if measures[d.id].level is not None]
    overall = outcome.result.overall.level
    if overall is None:
        if not any(measure.applies for measure in measures.values()):
            return "No question applies, so there is no overall level."
        now = f"{len(dimensions)} {plural(len(dimensions), 'has', 'have')}" if dimensions else "none has"
        return f"There is no overall level until every dimension has one; {now} one now."
    result = shown_overall_level(outcome.questionnaire, overall, _DIGITS)
    for digits in range(_DIGITS, _MOST_DIGITS + 1):
        terms = [shown_level(outcome.questionnaire, measures[d.id].level, digits) for d in dimensions]
        if _leads_to(terms, result, outcome.questionnaire):
            return f"({' + '.join(terms)}) ÷ {len(terms)} = {result}"
    if outcome.questionnaire.has_practices:
        return f"({' + '.join(terms)}) ÷ {len(terms)} = {result}"
    fractions = [_total_and_weight(outcome, d) for d in dimensions]
    terms = [f"{plain_decimal(float(total))} ÷ {plain_decimal(float(weight))}" for total, weight in fractions]
    return f"({' + '.join(terms)}) ÷ {len(terms)} = {result}"


def _leads_to(terms: Sequence[str], result: str, questionnaire: Questionnaire) -> bool:
    """Return whether the mean of the shown `terms`, rounded like the shown `result`, equals it and has its stage."""
    mean = float(sum(Fraction(term) for term in terms) / len(terms))
    digits = len(result.partition(".")[2])
    shown, computed = stages_of_levels(np.array([float(result), mean]), questionnaire)
    return bool(shown == computed) and str(half_up(mean, digits)) == result


def _total_and_weight(outcome: Outcome, dimension: Dimension) -> tuple[Fraction, Fraction]:
    """Return the weighted sum of a dimension's rated answers and the sum of their weights as exact fractions."""
    numbers = [Fraction(repr(number)) for number in outcome.questionnaire.level_numbers]
    rated = [
        (numbers[x - 1], Fraction(repr(q.weight)))
        for q in dimension.questions
        if (x := outcome.response.level_of(q.id)) is not None
    ]
    return sum((x * weight for x, weight in rated), Fraction()), sum((weight for _, weight in rated), Fraction())
