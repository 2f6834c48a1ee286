"""Whether what moved between two surveys is real: tests of each person's own levels, as far as they may be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cxmaturity import change
from cxmaturity.answers import Privacy
from cxmaturity.change import Kind, Test
from cxmaturity.disclosure import FLOOR, part_may_be_seen, spread_may_be_seen
from cxmaturity.services.groups import Group
from cxmaturity.services.history import Comparison

_Levels = Mapping[str, float]
"""People's own levels of a dimension, by the hash of their private code."""


@dataclass(frozen=True, slots=True)
class Numbers:
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

    kind: Kind
    direction: int
    numbers: Numbers | None
    is_sealed: bool = False


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdicts by dimension id, and how many people are linked over both times: None where codes do not link.

    `fewest` is the floor below which nothing is said of anonymous people, 0 where everybody agreed to be named.
    """

    of: Mapping[str, Verdict]
    linked: int | None
    fewest: int


def verdicts(found: Comparison) -> Verdicts | None:
    """Return the verdict on each dimension that has a level both times; None unless both times several answered."""
    then, now = found.earlier.group, found.later.group
    if then is None or now is None:
        return None
    privacy: Privacy = "anonymous" if "anonymous" in (then.privacy, now.privacy) else "open"
    shared = {own.key for own in then.own} & {own.key for own in now.own} if then.is_linked and now.is_linked else None
    tests: dict[str, Test | None] = {}
    may_show: dict[str, bool] = {}
    sealed: set[str] = set()
    for d in found.dimensions:
        if found.parts[d.id] is None:
            continue
        before, after = _levels(then, d.id), _levels(now, d.id)
        both = [key for key in sorted(shared or ()) if key in before and key in after]
        counted = (len(both), len(both)) if len(both) > 1 else (len(before), len(after))
        if privacy == "anonymous" and min(counted) < FLOOR:
            sealed.add(d.id)
        tests[d.id] = None if d.id in sealed else _test(before, after, both)
        sides = zip(counted, (len(before), len(after)), strict=True)
        may_show[d.id] = all(
            spread_may_be_seen(part, privacy) and part_may_be_seen(part, whole, privacy) for part, whole in sides
        )
    ruled = change.verdicts({name: test for name, test in tests.items() if test})
    of = {name: _verdict(ruled.get(name), may_show[name], name in sealed) for name in tests}
    return Verdicts(of, None if shared is None else len(shared), FLOOR if privacy == "anonymous" else 0)


def _levels(of: Group, dimension_id: str) -> dict[str, float]:
    return {own.key: level for own in of.own if (level := own.levels.get(dimension_id)) is not None}


def _test(before: _Levels, after: _Levels, both: Sequence[str]) -> Test | None:
    """Return the test of those who answered both times where there are two of them at least, else of all."""
    if len(both) > 1:
        return _tested(tuple(before[key] for key in both), tuple(after[key] for key in both), True)
    return _tested(tuple(sorted(before.values())), tuple(sorted(after.values())), False)


@lru_cache(maxsize=256)  # the same two frozen results always give the same, and a page asks at each click
def _tested(before: tuple[float, ...], after: tuple[float, ...], is_linked: bool) -> Test | None:
    test = change.linked if is_linked else change.unlinked
    return test(np.array(before), np.array(after))


def _verdict(ruled: change.Verdict | None, may_show: bool, is_sealed: bool) -> Verdict:
    if ruled is None:
        return Verdict("too few people to tell", 0, None, is_sealed)
    test = ruled.test
    direction = 0 if ruled.kind != "real" else 1 if test.change > 0 else -1
    numbers = Numbers(test.change, test.low, test.high, ruled.adjusted, test.people, test.is_linked)
    return Verdict(ruled.kind, direction, numbers if may_show else None)
