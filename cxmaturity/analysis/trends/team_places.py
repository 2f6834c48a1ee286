"""The place of each team among the organisation's own: in the lower quarter, the middle half or the upper one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cxmaturity.scoring.equality import TOLERANCE

MIN_TEAMS = 5
"""The least number of teams for a place among them to be told."""

Band = Literal["lower", "middle", "upper"]


@dataclass(frozen=True, slots=True)
class TeamPlaces:
    """The overall levels of teams by team id, and the lowest and the highest level of their middle half, on 1..K.

    These two are such that at most a quarter of the teams is below, and above. Equal levels have the same place.
    """

    levels: Mapping[str, float]
    low: float
    high: float

    def band(self, team_id: str) -> Band:
        """Return in which part a team stands."""
        level = self.levels[team_id]
        return "lower" if level < self.low - TOLERANCE else "upper" if level > self.high + TOLERANCE else "middle"


def team_places(levels: Mapping[str, float]) -> TeamPlaces | None:
    """Return the places of teams by their overall levels; None where there are fewer than MIN_TEAMS."""
    if len(levels) < MIN_TEAMS:
        return None
    ordered, quarter = sorted(levels.values()), len(levels) // 4
    return TeamPlaces(dict(levels), ordered[quarter], ordered[-1 - quarter])
