"""Answers and what they rest on, in words."""

from cxmaturity.answers import Response
from cxmaturity.questionnaire.schema import Question, Questionnaire

EVIDENCE_GRADE_LABELS = ("Opinion", "An example", "A document or number", "Seen by a second person")
"""What an answer rests on, by evidence grade."""


def describe_answer(questionnaire: Questionnaire, response: Response, question: Question) -> str:
    """Return an answer in words: the level with its stage name, or what was said instead of one."""
    given = response.answer(question.id)
    if given.level is not None:
        return f"{given.level} {questionnaire.stage(given.level).name}"
    if given.dont_know:
        return "Don't know"
    return "No answer yet" if given.not_applicable is None else "Does not apply"
