"""The step from one level of a question to the next in words, also where the model names none."""

from cxmaturity.questionnaire.schema import BOTH, Question
from cxmaturity.wording.questionnaire.levels import shortened

_MOST = 200  # signs of a statement in the step that is to be agreed


def step_to_do(question: Question, level: int, variant: str = BOTH) -> str:
    """Return what to do to come from `level` to the next; where the model does not say, to agree on it."""
    step = question.step_from(level)
    if step is None:
        return ""
    if step.do:
        return step.do
    reach = shortened(" ".join(question.levels_in(variant)[level].split()), _MOST)
    return f"Agree a first step towards: “{reach}”"
