"""Who is in the workshop: the presence of a phone, from when it was last connected. Pure: callers pass the time."""

from dataclasses import dataclass
from typing import Literal

Presence = Literal["connected", "away", "gone"]

AWAY_SECONDS = 60.0
"""How long a phone without a connection (lost, or locked) still counts as present."""


@dataclass(slots=True)
class Connection:
    """How a phone is connected: its number of event streams and, without one, until when it counts as connected.

    `until` is in seconds of the caller's clock.
    """

    until: float
    streams: int = 0

    def presence(self, now: float) -> Presence:
        """Return whether the phone is connected, away for a moment, or gone; `now` is on the caller's clock."""
        if self.streams or now < self.until:
            return "connected"
        return "away" if now < self.until + AWAY_SECONDS else "gone"
