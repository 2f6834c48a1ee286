"""Sentences about the two questions that are not scored: the warm-up, and whether a workshop was worth its time."""

from collections.abc import Mapping, Sequence

from cxmaturity.analysis.disclosure import MIN_GROUP_FOR_DISTRIBUTION, MIN_GROUP_SIZE
from cxmaturity.analysis.polls import PollResult
from cxmaturity.answers import Privacy
from cxmaturity.wording.language.plurals import counted, joined
from cxmaturity.wording.result.groups import AGREEMENT_LABELS
from cxmaturity.workshops.polls import MAX_OPTIONS, SCALE_MAX, PollName, WarmUp

ABOUT: Mapping[PollName, str] = {
    "warm_up": "To warm up. It does not enter the result.",
    "worth": "One last question. It does not enter the result.",
}
WARM_UP = "Warm-up question (optional)"
WARM_UP_PROMPT = "A question of your own, asked before the others; it does not enter the result"
WARM_UP_KINDS = {"scale": "1 to 5", "choice": "Answers to choose from"}
WARM_UP_OPTIONS = f"Its answers, 2 to {MAX_OPTIONS}, each on a line of its own"
WORTH = "Was this worth your time?"
WORTH_ON_CONSOLE = (
    "Everyone is asked on their phone, 1 to 5. Ending the workshop keeps the answers, on this page and in Over time. "
    "The screen does not show them."
)
PHONE_TEXTS = {
    "unanswered": "You have not answered yet",
    "send": "Send",
}
"""The text below the answers of a poll on phones."""

_ENDS: Mapping[PollName, tuple[str, str]] = {"warm_up": ("lowest", "highest"), "worth": ("not at all", "very much")}


def prompt(poll: PollName, warm_up: WarmUp | None) -> str:
    """Return the question of a poll."""
    return warm_up.prompt if poll == "warm_up" and warm_up else WORTH


def option_words(poll: PollName, warm_up: WarmUp | None) -> Sequence[str]:
    """Return the texts of a poll's answers in order; on a scale only the ends have a text."""
    if poll == "warm_up" and warm_up and warm_up.options:
        return warm_up.options
    low, high = _ENDS[poll]
    return [low, *[""] * (SCALE_MAX - 2), high]


def option_labels(poll: PollName, warm_up: WarmUp | None) -> Sequence[str]:
    """Return the labels of a poll's answers in order; on a scale they include the number."""
    words = option_words(poll, warm_up)
    if poll == "warm_up" and warm_up and warm_up.options:
        return words
    return [f"{number} · {word}" if word else str(number) for number, word in enumerate(words, start=1)]


def describe_result(result: PollResult, labels: Sequence[str]) -> str:
    """Return the result of a poll, as far as it may be shown, in a sentence or two; `labels` are its answers."""
    if not result.answered:
        return "Nobody answered."
    answered = f"{counted('person', result.answered)} answered."
    if result.middle is not None:
        agreement = f"; {AGREEMENT_LABELS[result.agreement]}" if result.agreement and result.answered > 1 else ""
        return f"Middle answer {labels[result.middle - 1]}. {answered[:-1]}{agreement}."
    if result.counts is None:
        return f"{answered} Too few to show what, so that nobody can tell who said what."
    most = max(result.counts)
    first = [name for name, count in zip(labels, result.counts, strict=True) if count == most]
    return f"Chosen most: {joined(first)}. {answered}"


def describe_counts(result: PollResult, labels: Sequence[str]) -> str:
    """Return how many gave each answer, empty when that is suppressed."""
    if not result.counts:
        return ""
    return " · ".join(f"{label}: {count}" for label, count in zip(labels, result.counts, strict=True))


def shown_floor(privacy: Privacy, *, is_choice: bool) -> str:
    """Return from how many answers on the result of a warm-up is shown."""
    if privacy == "open":
        return "The room sees how many gave each answer."
    if is_choice:
        return f"From {MIN_GROUP_FOR_DISTRIBUTION} answers on the room sees how many gave each; below that, nothing."
    return (
        f"From {MIN_GROUP_SIZE} answers on the room sees the middle answer, from {MIN_GROUP_FOR_DISTRIBUTION} on how "
        "many gave each."
    )


def worth_cell(result: PollResult | None) -> str:
    """Return a table cell with the middle answer to the closing question, or that it is suppressed."""
    if result is None:
        return "Not asked"
    if result.middle is None:
        return f"Not shown ({counted('answer', result.answered)})"
    return f"{result.middle} of {SCALE_MAX} ({counted('answer', result.answered)})"


def worth_trend(rows: Sequence[tuple[str, PollResult]]) -> str:
    """Return the newest middle answer that is shown, and how it compares with the oldest; `rows` are oldest first."""
    shown = [(name, result.middle) for name, result in rows if result.middle is not None]
    if not shown:
        return "Too few answered to show anything."
    if len(shown) == 1:
        return f"{shown[0][0]}: middle answer {shown[0][1]} of {SCALE_MAX}."
    (first, before), (last, now) = shown[0], shown[-1]
    if before == now:
        return f"{last}: middle answer {now} of {SCALE_MAX}, as in {first}."
    change = "higher than" if now > before else "lower than"
    return f"{last}: middle answer {now} of {SCALE_MAX}, {change} in {first} ({before})."
