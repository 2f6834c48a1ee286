"""Texts about the participants on the console: presence, missing votes, removing and renaming."""

from collections.abc import Sequence

from cxmaturity.answers import Privacy
from cxmaturity.workshops.presence import Presence

PRESENCE_LABELS: dict[Presence, str] = {"connected": "Connected", "away": "Away for a moment", "gone": "Gone"}

PRESENCE_HELP = (
    "Away: the phone was locked or lost its connection less than a minute ago. Gone: longer ago. The room waits for "
    "those who are connected or away."
)
PRESENCE_HIDDEN = "Who is connected is not shown while anonymous answers are taken: it could tell who has answered."


def phone_name(number: int) -> str:
    """Return the label of a participant without a name on the console."""
    return f"Phone {number}"


def attendance_summary(connected: int, away: int, gone: int) -> str:
    """Return how many phones are connected, away and gone, without zero counts."""
    counts = [f"{connected} connected"]
    counts += [f"{away} away"] if away else []
    counts += [f"{gone} gone"] if gone else []
    return " · ".join(counts)


def missing_people(names: Sequence[str], is_self_paced: bool) -> str:
    """Return whose votes are missing."""
    if not names:
        return "Everyone who is there has finished." if is_self_paced else "Everyone who is there is in."
    return f"{'Not finished yet' if is_self_paced else 'Not in yet'}: {', '.join(names)}"


def removal_consequences(privacy: Privacy) -> str:
    """Return what is deleted when a person is removed from a workshop."""
    if privacy == "open":
        votes = "Their votes and dots go too, and what was shown is counted again without them."
    else:
        votes = (
            "Their votes that were not shown yet go too. What was shown stays as it was shown: the difference would "
            "tell what they said."
        )
    return f"{votes} They can join again, unless you lock the workshop."


LOCK_HELP = "Nobody else can join then. Those who are in stay in."
LOCKED = "The workshop is locked. Nobody else can join."
REMOVED_NOTICE = (
    "You are no longer in this workshop: whoever leads it has removed this phone. If that was a mistake, join again."
)


def removed(name: str) -> str:
    """Return the message that a person was removed."""
    return f"{name} is removed."


def renamed(name: str) -> str:
    """Return the new name of a person."""
    return f"Renamed: {name}."


def name_taken_on_console(name: str, marked_name: str) -> str:
    """Return the question whether this is a second person of the same name."""
    return f"Somebody else is called {name}. Is this another person of that name? They are shown as “{marked_name}”."
