"""The reason for a stage, as data, down to the answers (the model's rules, section 4).

Pages and the command line each put it into words; the facts are the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Literal

from cxmaturity.scoring.equality import TOLERANCE, keys_of_lowest


@dataclass(frozen=True, slots=True)
class StagePart:
    """One part of a stage: a rated question with its level, or, of the overall stage, a dimension with its stage."""

    id: str
    value: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Reason:
    """What decides a stage. Ids are of questions, or, for the overall stage, of dimensions.

    kind: 'cap' when the weakest part holds the stage below the average's; 'average' when the average decides;
    'top' at the highest stage; 'unknown' when there is no level yet.
    blockers: the ids at the lowest value, when a cap binds, else empty.
    rises_needed: one-level rises until the average reaches the next stage, when the average decides, else None.
    furthest: the ids below the target, furthest first, when the average decides, else empty.
    then_capped_by: the ids at the lowest value where the cap would decide next, else empty: they must be among those
    that rise, or, at the top, one of them falling would lose the stage.
    nearest_to_falling: at the top, the ids at the lowest value, else empty.
    falls_left: at the top, how many one-level falls the average still bears, else None.
    """

    kind: Literal["cap", "average", "top", "unknown"]
    blockers: tuple[str, ...] = ()
    rises_needed: int | None = None
    furthest: tuple[str, ...] = ()
    then_capped_by: tuple[str, ...] = ()
    nearest_to_falling: tuple[str, ...] = ()
    falls_left: int | None = None


UNKNOWN = Reason("unknown")


def explain_stage(
    level: float | None,
    stage: int | None,
    average_stage: int | None,
    parts: Sequence[StagePart],
    cap: int,
    scale_max: int,
    target: int | None,
) -> Reason:
    """Return the reason for `stage`; UNKNOWN without a level.

    `parts` are those with a value, in questionnaire order; `cap` is how far the stage may stand above the lowest of
    them; `scale_max` is K; `target` is the stage aimed at (None: the next one).
    """
    if level is None or stage is None or average_stage is None:
        return UNKNOWN
    at_lowest = keys_of_lowest({p.id: p.value for p in parts})
    lowest = min(p.value for p in parts)
    weights = [p.weight for p in parts]
    if stage < average_stage:
        return Reason("cap", blockers=at_lowest)
    if stage == scale_max:
        spare = (level - (scale_max - 0.5)) * sum(weights) / max(weights)
        falls_left = max(0, floor(spare + TOLERANCE))
        is_capped_next = lowest - 1 + cap < scale_max
        then_capped_by = at_lowest if is_capped_next else ()
        return Reason("top", then_capped_by=then_capped_by, nearest_to_falling=at_lowest, falls_left=falls_left)
    missing = (stage + 0.5 - level) * sum(weights) / min(weights)
    aim = min(scale_max, stage + 1) if target is None else target
    below = sorted((p for p in parts if p.value < aim), key=lambda p: p.value)
    return Reason(
        "average",
        rises_needed=ceil(missing - TOLERANCE),
        furthest=tuple(p.id for p in below),
        then_capped_by=at_lowest if lowest + cap < stage + 1 else (),
    )
