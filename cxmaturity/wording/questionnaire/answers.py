"""Answers and their evidence in words."""

from cxmaturity.answers import Answer
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.wording.language.plurals import counted, plural
from cxmaturity.wording.questionnaire.levels import level_name, level_number
from cxmaturity.wording.surveys.participation import PAGE_TEXTS

EVIDENCE_GRADE_LABELS = ("Opinion", "An example", "A document or number", "Seen by a second person")
"""The label of each evidence grade."""


UNANSWERED_LABELS = {"open": "No answer yet", "not answered": "Not answered", "hidden": "Not shown"}
"""What stands in place of an answer, by what a question without one is called (see `groups.unanswered_word`)."""


def describe_answer(questionnaire: Questionnaire, answer: Answer, unanswered: str = "open") -> str:
    """Return an answer in words: the level with its name, or does not apply, don't know, or that there is none.

    `unanswered` is what a question without an answer is called, a key of UNANSWERED_LABELS.
    """
    if answer.level is not None:
        return f"{level_number(questionnaire, answer.level)} {level_name(questionnaire, answer.level)}"
    if answer.dont_know:
        return "Don't know"
    return UNANSWERED_LABELS[unanswered] if answer.not_applicable is None else "Does not apply"


def few_answers_notice(answered: int, count: int) -> str:
    """Return the warning before finishing with fewer than half of `count` questions answered, else an empty text."""
    if answered * 2 >= count:
        return ""
    if not answered:
        return "No question is answered yet."
    return f"Only {answered} of {counted('question', count)} {plural(answered, 'is', 'are')} answered."


QUESTION_SHOWN = "Here is the question."


def review_summary(open_count: int) -> str:
    """Return how many questions have no answer yet, as the first sentence of the review."""
    if not open_count:
        return PAGE_TEXTS["all_answered"]
    return f"{counted('question', open_count)} {plural(open_count, 'has', 'have')} no answer yet."
