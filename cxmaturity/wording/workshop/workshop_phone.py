"""Sentences of the phones in a workshop that are read out: what a phase is, a pause, and a timer."""

from cxmaturity.workshops.state import Phase

PAUSED = "Paused. No votes are taken for the moment."
CHANGED_ELSEWHERE = "Changed in another window"
SCRIPT_TEXTS = {
    "changed_elsewhere": CHANGED_ELSEWHERE,
    "put_back": "Put mine back",
    "resumed": "Voting goes on.",
    "runs": "A timer runs: {time}.",
    "changed": "The timer was changed: {time} left.",
    "half": "Half of the time is over: {time} left.",
    "left": "{time} left.",
    "over": "Time is up. Your vote counts until the result is shown.",
    "shown": "{time} left",
    "shown_over": "Time is up",
}
"""What the script of a phone says and shows; {time} is such as "1 minute 30 seconds"."""

LOOK_AGAIN = "Look again"
FOLLOW_SCREEN = "Follow the screen on this device (opens a new window)"

_SPOKEN: dict[Phase, str] = {
    "vote": "A question to vote on.",
    "dots": "Choose first steps.",
    "steps": "The first steps are shown.",
    "closed": "The workshop is over.",
}


def changed_elsewhere(vote: str) -> str:
    """Return that another window stored a newer vote, such as "4 · By habit", and how to put one's own back."""
    return f"{CHANGED_ELSEWHERE}: {vote}. Vote again to put what you see here in its place."


def spoken_phase(phase: Phase, is_paused: bool) -> str:
    """Return what a phone says when it comes to a phase, empty where its heading says enough."""
    return PAUSED if phase == "vote" and is_paused else _SPOKEN.get(phase, "")
