"""The time that answering takes, as shown to participants and reported to authors of questionnaires."""

from collections.abc import Sequence

from cxmaturity.questionnaire.reading_time import (
    SECONDS_PER_CHOICE,
    WORDS_PER_MINUTE,
    answering_minutes,
    mean_level_words,
    question_words,
)
from cxmaturity.questionnaire.schema import BOTH, Question, Questionnaire
from cxmaturity.wording.language.numbers import half_up
from cxmaturity.wording.language.plurals import counted
from cxmaturity.wording.questionnaire.levels import level_number


def answering_time(questions: Sequence[Question], variant: str) -> str:
    """Return how long answering takes in `variant`, such as "10 questions, about 8 minutes".

    Whole minutes up to ten, then multiples of five, since a longer estimate is not more precise.
    """
    exact = answering_minutes(questions, variant)
    minutes = max(1, int(half_up(exact))) if exact < 10 else int(half_up(exact / 5)) * 5
    return f"{counted('question', len(questions))}, about {counted('minute', minutes)}"


def length_report(questionnaire: Questionnaire) -> list[str]:
    """Return the lengths of a questionnaire as lines: words by level, words per question, minutes."""
    questions = questionnaire.questions
    levels = ", ".join(_one_decimal(words) for words in mean_level_words(questions, BOTH))
    lengths = [question_words(question, BOTH) for question in questions]
    times = [f"all questions {_one_decimal(answering_minutes(questions, BOTH))}"]
    if questionnaire.pulse:
        times.append(f"the pulse {_one_decimal(answering_minutes(questionnaire.pulse, BOTH))}")
    return [
        f"Words a statement, on average by level from {level_number(questionnaire, 1)} up: {levels}.",
        f"Words a question with its statements: {_one_decimal(sum(lengths) / len(lengths))} on average, "
        f"{max(lengths)} at most.",
        f"Minutes at {WORDS_PER_MINUTE} words a minute and {SECONDS_PER_CHOICE} seconds a choice: {', '.join(times)}.",
    ]


def _one_decimal(value: float) -> str:
    return str(half_up(value, 1))
