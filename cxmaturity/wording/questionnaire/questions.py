"""Questions in sentences: quoted by their prompt, with the id after it, so that nobody has to look up an id."""

from collections.abc import Sequence

from cxmaturity.questionnaire.schema import Question, Questionnaire
from cxmaturity.wording.language.plurals import joined_first
from cxmaturity.wording.questionnaire.levels import shortened

MOST_NAMED = 3
"""The most questions that a sentence quotes before it counts the rest."""


_LONGEST = 300  # characters of a quoted prompt, which may have thousands


def question_in_words(question: Question) -> str:
    """Return a question for a sentence: its prompt in quotation marks, and its id."""
    return quoted_prompt(question.prompt, question.id)


def quoted_prompt(prompt: str, question_id: str) -> str:
    """Return a prompt in one line, shortened and in quotation marks, followed by the question's id."""
    return f"“{shortened(' '.join(prompt.split()), _LONGEST)}” ({question_id})"


def questions_in_words(questionnaire: Questionnaire, ids: Sequence[str]) -> str:
    """Return questions as a list in a sentence: the first MOST_NAMED quoted, and how many more there are.

    A list of MOST_NAMED + 1 is quoted completely.
    """
    most = MOST_NAMED + (len(ids) == MOST_NAMED + 1)
    return joined_first([question_in_words(questionnaire.by_id[name]) for name in ids], most)
