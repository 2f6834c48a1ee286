"""The reason for a stage, as data that leads down to the answers.

The pages and the command line each put it into words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, inf
from typing import Literal

from cxmaturity.scoring.equality import TOLERANCE, keys_of_lowest
from cxmaturity.scoring.matrices import OwnScale


@dataclass(frozen=True, slots=True)
class StagePart:
    """One part of a stage: a rated question with its level or, for the overall stage, a dimension with its stage."""

    id: str
    value: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Reason:
    """What decides a stage. Ids are question ids or, for the overall stage, dimension ids.

    kind: 'cap' when the weakest part keeps the stage below that of the average; 'average' when the average decides;
    'practices' when practices are missing for the next stage; 'top' at the highest stage; 'unknown' without a level.
    blockers: with a cap, the ids with the lowest value; with practices, those missing for the next stage; else empty.
    rises_needed: when the average decides, how many rises by one level lift the average to the next stage; else None.
    None too for the overall stage of a model with its own scale, in which dimensions do not rise level by level.
    furthest: when the average decides, the ids below the target, furthest first; else empty.
    then_capped_by: the ids with the lowest value where the cap would decide next, else empty. These must be among the
    ids that rise or, at the top, a fall of one of them would lose the stage.
    nearest_to_falling: at the top, the ids with the lowest value; else empty.
    falls_left: at the top, how many falls by one level the average can take; else None. None too in a model with its
    own scale.
    passed, needed: in a model of practices, how many practices of the next stage are passed, and how many there are;
    else None.
    """

    kind: Literal["cap", "average", "practices", "top", "unknown"]
    blockers: tuple[str, ...] = ()
    rises_needed: int | None = None
    furthest: tuple[str, ...] = ()
    then_capped_by: tuple[str, ...] = ()
    nearest_to_falling: tuple[str, ...] = ()
    falls_left: int | None = None
    passed: int | None = None
    needed: int | None = None


UNKNOWN = Reason("unknown")


def explain_stage(
    level: float | None,
    stage: int | None,
    average_stage: int | None,
    parts: Sequence[StagePart],
    cap: int,
    stage_max: int,
    target: int | None,
    scale: OwnScale | None = None,
) -> Reason:
    """Return the reason for `stage`; UNKNOWN without a level.

    `parts` are those with a value, in questionnaire order. `cap` is how far the stage may be above the lowest of them.
    `stage_max` is the highest stage. `target` is the stage aimed at (None: the next one). `scale` is the model's own
    scale, if it has one; the values of `parts` are then positions.
    """
    if level is None or stage is None or average_stage is None:
        return UNKNOWN
    at_lowest = keys_of_lowest({p.id: p.value for p in parts})
    lowest = min(p.value for p in parts)
    weights = [p.weight for p in parts]
    if stage < average_stage:
        return Reason("cap", blockers=at_lowest)
    if stage == stage_max and scale is not None:
        return Reason("top", nearest_to_falling=at_lowest)
    if stage == stage_max:
        spare = (level - (stage_max - 0.5)) * sum(weights) / max(weights)
        falls_left = max(0, floor(spare + TOLERANCE))
        is_capped_next = lowest - 1 + cap < stage_max
        then_capped_by = at_lowest if is_capped_next else ()
        return Reason("top", then_capped_by=then_capped_by, nearest_to_falling=at_lowest, falls_left=falls_left)
    stage_wanted = min(stage_max, stage + 1) if target is None else target
    below = sorted((p for p in parts if p.value < stage_wanted), key=lambda p: p.value)
    if scale is not None:
        return Reason("average", furthest=tuple(p.id for p in below))
    missing = (stage + 0.5 - level) * sum(weights) / min(weights)
    return Reason(
        "average",
        rises_needed=ceil(missing - TOLERANCE),
        furthest=tuple(p.id for p in below),
        then_capped_by=at_lowest if lowest + cap < stage + 1 else (),
    )


def fewest_rises(parts: Sequence[StagePart], level: float, scale: OwnScale, threshold: float) -> int:
    """Return the smallest number of rises by one level after which the mean of rated answers reaches `threshold`.

    `parts` are the rated answers by position; `level` is the weighted mean of their numbers. Levels may have uneven
    distances, so the number is found by computing the most that each number of rises can add, part by part.
    """
    wanted = (threshold - level) * sum(p.weight for p in parts) - TOLERANCE
    most = [0.0]  # index: number of rises
    for part in parts:
        position = round(part.value)
        adds = [(n - scale.numbers[position - 1]) * part.weight for n in scale.numbers[position - 1 :]]
        longer = [-inf] * (len(most) + len(adds) - 1)
        for rises, total in enumerate(most):
            for more, add in enumerate(adds):
                longer[rises + more] = max(longer[rises + more], total + add)
        most = longer
    return next((rises for rises, total in enumerate(most) if total >= wanted), len(most) - 1)


def explain_practices(
    level: float | None, stage: int | None, practices: Sequence[tuple[str, int, bool]], scale: OwnScale
) -> Reason:
    """Return the reason for the stage of a dimension; each practice is (id, number of its stage, passed)."""
    if level is None or stage is None:
        return UNKNOWN
    if level >= scale.highest:
        return Reason("top", nearest_to_falling=tuple(name for name, _, _ in practices))
    following = [(name, passed) for name, needed_for, passed in practices if needed_for == round(level) + 1]
    blockers = tuple(name for name, passed in following if not passed)
    passed = len(following) - len(blockers)
    return Reason("practices", blockers=blockers, furthest=blockers, passed=passed, needed=len(following))
