"""Texts about the progress of a survey on the owner's page, and about closing it."""

from cxmaturity.analysis.disclosure import MIN_GROUP_SIZE
from cxmaturity.answers import Privacy
from cxmaturity.wording.language.plurals import counted, plural

TOO_FEW_TO_CLOSE = (
    f"Fewer than {MIN_GROUP_SIZE} people have answered. Closed now, the result would show nothing, to protect them."
)


def beside_expected(answered: int, expected: int | None) -> str:
    """Return how many people were expected, to follow how many answered; empty when nobody entered a number.

    More people than expected can answer, so that it is not always a part of a whole.
    """
    if not expected:
        return ""
    return f", of {expected} expected" if answered <= expected else f", {expected} were expected"


def survey_count(answered: int, expected: int | None, finished: int) -> tuple[str, str]:
    """Return two texts: how many have answered (of how many expected, if known), and how many have handed in."""
    return f"{_people_have(answered)} answered{beside_expected(answered, expected)}", f"{finished} handed in"


def closing_count(answered: int, begun: int) -> str:
    """Return how many people have answered, and how many opened the survey without answering."""
    looked = begun - answered
    return f"{_people_have(answered)} answered{f'; {looked} only looked' if looked else ''}."


def closing_consequences(privacy: Privacy) -> str:
    """Return the consequences of closing a survey."""
    final = " An anonymous survey of which anything is shown cannot be reopened." if privacy == "anonymous" else ""
    return (
        "Closing ends the answering and keeps the group's result as a dated milestone, to compare with next time. "
        f"What each question's answers come to is shown then, not before.{final}"
    )


def _people_have(count: int) -> str:
    return f"{counted('person', count)} {plural(count, 'has', 'have')}" if count else "Nobody has"
