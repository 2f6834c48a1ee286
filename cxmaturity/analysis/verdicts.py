"""Whether a change between two surveys is real: tests of each person's levels, as far as they may be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cxmaturity.analysis.change import (
    ChangeTest,
    StatisticalVerdict,
    VerdictKind,
    judge_changes,
    paired_test,
    unpaired_test,
)
from cxmaturity.analysis.comparison import Comparison
from cxmaturity.analysis.disclosure import may_show_part, may_show_result_of, may_show_spread
from cxmaturity.analysis.groups import GroupResult
from cxmaturity.answers import Privacy

_Levels = Mapping[str, float]
"""People's levels of a dimension, by the hash of their private code."""


@dataclass(frozen=True, slots=True)
class VerdictNumbers:
    """What a verdict rests on: the change of people's mean, its 95 % interval, p adjusted for the number of tests.

    `people` are those counted before and after; the same ones where `is_linked`.
    """

    change: float
    low: float
    high: float
    adjusted: float
    people: tuple[int, int]
    is_linked: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a dimension really moved; `numbers` are None where they may not be shown.

    `direction` is that of people's mean, 1 up or -1 down, of a real change; else 0. `is_suppressed` when nothing was
    tested because so few anonymous people answered.
    """

    kind: VerdictKind
    direction: int
    numbers: VerdictNumbers | None
    is_suppressed: bool = False


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdicts by dimension id, and how many people answered both times.

    `linked` is None where private codes do not link people; `is_linked_suppressed` when so few anonymous people are
    linked that not even their number is shown.
    """

    by_dimension: Mapping[str, Verdict]
    linked: int | None
    is_linked_suppressed: bool


def judge_comparison(comparison: Comparison) -> Verdicts | None:
    """Return the verdict on each dimension with a level both times; None unless several people answered both times."""
    before, after = comparison.earlier.group, comparison.later.group
    if before is None or after is None:
        return None
    privacy: Privacy = "anonymous" if "anonymous" in (before.privacy, after.privacy) else "open"
    linked = _linked_keys(before, after)
    tests: dict[str, ChangeTest | None] = {}
    shows_numbers: dict[str, bool] = {}
    suppressed: set[str] = set()
    for d in comparison.dimensions:
        if comparison.parts[d.id] is None:
            continue
        levels_before, levels_after = _levels(before, d.id), _levels(after, d.id)
        both = [key for key in sorted(linked or ()) if key in levels_before and key in levels_after]
        counted = (len(both), len(both)) if len(both) > 1 else (len(levels_before), len(levels_after))
        if not may_show_result_of(min(counted), privacy):
            suppressed.add(d.id)
        tests[d.id] = None if d.id in suppressed else _test(levels_before, levels_after, both)
        sides = zip(counted, (len(levels_before), len(levels_after)), strict=True)
        shows_numbers[d.id] = all(
            may_show_spread(part, privacy) and may_show_part(part, whole, privacy) for part, whole in sides
        )
    judged = judge_changes({name: test for name, test in tests.items() if test})
    verdicts = {
        name: _disclosed_verdict(judged.get(name), shows_numbers[name], is_suppressed=name in suppressed)
        for name in tests
    }
    if linked is None:
        return Verdicts(verdicts, None, is_linked_suppressed=False)
    return Verdicts(verdicts, len(linked), is_linked_suppressed=not may_show_result_of(len(linked), privacy))


def _linked_keys(before: GroupResult, after: GroupResult) -> set[str] | None:
    """Return the keys of the people who answered both times, None where codes do not link people."""
    if not (before.is_linked and after.is_linked):
        return None
    return {p.key for p in before.participant_levels} & {p.key for p in after.participant_levels}


def _levels(group: GroupResult, dimension_id: str) -> dict[str, float]:
    return {p.key: level for p in group.participant_levels if (level := p.levels.get(dimension_id)) is not None}


def _test(before: _Levels, after: _Levels, both: Sequence[str]) -> ChangeTest | None:
    """Return the test of those who answered both times where there are at least two of them, else of all."""
    if len(both) > 1:
        return _cached_test(tuple(before[key] for key in both), tuple(after[key] for key in both), True)
    return _cached_test(tuple(sorted(before.values())), tuple(sorted(after.values())), False)


@lru_cache(maxsize=256)  # the same two frozen results always give the same, and a page asks at each click
def _cached_test(before: tuple[float, ...], after: tuple[float, ...], is_linked: bool) -> ChangeTest | None:
    test = paired_test if is_linked else unpaired_test
    return test(np.array(before), np.array(after))


def _disclosed_verdict(judged: StatisticalVerdict | None, shows_numbers: bool, *, is_suppressed: bool) -> Verdict:
    if judged is None:
        return Verdict("too few people to tell", 0, None, is_suppressed)
    test = judged.test
    direction = 0 if judged.kind != "real" else 1 if test.change > 0 else -1
    numbers = VerdictNumbers(test.change, test.low, test.high, judged.adjusted, test.people, test.is_linked)
    return Verdict(judged.kind, direction, numbers if shows_numbers else None)
