"""Names and labels in the charts of a report, and in the legends of those on pages."""

from cxmaturity.wording.result.groups import AGREED_LEVEL

_OURS = "en-GB"

NOW, LAST_TIME, TARGET = "Now", "Last time", "Target"
LEADERS, OTHERS = "Leaders", "Everyone else"
STEPS = "Steps"
EASE_AXIS = "Ease: from 1, needs budget, to 5, an hour"
IMPORTANCE_AXIS = "Importance"


def text_language(language: str) -> str:
    """Return the questionnaire's language as a code that Office programs know, such as "en-GB"."""
    return _OURS if language == "en" else language


def bar_label(name: str, mark: str) -> str:
    """Return the name of a bar, followed by its mark, such as "lowest"."""
    return f"{name} ({mark})" if mark else name


def question_label(question: str, question_id: str) -> str:
    """Return the name of a question's bar: the question with its id."""
    return f"{question} ({question_id})"


def level_label(level: float, name: str) -> str:
    """Return a level with the name of its stage."""
    return f"{level:g} {name}".rstrip()


def caption_line(caption: str) -> str:
    """Return the caption of a table as a line above it."""
    return f"{caption}:"


def step_line(do: str, dimension: str, effort: str) -> str:
    """Return a step with the dimension that it lifts and its effort, as far as there are any."""
    details = ", ".join(part for part in (dimension, effort) if part)
    return f"{do} ({details})" if details else do


def level_alone(level: float | None, agreement: str) -> str:
    """Return the level of a question whose counts are suppressed; `agreement` tells whether it was agreed on."""
    if level is None:
        return ""
    return f"Level {level:g}" if agreement == AGREED_LEVEL else f"Middle answer {level:g}"


def furthest_apart_of(shown: int, rows: int) -> str:
    """Return which of the questions a chart of a deck shows, which has room for the first ones only."""
    return f"In the chart: the {shown} of {rows} furthest apart. The table at the end has all."


def trend_line(name: str, part: int) -> str:
    """Return the name of a line; from the second part on, it says that the questionnaire has changed."""
    return f"{name}, after the questionnaire changed{f' ({part})' if part > 1 else ''}" if part else name
