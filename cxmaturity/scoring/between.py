"""Whether a stage is a near thing: an overall level close to a boundary, or most dimensions below it (section 11)."""

from dataclasses import dataclass
from math import floor
from typing import Literal

from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.scoring.equality import TOLERANCE
from cxmaturity.scoring.result import Result

NEAR_BOUNDARY = 0.1
"""How close to a boundary between two stages, in levels, an overall level is called between them."""


@dataclass(frozen=True, slots=True)
class BetweenStages:
    """The two stages, `lower` and the next, between which a result stands, and why.

    'dimensions': more dimensions stand below the overall stage (`below` of `dimensions`) than at or above it.
    'boundary': the overall level is within NEAR_BOUNDARY of where the upper stage begins.
    """

    lower: int
    reason: Literal["dimensions", "boundary"]
    below: int
    dimensions: int

    @property
    def boundary(self) -> float:
        """The level at which the upper stage begins."""
        return self.lower + 0.5


def between_stages(result: Result, questionnaire: Questionnaire) -> BetweenStages | None:
    """Return between which two stages the overall result stands, None where it stands clearly at one or has none.

    A boundary counts only where crossing it would change the stage: with a lowest dimension that holds the stage below
    both, the level may be as close as it likes.
    """
    stage, level = result.overall.stage, result.overall.level
    if stage is None or level is None:
        return None
    stages = [m.stage for m in result.dimensions.values() if m.stage is not None]
    below = sum(s < stage for s in stages)
    if below > len(stages) - below:
        return BetweenStages(stage - 1, "dimensions", below, len(stages))
    lower = floor(level)
    highest_allowed = min(min(stages) + questionnaire.caps.dimension, questionnaire.scale_max)
    if abs(level - (lower + 0.5)) <= NEAR_BOUNDARY + TOLERANCE and lower + 1 <= highest_allowed:
        return BetweenStages(lower, "boundary", below, len(stages))
    return None
