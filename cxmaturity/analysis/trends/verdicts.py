"""Verdicts on a change between two surveys: tests of people's own levels, as far as they may be shown.

People's own levels are computed over the questions that are rated both times, so that questions that were added or
removed do not affect a verdict.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from cxmaturity.analysis.disclosure import may_show_result_of, may_show_verdict
from cxmaturity.analysis.trends.compared_levels import (
    ComparedLevels,
    can_reach_verdict,
    levels_of_everyone,
    levels_of_linked,
    linked_rows,
)
from cxmaturity.analysis.trends.comparison import Comparison
from cxmaturity.analysis.trends.exact_tests import (
    ChangeTest,
    StatisticalVerdict,
    VerdictKind,
    counts_test,
    judge_changes,
    paired_test,
    unpaired_test,
)
from cxmaturity.analysis.trends.people_answers import mean_of_counts, people_with_every_level
from cxmaturity.answers import Privacy
from cxmaturity.questionnaire.schema import Dimension
from cxmaturity.scoring.matrices import Floats
from cxmaturity.scoring.stages import stages_of_levels

MIN_PEOPLE_FOR_STAGE_COUNT = 10
"""How many people must be counted, before and after, to show how many of them rate a dimension at a stage."""

_LOWEST_STAGE_TO_REACH = 2  # everybody is at the first stage or higher


@dataclass(frozen=True, slots=True)
class VerdictNumbers:
    """The figures behind a verdict: the change of people's mean, its 95 % interval, and p adjusted for all tests.

    `people` are the numbers before and after; the same people where `is_linked`.
    """

    change: float
    low: float
    high: float
    adjusted: float
    people: tuple[int, int]
    is_linked: bool


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many of the people counted, before and after, rate a dimension at this stage or higher."""

    stage: int
    before: int
    after: int
    people: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the change of a dimension is real, with the figures that may be shown, each None where it may not.

    `direction` is 1 for a real rise of people's mean, -1 for a real fall, else 0. `is_withheld` is True when so few
    anonymous people answered that the verdict would reveal their answers. `means` are people's means before and after.
    """

    kind: VerdictKind
    direction: int
    numbers: VerdictNumbers | None
    is_withheld: bool = False
    means: tuple[float, float] | None = None
    stage_count: StageCount | None = None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdicts by dimension id, and whose levels they compare.

    `answered` is how many people answered before and after. `from_counts` are the ids of the dimensions judged only
    from the counts of their questions, because a test of own levels could reveal single answers. `linked` is how many
    people answered both times; None where no private codes link people. `is_linked_suppressed` is True when they are so
    few in anonymous mode that even their number stays hidden. `uses_linked` is True when the verdicts compare these
    people, each with themselves, instead of everybody. `linked_would_tell` is True when the verdicts do not, because
    such a verdict beside the counts of everybody could reveal the answers of the others.
    """

    by_dimension: Mapping[str, Verdict]
    answered: tuple[int, int]
    from_counts: tuple[str, ...] = ()
    linked: int | None = None
    is_linked_suppressed: bool = False
    uses_linked: bool = False
    linked_would_tell: bool = False


def judge_comparison(comparison: Comparison) -> Verdicts | None:
    """Return the verdict on each dimension that people rated both times; None unless both are results of a group."""
    before, after = comparison.people_before, comparison.people_after
    groups = comparison.earlier.group, comparison.later.group
    if before is None or after is None or groups[0] is None or groups[1] is None:
        return None
    privacy: Privacy = "anonymous" if "anonymous" in (groups[0].privacy, groups[1].privacy) else "open"
    rated = {d.id: questions for d in comparison.dimensions if (questions := comparison.rated_by_both(d))}
    people = before, after
    terms = comparison.later.questionnaire, privacy
    has_counts = {
        name: privacy == "open"
        or all(group.disclosure.questions[q.id].counts is not None for group in groups if group for q in questions)
        for name, questions in rated.items()
    }

    def beside_counts(name: str, levels: ComparedLevels) -> ComparedLevels:
        return replace(levels, shows_figures=levels.shows_figures and has_counts[name])

    has_every_level = (
        people_with_every_level(before, comparison.earlier.questionnaire, groups[0].disclosure.questions),
        people_with_every_level(after, comparison.later.questionnaire, groups[1].disclosure.questions),
    )
    everyone = {
        name: beside_counts(name, levels_of_everyone(*people, questions, *terms, has_every_level))
        for name, questions in rated.items()
    }
    answered = groups[0].disclosure.answered, groups[1].disclosure.answered
    if not (groups[0].is_linked and groups[1].is_linked):
        return Verdicts(_verdicts(comparison, everyone, privacy), answered, _judged_from_counts(everyone, privacy))
    linked = {n: beside_counts(n, levels_of_linked(*people, qs, *terms)) for n, qs in rated.items()}
    count = len(linked_rows(*people)[0])
    uses_linked = _linked_suffice(linked, everyone, privacy)
    compared = linked if uses_linked else everyone
    return Verdicts(
        _verdicts(comparison, compared, privacy),
        answered,
        _judged_from_counts(compared, privacy),
        count,
        not may_show_result_of(count, privacy),
        uses_linked,
        not uses_linked
        and any(can_reach_verdict(x.people, len(linked), privacy, is_linked=True) for x in linked.values()),
    )


