"""Whether what moved between two surveys is real: tests of each person's own levels, as far as they may be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cxmaturity.analysis import change as analysis_change
from cxmaturity.analysis.change import ChangeTest, VerdictKind
from cxmaturity.analysis.disclosure import MIN_GROUP_SIZE, may_show_part, may_show_spread
from cxmaturity.analysis.groups import GroupResult
from cxmaturity.answers import Privacy
from cxmaturity.services.trends.comparison import Comparison

_Levels = Mapping[str, float]
"""People's own levels of a dimension, by the hash of their private code."""


@dataclass(frozen=True, slots=True)
class VerdictNumbers:
    """What a verdict rests on: the change of people's mean, its 95 % interval, p adjusted for the number of tests.

    `people` are those counted then and now; the same ones where `is_linked`.
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

    `direction` is that of people's mean, 1 up or -1 down, of what is real; else 0. `is_sealed` when it was not even
    looked at, because so few anonymous people answered.
    """

    kind: VerdictKind
    direction: int
    numbers: VerdictNumbers | None
    is_suppressed: bool = False


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdicts by dimension id, and how many people are linked over both times: None where codes do not link.

    `fewest` is the floor below which nothing is said of anonymous people, 0 where everybody agreed to be named.
    """

    by_dimension: Mapping[str, Verdict]
    linked: int | None
    min_group_size: int


def judge_comparison(found: Comparison) -> Verdicts | None:
    """Return the verdict on each dimension that has a level both times; None unless both times several answered."""
    then, now = found.earlier.group, found.later.group
    if then is None or now is None:
        return None
    privacy: Privacy = "anonymous" if "anonymous" in (then.privacy, now.privacy) else "open"
    shared = {own.key for own in then.own} & {own.key for own in now.own} if then.is_linked and now.is_linked else None
    tests: dict[str, ChangeTest | None] = {}
    may_show: dict[str, bool] = {}
    sealed: set[str] = set()
    for d in found.dimensions:
        if found.parts[d.id] is None:
            continue
        before, after = _levels(then, d.id), _levels(now, d.id)
        both = [key for key in sorted(shared or ()) if key in before and key in after]
        counted = (len(both), len(both)) if len(both) > 1 else (len(before), len(after))
        if privacy == "anonymous" and min(counted) < MIN_GROUP_SIZE:
            sealed.add(d.id)
        tests[d.id] = None if d.id in sealed else _test(before, after, both)
        sides = zip(counted, (len(before), len(after)), strict=True)
        may_show[d.id] = all(
            may_show_spread(part, privacy) and may_show_part(part, whole, privacy) for part, whole in sides
        )
    ruled = analysis_change.judge_changes({name: test for name, test in tests.items() if test})
    of = {name: _disclosed_verdict(ruled.get(name), may_show[name], name in sealed) for name in tests}
    return Verdicts(of, None if shared is None else len(shared), MIN_GROUP_SIZE if privacy == "anonymous" else 0)


def _levels(of: GroupResult, dimension_id: str) -> dict[str, float]:
    return {own.key: level for own in of.own if (level := own.levels.get(dimension_id)) is not None}


def _test(before: _Levels, after: _Levels, both: Sequence[str]) -> ChangeTest | None:
    """Return the test of those who answered both times where there are two of them at least, else of all."""
    if len(both) > 1:
        return _cached_test(tuple(before[key] for key in both), tuple(after[key] for key in both), True)
    return _cached_test(tuple(sorted(before.values())), tuple(sorted(after.values())), False)


@lru_cache(maxsize=256)  # the same two frozen results always give the same, and a page asks at each click
def _cached_test(before: tuple[float, ...], after: tuple[float, ...], is_linked: bool) -> ChangeTest | None:
    test = analysis_change.paired_test if is_linked else analysis_change.unpaired_test
    return test(np.array(before), np.array(after))


def _disclosed_verdict(ruled: analysis_change.StatisticalVerdict | None, may_show: bool, is_sealed: bool) -> Verdict:
    if ruled is None:
        return Verdict("too few people to tell", 0, None, is_sealed)
    test = ruled.test
    direction = 0 if ruled.kind != "real" else 1 if test.change > 0 else -1
    numbers = VerdictNumbers(test.change, test.low, test.high, ruled.adjusted, test.people, test.is_linked)
    return Verdict(ruled.kind, direction, numbers if may_show else None)
