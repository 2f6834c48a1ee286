"""Texts about surveys: terms, promises to participants, admission, progress and closing."""

from datetime import datetime

from cxmaturity.analysis.disclosure import (
    MIN_GROUP_FOR_DISTRIBUTION,
    MIN_GROUP_FOR_PART,
    MIN_GROUP_FOR_ROLES,
    MIN_GROUP_SIZE,
)
from cxmaturity.answers import Privacy
from cxmaturity.records import Assessment
from cxmaturity.wording.language.dates import format_weekday
from cxmaturity.wording.language.plurals import counted, plural, spelled
from cxmaturity.workshops.state import Pace

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
UNKNOWN_CODE_AFTER_CLOSING = "Nobody has taken part with this private code. Check it."
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
            "There is no right answer: say how things are today. Each answer is saved as you give it; leave any time "
            "and come back by the same link.",
        )
    if pace == "self_paced":
        return f"{length}, in your own time.", "Then you go through the answers together."
    return f"{length} of voting.", "All vote on a question, see the result and talk, then comes the next."


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
        f"Of a question that fewer than {few} people rated, nothing is shown.",
        f"From {few} on, the middle answer of the whole group is shown and how far people agree; from {many} on, how "
        f"many chose each level.{sides}",
        f"If {many} or more rated it and all of them, or all but one, gave the same answer, the counts show that "
        "answer.",
    ]
    if assessment.mode == "workshop":
        promised += [
            "If a question is voted on again, those count who gave a level in the first vote; whoever gives none then "
            "stays with their first."
        ]
    return [*promised, when]


def note_notice(assessment: Assessment) -> str:
    """Return who sees a note, and until when it can be taken back."""
    until = "the workshop ends" if assessment.mode == "workshop" else "the survey is closed"
    taken_back = f"You can take it back until {until}."
    if assessment.privacy == "open":
        return f"What you write here stands beside your name. {taken_back}"
    few = spelled(MIN_GROUP_SIZE)
    return (
        f"What you write here is shown word for word, without your name, once {few} people have rated this question. "
        f"Leave out what would tell who you are. {taken_back}"
    )


NOTES_TAKEN_BACK = "Your notes are taken back. Nobody will see them."


def anonymity_limit(privacy: Privacy) -> str:
    """Return what an anonymous round cannot promise while it is open, empty in open mode."""
    if privacy == "open":
        return ""
    return (
        "Your answers are stored with the day, not the time, and mixed when this is closed. Until then, someone who "
        "can copy the app’s database just before and just after you answer could tell which answers are yours."
    )


def floor_limit(assessment: Assessment) -> str:
    """Return what the minimum group sizes count: participants, or one-time slips."""
    if assessment.slips is not None:
        return "Each slip of paper counts as one person: nobody can take part twice with one slip."
    return (
        "The app counts everyone who takes part. It cannot see whether one person takes part several times under "
        "different codes."
    )


def waiting_to_be_let_in(is_workshop: bool) -> tuple[str, str, str]:
    """Return heading and sentences for a person who waits because the expected number take part already."""
    leader = "the facilitator" if is_workshop else "whoever invited you"
    return (
        "Please wait a moment",
        f"As many people take part as were expected. We have asked {leader} to let you in.",
        "This page looks again every few seconds. Once you are let in, you can begin here.",
    )


LET_IN = "You are let in."
NOBODY_ELSE = "Nobody else can take part. Those who asked were told."
COUNTED_AS_PEOPLE = (
    "The app counts browsers, not people: somebody could take part more than once, and so count more than once. Where "
    "that matters, hand out one-time slips of paper."
)
SLIPS_ABOUT = (
    "Each slip lets one person take part, once. Print them, cut them, mix them and hand them out; nobody can begin "
    "without one then. Which slip leads to which answers is stored nowhere, and only the number of used slips is known."
)


def slip_texts(address: str) -> tuple[str, str]:
    """Return the texts above and below the code of a slip; `address` is where people take part."""
    return f"Scan the square, or open {address.partition('://')[2] or address} and type", "For one person, once."


def slips_file_name(assessment: Assessment) -> str:
    """Return the name of the file with slips to print."""
    return f"{assessment.team_name} {assessment.label} slips.html"


def asking_to_be_let_in(asking: int, expected: int | None) -> str:
    """Return how many people wait to be admitted beyond the expected number."""
    people = f"{counted('person', asking)} {plural(asking, 'asks', 'ask')} to take part"
    return f"{people}, beyond the {expected} you expected." if expected else f"{people}."


def slips_used(used: int, slips: int) -> str:
    """Return how many of the one-time slips were used; which ones is not known."""
    return f"{used} of {counted('slip', slips)} {plural(slips, 'was', 'were')} used. Which ones is not known."


def cookie_note(assessment: Assessment) -> str:
    """Return the content and the purpose of the cookie of a survey's pages."""
    if assessment.is_linked_by_code:
        what = "a private code for the linked surveys of this team, so that your answers are found again and linked"
    else:
        what = f"a private code for this {assessment.mode} alone, so that you find your answers again"
    return (
        f"A cookie keeps {what}; we store only what cannot be turned back into it. The cookie is used for nothing else."
    )


def shown_answer(answer: str) -> str:
    """Return a group's middle answer, given in words; for an empty text, that it is not shown."""
    return answer or "Not shown"


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


def survey_count(answered: int, expected: int | None, finished: int) -> tuple[str, str]:
    """Return two texts: how many have answered (of how many expected, if known), and how many have handed in."""
    people = f"{answered} of {expected} invited people have" if expected else _people_have(answered)
    return f"{people} answered", f"{finished} handed in"


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
