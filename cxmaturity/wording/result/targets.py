"""Targets in words: what saving a tried result as targets would change, and what was saved."""

from cxmaturity.analysis.what_if import TargetChange
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.wording.language.plurals import counted, noun, plural

TARGETS_UNDONE = "The targets are as they were before."


def describe_target_change(questionnaire: Questionnaire, change: TargetChange) -> str:
    """Return a change of a target: the dimension, its target before and after, and today's stage where that is no less.

    Such as "Operations: target 3 By design becomes 4 By habit".
    """
    name = next(d.name for d in questionnaire.dimensions if d.id == change.dimension)
    after = _stage(questionnaire, change.after)
    becomes = f"target {_stage(questionnaire, change.before)} becomes {after}" if change.before else f"target {after}"
    if change.is_ambition or change.current is None:
        return f"{name}: {becomes}"
    return f"{name}: {becomes}, though it is at {_stage(questionnaire, change.current)} today"


def nothing_to_save() -> str:
    """Return that what was tried changes no target."""
    return "What you tried leads to the targets that are set already, so nothing changes."


def targets_saved(count: int) -> str:
    """Return that so many targets were saved."""
    return f"{counted('target', count)} saved."


def below_today_question(count: int) -> str:
    """Return the question whether targets that are no higher than today should be saved too."""
    which = plural(count, "that is", "that are")
    return f"Save also the {count} {noun('target', count)} {which} not above today"


def tried_answers(count: int) -> str:
    """Return how many answers are tried out."""
    return f"{counted('answer', count)} changed."


def tried_result(count: int, stage: str, level: str) -> str:
    """Return what was tried and what it comes to: the number of answers, the stage and the level as text."""
    return f"{tried_answers(count)} What if: {stage}. {level}."


def _stage(questionnaire: Questionnaire, stage: int) -> str:
    return f"{questionnaire.stage(stage).level} {questionnaire.stage(stage).name}"
