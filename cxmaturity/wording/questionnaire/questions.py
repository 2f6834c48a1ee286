"""Questions called by their words, each with its id behind them: nobody has to look an id up."""

from collections.abc import Sequence

from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.wording.language.plurals import joined_first
from cxmaturity.wording.questionnaire.levels import shortened

MOST_NAMED = 3
"""How many questions a sentence names before it counts the rest: each is a sentence itself."""


_LONGEST = 300  # signs of a prompt that is called in a sentence; it may have thousands


def question_in_words(question: Question) -> str:
    """Return a question as it is called in a sentence: its prompt in quotation marks and its id."""
    return quoted_prompt(question.prompt, question.id)


def quoted_prompt(prompt: str, question_id: str) -> str:
    """Return a prompt, in one line and cut where it is long, in quotation marks with the question's id behind it."""
    return f"“{shortened(' '.join(prompt.split()), _LONGEST)}” ({question_id})"


def questions_in_words(questionnaire: Questionnaire, ids: Sequence[str]) -> str:
    """Return questions as a list in a sentence, the first MOST_NAMED by their words, and how many more there are.

    One more than that is named as well.
    """
    most = MOST_NAMED + (len(ids) == MOST_NAMED + 1)
    return joined_first([question_in_words(questionnaire.by_id[name]) for name in ids], most)
