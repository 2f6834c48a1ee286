"""The length of questions: words per statement and question, and the minutes to read and answer."""

from collections.abc import Sequence

from cxmaturity.questionnaire.schema import BOTH, Question

WORDS_PER_MINUTE = 200
"""The pace of reading aloud, in words per minute."""

SECONDS_PER_CHOICE = 8
"""The time to choose a level after reading the statements, in seconds."""


def count_words(text: str) -> int:
    """Return the number of words of `text`, separated by blanks."""
    return len(text.split())


def question_words(question: Question, variant: str) -> int:
    """Return the number of words of the prompt and all statements in `variant` (an id, or 'both')."""
    return sum(map(count_words, (question.prompt_in(variant), *question.levels_in(variant))))


def mean_level_words(questions: Sequence[Question], variant: str) -> list[float]:
    """Return the mean number of words per statement for each level, lowest first, in `variant`."""
    statements = zip(*(question.levels_in(variant) for question in questions), strict=True)
    return [sum(map(count_words, level)) / len(level) for level in statements]


def answering_minutes(questions: Sequence[Question], variant: str) -> float:
    """Return the minutes to read `questions` aloud in `variant` and to choose a level for each.

    Read are the prompt, what to think of, why it matters, what to look at, and the statements.
    """
    words = sum(question_words(question, variant) + _help_words(question, variant) for question in questions)
    return words / WORDS_PER_MINUTE + len(questions) * SECONDS_PER_CHOICE / 60


def _help_words(question: Question, variant: str) -> int:
    wordings = [wording for name, wording in question.variants.items() if variant in (name, BOTH)]
    hints = [wording.think_of for wording in wordings if wording.think_of]
    return sum(map(count_words, (*hints, question.why, question.evidence)))
