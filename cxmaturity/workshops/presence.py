"""Who is in the room: the presence of a phone, by when it was last connected. Pure: callers pass the time."""

from dataclasses import dataclass
from typing import Literal

Presence = Literal["connected", "away", "gone"]

AWAY_SECONDS = 60.0
"""How long a phone that lost its connection, or was locked, still counts as in the room."""


@dataclass(slots=True)
class Connection:
    """How a phone is connected: by how many event streams, or else until when, in seconds of the caller's clock."""

    until: float
    streams: int = 0

    def presence(self, now: float) -> Presence:
        """Return whether the phone is connected, away for a moment, or gone."""
        if self.streams or now < self.until:
            return "connected"
        return "away" if now < self.until + AWAY_SECONDS else "gone"
