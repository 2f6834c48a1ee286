"""Texts for people who take part in a survey or workshop: how to begin, private codes, names and links."""

from datetime import datetime

from cxmaturity.records import Assessment
from cxmaturity.wording.language.dates import format_weekday
from cxmaturity.workshops.state import Pace

SAVED_AT_ONCE = "Each answer is saved as you give it."

PAGE_TEXTS = {
    "saved_at_once": SAVED_AT_ONCE,
    "no_right_answer": "There is no right answer: say how things are today.",
    "can_still_change": "Until then you can still change your answers.",
    "as_they_suit": "Answer the questions as they suit you.",
    "no_lookup": "Nobody can look it up for you.",
    "first_question": "The first question appears here by itself.",
    "not_known": "What you did not know, and whom to ask",
    "no_step": "Nothing was revealed that leaves a step to take.",
    "no_votes": "No votes are taken for the moment.",
    "one_slip": "Each slip lets one person take part, once.",
    "thank_you": "Thank you: the workshop is over.",
    "all_answered": "Every question has an answer.",
}
"""Sentences of several pages of participants, or of the projected screen, by the name that templates use."""

INCOMPLETE_CODE = "A private code has 16 letters and digits. Check it, or leave it empty."

UNKNOWN_CODE_AFTER_CLOSING = "Nobody has taken part with this private code. Check it."

SENT_TOO_LATE = "The survey was closed before this was sent, so it is not stored. What was saved before counts."
COUNTED_AND_SHARED = "Whoever invited you shares the result with all who took part."

UNKNOWN_CODE = "Nobody has taken part with this private code. Check it, or leave it empty to begin anew."

CODE_IN_ADDRESS = (
    "A code in the address of an anonymous survey is not used: whoever sent it would know it too. If you have a "
    "private code of your own, type it here."
)


def what_happens(assessment: Assessment, pace: Pace | None, length: str) -> tuple[str, str]:
    """Return what a participant will do, as a first sentence and the rest.

    `pace` is that of a workshop, None for a survey; `length` is the text of `reading_time.answering_time`.
    """
    if assessment.mode == "survey":
        return (
            f"{length}.",
            f"{PAGE_TEXTS['no_right_answer']} Each answer is saved as you give it; leave any time and come back by the "
            "same link.",
        )
    if pace == "self_paced":
        return f"{length}, in your own time.", "Then you go through the answers together."
    return f"{length} of voting.", "All vote on a question, see the result and talk, then comes the next."


def open_until(deadline: datetime | None) -> str:
    """Return the last day of a survey, in the owner's time zone; empty without a deadline."""
    return f"Open until the end of {format_weekday(deadline.date())}." if deadline else ""


def greeting(name: str) -> str:
    """Return the greeting of a person who was invited by name."""
    return f"Hello {name}"


def name_question(name: str, marked_name: str) -> tuple[str, str, str]:
    """Return three texts for a person whose name is taken: the question, its explanation, and the button's label."""
    return (
        f"Are you the {name} who was invited?",
        f"Somebody of this name is here already. If that is you, open your own link or type your private code. If you "
        f"are another {name}, continue: you are shown as “{marked_name}”.",
        f"Continue as {marked_name}",
    )


def link_for_another(name: str, theirs: str) -> tuple[str, str, str]:
    """Return three texts for a person who opens another's link: the question, its explanation, the button's label."""
    return (
        f"Are you {theirs}?",
        f"This link was made for {theirs}, but in this browser {name} answers. Nothing has changed so far. The answers "
        f"of {name} stay, and {name} comes back to them by their own link.",
        f"I am {theirs}",
    )
