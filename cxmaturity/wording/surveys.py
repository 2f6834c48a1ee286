"""Surveys: on what terms people answer, and how far they are."""

from cxmaturity.analysis.disclosure import (
    MIN_GROUP_FOR_DISTRIBUTION,
    MIN_GROUP_FOR_PART,
    MIN_GROUP_FOR_ROLES,
    MIN_GROUP_SIZE,
)
from cxmaturity.answers import Privacy
from cxmaturity.records import Assessment
from cxmaturity.wording.plurals import counted, plural

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

TOO_FEW_TO_CLOSE = (
    f"Fewer than {MIN_GROUP_SIZE} people have answered. Closed now, the result would show nothing, to protect them."
)


INCOMPLETE_CODE = "A private code has 16 letters and digits. Check it, or leave it empty."
UNKNOWN_CODE = "Nobody has taken part with this private code. Check it, or leave it empty to begin anew."
CODE_IN_ADDRESS = (
    "A code in the address of an anonymous survey is not used: whoever sent it would know it too. If you have a "
    "private code of your own, type it here."
)


def anonymity_limit(privacy: Privacy) -> str:
    """Return what an anonymous round cannot promise while it is open, empty in open mode."""
    if privacy == "open":
        return ""
    return (
        "Your answers are stored with the day, not the time, and mixed when this is closed. Until then, someone who "
        "can copy the app’s database just before and just after you answer could tell which answers are yours."
    )


def cookie_note(assessment: Assessment) -> str:
    """Return what the cookie of a survey's pages holds, and for what."""
    if assessment.privacy == "open":
        what = "a private code for this one, so that you find your answers again"
    elif assessment.is_linked_by_code:
        what = "a private code for the linked surveys of this team, so that your answers are found again and linked"
    else:
        what = "a private code made for this one alone, so that you find your answers again"
    return (
        f"A cookie keeps {what}; we store only what cannot be turned back into it. The cookie is used for nothing else."
    )


def name_question(name: str, marked_name: str) -> tuple[str, str, str]:
    """Return the question to whoever begins under a name that is taken, what follows, and the words on the button."""
    return (
        f"Are you the {name} who was invited?",
        f"Somebody of this name is here already. If that is you, open your own link or type your private code. If you "
        f"are another {name}, continue: you are shown as “{marked_name}”.",
        f"Continue as {marked_name}",
    )


def link_for_another(name: str, theirs: str) -> tuple[str, str, str]:
    """Return the question to whoever opens another person's link, what follows, and the words on the button."""
    return (
        f"Are you {theirs}?",
        f"This link was made for {theirs}, but in this browser {name} answers. Nothing has changed so far. The answers "
        f"of {name} stay, and {name} comes back to them by their own link.",
        f"I am {theirs}",
    )


def survey_count(answered: int, expected: int | None, finished: int) -> tuple[str, str]:
    """Return how many people have answered, of how many invited where that is known, and how many handed in."""
    people = f"{answered} of {expected} invited people have" if expected else _people_have(answered)
    return f"{people} answered", f"{finished} handed in"


def closing_count(answered: int, begun: int) -> str:
    """Return how many people have answered, and how many opened the survey without answering."""
    return f"{_people_have(answered)} answered; {begun - answered} only looked."


def closing_consequences(privacy: Privacy) -> str:
    """Return what closing a survey means."""
    final = " An anonymous survey cannot be reopened after that." if privacy == "anonymous" else ""
    return (
        "Closing ends the answering and keeps the group's result as a dated milestone, to compare with next time. "
        f"What each question's answers come to is shown then, not before.{final}"
    )


def _people_have(count: int) -> str:
    return f"{counted('person', count)} {plural(count, 'has', 'have')}"
