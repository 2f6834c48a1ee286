"""The dot vote on first steps: which dots a person may give, and which steps the dots choose. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from cxmaturity.errors import Refused
from cxmaturity.questionnaire.schema import Question, Step

DOTS_EACH = 3
"""How many dots each person has."""
MAX_CANDIDATES = 8
"""The largest number of the questionnaire's steps that are put to the vote."""
MAX_PARTICIPANT_STEPS = 4
"""The largest number of participants' own steps that are put to the vote in addition."""
MAX_CHOSEN_STEPS = 3
"""How many steps the dots choose."""


@dataclass(frozen=True, slots=True)
class ParticipantStepText:
    """The text of a step that a participant wrote: only what to do."""

    do: str
    effort: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class StepCandidate:
    """A step put to the vote: from a question's level to the next, or one that a participant wrote.

    `key` is the id of the question, or of the participant's step; the latter has no `question` and no `level`. `dots`
    are 0 until the dot vote has ended. `is_proposed` is whether it is chosen when nobody gives a dot.
    """

    key: str
    question: Question | None
    level: int | None
    step: Step | ParticipantStepText
    dots: int
    is_proposed: bool = True


@dataclass(frozen=True, slots=True)
class DottedStep:
    """A step as a workshop's record keeps it: its dots, None where they may not be shown, and the question it is for.

    `question_id` is None for a step that a participant wrote.
    """

    do: str
    dots: int | None
    question_id: str | None


DOTTED_STEPS_JSON: TypeAdapter[tuple[DottedStep, ...]] = TypeAdapter(tuple[DottedStep, ...])
"""Writes and reads such steps as JSON."""


def rank_candidates(
    levels: Iterable[tuple[Question, int]], dots: Mapping[str, int], participant_steps: Mapping[str, str] | None = None
) -> tuple[StepCandidate, ...]:
    """Return the steps put to the vote: from these levels, at most `MAX_CANDIDATES`, then `participant_steps`.

    Of a question only the first level counts. `participant_steps` holds what to do, by the step's id. Steps with more
    `dots` (by key) come first; ties keep their order.
    """
    level_of: dict[str, tuple[Question, int]] = {}
    for question, level in levels:
        level_of.setdefault(question.id, (question, level))
    candidates = [
        StepCandidate(question.id, question, level, step, dots.get(question.id, 0))
        for question, level in list(level_of.values())[:MAX_CANDIDATES]
        if (step := question.step_from(level)) is not None
    ]
    candidates += [
        StepCandidate(key, None, None, ParticipantStepText(do), dots.get(key, 0))
        for key, do in (participant_steps or {}).items()
    ]
    return tuple(sorted(candidates, key=lambda candidate: -candidate.dots))


def chosen_steps(candidates: Sequence[StepCandidate]) -> tuple[StepCandidate, ...]:
    """Return the steps that the dots chose, most dots first; the first proposed ones when nobody gave a dot."""
    with_dots = sorted((c for c in candidates if c.dots), key=lambda candidate: -candidate.dots)
    return tuple(with_dots or [c for c in candidates if c.is_proposed])[:MAX_CHOSEN_STEPS]


def dotted_steps(candidates: Sequence[StepCandidate], *, is_ordered: bool, is_counted: bool) -> tuple[DottedStep, ...]:
    """Return the steps that dots were given to, the most dots first, then the others that participants wrote.

    Where only the order may be shown (not `is_counted`) these are the chosen steps, without numbers; where that may not
    be shown either (not `is_ordered`), those that participants wrote.
    """
    dotted = [c for c in candidates if c.dots] if is_counted else chosen_steps(candidates) if is_ordered else ()
    written = [c for c in candidates if c.question is None and c not in dotted]
    return tuple(
        DottedStep(c.step.do, c.dots if is_counted else None, c.question.id if c.question else None)
        for c in (*dotted, *written)
    )


def validate_dots(dots: Mapping[str, int], candidates: Iterable[StepCandidate]) -> None:
    """Raise Refused unless one person may give these dots, by key of the step, to these candidates."""
    is_known = dots.keys() <= {candidate.key for candidate in candidates}
    is_allowed = all(0 <= count <= DOTS_EACH for count in dots.values()) and sum(dots.values()) <= DOTS_EACH
    if not is_known or not is_allowed:
        raise Refused(
            f"You have {DOTS_EACH} dots, to give to the steps shown.", "Take one back, then give it to another."
        )
