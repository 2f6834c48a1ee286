"""Surveys: on what terms people answer, and how far they are."""

from cxmaturity.analysis.disclosure import (
    MIN_GROUP_FOR_DISTRIBUTION,
    MIN_GROUP_FOR_PART,
    MIN_GROUP_FOR_ROLES,
    MIN_GROUP_SIZE,
)
from cxmaturity.answers import Privacy
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

TOO_FEW_TO_CLOSE = (
    f"Fewer than {MIN_GROUP_SIZE} people have answered. Closed now, the result would show nothing, to protect them."
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
