"""Whether a result lies between two stages: close to a boundary, or with most dimensions below it."""

from dataclasses import dataclass
from math import inf
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
    both, a level close to the boundary makes no difference. Of several such boundaries the nearest counts, so that the
    stage is always one of the two.
    """
    stage, level = result.overall.stage, result.overall.level
    if stage is None or level is None:
        return None
    stages = [m.stage for m in result.dimensions.values() if m.stage is not None]
    below = sum(s < stage for s in stages)
    if below > len(stages) - below:
        return BetweenStages(stage - 1, "dimensions", below, len(stages), questionnaire.thresholds[stage - 1])
    highest_allowed = min(stages) + questionnaire.caps.dimension
    reachable = list(enumerate(questionnaire.thresholds))[1:highest_allowed]
    lower, boundary = min(reachable, key=lambda upper: abs(level - upper[1]), default=(stage, inf))
    if abs(level - boundary) > NEAR_BOUNDARY * questionnaire.level_distance + TOLERANCE:
        return None
    return BetweenStages(lower, "boundary", below, len(stages), boundary)