def _linked_suffice(
    linked: Mapping[str, ComparedLevels], everyone: Mapping[str, ComparedLevels], privacy: Privacy
) -> bool:
    """Return whether the linked people suffice for a verdict in each dimension in which everybody does, and in any."""
    tells = {name: levels.can_reach_verdict(len(linked), privacy) for name, levels in linked.items()}
    return any(tells.values()) and all(
        tells[name] or not levels.can_reach_verdict(len(linked), privacy) for name, levels in everyone.items()
    )


def _verdicts(comparison: Comparison, levels: Mapping[str, ComparedLevels], privacy: Privacy) -> dict[str, Verdict]:
    """Return the verdict on each dimension in `levels`, by dimension id, with the figures that may be shown."""
    in_counts = _judged_from_counts(levels, privacy)
    tests: dict[str, ChangeTest] = {}
    for d in comparison.dimensions:
        if d.id in levels and (test := _counts_test(comparison, d) if d.id in in_counts else _test(levels[d.id])):
            tests[d.id] = test
    judged = judge_changes(tests, comparison.later.questionnaire.level_distance)
    verdicts: dict[str, Verdict] = {}
    for d in comparison.dimensions:
        if d.id in levels:
            tested = judged.get(d.id)
            is_withheld = tested is None or not may_show_verdict(
                tested.test.reachable * len(tests), tested.test.people, privacy
            )
            shows_numbers = d.id in in_counts or levels[d.id].shows_figures
            verdict = _verdict(tested, shows_numbers=shows_numbers, is_withheld=privacy == "anonymous" and is_withheld)
            means, count = _means(comparison, d, levels[d.id]), _stage_count(comparison, d, levels[d.id])
            verdicts[d.id] = replace(verdict, means=means, stage_count=count)
    return verdicts


def _judged_from_counts(levels: Mapping[str, ComparedLevels], privacy: Privacy) -> tuple[str, ...]:
    """Return the ids of the dimensions of which only the counts are tested: people's levels may not be shown."""
    return tuple(name for name, compared in levels.items() if privacy == "anonymous" and not compared.shows_figures)


def _counts_test(comparison: Comparison, dimension: Dimension) -> ChangeTest | None:
    """Return the test of the counts of a dimension's questions; None unless the counts of all are shown."""
    questions = comparison.rated_by_both(dimension)
    sides = [
        [side.group.disclosure.questions[q.id].counts for q in questions]
        for side in (comparison.earlier, comparison.later)
        if side.group
    ]
    before, after = ([counts for counts in side if counts is not None] for side in sides)
    if not questions or min(len(before), len(after)) < len(questions):
        return None
    return counts_test(before, after, [q.weight for q in questions], comparison.later.questionnaire.level_numbers)


def _verdict(judged: StatisticalVerdict | None, *, shows_numbers: bool, is_withheld: bool) -> Verdict:
    """Return the verdict for a judged test, without its numbers unless `shows_numbers`; None stands for no test."""
    if judged is None or is_withheld:
        return Verdict("too few people to tell", 0, None, is_withheld)
    test = judged.test
    direction = 0 if judged.kind != "real" else 1 if test.change > 0 else -1
    numbers = VerdictNumbers(test.change, test.low, test.high, judged.adjusted, test.people, test.is_linked)
    return Verdict(judged.kind, direction, numbers if shows_numbers else None)


def _means(comparison: Comparison, dimension: Dimension, levels: ComparedLevels) -> tuple[float, float] | None:
    """Return people's mean before and after; where it may not be shown, the means of the counts."""
    if levels.shows_figures and min(levels.people):
        return float(levels.before.mean()), float(levels.after.mean())
    questions, numbers = comparison.rated_by_both(dimension), comparison.later.questionnaire.level_numbers
    means = [
        mean_of_counts(questions, side.group.disclosure.questions, numbers)
        for side in (comparison.earlier, comparison.later)
        if side.group
    ]
    before, after = means
    return (before.mean, after.mean) if before and after else None


def _stage_count(comparison: Comparison, dimension: Dimension, levels: ComparedLevels) -> StageCount | None:
    """Return how many people rate the dimension at its later stage, at least the second, or higher; None if hidden."""
    part = comparison.parts[dimension.id]
    if part is None or not levels.shows_figures or min(levels.people) < MIN_PEOPLE_FOR_STAGE_COUNT:
        return None
    questionnaire = comparison.later.questionnaire
    stage = max(_LOWEST_STAGE_TO_REACH, int(stages_of_levels(np.array([part.after]), questionnaire)[0]))
    before, after = (
        int((stages_of_levels(side, questionnaire) >= stage).sum()) for side in (levels.before, levels.after)
    )
    return StageCount(stage, before, after, levels.people)


def _test(levels: ComparedLevels) -> ChangeTest | None:
    """Return the test of people's levels, None for too few people; unlinked levels are sorted for the cache."""
    if levels.is_linked:
        return _cached_test(tuple(levels.before.tolist()), tuple(levels.after.tolist()), True)
    return _cached_test(*(tuple(np.sort(side).tolist()) for side in (levels.before, levels.after)), False)


@lru_cache(maxsize=256)  # pages ask for the same rounds at each click
def _cached_test(before: tuple[float, ...], after: tuple[float, ...], is_linked: bool) -> ChangeTest | None:
    test = paired_test if is_linked else unpaired_test
    return test(_array(before), _array(after))


def _array(levels: tuple[float, ...]) -> Floats:
    return np.array(levels, dtype=float)
