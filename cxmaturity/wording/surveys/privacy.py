"""Texts on the privacy of surveys and workshops: the modes, and what participants are promised."""

from cxmaturity.analysis.disclosure import (
    MIN_GROUP_FOR_DISTRIBUTION,
    MIN_GROUP_FOR_PART,
    MIN_GROUP_FOR_ROLES,
    MIN_GROUP_SIZE,
)
from cxmaturity.answers import Privacy
from cxmaturity.records import Assessment
from cxmaturity.wording.language.plurals import spelled

PRIVACY_LABELS: dict[Privacy, str] = {
    "anonymous": "Anonymous",
    "open": "Open, with names",
}

PRIVACY_DESCRIPTIONS: dict[Privacy, str] = {
    "anonymous": (
        f"No names are stored. Nothing of a question is shown below {MIN_GROUP_SIZE} answers; from "
        f"{MIN_GROUP_FOR_DISTRIBUTION} on, how many chose each level."
    ),
    "open": "Names stand beside answers, and the team sees them. Good for small teams that trust each other.",
}

ROLES_HELP = (
    f"Shows where leaders and others see different worlds. From {MIN_GROUP_FOR_ROLES} people on, as each side is shown "
    f"only with {MIN_GROUP_FOR_PART} answers."
)

LINKING_HELP: dict[Privacy, str] = {
    "anonymous": (
        "Each person's browser keeps a private code for the linked surveys of this team. Changes are then compared "
        "person by person, without names: only a scrambled form of the code is stored."
    ),
    "open": "Changes are then compared person by person: one name in two surveys counts as one person.",
}


def treatment(privacy: Privacy) -> str:
    """Return the privacy of an assessment in a few words."""
    return "Your name stands beside your answers" if privacy == "open" else "Nobody sees which answers are yours"


def promises(assessment: Assessment, *, writes: bool = True) -> list[str]:
    """Return what participants read before the first answer: who sees what, from how many people on.

    `writes` tells whether people can write texts beside their answers.
    """
    until = "the facilitator reveals it" if assessment.mode == "workshop" else "the survey is closed"
    when = f"No result is shown before {until}. Until then you can change your answers."
    if assessment.privacy == "open":
        return [f"The team sees who gave which answer{', and what you write' if writes else ''}.", when]
    few, many, part = spelled(MIN_GROUP_SIZE), spelled(MIN_GROUP_FOR_DISTRIBUTION), spelled(MIN_GROUP_FOR_PART)
    only = ", only your answers and whether you lead people" if assessment.asks_role else ""
    sides = (
        f" Where {part} who lead people and {part} others rated it, the middle answer of each side is shown instead of "
        "how far people agree and how many chose what."
        if assessment.asks_role
        else ""
    )
    promised = [
        f"No name, no address and nothing about your browser is stored{only}.",
        f"Of a question that fewer than {few} people rated, nothing is shown; only that it does not apply, if {few} or "
        "more answered and most of them said so.",
        f"From {few} on, the middle answer of the whole group is shown and how far people agree; from {many} on, how "
        f"many chose each level, did not know, or said that it does not apply.{sides}",
        f"If {many} or more rated it and all of them, or all but one, gave the same answer, the counts show that "
        "answer.",
    ]
    if assessment.mode == "workshop":
        promised += [
            "If a question is voted on again, those count who gave a level in the first vote (who answered, where it "
            "showed only that the question does not apply); whoever gives none then stays with their first. Its result "
            f"is shown once {few} of them have voted again."
        ]
    return [*promised, when]


LEAVE_OUT = "Leave out what would tell who you are."


def note_notice(assessment: Assessment) -> str:
    """Return who sees a note, and until when it can be taken back."""
    until = "the workshop ends" if assessment.mode == "workshop" else "the survey is closed"
    taken_back = f"You can take it back until {until}."
    if assessment.privacy == "open":
        return f"What you write here stands beside your name. {taken_back}"
    few = spelled(MIN_GROUP_SIZE)
    return (
        f"What you write here is shown word for word, without your name, once {few} people have rated this question. "
        f"{LEAVE_OUT} {taken_back}"
    )


NOTES_TAKEN_BACK = "Your notes are taken back. Nobody will see them."


def anonymity_limit(privacy: Privacy) -> str:
    """Return what an anonymous round cannot promise while it is open, empty in open mode."""
    if privacy == "open":
        return ""
    return (
        "Your answers are stored with the day, not the time, and mixed when this is closed. Until then, someone who "
        "can copy the app's database just before and just after you answer could tell which answers are yours."
    )


def floor_limit(assessment: Assessment) -> str:
    """Return what the minimum group sizes count: participants, or one-time slips."""
    if assessment.slips is not None:
        return "Each slip of paper counts as one person: nobody can take part twice with one slip."
    return (
        "The app counts everyone who takes part. It cannot see whether one person takes part several times under "
        "different codes."
    )


def cookie_note(assessment: Assessment) -> str:
    """Return the content and the purpose of the cookie of a survey's pages."""
    if assessment.is_linked_by_code:
        what = "a private code for the linked surveys of this team, so that your answers are found again and linked"
    else:
        what = f"a private code for this {assessment.mode} alone, so that you find your answers again"
    return (
        f"A cookie keeps {what}; we store only what cannot be turned back into it. The cookie is used for nothing else."
    )
