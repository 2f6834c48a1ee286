"""The place of each team among the teams of the organisation: lower quarter, middle half or upper quarter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cxmaturity.scoring.equality import TOLERANCE

MIN_TEAMS = 5
"""The smallest number of teams among which places are shown."""

Band = Literal["lower", "middle", "upper"]


@dataclass(frozen=True, slots=True)
class TeamPlaces:
    """The overall levels of teams by team id, and the lowest and highest level of their middle half.

    At most a quarter of the teams is below the middle half, and at most a quarter above. Equal levels have the same
    place.
    """

    levels: Mapping[str, float]
    low: float
    high: float

    def band(self, team_id: str) -> Band:
        """Return the part in which a team stands."""
        level = self.levels[team_id]
        return "lower" if level < self.low - TOLERANCE else "upper" if level > self.high + TOLERANCE else "middle"


def team_places(levels: Mapping[str, float]) -> TeamPlaces | None:
    """Return the places of teams by their overall levels; None for fewer than MIN_TEAMS teams."""
    if len(levels) < MIN_TEAMS:
        return None
    ordered, quarter = sorted(levels.values()), len(levels) // 4
    return TeamPlaces(dict(levels), ordered[quarter], ordered[-1 - quarter])
