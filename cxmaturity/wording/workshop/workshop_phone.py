"""Sentences on phones in a workshop, most of them for screen readers: phases, pauses, timers."""

from collections.abc import Mapping

from cxmaturity.analysis.disclosure import MIN_GROUP_SIZE
from cxmaturity.answers import Privacy
from cxmaturity.wording.errors import NOTHING_CHOSEN
from cxmaturity.wording.language.other_windows import changed_elsewhere, done_elsewhere, form_conflict
from cxmaturity.wording.language.plurals import spelled
from cxmaturity.wording.surveys.participation import PAGE_TEXTS
from cxmaturity.wording.surveys.privacy import LEAVE_OUT
from cxmaturity.workshops.state import Phase

PAUSED = f"Paused. {PAGE_TEXTS['no_votes']}"
STORED = {
    "vote": ("Your vote is in.", "You can change it until the result is shown."),
    "poll": ("Your answer is in.", "You can change it until the workshop continues."),
    "dots": ("Your dots are in.", "You can change them until the workshop continues."),
}
"""What a phone shows once the server has stored a vote, an answer to a poll, or dots."""

SCRIPT_TEXTS = {
    "changed_elsewhere": changed_elsewhere("This", "{stored}"),
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
"""The texts of the phones' script; {time} is such as "1 minute 30 seconds", {stored} such as "4 · By habit"."""

SELF_PACED_TIMES = {
    **{name: SCRIPT_TEXTS[name] for name in ("runs", "changed", "half", "left", "shown", "shown_over")},
    "over": "Time is up. Your answers count until the facilitator continues.",
}
"""The texts about the time for all questions in a self-paced workshop."""

OWN_STEP = ("Write a step of your own", "What would you do first?", "Send it to the facilitator")
"""Heading, label and button of the field for a first step that a participant writes."""

_NOTICES = {
    ("time", "asked"): "The facilitator now sees that somebody needs more time, and not who.",
    ("step", "sent"): "Your step is with the facilitator, without your name. It is shown if they put it to the vote.",
}

REFRESH = "Refresh"
FOLLOW_SCREEN = "Follow the screen on this device (opens a new window)"

_SPOKEN: dict[Phase, str] = {
    "warm_up": "A question to warm up.",
    "worth": "One last question.",
    "vote": "A question to vote on.",
    "dots": "Choose first steps.",
    "steps": "The first steps are shown.",
    "closed": "The workshop is over.",
}


def vote_conflict(vote: str) -> str:
    """Return the message that another window stored a newer vote, such as "4 · By habit", and how to undo that."""
    return form_conflict("This vote", vote, "Vote again")


def spoken_phase(phase: Phase, is_paused: bool) -> str:
    """Return the announcement when a phase begins, empty when the phase's heading is enough."""
    return PAUSED if phase == "vote" and is_paused else _SPOKEN.get(phase, "")


def form_notice(query: Mapping[str, str]) -> str:
    """Return the effect of a form sent just now, from the query of the address it redirects to; empty without one."""
    return next((notice for (name, value), notice in _NOTICES.items() if query.get(name) == value), "")


def poll_fault(outcome: str) -> str:
    """Return why the answer to a poll that a form sent was not stored; empty when it was."""
    faults = {
        "changed": f"{done_elsewhere('This answer')} You see what is stored. Send yours again to put it in its place.",
        "empty": " ".join(NOTHING_CHOSEN),
    }
    return faults.get(outcome, "")


def why_texts(privacy: Privacy) -> tuple[str, str]:
    """Return the label of the field for a vote's reason, and who can read the reason."""
    if privacy == "open":
        return ("Why? One line, if you like", "Shown with the result, beside your name, if the facilitator chooses it.")
    return (
        "Why? One line, if you like",
        f"Once {spelled(MIN_GROUP_SIZE)} people have rated this question, the facilitator reads it without your name "
        f"and may show it word for word. {LEAVE_OUT}",
    )
