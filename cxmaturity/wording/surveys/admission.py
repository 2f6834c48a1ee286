"""Texts about admission: people beyond the expected number, and one-time slips."""

from cxmaturity.wording.language.plurals import counted, plural
from cxmaturity.wording.surveys.participation import PAGE_TEXTS

ALL_EXPECTED_ARE_IN = "As many people take part as were expected."


def waiting_to_be_let_in(is_workshop: bool) -> tuple[str, str, str]:
    """Return heading and sentences for a person who waits because the expected number take part already."""
    leader = "the facilitator" if is_workshop else "whoever invited you"
    return (
        "Please wait a moment",
        f"{ALL_EXPECTED_ARE_IN} We have asked {leader} to let you in.",
        "This page looks again every few seconds. Once you are let in, you can begin here.",
    )


LET_IN = "You are let in."

NOBODY_ELSE = "Nobody else can take part. Those who asked were told."

COUNTED_AS_PEOPLE = (
    "The app counts browsers, not people: somebody could take part more than once, and so count more than once. Where "
    "that matters, hand out one-time slips of paper."
)

SLIPS_FILE = "slips"
"""What the file with slips to print is, at the end of its name."""
SLIPS_ABOUT = (
    f"{PAGE_TEXTS['one_slip']} Print them, cut them, mix them and hand them out; nobody can begin "
    "without one then. Which slip leads to which answers is stored nowhere, and only the number of used slips is known."
)


def slip_texts(address: str) -> tuple[str, str]:
    """Return the texts above and below the code of a slip; `address` is where people take part."""
    return (
        f"Scan the QR code, or open {address.partition('://')[2] or address} and enter the code",
        "For one person, once.",
    )


def asking_to_be_let_in(asking: int, expected: int | None) -> str:
    """Return how many people wait to be admitted beyond the expected number."""
    people = f"{counted('person', asking)} {plural(asking, 'asks', 'ask')} to take part"
    return f"{people}, beyond the {expected} you expected." if expected else f"{people}."


def slips_used(used: int, slips: int) -> str:
    """Return how many of the one-time slips were used; which ones is not known. None is made yet in a next round."""
    if not slips:
        return "Only people with a slip can begin, as in the round before. No slip of this round is made yet."
    return f"{used} of {counted('slip', slips)} {plural(slips, 'was', 'were')} used. Which ones is not known."
