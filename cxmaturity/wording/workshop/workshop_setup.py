"""Sentences of a workshop's set-up: what the projected screen will show, and the cost of showing leaders separately."""

from typing import Literal

from cxmaturity.analysis.disclosure import (
    MIN_GROUP_FOR_DISTRIBUTION,
    MIN_GROUP_FOR_PART,
    MIN_GROUP_FOR_ROLES,
    MIN_GROUP_SIZE,
    may_ask_roles,
    may_show_result_of,
    may_show_spread,
)
from cxmaturity.analysis.workshop_preview import WorkshopPreview, workshop_preview
from cxmaturity.answers import Privacy
from cxmaturity.wording.language.plurals import joined, noun
from cxmaturity.workshops.state import Pace

PACE_LABELS: dict[Pace, str] = {
    "together": "Question by question",
    "self_paced": "Self-paced, then walk through",
}
PACE_DESCRIPTIONS: dict[Pace, str] = {
    "together": "All vote on one question, see the result and talk, then the next. Good for the pulse.",
    "self_paced": "All answer everything first; then you go through it, most disagreement first. "
    "Good for many questions.",
}

ScreenView = Literal["bars", "sides"]

SCREEN_VIEW_LABELS: dict[ScreenView, str] = {"bars": "Bars for the whole room", "sides": "Leaders apart"}
"""The choices for the projected screen: all votes together, or leaders and everyone else separately."""

_CLOSENESS = "whether votes are close together"


def screen_view_costs(privacy: Privacy) -> dict[ScreenView, str]:
    """Return the advantage and the cost of each choice for the projected screen."""
    part = MIN_GROUP_FOR_PART
    if privacy == "open":
        return {
            "bars": "How many chose each level. Nobody is asked whether they lead people.",
            "sides": f"Also the middle answers of leaders and of everyone else, where {part} of each vote. Everyone is "
            "asked whether they lead people.",
        }
    return {
        "bars": f"From {MIN_GROUP_FOR_DISTRIBUTION} votes on, how many chose each level. Nobody is asked whether they "
        "lead people.",
        "sides": f"The middle answers of leaders and of everyone else, where {part} of each vote. It costs the bars, "
        f"and {_CLOSENESS}. Everyone is asked whether they lead people.",
    }


def leaders_need_more(expected: int) -> str | None:
    """Return why `expected` people are too few to show leaders separately, None when they are enough."""
    return None if may_ask_roles(expected) else f"To show leaders apart, expect {MIN_GROUP_FOR_ROLES} people or more."


def workshop_preview_text(people: int, scale_max: int, privacy: Privacy, *, asks_role: bool) -> str:
    """Return what the screen shows of a question that `people` participants all rate."""
    room = f"With {people} {noun('person', people)} the room sees"
    whole = _whole_room(workshop_preview(people, scale_max, privacy), scale_max)
    if not (asks_role and may_ask_roles(people)):
        return f"{room} {whole}{_what_more_needs(people, privacy)}."
    sides = "the middle answers of leaders and of everyone else apart"
    where = f"where {MIN_GROUP_FOR_PART} leaders and {MIN_GROUP_FOR_PART} others vote"
    if privacy == "open":
        return f"{room} {whole}; {where}, also {sides}."
    return (
        f"{room} the middle answer and, {where}, {sides}; then neither bars nor {_CLOSENESS}. Where fewer of either "
        f"vote, it sees {whole}."
    )


def _whole_room(preview: WorkshopPreview, scale_max: int) -> str:
    """Return what the screen shows of all votes together, as the object of a sentence."""
    if not preview.has_middle_answer:
        return "nothing of a question"
    levels = [str(level) for level in preview.agreement_levels]
    middle = "the middle answer, bars" if preview.has_bars else "the middle answer"
    if not levels:
        return middle
    where = "" if len(levels) == scale_max else f", where that is {joined(levels)},".replace(" and ", " or ")
    return f"{middle} and{where} {_CLOSENESS}"


def _what_more_needs(people: int, privacy: Privacy) -> str:
    if may_show_spread(people, privacy):
        return ""
    if not may_show_result_of(people, privacy):
        return f"; the middle answer needs {MIN_GROUP_SIZE}, bars need {MIN_GROUP_FOR_DISTRIBUTION}"
    return f"; bars need {MIN_GROUP_FOR_DISTRIBUTION}"


NO_ADDRESS_FOR_OTHERS = (
    "This window uses an address that only this computer knows, so links and the screen would lead nobody in. Open the "
    "app by its address in your network, or by the name that others use for it."
)
ASKS_WHY = "Ask for one line of why with each vote"
ASKS_WHY_HELP = (
    "The lines come with the result, by the same limits as the votes. Only you see them until you put one on the "
    "screen."
)
COUNTED = "Counted are those who give a level: whoever does not know, or says it does not apply, is not."
