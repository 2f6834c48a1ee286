"""Whether a stage is a near thing: an overall level close to a boundary, or most dimensions below it (section 11)."""

from dataclasses import dataclass
from typing import Literal

from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.scoring.equality import TOLERANCE
from cxmaturity.scoring.result import Result

NEAR_BOUNDARY = 0.1
"""How close to a boundary between two stages, in mean distances of two levels, a level is called between them."""


@dataclass(frozen=True, slots=True)
class BetweenStages:
    """The two stages, `lower` and the next, between which a result stands, and why.

    'dimensions': more dimensions stand below the overall stage (`below` of `dimensions`) than at or above it.
    'boundary': the overall level is within NEAR_BOUNDARY of where the upper stage begins, `boundary`.
    """

    lower: int
    reason: Literal["dimensions", "boundary"]
    below: int
    dimensions: int

    boundary: float
    """The level at which the upper stage begins."""


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
        return BetweenStages(stage - 1, "dimensions", below, len(stages), questionnaire.thresholds[stage - 1])
    highest_allowed = min(stages) + questionnaire.caps.dimension
    near = NEAR_BOUNDARY * questionnaire.level_distance
    for upper, boundary in enumerate(questionnaire.thresholds[1:], start=2):
        if abs(level - boundary) <= near + TOLERANCE and upper <= highest_allowed:
            return BetweenStages(upper - 1, "boundary", below, len(stages), boundary)
    return None
