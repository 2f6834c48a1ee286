"""Texts about saving tried levels as targets: the changes, and what was saved."""

from cxmaturity.analysis.what_if import TargetChange
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.wording.language.plurals import counted, noun, plural

TARGETS_KEPT = "The next full assessment keeps importance, and the targets that this one does not reach."
TARGETS_UNDONE = "The targets are as they were before."


def describe_target_change(questionnaire: Questionnaire, change: TargetChange) -> str:
    """Return a change of a target, such as "Operations: target 3 By design becomes 4 By habit".

    It adds today's stage when the new target is not higher.
    """
    name = next(d.name for d in questionnaire.dimensions if d.id == change.dimension)
    after = _stage(questionnaire, change.after)
    becomes = f"target {_stage(questionnaire, change.before)} becomes {after}" if change.before else f"target {after}"
    if change.is_ambition or change.current is None:
        return f"{name}: {becomes}"
    return f"{name}: {becomes}, though it is at {_stage(questionnaire, change.current)} today"


def nothing_to_save() -> str:
    """Return the message that the tried levels change no target."""
    return "What you tried leads to the targets as they are, so nothing changes."


def targets_saved(count: int) -> str:
    """Return how many targets were saved."""
    return f"{counted('target', count)} saved."


def below_today_question(count: int) -> str:
    """Return the question whether to save targets that are not higher than today's stage."""
    which = plural(count, "that is", "that are")
    return f"Save also the {count} {noun('target', count)} {which} not above today"


def tried_answers(count: int) -> str:
    """Return how many answers have a tried level."""
    return f"{counted('answer', count)} changed."


def tried_result(count: int, stage: str, level: str) -> str:
    """Return the result of tried levels: the number of answers, and stage and level, given as text."""
    return f"{tried_answers(count)} What if: {stage}. {level}."


def _stage(questionnaire: Questionnaire, stage: int) -> str:
    return f"{questionnaire.stage(stage).level} {questionnaire.stage(stage).name}"
