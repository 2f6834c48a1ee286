"""Sentences of the projected screen: titles, texts for screen readers, results and first steps."""

from collections.abc import Sequence

from cxmaturity.analysis.disclosure import QuestionDisclosure
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.records import Action
from cxmaturity.wording.language.dates import format_day
from cxmaturity.wording.language.plurals import counted
from cxmaturity.wording.questionnaire.levels import level_number, level_title
from cxmaturity.wording.result.groups import AGREEMENT_LABELS
from cxmaturity.wording.surveys.participation import PAGE_TEXTS
from cxmaturity.wording.workshop.participant_texts import WHY
from cxmaturity.wording.workshop.votes import answers_without_level, describe_reveal
from cxmaturity.wording.workshop.workshop_phone import PAUSED
from cxmaturity.workshops.state import Phase, WorkshopState

FAR_APART = "Votes are far apart: hear one voice from each end"
WELCOME = "Welcome"
NOT_REACHABLE = "We begin soon. How to join with your phone will stand here."
BLANK = "The screen is blank for a moment."
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
"""The texts used by the screen's script."""

_SPOKEN: dict[Phase, str] = {
    "lobby": "People are joining.",
    "worth": "One last question on your phone: was this worth your time?",
    "self_paced": "Answer in your own time.",
    "dots": "Give your three dots to what you would do first.",
    "steps": "The result and our first steps.",
    "closed": f"The result and our first steps. {PAGE_TEXTS['thank_you']}",
}


def headline(shown: QuestionDisclosure, questionnaire: Questionnaire) -> str:
    """Return the headline of a result: that votes are far apart, else the middle answer, else why there is none."""
    if shown.agreement == "split":
        return FAR_APART
    return middle_answer(shown, questionnaire) or describe_reveal(shown, questionnaire)


def middle_answer(shown: QuestionDisclosure, questionnaire: Questionnaire) -> str | None:
    """Return the middle answer in words, None when there is none or it is suppressed."""
    return None if shown.answer.level is None else f"Middle answer {level_title(questionnaire, shown.answer.level)}"


def facts(shown: QuestionDisclosure, questionnaire: Questionnaire) -> str:
    """Return the facts beside the headline: votes, answers without a level, agreement, leaders and others.

    For votes that are far apart the middle answer is included, since the headline then lacks it. Empty when suppressed.
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
    """Return the announcement of the screen in a state; `content` is its question or its result."""
    if state.phase in ("vote", "reveal", "warm_up", "warm_up_result"):
        return f"{PAUSED} {content}" if state.is_paused else content
    return _SPOKEN[state.phase]


def spoken_agreement(agreed: str, reason: str) -> str:
    """Return the announcement of an agreed level; `agreed` is the level with its name."""
    return f"Agreed: {agreed}. {reason}"


def reason_line(text: str, name: str | None) -> str:
    """Return the reason of a vote in quotation marks, followed by the person's name in open mode."""
    return f"“{text}” {name}" if name else f"“{text}”"


def spoken_reasons(lines: Sequence[str]) -> str:
    """Return the announcement of the reasons on the screen."""
    return f"{WHY}: {'; '.join(lines)}."


def step_status(effort: str, dots: int, planned: Action | None) -> str:
    """Return a first step's owner and date once it is in the plan, before that its effort and dots."""
    parts = [effort] if effort else []
    if planned:
        by = f", by {format_day(planned.due)}" if planned.due else ""
        parts = [f"✓ {planned.owner}{by}" if planned.owner else f"✓ In the plan{by}"]
    return " · ".join([*parts, counted("dot", dots)] if dots else parts)
