"""Whether a result lies between two stages: close to a boundary, or with most dimensions below it."""

from dataclasses import dataclass
from typing import Literal

from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.scoring.equality import TOLERANCE
from cxmaturity.scoring.result import Result

NEAR_BOUNDARY = 0.1
"""How close to a boundary a level counts as between two stages, in mean distances between neighbouring levels."""


@dataclass(frozen=True, slots=True)
class BetweenStages:
    """The two stages, `lower` and the next, between which a result lies, and why.

    'dimensions': more dimensions are below the overall stage (`below` of `dimensions`) than at it or higher.
    'boundary': the overall level is within NEAR_BOUNDARY of `boundary`, where the upper stage begins.
    """

    lower: int
    reason: Literal["dimensions", "boundary"]
    below: int
    dimensions: int

    boundary: float
    """The level at which the upper stage begins."""


def between_stages(result: Result, questionnaire: Questionnaire) -> BetweenStages | None:
    """Return the two stages between which the overall result lies; None where it is clearly at one or has none.

    A boundary counts only where crossing it would change the stage: when the lowest dimension caps the stage below
    both, a level close to the boundary makes no difference.
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
