"""Sentences on the console about texts that participants write: reasons of votes, and first steps."""

from cxmaturity.analysis.disclosure import MIN_GROUP_SIZE
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.wording.language.plurals import counted, spelled
from cxmaturity.wording.plans import step_lead
from cxmaturity.workshops.dots import StepCandidate

WHY = "Why, in the room's own words"
WHY_HELP = "Only you see these. Tick what the screen and the phones show."
NOBODY_WROTE = "Nobody wrote why."
WHY_HIDDEN = f"Fewer than {MIN_GROUP_SIZE} people rated this question, so what they wrote stays hidden."

PARTICIPANT_STEPS = "Steps that the room writes"
WRITE_ONE = "A step of your own, or one that you heard"
ADD_STEP = "Put it to the vote"
DECISIONS = (("Put to the vote", True), ("Leave out", False))
"""The buttons for a step written on a phone: the label, and whether the step is added to the dot vote."""

SET_ON_SCREEN = "Who does it and the date save themselves, and stand on the screen a moment later."


def reason_put(is_shown: bool) -> str:
    """Return the message that a reason was put on the screen or removed from it."""
    return "The screen shows it." if is_shown else "The screen no longer shows it."


def steps_waiting(count: int) -> str:
    """Return how many steps from phones wait for a decision."""
    return f"{counted('step', count)} from phones to read." if count else "No step from a phone waits."


def step_decided(is_accepted: bool) -> str:
    """Return the message that a step was accepted or rejected."""
    return "Everyone can give it dots now." if is_accepted else "It is left out. Nobody else saw it."


def put_chosen(count: int) -> str:
    """Return the label of the button that adds the chosen steps to the plan."""
    return f"Put the {spelled(count)} chosen steps in the plan" if count > 1 else "Put the chosen step in the plan"


def source_of_step(questionnaire: Questionnaire, candidate: StepCandidate) -> str:
    """Return the question of a first step, or that a participant wrote it, and its effort."""
    if candidate.question is None or candidate.level is None:
        return "Written by the room"
    return f"{candidate.question.id}, from {step_lead(questionnaire, candidate.level, candidate.step.effort)}"
