"""The step from one level of a question to the next in words, also when the model has no text for it."""

from cxmaturity.questionnaire.schema import BOTH, Question
from cxmaturity.wording.questionnaire.levels import shortened

_MOST = 200  # characters of the quoted statement


def step_to_do(question: Question, level: int, variant: str = BOTH) -> str:
    """Return what to do to get from `level` to the next; without a text in the model, to agree on that."""
    step = question.step_from(level)
    if step is None:
        return ""
    if step.do:
        return step.do
    reach = shortened(" ".join(question.levels_in(variant)[level].split()), _MOST)
    return f"Agree a first step towards: “{reach}”"
