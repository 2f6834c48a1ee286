"""Sentences of the projected screen: what it is called, what is read out, how a result and a first step stand there."""

from collections.abc import Sequence

from cxmaturity.analysis.disclosure import QuestionDisclosure
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Action
from cxmaturity.wording.language.dates import format_day
from cxmaturity.wording.language.plurals import counted
from cxmaturity.wording.questionnaire.levels import level_number, level_title
from cxmaturity.wording.surveys.groups import AGREEMENT_LABELS
from cxmaturity.wording.workshop.workshops import answers_without_level, describe_reveal
from cxmaturity.workshops.state import Phase, WorkshopState

FAR_APART = "Votes are far apart: hear one voice from each end"
WELCOME = "Welcome"
NOT_REACHABLE = "We begin soon. How to join with your phone will stand here."
BLANK = "The screen is blank for a moment."
WHY_IN_OWN_WORDS = "Why, in the room’s own words"
LEADERS, OTHERS = "Leaders", "Everyone else"

CONTROLS = "For whoever runs this screen"
FULLSCREEN, BLANK_CONTROL, THEME = "Full screen", "Blank the screen", "Colours"
LARGE_TEXT = "Larger text, as far as it fits"
KEYS = "Single keys: F, B, L, T"
SCRIPT_TEXTS = {
    "themes": {"light": "Colours: light", "dark": "Colours: dark", "contrast": "Colours: high contrast"},
    "large_on": "Larger text, as far as it fits.",
    "keys_on": "Single keys work.",
    "keys_off": "Single keys are off.",
    "large_off": "Usual text.",
    "fullscreen_on": "Full screen.",
    "fullscreen_off": "No full screen.",
    "blank": BLANK,
    "blank_off": "The screen is back.",
    "time_up": "Time is up",
    "no_connection": "Connection lost. Trying again…",
}
"""What the script of the screen shows and says."""

_SPOKEN: dict[Phase, str] = {
    "lobby": "People are joining.",
    "worth": "One last question on your phone: was this worth your time?",
    "self_paced": "Answer in your own time.",
    "dots": "Give your three dots to what you would do first.",
    "steps": "The result and our first steps.",
    "closed": "The result and our first steps. Thank you: the workshop is over.",
}


def headline(shown: QuestionDisclosure, questionnaire: Questionnaire) -> str:
    """Return what a result says above all: votes that are far apart, else the middle answer, else why there is none."""
    if shown.agreement == "split":
        return FAR_APART
    return middle_answer(shown, questionnaire) or describe_reveal(shown, questionnaire)


def middle_answer(shown: QuestionDisclosure, questionnaire: Questionnaire) -> str | None:
    """Return the middle answer in words, None where there is none to show."""
    return None if shown.answer.level is None else f"Middle answer {level_title(questionnaire, shown.answer.level)}"


def facts(shown: QuestionDisclosure, questionnaire: Questionnaire) -> str:
    """Return what stands beside the headline: votes, answers without a level, how far they agree, leaders and others.

    In votes that are far apart also the middle answer, which is then no headline. Empty where nothing is shown.
    """
    middle = middle_answer(shown, questionnaire)
    if middle is None:
        return ", ".join(answers_without_level(shown))
    votes = [counted("vote", shown.rated)] if shown.rated is not None else []
    parts = [middle] if shown.agreement == "split" else []
    parts += [", ".join([*votes, *answers_without_level(shown)])]
    parts += [AGREEMENT_LABELS[shown.agreement]] if shown.agreement not in (None, "split") and shown.rated != 1 else []
    if shown.leaders is not None and shown.others is not None:
        parts += [
            f"{LEADERS.lower()} {level_number(questionnaire, shown.leaders)}, "
            f"{OTHERS.lower()} {level_number(questionnaire, shown.others)}"
        ]
    return " · ".join(filter(None, parts))


def spoken(state: WorkshopState, content: str) -> str:
    """Return what is read out of the screen in a state; `content` is its question or its result."""
    if state.phase in ("vote", "reveal", "warm_up", "warm_up_result"):
        return f"Paused. No votes are taken for the moment. {content}" if state.is_paused else content
    return _SPOKEN[state.phase]


def spoken_agreement(agreed: str, reason: str) -> str:
    """Return that a level was agreed on; `agreed` is the level with its name."""
    return f"Agreed: {agreed}. {reason}"


def reason_line(text: str, name: str | None) -> str:
    """Return why somebody voted so, in quotation marks; with their name in open mode."""
    return f"“{text}” {name}" if name else f"“{text}”"


def spoken_reasons(lines: Sequence[str]) -> str:
    """Return the reasons that stand on the screen, to be read out."""
    return f"{WHY_IN_OWN_WORDS}: {'; '.join(lines)}."


def step_standing(effort: str, dots: int, planned: Action | None) -> str:
    """Return how a first step stands: who does it by when, once it is in the plan; before that what it takes."""
    parts = [effort] if effort else []
    if planned:
        by = f", by {format_day(planned.due)}" if planned.due else ""
        parts = [f"✓ {planned.owner}{by}" if planned.owner else f"✓ In the plan{by}"]
    return " · ".join([*parts, counted("dot", dots)] if dots else parts)
